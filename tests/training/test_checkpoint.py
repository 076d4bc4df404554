"""Runs that go on from a checkpoint, also through a file."""

import io
import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings

from embviz.errors import Diverged
from embviz.files import load_checkpoint, save
from embviz.models import MODELS
from embviz.models.skipgram import SkipGram
from embviz.training.checkpoint import Checkpoint, resume
from embviz.training.run import Run, advance, start
from tests.equality import same_film, same_state
from tests.models.planted import planted_corpus
from tests.strategies import cuts, seeds
from tests.training.walk import Walk

MODEL = SkipGram(dimension=6, epochs=2)


@pytest.fixture(scope="module")
def corpus():
    return planted_corpus(1500)[0]


def cut_after(run, blocks):
    """The checkpoint of a run after so many blocks."""
    clock = itertools.count().__next__
    state, snapshots = advance(run, start(run), blocks, clock=clock)
    return Checkpoint(run, state, run.film(tuple(snapshots)))


def further(checkpoint, blocks):
    clock = itertools.count().__next__
    state, snapshots = advance(checkpoint.run, checkpoint.state, blocks, clock=clock)
    return Checkpoint(checkpoint.run, state, checkpoint.film.extended(snapshots))


def through_a_file(checkpoint):
    file = io.BytesIO()
    save(checkpoint, file)
    return load_checkpoint(file)


def whole_film(run):
    return run.film(tuple(advance(run, start(run), math.inf)[1]))


@settings(max_examples=15, deadline=None)
@given(lengths=cuts, seed=seeds)
def test_a_run_cut_anywhere_and_saved_each_time_gives_the_same_film(corpus, lengths, seed):
    run = Run(MODEL, corpus, seed=seed, frames=15, words=40, hide=3, always=("f0", "g3w2"))
    checkpoint = through_a_file(Checkpoint.begin(run))
    for length in lengths:
        before = further(checkpoint, length)
        checkpoint = through_a_file(before)
        same_film(before.film, checkpoint.film)
        same_state(before.state, checkpoint.state)
    same_film(resume(checkpoint), whole_film(run))


def test_cut_at_every_block(corpus):
    run = Run(SkipGram(dimension=4, epochs=1), corpus, frames=15)
    whole, checkpoint = whole_film(run), Checkpoint.begin(run)
    while not checkpoint.finished:
        checkpoint = checkpoint.advanced(budget_s=0)
        same_film(resume(checkpoint), whole)
        same_film(resume(through_a_file(checkpoint)), whole)


def test_a_checkpoint_is_left_as_it_is(corpus):
    checkpoint = cut_after(Run(MODEL, corpus), 20)
    before, frames = checkpoint.state.weights["E"].copy(), len(checkpoint.film)
    same_film(resume(checkpoint), resume(checkpoint))
    assert np.array_equal(before, checkpoint.state.weights["E"])
    assert len(checkpoint.film) == frames
    assert "epoch" in repr(checkpoint) and len(repr(checkpoint)) < 100


def test_a_finished_run_has_its_film_already(corpus):
    checkpoint = Checkpoint.begin(Run(MODEL, corpus)).advanced(math.inf)
    assert checkpoint.finished and checkpoint.film.complete
    same_film(resume(checkpoint), checkpoint.film)
    same_state(checkpoint.state, through_a_file(checkpoint).state)


def test_a_film_of_another_run_or_moment_is_refused(corpus):
    run, other = Run(MODEL, corpus), Run(MODEL, corpus, seed=1)
    checkpoint = cut_after(run, 20)
    with pytest.raises(ValueError, match=other.hash):
        Checkpoint(other, start(other), run.film())
    with pytest.raises(ValueError, match="frames have been kept"):
        Checkpoint(run, checkpoint.state, run.film())


def test_trouble_is_met_again_and_kept(corpus, monkeypatch):
    monkeypatch.setitem(MODELS, "walk", Walk)
    run = Run(Walk(ill_at=9), corpus, frames=5)
    before = cut_after(run, 4)
    ill = further(before, math.inf)
    for checkpoint in (before, ill, through_a_file(before), through_a_file(ill)):
        with pytest.raises(Diverged) as caught:
            resume(checkpoint)
        same_film(caught.value.film, ill.film)
        assert caught.value.suggested == 0.1


def test_a_progress_bar_goes_on(corpus, capsys):
    resume(cut_after(Run(MODEL, corpus), 20), progress=True)
    resume(cut_after(Run(MODEL, corpus), 20))
    err = capsys.readouterr().err
    assert err.startswith("\r[#") and err.count("100%") == 1
