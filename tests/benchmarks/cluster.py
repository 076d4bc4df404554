"""A sweep on a Dask cluster of this machine against the pool of worker processes."""

import os
import statistics
import tempfile
import time
from functools import partial
from pathlib import Path

import psutil

import embviz as ev
from embviz.jobs import sweeps
from embviz.jobs.engine import Engine, process_pool
from embviz.jobs.executors import NICE
from embviz.jobs.sweeps import Sweep
from embviz.jobs.train_and_draw import warm
from embviz.text.corpus import Corpus
from tests.benchmarks.sweeps import DIMENSIONS, SEEDS
from tests.benchmarks.tables import Table
from tests.jobs.dask_cluster import DaskCluster

WORKERS, ROUNDS = 2, 5


def on_two_workers(corpus: Corpus) -> Table:
    """Skip-gram: 6 d, 5 seeds, in turn on two local workers and on a cluster of two."""
    job = Sweep.of(ev.SkipGram(), corpus, dimension=DIMENSIONS, seeds=SEEDS)
    with tempfile.TemporaryDirectory() as folder:
        cluster = DaskCluster.start(Path(folder), WORKERS)
        for process in cluster.workers:
            os.setpriority(os.PRIO_PROCESS, process.pid, NICE)  # as ours are
        try:
            with ev.executor(cluster.address, timeout_s=60) as executor:
                near = Engine(partial(process_pool, WORKERS, warm))
                far = Engine(cluster=executor)
                there = [process.pid for process in (cluster.scheduler, *cluster.workers)]
                rounds = _rounds(near, far, job, there)
                near.close()
                far.close()
        finally:
            cluster.end()
    ratios = [[one[i] / other[i] for one, other in rounds] for i in (0, 1)]
    rows = [
        _row("two local workers", [pair[0] for pair in rounds], None),
        _row("cluster of two", [pair[1] for pair in rounds], ratios),
    ]
    return Table(
        f"6 d x 5 seeds of skip-gram; {ROUNDS} pairs",
        ("", "all, s", "CPU, s", "speed, best pair", "median", "CPU, best pair", "median"),
        tuple(rows),
        "Goal: .85 of the speed. CPU seconds are those of all processes, this one included: on "
        "busy cores they tell more than the clock.",
    )


def _row(
    name: str, rounds: list[tuple[float, float]], ratios: list[list[float]] | None
) -> tuple[str, ...]:
    least = (f"{min(each):.2f}" for each in zip(*rounds, strict=True))
    told = [
        f"{worth:.2f}" for each in ratios or () for worth in (max(each), statistics.median(each))
    ]
    return (name, *least, *(told or [""] * 4))


def _rounds(
    near: Engine, far: Engine, job: Sweep, there: list[int]
) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Seconds, and CPU seconds, here and there; after a first time, which starts the workers."""
    _timed(far, job, there)
    _timed(near, job, [])
    own = [child.pid for child in psutil.Process().children() if child.pid not in there]
    return [(_timed(near, job, own), _timed(far, job, there)) for _ in range(ROUNDS)]


def _timed(engine: Engine, job: Sweep, others: list[int]) -> tuple[float, float]:
    before, begun = _cpu(others), time.perf_counter()
    works = sweeps.launch(engine, job, WORKERS)
    while any(work.status == "running" for work in works):
        for work in works:
            work.watch()
        time.sleep(0.02)
    seconds = time.perf_counter() - begun
    assert len(sweeps.points(works)) == len(job.tasks)
    return seconds, _cpu(others) - before


def _cpu(others: list[int]) -> float:
    processes = [psutil.Process(), *map(psutil.Process, others)]
    return sum(sum(process.cpu_times()[:2]) for process in processes)
