"""What thirty visitors trained is gone from the server when they are."""

import gc
import tracemalloc
from pathlib import Path

import pytest

from embviz import sample
from embviz.jobs import train_and_draw
from embviz.jobs.engine import Engine, Work, process_pool
from embviz.jobs.train_and_draw import FilmJob
from embviz.models.skipgram import SkipGram
from embviz.training.run import Run
from tests.jobs.stand_ins import finish

VISITORS = 30


@pytest.fixture
def engine():
    engine = Engine(lambda: process_pool(1, train_and_draw.warm))
    yield engine
    engine.close()


def train(engine, visitors) -> list[Work]:
    """Train a run of a seed of its own for each visitor, all at once, to the end."""
    corpus = sample("tiny").without_text()
    runs = [Run(SkipGram(dimension=8, epochs=10), corpus, seed=seed) for seed in range(visitors)]
    jobs = [FilmJob(run.shown, run) for run in runs]
    works = [engine.launch(train_and_draw.train_and_draw, job, None) for job in jobs]
    for work in works:
        finish(work)
        assert work.status == "done"
    return works


def held() -> tuple[int, int]:
    """Bytes that are allocated, and objects that the garbage collector visits."""
    gc.collect()
    return tracemalloc.get_traced_memory()[0], len(gc.get_objects())


def test_memory_comes_back_when_thirty_trainings_are_let_go_of(engine):
    train(engine, 2)  # what only the first ones leave behind is no leak
    tracemalloc.start()
    try:
        before = held()
        works = train(engine, VISITORS)
        frames = sum(len(work.results) for work in works)
        most = held()
        del works
        after = held()
    finally:
        tracemalloc.stop()
    assert frames > 10 * VISITORS
    for b, m, a in zip(before, most, after, strict=True):
        assert m - b > frames, "there was something to let go of"
        assert a - b < 0.1 * (m - b), f"{b:,} before, {m:,} with all runs, {a:,} after"
    assert not list(Path(engine.folder).iterdir())
