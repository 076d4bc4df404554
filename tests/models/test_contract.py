"""What every model must keep to: one test for all that are listed in MODELS."""

import dataclasses
import io
import itertools
import json
import math
import os
import pickle
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from threadpoolctl import threadpool_limits

from embviz.files import load_checkpoint, save
from embviz.models import MODELS
from embviz.training.checkpoint import Checkpoint, resume
from embviz.training.model import Position
from embviz.training.run import Run, advance, start
from embviz.util.settings import check_settings
from tests.equality import same_film, same_state
from tests.models.planted import labelled, planted_corpus
from tests.strategies import cuts, seeds

every_model = pytest.mark.parametrize("name", MODELS)


@pytest.fixture(scope="module")
def corpus():
    return labelled(planted_corpus(1500)[0])


@pytest.fixture(autouse=True)
def several_shards(monkeypatch):
    monkeypatch.setattr("embviz.models.shared.windows.SHARD", 400)


def small(name):
    return MODELS[name](dimension=8, epochs=2)


def in_chunks(run, lengths):
    """The film and the last state of a run cut after so many blocks each time."""
    clock = itertools.count().__next__
    state, snapshots = start(run), []
    for length in lengths:
        state, new = advance(run, state, length, clock=clock)
        state = pickle.loads(pickle.dumps(state))
        snapshots += new
    state, new = advance(run, state, math.inf)
    return state, snapshots + new


def same(one, other):
    """Whether two films and their last states are equal bit for bit."""
    (state, film), (other_state, other_film) = one, other
    for a, b in itertools.zip_longest(film, other_film):
        assert (a.epoch, a.loss) == (b.epoch, b.loss)
        assert np.array_equal(a.E, b.E) and a.E.dtype == b.E.dtype
        assert (a.U is None) == (b.U is None) and (a.U is None or np.array_equal(a.U, b.U))
    assert state.position == other_state.position and state.kept == other_state.kept
    assert state.weights.keys() == other_state.weights.keys()
    for key, array in state.weights.items():
        assert np.array_equal(array, other_state.weights[key])


@every_model
def test_is_a_dataclass_of_settings_with_ranges(name):
    model = MODELS[name]()
    assert model.name == name and type(model) is MODELS[name]
    for field in dataclasses.fields(model):
        assert field.metadata["low"] <= getattr(model, field.name) <= field.metadata["high"]
    check_settings(model)
    assert hash(model) == hash(MODELS[name]())


@every_model
def test_weights_have_the_shapes_they_should(name, corpus):
    model = small(name)
    initial = model.trainer(corpus, 0, 120).initial()
    shapes = {key: array.shape for key, array in initial.items()}
    assert shapes == model.shapes(corpus.vocabulary)
    assert all(array.dtype == np.float32 for array in initial.values())
    assert all(np.isfinite(array).all() for array in initial.values())


@every_model
def test_frames_have_the_matrices_they_should(name, corpus):
    model, words = small(name), np.array([3, 4, 11], dtype=np.int32)
    trainer = model.trainer(corpus, 0, 120)
    weights = trainer.initial()
    kept = model.kept(corpus.vocabulary)
    (whole, of_last), (some, arrays) = trainer.keep(weights, None), trainer.keep(weights, words)
    assert tuple(whole) == tuple(some) == kept.matrices and "E" in some
    assert {name: array.shape for name, array in arrays.items()} == dict(kept.arrays)
    assert {k: a.shape for k, a in of_last.items()} == {**kept.arrays, **kept.last}
    assert model.result in model.vectors
    assert {part for each in model.vectors for part in each.split("+")} <= set(kept.matrices)
    for key, array in some.items():
        assert whole[key].shape == (len(corpus.words), 8) and whole[key].dtype == np.float32
        assert array == pytest.approx(whole[key][words], rel=1e-5, abs=1e-7)
    assert whole["E"].std() > 0


@every_model
def test_positions_rise_to_the_end(name, corpus):
    trainer = small(name).trainer(corpus, 0, 120)
    positions = list(trainer.steps(trainer.initial(), Position()))
    ats = [p.at for p in positions]
    assert all(a < b for a, b in itertools.pairwise([0.0, *ats])) and ats[-1] == 2.0
    assert positions[-1].epoch == 2
    if hasattr(trainer, "shard"):  # reads the text anew each epoch
        assert len(positions) > 20
        assert max(p.shard for p in positions) == 3 and max(p.block for p in positions) >= 1


@every_model
@settings(max_examples=25, deadline=None)
@given(lengths=cuts, seed=seeds)
def test_a_run_cut_anywhere_gives_the_same_film(name, corpus, lengths, seed):
    run = Run(small(name), corpus, seed=seed, frames=15)
    same(in_chunks(run, lengths), in_chunks(Run(small(name), corpus, seed=seed, frames=15), []))


@every_model
def test_a_run_cut_at_every_block_gives_the_same_film(name, corpus):
    run = Run(small(name), corpus, frames=15)
    state, snapshots = start(run), []
    while not state.finished:
        state, new = advance(run, state, budget_s=0)
        snapshots += new
    same((state, snapshots), in_chunks(run, []))


@every_model
@pytest.mark.parametrize("blocks", [0, 11, math.inf])
def test_a_checkpoint_in_a_file_goes_on_bit_for_bit(name, corpus, blocks):
    run = Run(small(name), corpus, frames=15, words=30, hide=2)
    clock = itertools.count().__next__
    state, snapshots = advance(run, start(run), blocks, clock=clock)
    file = io.BytesIO()
    save(Checkpoint(run, state, run.film(tuple(snapshots))), file)
    again = load_checkpoint(file)
    same_film(again.film, run.film(tuple(snapshots)))
    same_state(again.state, state)
    whole = run.film(tuple(in_chunks(run, [])[1]))
    same_film(resume(again), whole)


@every_model
def test_seeds_make_the_difference(name, corpus):
    films = [in_chunks(Run(small(name), corpus, seed=seed, frames=5), []) for seed in (1, 1, 2)]
    same(films[0], films[1])
    assert not np.array_equal(films[0][1][0].E, films[2][1][0].E)
    assert not np.array_equal(films[0][1][-1].E, films[2][1][-1].E)


@every_model
def test_threads_make_no_difference(name, corpus):
    films = []
    for threads in (1, 2):
        with threadpool_limits(threads):
            films.append(in_chunks(Run(MODELS[name](dimension=100, epochs=1), corpus), []))
    same(*films)


HASHES = """
import hashlib, json, math
from embviz.models import MODELS
from embviz.models.shared import windows
from embviz.training.run import Run, advance, start
from tests.models.planted import labelled, planted_corpus
windows.SHARD = 400
hashes = {}
for name in MODELS:
    run = Run(MODELS[name](dimension=100, epochs=1), labelled(planted_corpus(1500)[0]))
    state, _ = advance(run, start(run), math.inf)
    weights = b"".join(map(bytes, state.weights.values()))
    hashes[name] = hashlib.sha256(weights).hexdigest()
print(json.dumps(hashes))
"""


@pytest.fixture(scope="module")
def hashes():
    """What every model learnt, in a process with one thread and in one with two."""
    return [
        json.loads(
            subprocess.run(
                [sys.executable, "-c", HASHES],
                env=os.environ | {"OPENBLAS_NUM_THREADS": threads},
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        )
        for threads in ("1", "2")
    ]


@every_model
def test_another_process_with_other_threads_makes_no_difference(name, hashes):
    assert hashes[0][name] == hashes[1][name]


@every_model
def test_learns(name, corpus):
    model = MODELS[name](dimension=20, epochs=30)
    state, snapshots = in_chunks(Run(model, corpus, frames=10), [])
    # Little falls more where most of the loss is the entropy of the text.
    assert snapshots[-1].loss < 0.96 * snapshots[0].loss
    assert state.loss == snapshots[-1].loss
