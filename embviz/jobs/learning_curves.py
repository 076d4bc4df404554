"""Learning curves as a job: many small runs, which differ in labels, in E's start and in the seed.

The cheapest run comes first: one seed, from few labels to many, each in every mode, then the next
seed. So the picture has its first points at once, and fills in evenly.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any, NamedTuple

from embviz.jobs import many_runs
from embviz.jobs.engine import Engine, Work
from embviz.jobs.many_runs import FRAMES
from embviz.measures.learning_curves import MODES, Mode, Point
from embviz.text.labelled import Labelled
from embviz.training.beginning import beginning, with_dimension
from embviz.training.film import SCORES, Film, Snapshot
from embviz.training.model import Model
from embviz.training.run import Run
from embviz.types import Float32
from embviz.vectors.vectors import Vectors

SIZES = (20, 50, 100, 200, 500, 1000)
FAR = 1.5
"""Sizes of which one is not so many times the other would lie side by side."""

SEEDS = 5
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

    def seconds(self, task: Task) -> float:
        """About how long one of them takes."""
        return self._seconds[task.size]

    def point(self, task: Task, last: Snapshot | None, seconds: float) -> Point:
        """The accuracy of one of them."""
        accuracy = math.nan if last is None else float(last.arrays[SCORES][TEST])
        return Point(*task, accuracy, len(self.labelled.parts(task.seed).test), seconds)

    @cached_property
    def _seconds(self) -> dict[int, float]:
        seconds = {}
        for size in self.sizes:
            run = self.run(Task(size, "random", self.seeds[0]))
            seconds[size] = run.model.trainer(run.corpus, run.seed, run.frames).seconds()
        return seconds


def usual_sizes(labelled: Labelled) -> tuple[int, ...]:
    """SIZES as far as there are so many sentences to learn from, and all of these if far more."""
    most = len(labelled.parts(0).training)
    least = len(labelled.classes)
    sizes = tuple(size for size in SIZES if least <= size <= most)
    return sizes if sizes and most < FAR * sizes[-1] else (*sizes, most)


def launch(engine: Engine, curves: Curves, workers: int, **how: Any) -> tuple[Work, ...]:
    """Begin the works of some curves; `points` gives what they have found so far."""
    return many_runs.launch(engine, curves, workers, **how)


def points(works: Iterable[Work]) -> tuple[Point, ...]:
    """All points that works have found so far, by seed, size and mode."""
    found: list[Point] = [point for work in works for point in list(work.results)]
    return tuple(sorted(found, key=lambda p: (p.seed, p.size, MODES.index(p.mode))))
