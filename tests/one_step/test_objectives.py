"""The losses of a step and their gradients, against differences and against the trainers' own."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import embviz as ev
from embviz.models import softmax
from embviz.models.exact import LONGEST, Climber, ExactSkipGram
from embviz.models.shared.gradient import gradients
from embviz.one_step.expectation import expectation
from embviz.one_step.objectives import Expected, FullSoftmax
from embviz.one_step.step import Parts, take
from embviz.training.run import Run
from tests.one_step.by_hand import differences, far

seeds = st.integers(0, 2**32 - 1)


def parts_of(seed, objective, n=5, d=3, target=0):
    rng = np.random.default_rng(seed)
    v, u = rng.standard_normal((1, d)), rng.standard_normal((n, d))
    return Parts(np.array([0]), np.arange(n), v, u, objective, target)


def expected(seed, n=5):
    rng = np.random.default_rng(seed)
    met = rng.random(n)
    return Expected(met / met.sum(), 5 * rng.dirichlet(np.ones(n)))


def loss_of_all(h, u, objective):
    """The exact objective in the textbook's words, for one pair of the centre."""
    sigma = 1 / (1 + np.exp(-(u @ h)))
    return -(objective.met @ np.log(sigma) + objective.drawn @ np.log(1 - sigma))


def cross_entropy(h, u, target):
    return -np.log(np.exp(u[target] @ h) / np.exp(u @ h).sum())


@settings(deadline=None)
@given(seeds, st.integers(2, 7), st.integers(1, 4))
def test_all_words_of_a_centre_move_by_the_derivatives_of_their_loss(seed, n, d):
    objective = expected(seed, n)
    parts = parts_of(seed, objective, n, d)
    step = take(parts, 0.1)
    assert step.loss == pytest.approx(loss_of_all(parts.h, parts.u, objective))
    by_h = differences(lambda h: loss_of_all(h, parts.u, objective), parts.h)
    by_u = differences(lambda u: loss_of_all(parts.h, u, objective), parts.u)
    assert np.allclose(step.after.h - parts.h, -0.1 * by_h, atol=1e-7)
    assert np.allclose(step.after.u - parts.u, -0.1 * by_u, atol=1e-7)


@settings(deadline=None)
@given(seeds, st.integers(2, 7), st.integers(1, 4))
def test_a_pair_of_the_softmax_moves_by_the_derivatives_of_its_cross_entropy(seed, n, d):
    target = seed % n
    parts = parts_of(seed, FullSoftmax(target), n, d, target)
    step = take(parts, 0.1)
    assert step.loss == pytest.approx(cross_entropy(parts.h, parts.u, target))
    assert step.chances.sum() == pytest.approx(1)
    by_h = differences(lambda h: cross_entropy(h, parts.u, target), parts.h)
    by_u = differences(lambda u: cross_entropy(parts.h, u, target), parts.u)
    assert np.allclose(step.after.h - parts.h, -0.1 * by_h, atol=1e-7)
    assert np.allclose(step.after.u - parts.u, -0.1 * by_u, atol=1e-7)


def test_each_gradient_is_that_of_its_trainer():
    parts = parts_of(1, FullSoftmax(2), target=2)
    dv, dU = softmax.gradients(parts.v, parts.u, np.array([0]), np.array([2]))
    step = take(parts, 1.0)
    assert np.allclose(step.dh, dv[0]) and np.allclose(step.du, dU)
    sampled = Parts(parts.inputs, parts.outputs, parts.v, parts.u)
    signs = np.array([1.0, -1, -1, -1, -1])
    dv, du = gradients(parts.v[None], parts.u[None], np.ones(1), signs)
    step = take(sampled, 1.0)
    assert np.allclose(step.dh, dv[0, 0]) and np.allclose(step.du, du[0])


def exact_run(subsampling=1e-3):
    model = ExactSkipGram(dimension=6, epochs=5, learning_rate=0.5, subsampling=subsampling)
    return Run(model, ev.sample("tiny"), seed=1)


def test_the_errors_of_a_centre_are_those_that_training_takes():
    run = exact_run()
    trainer = run.model.trainer(run.corpus, run.seed, run.frames)
    weights = trainer.initial()
    rng = np.random.default_rng(0)
    weights["U"][:] = rng.standard_normal(weights["U"].shape)
    G = Climber(trainer.objective).errors(weights["E"], weights["U"])
    for word in ("king", "the", "eats"):
        i = run.corpus.vocabulary.id(word)
        asked = expectation(run, i)
        v, u = weights["E"][[i]].astype(float), weights["U"].astype(float)
        step = take(Parts(np.array([i]), np.arange(len(u)), v, u, asked.objective), 0.0)
        assert asked.objective.met.sum() == pytest.approx(1)
        assert far(asked.pairs * step.errors, G[i]) < 1e-4


def test_the_rate_of_a_word_is_what_training_comes_to_at_rest():
    """With the running mean at the gradient itself, the row of each word moves as is told."""
    run = exact_run()
    trainer = run.model.trainer(run.corpus, run.seed, run.frames)
    climber, weights = Climber(trainer.objective), trainer.initial()
    rng = np.random.default_rng(0)
    weights["U"][:] = 0.1 * rng.standard_normal(weights["U"].shape)
    E = weights["E"].copy()
    gradient = climber.errors(E, weights["U"]) @ weights["U"]
    weights["m_E"][:] = gradient / (0.5 * trainer.objective.D.sum(axis=1).max())
    climber.step(weights, run.model.learning_rate)
    for word in ("king", "the", "eats"):
        i = run.corpus.vocabulary.id(word)
        asked = expectation(run, i)
        moved = weights["E"][i] - E[i]
        assert np.linalg.norm(moved) < LONGEST
        assert far(asked.rate * gradient[i] / asked.pairs, moved) < 1e-3


def test_a_word_without_company_is_asked_nothing():
    corpus = ev.Corpus.from_text("the cat sleeps here. the dog sleeps there. alone!", min_count=1)
    run = Run(ExactSkipGram(dimension=2), corpus)
    assert expectation(run, corpus.vocabulary.id("alone")) is None
    with pytest.raises(TypeError, match="ExactSkipGram"):
        expectation(dataclasses.replace(run, model=ev.MODELS["skipgram"]()), 0)
