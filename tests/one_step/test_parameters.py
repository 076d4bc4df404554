"""What a model learns, counted by hand."""

import pytest

import embviz as ev
from embviz.one_step import parameters
from embviz.one_step.lessons import LESSONS

TINY = ev.sample("tiny").vocabulary
V, D = len(TINY), 7


def n_grams(words, low=3, high=6):
    """All n-grams of some words, in the plain words of the paper."""
    bracketed = [f"<{word}>" for word in words]
    return {
        word[i : i + n]
        for word in bracketed
        for n in range(low, high + 1)
        for i in range(len(word) - n + 1)
    }


BY_HAND = {
    "skipgram": 2 * V * D,
    "cbow": 2 * V * D,
    "softmax": 2 * V * D,
    "exact": 2 * V * D,
    "glove": 2 * V * (D + 1),
}


@pytest.mark.parametrize("model", LESSONS)
def test_all_that_is_learned_is_counted_and_nothing_else(model):
    found = parameters.shapes(model, {"dimension": D}, TINY)
    if model == "fasttext":
        expected = (2 * V + found["Z"][0] - V) * D
    else:
        expected = BY_HAND[model]
    assert parameters.count(found) == expected


def test_rows_of_z_are_words_and_their_n_grams():
    rows = parameters.shapes("fasttext", {"dimension": D}, TINY)["Z"][0]
    assert rows == V + len(n_grams(TINY.words))
