"""Where a run was best: the rule, and runs that stop after it."""

import dataclasses
import io
import math
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import embviz as ev
from embviz.files import load_checkpoint, save
from embviz.models import CLASSIFIERS
from embviz.training.checkpoint import Checkpoint
from embviz.training.overfitting import best_frame
from embviz.training.run import Run, advance, start
from tests.equality import same_film, same_state
from tests.models.planted import planted_corpus

MODEL = ev.CBOW(dimension=20, epochs=30, learning_rate=0.2, subsampling=0.0)


@pytest.fixture(scope="module")
def corpus():
    """So short a text that the model memorises it."""
    return planted_corpus(1200)[0]


@pytest.fixture(scope="module")
def film(corpus):
    return ev.train(MODEL, corpus, frames=60, progress=False)


def valley(frames, bottom, rise):
    """A loss that falls by 1 to a frame, and then rises by so much."""
    fall = 4 - np.linspace(0, 1, bottom + 1)
    return np.concatenate([fall, fall[-1] + np.linspace(0, rise, frames - bottom)[1:]])


@pytest.mark.parametrize(("rise", "found"), [(1.0, 30), (0.1, 30), (0.01, None), (0.0, None)])
def test_a_rise_that_can_be_seen_is_one(rise, found):
    assert best_frame(valley(90, 30, rise)) == found


@given(st.integers(0, 10**6), st.floats(1e-3, 0.3))
def test_noise_about_a_flat_end_is_no_rise(seed, jitter):
    rng = np.random.default_rng(seed)
    curve = 3 + np.exp(-np.arange(100) / 5) + rng.normal(0, jitter, 100)
    assert best_frame(curve) is None


@given(st.integers(0, 10**6), st.integers(20, 60))
def test_a_rise_far_beyond_the_noise_is_found_where_it_begins(seed, bottom):
    rng = np.random.default_rng(seed)
    found = best_frame(valley(90, bottom, 0.6) + rng.normal(0, 0.01, 90))
    assert found is not None and abs(found - bottom) <= 6


@pytest.mark.parametrize("losses", [[], [4.0], [4.0, 3.0, 4.0], list(range(3, 20))])
def test_too_few_frames_or_a_loss_that_only_rises_tell_nothing(losses):
    assert best_frame(losses) is None


def test_losses_that_are_not_numbers_are_passed_over():
    losses = valley(40, 10, 1.0)
    losses[[3, 20]] = math.nan, math.inf
    assert best_frame(losses) == 10


def test_a_film_says_where_it_was_best(film):
    losses = [snapshot.loss for snapshot in film]
    assert film.recipe.loss_on == "held-out"
    assert 5 < film.best < len(film) - 10
    assert losses[film.best] == min(losses[film.best - 2 : film.best + 3])
    assert losses[-1] > losses[film.best] + 0.1
    of_training = dataclasses.replace(film.recipe, loss_on="training")
    assert dataclasses.replace(film, recipe=of_training).best is None


def test_a_text_without_held_out_sentences_has_no_best_frame():
    film = ev.train(ev.SkipGram(epochs=60), ev.Corpus.from_text("A b c. " * 20, min_count=1))
    assert film.recipe.loss_on == "training" and film.best is None


# ---- stopping


def test_patience_stops_so_many_epochs_after_the_lowest_loss(corpus, film):
    stopped = ev.train(MODEL, corpus, frames=60, patience=5, progress=False)
    assert stopped.complete and len(stopped) < len(film)
    last, best = stopped[-1], min(stopped, key=lambda each: each.loss)
    assert last.whole and [s.epoch for s in stopped] == [s.epoch for s in film][: len(stopped)]
    assert best.epoch + 5 <= last.epoch < best.epoch + 10
    assert [s.loss for s in stopped] == [s.loss for s in film][: len(stopped)]


@pytest.mark.parametrize("name", sorted(ev.MODELS.keys() - CLASSIFIERS))
def test_every_model_takes_it(name):
    """Of the frames before the last none is so far from the best before it."""
    corpus, patience = planted_corpus(1200)[0], 1
    run = Run(ev.MODELS[name](epochs=6), corpus, frames=30, patience=patience)
    _, frames = advance(run, start(run), math.inf)
    waits, best = [], frames[0]
    for frame in frames:
        best = min(best, frame, key=lambda each: each.loss)
        waits.append(frame.epoch - best.epoch >= patience)
    ended = run.model.epochs == frames[-1].epoch
    assert frames[-1].whole and not any(waits[:-1] if run.loss_on == "held-out" else ())
    assert ended or waits[-1]


def test_a_run_without_held_out_sentences_goes_to_its_end():
    corpus = ev.Corpus.from_text("A b c. " * 20, min_count=1)
    film = ev.train(ev.SkipGram(epochs=60), corpus, patience=1, progress=False)
    assert film[-1].epoch == 60


def test_patience_names_another_run_and_none_the_same_as_ever(corpus):
    run, patient = Run(MODEL, corpus), Run(MODEL, corpus, patience=5)
    assert run.hash == Run(MODEL, corpus, patience=0).hash != patient.hash
    with pytest.raises(ev.SettingError, match="patience"):
        Run(MODEL, corpus, patience=-1)


def test_a_patient_run_cut_anywhere_and_saved_stops_where_it_would_have(corpus):
    run = Run(MODEL, corpus, frames=60, patience=5)
    whole, frames = advance(run, start(run), math.inf)
    state, before = advance(run, start(run), math.inf, most=len(frames) - 4)
    file = io.BytesIO()
    save(Checkpoint(run, state, run.film(tuple(before))), file)
    again = load_checkpoint(file)
    assert again.run.patience == 5 and again.state.best == state.best
    after, rest = advance(again.run, pickle.loads(pickle.dumps(again.state)), math.inf)
    same_state(after, whole)
    same_film(again.film.extended(rest), run.film(tuple(frames)))


def test_a_run_that_stopped_early_can_be_saved_whole(corpus):
    run = Run(MODEL, corpus, frames=60, patience=5)
    state, frames = advance(run, start(run), math.inf)
    file = io.BytesIO()
    save(Checkpoint(run, state, run.film(tuple(frames))), file)
    again = load_checkpoint(file)
    assert again.finished and again.film.complete
    same_state(again.state, state)
