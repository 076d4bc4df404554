"""Sweeps and ensembles on worker processes: two against one, and how soon there is a point."""

import time

import embviz as ev
from embviz.jobs import many_runs, sweeps
from embviz.jobs.sweeps import Sweep
from embviz.text.corpus import Corpus
from embviz.training.run import Run
from tests.benchmarks.many_runs import timed
from tests.benchmarks.tables import Table

DIMENSIONS, SEEDS, RUNS = (2, 5, 10, 25, 50, 100), 5, 10
ROUNDS = 3


def on_two_workers(corpus: Corpus) -> Table:
    """Skip-gram: 6 d, 5 seeds, and an ensemble of 10, with what is told of them."""
    sweep = Sweep.of(ev.SkipGram(), corpus, dimension=DIMENSIONS, seeds=SEEDS)
    ensemble = Sweep.like(Run(ev.SkipGram(), corpus), seeds=RUNS)
    rows = [*_rows("6 d x 5 seeds", sweep), *_rows("ensemble of 10", ensemble)]
    return Table(
        f"Sweep and ensemble of skip-gram; the least of {ROUNDS}",
        ("", "workers", "first point, s", "all, s", "estimated", "told in, s", "times one"),
        tuple(rows),
        "Goals on two workers: the first point in 2 s; the sweep in 30 s, 1.8 times as fast as on "
        "one; the ensemble in 12 s. Only on idle cores.",
    )


def _rows(name: str, job: Sweep) -> list[tuple[str, ...]]:
    rounds_of: dict[int, list[tuple[float, float, float]]] = {1: [], 2: []}
    for _ in range(ROUNDS):
        for workers, rounds in rounds_of.items():
            rounds.append(_timed(job, workers))
    least = {
        workers: [min(each) for each in zip(*rounds_of[workers], strict=True)] for workers in (1, 2)
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
    """Seconds to the first point and to the last, and those that comparing the runs takes."""
    first, whole, found = timed(job, workers, sweeps.launch, sweeps.points)
    begun = time.perf_counter()
    if job.settings:
        assert sweeps.table(job, found).elbows
    else:
        assert sweeps.members(job, found).luck.of
    return first, whole, time.perf_counter() - begun
