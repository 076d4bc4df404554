"""Files of vectors as jobs: whole, in steps, cancelled, begun again."""

import pickle
import time

import numpy as np
import pytest

from embviz.errors import FileError
from embviz.files.read import FileSource, ReadProgress
from embviz.jobs import read_vectors
from embviz.jobs.engine import Engine, Inline
from embviz.jobs.read_vectors import load
from tests.files.vector_files import TEXT, large_file, text


@pytest.fixture
def large(tmp_path):
    return large_file(tmp_path)


def test_reading_is_a_job(large):
    path, vectors = large
    engine = Engine(Inline)
    work = engine.launch(load, FileSource(str(path)), ReadProgress())
    assert work.wait(1, 30) and work.status == "done"
    found, _ = work.results
    assert np.array_equal(found.vectors.matrix, vectors.matrix)
    assert work.state() == ReadProgress(1.0, 20_000, True) and not read_vectors._under_way
    engine.close()


def test_reading_in_a_process_of_its_own_can_be_cancelled(large):
    path, vectors = large
    engine = Engine(Inline)
    work = engine.launch_alone(load, FileSource(str(path)), ReadProgress())
    assert work.wait(1, 60)
    assert np.array_equal(work.results[0].vectors.matrix, vectors.matrix)
    work = engine.launch_alone(load, FileSource(str(path)), ReadProgress())
    work.cancel()
    assert work.status == "paused"
    work.resume()
    assert work.wait(1, 60) and len(work.results[0].vectors) == 20_000
    engine.close()


def test_a_step_works_for_about_its_budget(large):
    source, state = FileSource(str(large[0])), ReadProgress()
    steps = 0
    while not state.finished:
        began = time.perf_counter()
        state, results = load(source, state, 0.005, None)
        steps += 1
        assert time.perf_counter() - began < 5
    assert steps > 2 and len(results) == 1


def test_what_is_wrong_is_a_result(tmp_path):
    (tmp_path / "a").write_bytes(text(rows=TEXT + b"a 1\n"))
    for path, kind in ((tmp_path / "a", FileError), (tmp_path / "none", OSError)):
        state, (error,) = load(FileSource(str(path)), ReadProgress(), 1.0, None)
        assert state.finished and isinstance(error, kind)
        assert str(tmp_path) in str(pickle.loads(pickle.dumps(error)))
    assert not read_vectors._under_way


def test_a_chunk_that_is_lost_begins_again(large):
    source = FileSource(str(large[0]))
    state, _ = load(source, ReadProgress(), 0.0, None)
    read_vectors._under_way.clear()
    found = []
    while not state.finished:
        state, results = load(source, state, 1.0, None)
        found += results
    assert len(found[0].vectors) == 20_000
