"""Learning curves on worker processes: two against one, and how soon there is something to see."""

import math
import time
from functools import partial

import embviz as ev
from embviz.jobs import learning_curves, many_runs, train_and_draw
from embviz.jobs.engine import Engine, process_pool
from embviz.jobs.learning_curves import Curves
from embviz.text.corpus import Corpus
from tests.benchmarks.tables import Table

SIZES, SEEDS = (20, 50, 100, 200), 5
ROUNDS = 3


def on_two_workers(corpus: Corpus) -> Table:
    """4 sizes, 3 modes, 5 seeds of the CNN, begun at skip-gram's E of the same sentences."""
    labelled = ev.labelled("sentiment")
    film = ev.train(ev.SkipGram(), labelled, frames=2, progress=False)
    curves = Curves.of(ev.CNN(), labelled, film, sizes=SIZES, seeds=SEEDS)
    timed: dict[int, list[tuple[float, float]]] = {1: [], 2: []}
    for _ in range(ROUNDS):
        for workers, rounds in timed.items():
            rounds.append(_timed(curves, workers))
    alone = min(whole for _, whole in timed[1])
    rows = [
        (
            str(workers),
            f"{min(first for first, _ in rounds):.2f}",
            f"{min(whole for _, whole in rounds):.1f}",
            f"{many_runs.estimate_s(curves, workers):.1f}",
            f"{alone / min(whole for _, whole in rounds):.2f}",
        )
        for workers, rounds in timed.items()
    ]
    return Table(
        f"{len(curves.tasks)} runs of the CNN, up to {SIZES[-1]} labels; the least of {ROUNDS}",
        ("workers", "first point, s", "all, s", "estimated", "times as fast as one"),
        tuple(rows),
        "Goals: 1.7 times as fast on two workers, the first point in 2 s. Only on idle cores.",
    )


def _timed(curves: Curves, workers: int) -> tuple[float, float]:
    """Seconds from launching, on workers that have started, to the first point and to the last."""
    engine = Engine(partial(process_pool, workers, train_and_draw.warm))
    engine.warm(workers)
    for started in [engine.call(time.sleep, 1.0) for _ in range(workers)]:
        started.wait(1, 60)
    begun, first = time.perf_counter(), math.nan
    works = learning_curves.launch(engine, curves, workers)
    while any(work.status == "running" for work in works):
        for work in works:
            work.watch()
        if math.isnan(first) and learning_curves.points(works):
            first = time.perf_counter() - begun
        time.sleep(0.005)
    whole = time.perf_counter() - begun
    assert len(learning_curves.points(works)) == len(curves.tasks)
    engine.close()
    return first, whole
