"""Jobs of many runs on worker processes that have started: how soon there is what."""

import math
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from embviz.jobs.engine import Engine, Work, process_pool
from embviz.jobs.many_runs import ManyRuns
from embviz.jobs.train_and_draw import warm


def timed(
    job: ManyRuns[Any, Any],
    workers: int,
    launch: Callable[..., Sequence[Work]],
    points: Callable[[Sequence[Work]], Sequence[Any]],
) -> tuple[float, float, Sequence[Any]]:
    """Seconds from launching to the first point and to the last, and all points.

    Args:
        job: What runs.
        workers: On how many workers.
        launch: Begins its works, given an engine, the job and the number of workers.
        points: Gives what works have found.
    """
    engine = Engine(partial(process_pool, workers, warm))
    engine.warm(workers)
    for started in [engine.call(time.sleep, 1.0) for _ in range(workers)]:
        started.wait(1, 60)
    begun, first = time.perf_counter(), math.nan
    works = launch(engine, job, workers)
    while any(work.status == "running" for work in works):
        for work in works:
            work.watch()
        if math.isnan(first) and points(works):
            first = time.perf_counter() - begun
        time.sleep(0.005)
    whole = time.perf_counter() - begun
    found = points(works)
    assert len(found) == len(job.tasks)
    engine.close()
    return first, whole, found
