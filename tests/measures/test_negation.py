"""Why a bag cannot learn "not": for any weights, and what networks make of the four sentences."""

from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import embviz as ev
from embviz.errors import MissingWord, SettingError
from embviz.measures.negation import Negation, four, interaction, most_right
from embviz.measures.sorted_sentences import Sorter
from embviz.models import MODELS
from tests.measures.planted_labels import praise

WORDS = ("it", "was", "not", "so", "good", "bad", "here")
CLASSES = ("no", "yes", "so-so")
EQUAL = Negation("good", "bad", template="it was {}", neutral="so")
UNEQUAL = Negation("good", "bad", template="it was {} here")


def bag(E, W, b, classes):
    vocabulary = ev.Vocabulary(WORDS, np.zeros(len(WORDS), np.int64), classes)
    network = ev.Bag(dimension=E.shape[1]).network(vocabulary)
    names = [name for name in network.weights if name != "E"]
    shaped = {W.shape: W, b.shape: b}
    weights = {"E": E} | {name: shaped[network.weights[name].shape] for name in names}
    rows = np.arange(len(WORDS), dtype=np.int32)
    return Sorter(network, weights, 400, WORDS, rows, classes)


@given(data=st.data(), C=st.integers(2, 3), d=st.integers(2, 4), first=st.booleans())
def test_no_bag_sorts_all_four_whatever_its_weights_are(data, C, d, first):
    """Whole numbers and lengths of 4 are exact, so that ties are, too."""

    def numbers(*shape):
        n = int(np.prod(shape))
        drawn = data.draw(st.lists(st.integers(-8, 8), min_size=n, max_size=n))
        return np.array(drawn, np.float32).reshape(shape)

    sorter = bag(numbers(len(WORDS), d), numbers(d, C), numbers(C), CLASSES[:C])
    found = four(sorter, EQUAL, ("yes", "no") if first else ("no", "yes"))
    assert found.right <= 3
    assert found.interaction == 0 and found.most_right == 3


@given(seed=st.integers(0, 2**32 - 1), size=st.floats(0.01, 100), C=st.integers(2, 3))
def test_nor_where_the_sentences_differ_in_length(seed, size, C):
    rng = np.random.default_rng(seed)
    E, W, b = (
        (size * rng.normal(size=shape)).astype(np.float32) for shape in ((7, 4), (4, C), (C,))
    )
    found = four(bag(E, W, b, CLASSES[:C]), UNEQUAL, ("yes", "no"))
    sums = np.abs([each.sum for each in found.said])
    assert abs(found.interaction) < 1e-4 * max(sums.max(), size**2)
    assume(sums.min() > 1e-4 * max(sums.max(), size**2))
    assert found.right <= 3


@given(
    sums=st.lists(st.integers(-20, 20), min_size=4, max_size=4),
)
def test_all_four_are_right_only_with_an_interaction(sums):
    good, bad, not_good, not_bad = sums
    assert interaction(np.array(sums, float)) == good + not_bad - bad - not_good
    if good > 0 and not_bad > 0 and bad < 0 and not_good < 0:
        assert most_right(np.array(sums, float)) == 4
    if most_right(np.array(sums, float)) == 3:
        right = sum(s > 0 for s in (good, not_bad)) + sum(s < 0 for s in (bad, not_good))
        assert right <= 3


def test_three_can_be_right():
    best = max(
        sum(s > 0 for s in (x, y + t)) + sum(s < 0 for s in (y, x + t))
        for x, y, t in product(range(-3, 4), repeat=3)
    )
    assert best == 3


@pytest.mark.parametrize("name", ["bag", "cnn", "lstm", "encoder"])
def test_four_sentences_of_trained_networks(name):
    labelled = praise(400)
    film = ev.train(MODELS[name](dimension=16), labelled, frames=2, progress=False)
    negation = Negation("good", "bad", template="the film was {}")
    found = four(Sorter.at(film), negation, ("yes", "no"))
    assert [each.text for each in found.said] == [
        "the film was good",
        "the film was bad",
        "the film was not good",
        "the film was not bad",
    ]
    for each in found.said:
        ids = [film.words.index(word) for word in each.text.split()]
        p = Sorter.at(film).probabilities([np.array(ids)])[0]
        np.testing.assert_allclose(each.probabilities, p, atol=1e-5)
        logs = np.log(p.astype(float))
        assert each.sum == pytest.approx(len(ids) * (logs[1] - logs[0]), rel=1e-2, abs=1e-3)
    if name == "bag":
        assert found.right <= found.most_right == 3
    else:
        assert found.right == found.most_right == 4


def test_words_that_are_not_known_are_named():
    film = ev.train(ev.Bag(epochs=1), praise(40), frames=2, progress=False)
    with pytest.raises(MissingWord) as caught:
        four(Sorter.at(film), Negation("good", "zyx", template="the {}"), ("yes", "no"))
    assert caught.value.word == "zyx"
    with pytest.raises(SettingError):
        four(Sorter.at(film), Negation("xa", "xb", "xc"), ("yes", "no"))
