"""Sweeps and ensembles on worker processes: two against one, and how soon there is a point."""

import math
import time
from functools import partial

import embviz as ev
from embviz.jobs import many_runs, sweeps, train_and_draw
from embviz.jobs.engine import Engine, process_pool
from embviz.jobs.sweeps import Sweep
from embviz.text.corpus import Corpus
from tests.benchmarks.tables import Table

DIMENSIONS, SEEDS, RUNS = (2, 5, 10, 25, 50, 100), 5, 10
ROUNDS = 3


def on_two_workers(corpus: Corpus) -> Table:
    """Skip-gram: 6 d, 5 seeds, and an ensemble of 10, with what is told of them."""
    sweep = Sweep.of(ev.SkipGram(), corpus, dimension=DIMENSIONS, seeds=SEEDS)
    ensemble = Sweep.over_seeds(ev.SkipGram(), corpus, seeds=RUNS)
    rows = [*_rows("6 d x 5 seeds", sweep), *_rows("ensemble of 10", ensemble)]
    return Table(
        f"Sweep and ensemble of skip-gram; the least of {ROUNDS}",
        ("", "workers", "first point, s", "all, s", "estimated", "told in, s", "times one"),
        tuple(rows),
        "Goals on two workers: the first point in 2 s; the sweep in 30 s, 1.8 times as fast as on "
        "one; the ensemble in 12 s. Only on idle cores.",
    )


def _rows(name: str, job: Sweep) -> list[tuple[str, ...]]:
    timed: dict[int, list[tuple[float, float, float]]] = {1: [], 2: []}
    for _ in range(ROUNDS):
        for workers, rounds in timed.items():
            rounds.append(_timed(job, workers))
    least = {
        workers: [min(each) for each in zip(*timed[workers], strict=True)] for workers in (1, 2)
    }
    return [
        (
            name,
            str(workers),
            f"{first:.2f}",
            f"{whole:.1f}",
            f"{many_runs.estimate_s(job, workers):.1f}",
            f"{told:.2f}",
            f"{least[1][1] / whole:.2f}",
        )
        for workers, (first, whole, told) in least.items()
    ]


def _timed(job: Sweep, workers: int) -> tuple[float, float, float]:
    """Seconds from launching, on workers that have started, to the first point and to the last; and
    seconds that comparing the runs takes."""
    engine = Engine(partial(process_pool, workers, train_and_draw.warm))
    engine.warm(workers)
    for started in [engine.call(time.sleep, 1.0) for _ in range(workers)]:
        started.wait(1, 60)
    begun, first = time.perf_counter(), math.nan
    works = sweeps.launch(engine, job, workers)
    while any(work.status == "running" for work in works):
        for work in works:
            work.watch()
        if math.isnan(first) and sweeps.points(works):
            first = time.perf_counter() - begun
        time.sleep(0.005)
    whole = time.perf_counter() - begun
    found = sweeps.points(works)
    assert len(found) == len(job.tasks)
    if job.settings:
        assert sweeps.table(job, found).elbows
    else:
        assert sweeps.members(job, found).luck.of
    told = time.perf_counter() - begun - whole
    engine.close()
    return first, whole, told
