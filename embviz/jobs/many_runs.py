"""Jobs of many small runs: dealt to a few works, and carried out in chunks.

The runs are dealt to a few works, each with about the same to do: more of them than there are
workers, so that a worker that others slow down does less. Each work carries its runs out one after
the other, in the order of the job, so that what is asked for first is there first.
"""

import functools
import time
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, Protocol, TypeVar

import numpy as np

from embviz.jobs.engine import Engine, Work
from embviz.training.film import Snapshot
from embviz.training.run import Run, State, advance, start

FRAMES = 2
"""Of each run: before and after. More would only be looked at."""

WORKS = 2
"""For each worker."""

RUNS = 8
"""Runs that a worker keeps prepared: works that share it take turns."""

Task = TypeVar("Task", bound=Hashable)
Point = TypeVar("Point", covariant=True)


class ManyRuns(Hashable, Protocol[Task, Point]):
    """A job of many runs, hashed by identity."""

    @property
    def tasks(self) -> Sequence[Task]:
        """What names each run, in the order in which they are carried out."""

    def run(self, task: Task) -> Run:
        """One of them."""

    def seconds(self, task: Task) -> float:
        """About how long it takes."""

    def point(self, task: Task, last: Snapshot | None, seconds: float) -> Point:
        """What comes of it, given its last frame, None if it diverged, and what it took."""


@dataclass(frozen=True, eq=False)
class Left(Generic[Task]):
    """Where a share of a job stands.

    Attributes:
        left: Runs that are not finished; the first one is under way.
        standing: Where that stands; None: at its beginning.
        seconds: What it has taken so far.
    """

    left: tuple[Task, ...]
    standing: State | None = None
    seconds: float = 0.0

    @property
    def finished(self) -> bool:
        """Whether none is left."""
        return not self.left


def carry_on(
    job: ManyRuns[Task, Point], state: Left[Task], budget_s: float, most: int | None = None
) -> tuple[Left[Task], list[Point]]:
    """Carry on a share of a job for about `budget_s` seconds: a step for the engine."""
    end = time.perf_counter() + budget_s
    points: list[Point] = []
    while not state.finished and (most is None or len(points) < most):
        state, finished = _carry_on(job, state, max(end - time.perf_counter(), 0.0))
        points += finished
        if time.perf_counter() >= end:
            break
    return state, points


def deal(
    job: ManyRuns[Task, Point], works: int, tasks: Sequence[Task] | None = None
) -> tuple[Left[Task], ...]:
    """Deal the runs to so many works, or fewer: each goes to the one that has least to do.

    Args:
        job: What runs.
        works: How many.
        tasks: The runs that are dealt; None: all.
    """
    dealt = job.tasks if tasks is None else tasks
    shares: list[list[Task]] = [[] for _ in range(min(works, len(dealt)))]
    loads = np.zeros(len(shares))
    for task in dealt:
        least = int(loads.argmin())
        shares[least].append(task)
        loads[least] += job.seconds(task)
    return tuple(Left(tuple(share)) for share in shares)


def estimate_s(
    job: ManyRuns[Task, Point], workers: int = 1, tasks: Sequence[Task] | None = None
) -> float:
    """Estimate the seconds that some runs take, or all, on so many workers like ours."""
    counted = job.tasks if tasks is None else tasks
    return sum(map(job.seconds, counted)) / max(1, min(workers, len(counted)))


def launch(
    engine: Engine,
    job: ManyRuns[Task, Point],
    workers: int,
    tasks: Sequence[Task] | None = None,
    **how: Any,
) -> tuple[Work, ...]:
    """Begin the works of a job; their results are its points.

    Args:
        engine: What they run on.
        job: What runs.
        workers: How many of this machine's workers are to be busy; those of a cluster all are.
        tasks: The runs that are carried out; None: all.
        how: As for `Engine.launch`.
    """
    shares = deal(job, WORKS * engine.busy(workers), tasks)
    return tuple(engine.launch(carry_on, job, share, far=True, **how) for share in shares)


def _carry_on(
    job: ManyRuns[Task, Point], state: Left[Task], budget_s: float
) -> tuple[Left[Task], tuple[Point, ...]]:
    """Carry on the first run that is left; its point if that finishes it."""
    begun, task = time.perf_counter(), state.left[0]
    run = _run(job, task)
    standing, snapshots = advance(run, state.standing or start(run), budget_s)
    seconds = state.seconds + time.perf_counter() - begun
    if not standing.finished:
        return replace(state, standing=standing, seconds=seconds), ()
    last = None if standing.trouble else snapshots[-1]
    return Left(state.left[1:]), (job.point(task, last, seconds),)


@functools.lru_cache(maxsize=RUNS)
def _run(job: ManyRuns[Any, Any], task: Any) -> Run:
    """A run, kept: what is prepared for it is found by it in each chunk."""
    return job.run(task)
