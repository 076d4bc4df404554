"""Learning curves as a job: many small runs, which differ in labels, in E's start and in the seed.

The runs are dealt to a few works, each with about the same to do: more of them than there are
workers, so that a worker that others slow down does less. Each work carries its runs out one after
the other, the cheapest first: one seed, from few labels to many, each in every mode, then the next
seed. So the picture has its first points at once, and fills in evenly.
"""

import functools
import math
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from embviz.jobs.engine import Engine, Work
from embviz.measures.learning_curves import MODES, Mode, Point
from embviz.text.labelled import Labelled
from embviz.training.beginning import beginning, with_dimension
from embviz.training.film import SCORES, Film, Snapshot
from embviz.training.model import Model
from embviz.training.run import Run, State, advance, start
from embviz.types import Float32
from embviz.vectors.vectors import Vectors

SIZES = (20, 50, 100, 200, 500, 1000)
FAR = 1.5
"""Sizes of which one is not so many times the other would lie side by side."""

SEEDS = 5
FRAMES = 2
"""Of each run: before and after. More would only be looked at."""

WORKS = 2
"""For each worker."""

RUNS = 8
"""Runs that a worker keeps prepared: works that share it take turns."""

TEST = 2
"""Which of a frame's scores is that of the test part."""


class Task(NamedTuple):
    """One run to carry out."""

    size: int
    mode: Mode
    seed: int


@dataclass(frozen=True, eq=False)
class Curves:
    """Which runs the curves are made of: a job for the engine.

    Attributes:
        model: A classifier.
        labelled: What it learns from.
        start: (V, d) Rows at which E begins where it does not at random; see `training.beginning`.
        sizes: Numbers of labelled sentences to learn from.
        modes: Where E begins and whether it stays.
        seeds: A run of each for each size and mode.

    Raises:
        SettingError: A size is below the number of classes.
        ValueError: No size, mode or seed, or a mode that needs rows to begin at without any.
    """

    model: Model
    labelled: Labelled
    start: Float32 | None
    sizes: tuple[int, ...]
    modes: tuple[Mode, ...]
    seeds: tuple[int, ...]

    def __post_init__(self) -> None:
        if not (self.sizes and self.modes and self.seeds):
            raise ValueError("curves need a size, a mode and a seed at least")
        if self.start is None and set(self.modes) != {"random"}:
            raise ValueError(f"without rows to begin at there is no {' or '.join(self.modes)}")
        for size in self.sizes:
            self.labelled.first(size)
        object.__setattr__(self, "sizes", tuple(sorted(set(self.sizes))))

    @classmethod
    def of(
        cls,
        model: Model,
        labelled: Labelled,
        start: Film | Vectors | None = None,
        *,
        sizes: Sequence[int] | None = None,
        modes: Sequence[Mode] = MODES,
        seeds: int = SEEDS,
    ) -> "Curves":
        """Curves of a model.

        Args:
            model: A classifier; it gets as many numbers a word as the start has.
            labelled: What it learns from.
            start: Where E begins in the modes "frozen" and "tuned"; None: these are left out.
            sizes: Numbers of labelled sentences; None: those of `usual_sizes`.
            modes: Where E begins and whether it stays.
            seeds: How many.

        Raises:
            SettingError: As `beginning` does, if E cannot begin there; as the class does.
        """
        rows = None
        if start is None:
            modes = [mode for mode in modes if mode == "random"]
        else:
            model = with_dimension(model, start)
            rows = beginning(start, model, labelled).rows
        chosen = usual_sizes(labelled) if sizes is None else tuple(sizes)
        text = labelled.without_text()
        return cls(model, text, rows, chosen, tuple(modes), tuple(range(seeds)))

    @property
    def tasks(self) -> tuple[Task, ...]:
        """The runs, in the order in which the picture fills in."""
        return tuple(
            Task(size, mode, seed)
            for seed, size, mode in product(self.seeds, self.sizes, self.modes)
        )

    def run(self, task: Task) -> Run:
        """One of them."""
        return Run(
            self.model,
            self.labelled.first(task.size),
            task.seed,
            FRAMES,
            start=None if task.mode == "random" else self.start,
            freeze="all" if task.mode == "frozen" else 0,
        )


@dataclass(frozen=True, eq=False)
class Learning:
    """Where a share of the curves stands.

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


def usual_sizes(labelled: Labelled) -> tuple[int, ...]:
    """SIZES as far as there are so many sentences to learn from, and all of these if far more."""
    most = len(labelled.parts(0).training)
    least = len(labelled.classes)
    sizes = tuple(size for size in SIZES if least <= size <= most)
    return sizes if sizes and most < FAR * sizes[-1] else (*sizes, most)


def learn(
    curves: Curves, state: Learning, budget_s: float, most: int | None = None
) -> tuple[Learning, list[Point]]:
    """Carry on a share of the curves for about `budget_s` seconds: a step for the engine."""
    end = time.perf_counter() + budget_s
    points: list[Point] = []
    while not state.finished and (most is None or len(points) < most):
        state, finished = _learn_on(curves, state, max(end - time.perf_counter(), 0.0))
        points += finished
        if time.perf_counter() >= end:
            break
    return state, points


def deal(curves: Curves, works: int) -> tuple[Learning, ...]:
    """Deal the runs to so many works, or fewer: each goes to the one that has least to do."""
    seconds = _seconds(curves)
    shares: list[list[Task]] = [[] for _ in range(min(works, len(curves.tasks)))]
    loads = np.zeros(len(shares))
    for task in curves.tasks:
        least = int(loads.argmin())
        shares[least].append(task)
        loads[least] += seconds[task.size]
    return tuple(Learning(tuple(share)) for share in shares)


def estimate_s(curves: Curves, workers: int) -> float:
    """Estimate the seconds that all take on so many workers like ours."""
    seconds = _seconds(curves)
    return sum(seconds[task.size] for task in curves.tasks) / min(workers, len(curves.tasks))


def launch(engine: Engine, curves: Curves, workers: int, **how: Any) -> tuple[Work, ...]:
    """Begin the works of some curves; `points` gives what they have found so far.

    Args:
        engine: What they run on.
        curves: The job.
        workers: How many of its workers are to be busy.
        how: As for `Engine.launch`.
    """
    shares = deal(curves, WORKS * workers)
    return tuple(engine.launch(learn, curves, share, **how) for share in shares)


def points(works: Iterable[Work]) -> tuple[Point, ...]:
    """All points that works have found so far, by seed, size and mode."""
    found: list[Point] = [point for work in works for point in list(work.results)]
    return tuple(sorted(found, key=lambda p: (p.seed, p.size, MODES.index(p.mode))))


def _learn_on(
    curves: Curves, state: Learning, budget_s: float
) -> tuple[Learning, tuple[Point, ...]]:
    """Carry on the first run that is left; its point if that finishes it."""
    begun, task = time.perf_counter(), state.left[0]
    run = _run(curves, task)
    standing = state.standing or start(run)
    standing, snapshots = advance(run, standing, budget_s)
    seconds = state.seconds + time.perf_counter() - begun
    if not standing.finished:
        return replace(state, standing=standing, seconds=seconds), ()
    accuracy = math.nan if standing.trouble else _accuracy(snapshots[-1])
    tested = len(curves.labelled.parts(task.seed).test)
    return Learning(state.left[1:]), (Point(*task, accuracy, tested, seconds),)


def _accuracy(last: Snapshot) -> float:
    return float(last.arrays[SCORES][TEST])


@functools.lru_cache(maxsize=RUNS)
def _run(curves: Curves, task: Task) -> Run:
    """A run, kept: what is prepared for it is found by it in each chunk."""
    return curves.run(task)


def _seconds(curves: Curves) -> dict[int, float]:
    """About how long a run of each size takes."""
    seconds = {}
    for size in curves.sizes:
        run = curves.run(Task(size, "random", curves.seeds[0]))
        seconds[size] = run.model.trainer(run.corpus, run.seed, run.frames).seconds()
    return seconds
