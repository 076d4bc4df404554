"""Readings of sentences: the right pairs, and the same chances as in training."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embviz.models.shared.windows import Sentences, draw_windows
from embviz.one_step.sentence import Pair, SampledSentence, find_pair, find_word, read
from embviz.text.corpus import Corpus

TEXT = "The king eats bread. Alone! The queen drinks the milk. A king sleeps."
CORPUS = Corpus.from_text(TEXT, min_count=1)


def ids(*words):
    return [CORPUS.vocabulary.id(word) for word in words]


def reading(kept, sizes):
    n = len(kept)
    return SampledSentence(np.arange(n), np.ones(n), np.array(kept, dtype=bool), np.array(sizes))


def test_a_window_reaches_over_words_that_are_skipped():
    each = reading([1, 0, 1, 1, 1], [1, 1, 1, 2, 1])
    assert each.contexts(0) == (2,)
    assert each.contexts(1) == (), "it was skipped"
    assert each.contexts(3) == (0, 2, 4)
    assert each.pairs()[:3] == [Pair(0, 2), Pair(2, 0), Pair(2, 3)]


def test_a_word_that_stands_alone_has_no_pairs():
    assert reading([1], [5]).pairs() == []


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 4))
def test_a_sure_pair_is_among_those_of_the_reading(seed, window):
    rng = np.random.default_rng(seed)
    keep = np.full(len(CORPUS.words), 0.2)
    for pair in (Pair(0, 1), Pair(2, 1), Pair(3, 2)):
        found = read(CORPUS, 0, keep, window, rng, sure=pair)
        assert pair in found.pairs()


def test_draws_have_the_trainers_chances():
    """Contexts of each centre, on average over many readings, here and in the trainer's plan."""
    rng, rounds, window = np.random.default_rng(1), 4000, 3
    keep = np.linspace(0.3, 1, len(CORPUS.words))
    ours = np.zeros(len(CORPUS.words))
    theirs = np.zeros(len(CORPUS.words))
    place = np.arange(4, dtype=np.int32)
    sentence = Sentences(CORPUS.ids[:4], np.array([0]), np.array([4]))
    for _ in range(rounds):
        found = read(CORPUS, 0, keep, window, rng)
        for i in place:
            ours[CORPUS.ids[i]] += len(found.contexts(i))
        windows = draw_windows(sentence, keep, window, rng)
        np.add.at(theirs, windows.row, windows.left + windows.right)
    assert ours / rounds == pytest.approx(theirs / rounds, abs=0.05)


def test_pairs_are_found_where_they_stand_first():
    the, king, bread, milk, queen = ids("the", "king", "bread", "milk", "queen")
    assert find_pair(CORPUS, king, bread, 2) == (0, Pair(1, 3))
    assert find_pair(CORPUS, bread, king, 2) == (0, Pair(3, 1))
    assert find_pair(CORPUS, king, bread, 1) is None
    assert find_pair(CORPUS, queen, milk, 5) == (2, Pair(1, 4))
    assert find_pair(CORPUS, the, the, 5) == (2, Pair(0, 3))
    assert find_pair(CORPUS, king, queen, 5) is None, "windows end with the sentence"


def test_a_word_is_found_where_it_has_company():
    [king, alone] = ids("king", "alone")
    assert find_word(CORPUS, king) == (0, 1)
    assert find_word(CORPUS, alone) is None
