"""Search, against a plain reading of its law."""

from hypothesis import given
from hypothesis import strategies as st

from embviz.search import find, fold

letters = st.text("abcЁёЕеXx", min_size=1, max_size=5)


@given(st.lists(letters, unique=True), letters)
def test_beginnings_first_then_insides_each_in_order(words, text):
    words = tuple(words)
    wanted = fold(text)
    begin = [i for i, word in enumerate(words) if fold(word).startswith(wanted)]
    inside = [i for i, word in enumerate(words) if wanted in fold(word) and i not in begin]
    found = find(words, text, most=4)
    assert list(found.ids) == (begin + inside)[:4]
    assert found.more == max(0, len(begin + inside) - 4)


def test_yo_is_found_by_ye_and_the_other_way_round():
    words = ("ёж", "ель")
    assert find(words, "еж").ids == (0,)
    assert find(words, "ёль").ids == (1,)


def test_blanks_find_nothing():
    assert find(("a",), "  ").ids == ()
