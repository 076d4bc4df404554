"""Edit distances against the textbook's table, one pair at a time."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from embviz.vectors.spellings import Spellings

words = st.text("abcdé\U0010ffff😀", max_size=7)


def by_table(a, b):
    D = np.zeros((len(a) + 1, len(b) + 1), int)
    D[:, 0], D[0] = range(len(a) + 1), range(len(b) + 1)
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            D[i, j] = min(
                D[i - 1, j] + 1, D[i, j - 1] + 1, D[i - 1, j - 1] + (a[i - 1] != b[j - 1])
            )
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                D[i, j] = min(D[i, j], D[i - 2, j - 2] + 1)
    return D[-1, -1]


@given(st.lists(words, max_size=12), st.text("abcdé😀", max_size=7), st.integers(0, 4))
@settings(deadline=None)
def test_all_words_within_a_distance(vocabulary, text, most):
    expected = [(i, by_table(text, word)) for i, word in enumerate(vocabulary)]
    ids, distances = Spellings.of(vocabulary).within(text, most)
    found = list(zip(ids.tolist(), distances.tolist(), strict=True))
    assert found == [(i, distance) for i, distance in expected if distance <= most]


def test_letters_of_many_scripts_do_not_get_mixed_up():
    # 64 kinds of letters are told apart before the table: а and others share a kind.
    vocabulary = [chr(code) * 3 for code in range(0x61, 0x861, 64)]
    for i, word in enumerate(vocabulary):
        assert Spellings.of(vocabulary).within(word, 2)[0].tolist() == [i]


def test_lone_surrogates_are_letters():
    assert Spellings.of(["\ud800a"]).within("a", 1)[0].tolist() == [0]
