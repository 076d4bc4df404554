"""Pieces of fastText and cells of GloVe, against the trainers' own."""

import itertools

import numpy as np
import pytest

import embviz as ev
from embviz.models import glove
from embviz.models.shared.cooccurrence import flat, near, summed
from embviz.models.shared.windows import Sentences
from embviz.models.subwords import Subwords
from embviz.one_step.cell import Cell, meetings, schedule
from embviz.one_step.pieces import pieces_of
from tests.one_step.by_hand import differences, far

CORPUS = ev.sample("tiny")


def test_pieces_are_those_that_the_film_tells():
    film = ev.train(ev.MODELS["fasttext"](dimension=4, epochs=1), CORPUS, progress=False)
    subwords = Subwords.of(film)
    for word in ("king", "queen", "and"):
        i = CORPUS.vocabulary.id(word)
        names, rows = pieces_of(CORPUS.vocabulary, i, film.recipe.settings)
        assert set(names) == {each.piece for each in subwords.shares(word)}
        assert film[-1].Z[rows].mean(axis=0) == pytest.approx(film[-1].E[i], abs=1e-6)


def test_meetings_are_those_that_training_counts():
    V, starts = len(CORPUS.words), CORPUS.starts
    row, sentence = flat(Sentences.of(CORPUS.ids, starts, np.arange(len(starts) - 1)))
    X = summed(near(row, sentence, 4), V, np.float64).toarray()
    for i, j in itertools.product(range(0, V, 7), range(0, V, 5)):
        low, high = min(i, j), max(i, j)
        assert meetings(CORPUS, i, j, 4) == pytest.approx(X[low, high], abs=1e-5)


def cell(seed=0, X=3.0):
    rng = np.random.default_rng(seed)
    return Cell(X, 10.0, 0.75, rng.standard_normal((2, 4)), 1 + rng.random((2, 4)))


def loss(theta, X=3.0):
    """Formula (1), in the textbook's words."""
    e = theta[0, :-1] @ theta[1, :-1] + theta[:, -1].sum() - np.log(X)
    return min(1, X / 10.0) ** 0.75 * e**2


@pytest.mark.parametrize("seed", range(5))
def test_the_gradient_is_half_the_derivative(seed):
    now = cell(seed)
    assert now.loss == pytest.approx(loss(now.theta))
    assert far(2 * now.gradient, differences(loss, now.theta)) < 1e-4


def test_a_step_is_that_of_the_trainer():
    now, rate = cell(), 0.3
    theta, A = now.theta[:1, :-1].astype(np.float32), now.A[:1, :-1].astype(np.float32)
    g = np.array([rate * now.f * now.e], dtype=np.float32)
    rows = now.theta[1:, :-1].astype(np.float32)
    glove.descend(theta, A, np.array([0], dtype=np.int32), g, rows)
    after = now.after(rate)
    assert after.theta[0, :-1] == pytest.approx(theta[0], abs=1e-5)
    assert after.A[0, :-1] == pytest.approx(A[0], abs=1e-5)


def test_steps_lower_the_loss_and_huge_ones_are_noticed():
    start = cell()
    first, second, third = itertools.islice(schedule(start, 0.1), 3)
    assert first is start and third.loss < second.loss < first.loss
    assert not start.after(1e300).after(1e300).finite
