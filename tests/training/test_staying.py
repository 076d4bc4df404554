"""E stays as it began as long as it is told to, whatever the model; the rest goes on."""

import itertools

import numpy as np
import pytest

import embviz as ev
from embviz.errors import SettingError
from embviz.models import CLASSIFIERS, MODELS
from embviz.models.exact import Climber
from embviz.networks import adam
from embviz.training.run import Run, advance, start
from tests.models.planted import labelled, planted_corpus

every_model = pytest.mark.parametrize("name", MODELS)


@pytest.fixture(scope="module")
def corpus():
    return labelled(planted_corpus(1500)[0])


def trained(name, corpus, frames=6, **how):
    model = MODELS[name](dimension=8, epochs=2)
    return ev.train(model, corpus, frames=frames, progress=False, **how)


@every_model
def test_what_is_frozen_is_as_it_began_to_the_bit(name, corpus):
    run = Run(MODELS[name](dimension=8, epochs=2), corpus, frames=6, freeze="all")
    first = start(run)
    last, snapshots = advance(run, first, np.inf)
    assert all(np.array_equal(each.E, snapshots[0].E) for each in snapshots[:-1])
    made = "Z" if name == "fasttext" else "E"
    np.testing.assert_array_equal(last.weights[made], first.weights[made])
    others = [key for key in last.weights if key not in (made, *adam.STATE)]
    assert any(not np.array_equal(last.weights[key], first.weights[key]) for key in others)


@every_model
def test_it_thaws_after_so_many_epochs(name, corpus):
    film = trained(name, corpus, frames=100, freeze=1)
    before = [each for each in film[:-1] if each.epoch <= 1]
    assert len(before) > 1
    assert all(np.array_equal(each.E, film[0].E) for each in before)
    assert not np.array_equal(film[-1].E, trained(name, corpus, freeze="all")[-1].E)
    assert film.recipe.run != trained(name, corpus).recipe.run


def test_who_thaws_moves_as_one_who_begins(corpus):
    """Nothing is gathered about E while it is frozen."""
    run = Run(MODELS["cnn"](dimension=8, epochs=2), corpus, frames=6, freeze=1)
    size, state = len(corpus.words) * 8, start(run)
    clock = itertools.count().__next__
    while state.position.at < 0.9:
        state, _ = advance(run, state, 0, clock=clock)
    for name in adam.STATE:
        assert not state.weights[name][:size].any() and state.weights[name][size:].any()


@pytest.mark.parametrize("name", ["skipgram", "cnn", "glove"])
def test_a_run_that_is_frozen_for_a_while_can_be_cut_anywhere(name, corpus):
    run = Run(MODELS[name](dimension=8, epochs=2), corpus, frames=6, freeze=1, pace=0.3)
    whole, _ = advance(run, start(run), np.inf)
    state, clock = start(run), itertools.count().__next__
    while not state.finished:
        state, _ = advance(run, state, 0, clock=clock)
    for key, array in whole.weights.items():
        np.testing.assert_array_equal(state.weights[key], array)


@pytest.mark.parametrize("name", ["skipgram", "cbow", "softmax"])
def test_a_pace_is_a_learning_rate_of_its_own(name, corpus):
    """A step of plain gradient descent: E moves so much less, all else as far."""
    moved, clock = {}, itertools.count().__next__
    fast, slow = (
        Run(MODELS[name](dimension=8, epochs=2), corpus, frames=2, pace=pace) for pace in (1, 0.25)
    )
    state = start(fast)
    while not state.weights["U"].any():  # until then there is nothing for E to learn
        state, _ = advance(fast, state, 0, clock=clock)
    for run in (fast, slow):
        after, _ = advance(run, state, 0, clock=clock)
        moved[run.pace] = {key: after.weights[key] - state.weights[key] for key in ("E", "U")}
    np.testing.assert_array_equal(moved[0.25]["U"], moved[1]["U"])
    np.testing.assert_allclose(moved[0.25]["E"], 0.25 * moved[1]["E"], rtol=1e-2, atol=1e-6)
    assert moved[1]["E"].any()


def test_the_exact_objective_climbs_on_an_e_that_stays(corpus):
    """U by a step of its own on the E that stays, as one computes it alone."""
    run = Run(ev.ExactSkipGram(dimension=8, epochs=2), corpus, frames=3, freeze="all")
    state, _ = advance(run, start(run), np.inf)
    trainer = run.model.trainer(corpus, 0, 3)
    weights = trainer.initial()
    E = weights["E"].copy()
    climber = Climber(trainer.objective)
    for _ in range(2):
        climber.step(weights, run.model.learning_rate)
        weights["E"][:] = E
    assert not np.array_equal(state.weights["U"], weights["U"]), "which moves E first"
    weights = trainer.initial()
    for _ in range(2):
        G = climber.errors(E, weights["U"])
        climber._move(weights, "U", run.model.learning_rate, G.T @ E)
    np.testing.assert_array_equal(state.weights["U"], weights["U"])


def test_words_that_no_sentence_learnt_from_contains_do_not_move(corpus):
    few = corpus.first(4)
    film = ev.train(ev.CNN(dimension=8, epochs=2), few, progress=False)
    learnt = np.unique(
        np.concatenate([few.ids[few.starts[i] : few.starts[i + 1]] for i in few.parts(0).training])
    )
    moved = (film[-1].E[film.shown].astype(np.float16) != film[0].E).any(axis=1)
    np.testing.assert_array_equal(np.flatnonzero(moved), learnt)


@pytest.mark.parametrize("how", [{"freeze": -1}, {"freeze": "some"}, {"pace": 0}, {"pace": 11}])
def test_what_cannot_be_is_refused(how, corpus):
    with pytest.raises(SettingError):
        Run(ev.CNN(), corpus, **how)


def test_classifiers_want_classes():
    with pytest.raises(SettingError, match="learns from labelled sentences"):
        ev.train(ev.Bag(), planted_corpus(1500)[0])
    assert set(CLASSIFIERS) < set(MODELS)
