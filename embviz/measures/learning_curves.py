"""Learning curves: what labels are worth, and whether a start from elsewhere pays.

A point is the accuracy of one run. Of n runs that differ in their seeds alone, with mean m and
standard deviation s, the interval in which the mean over all seeds lies in 95 of 100 cases is

    m ± t_{.975, n-1} · s / √n                                                                 (1)

Two ways of training are compared seed by seed, since equal seeds deal the same sentences, and (1)
is taken of the differences (Student 1908, https://doi.org/10.1093/biomet/6.1.1). A few differences
may be equal by chance, as accuracies are whole numbers of sentences: s counts as one sentence of
the test at least.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from embviz.measures.intervals import interval

Mode = Literal["random", "frozen", "tuned"]
"""Where E begins, and whether it stays: at random, or at given rows, which are kept or tuned."""

MODES: tuple[Mode, ...] = ("random", "frozen", "tuned")

LITTLE = 0.02
"""A gain in accuracy below this is none worth having."""


@dataclass(frozen=True)
class Point:
    """One run.

    Attributes:
        size: Labelled sentences that it learned from.
        mode: Where E began.
        seed: Of the run.
        accuracy: On the test part; NaN if training diverged.
        tested: Sentences of that.
        seconds: What it took.
    """

    size: int
    mode: Mode
    seed: int
    accuracy: float
    tested: int
    seconds: float


@dataclass(frozen=True)
class Band:
    """What the runs of one size and mode come to.

    Attributes:
        size: Labelled sentences.
        mode: Where E began.
        mean: Accuracy over the seeds.
        low: Where its interval (1) begins, not below 0; NaN of one seed.
        high: Where it ends, not above 1; NaN likewise.
        n: Seeds.
    """

    size: int
    mode: Mode
    mean: float
    low: float
    high: float
    n: int


Answer = Literal["better", "worse", "no_better", "undecided"]


@dataclass(frozen=True)
class Difference:
    """How much more accurate one mode is than another with so many labels, seed by seed.

    Attributes:
        size: Labelled sentences.
        mode: The one.
        than: The other.
        mean: Over the seeds that both have.
        low: Where the interval (1) of the mean begins; NaN of one seed.
        high: Where it ends; NaN likewise.
        n: Seeds.
    """

    size: int
    mode: Mode
    than: Mode
    mean: float
    low: float
    high: float
    n: int

    @property
    def answer(self) -> Answer:
        """Whether it is more accurate beyond the noise over seeds.

        "no_better" is said only where a gain of LITTLE or more is ruled out.
        """
        if self.low > 0:
            return "better"
        if self.high < 0:
            return "worse"
        return "no_better" if self.high < LITTLE else "undecided"


Reason = Literal[
    "start_pays",
    "start_does_not_pay",
    "start_undecided",
    "tuning_beats_freezing",
    "tuning_does_not_beat_freezing",
    "tuning_undecided",
]


@dataclass(frozen=True)
class Fact:
    """Something that can be said, and of which sizes.

    - `start_pays`: beginning at given rows is better, frozen, tuned, or both.
    - `start_does_not_pay`: neither is better, and a gain worth having is ruled out for both.
    - `start_undecided`: all other sizes.
    - `tuning_beats_freezing`, `tuning_does_not_beat_freezing`, `tuning_undecided`: likewise.

    Attributes:
        reason: What.
        differences: On what it rests, by rising size.
    """

    reason: Reason
    differences: tuple[Difference, ...]

    @property
    def sizes(self) -> tuple[int, ...]:
        """Of which numbers of labels it is said, rising."""
        return tuple(sorted({each.size for each in self.differences}))


def summary(points: Iterable[Point]) -> tuple[Band, ...]:
    """A band for each size and mode that has points, by size, then as in MODES."""
    by_place: dict[tuple[int, Mode], list[float]] = {}
    for point in points:
        if not math.isnan(point.accuracy):
            by_place.setdefault((point.size, point.mode), []).append(point.accuracy)
    order = sorted(by_place, key=lambda place: (place[0], MODES.index(place[1])))
    return tuple(_band(size, mode, by_place[size, mode]) for size, mode in order)


def differences(points: Sequence[Point], mode: Mode, than: Mode) -> tuple[Difference, ...]:
    """How two modes differ, at each size that has seeds of both, by rising size."""
    at = {(p.size, p.mode, p.seed): p for p in points if not math.isnan(p.accuracy)}
    found = []
    for size in sorted({point.size for point in points}):
        pairs = [
            (one, at[size, than, one.seed])
            for one in at.values()
            if (one.size, one.mode) == (size, mode) and (size, than, one.seed) in at
        ]
        if pairs:
            gains = [one.accuracy - other.accuracy for one, other in pairs]
            sentence = 1 / min(one.tested for one, _ in pairs)
            mean, half = interval(gains, least=sentence)
            found.append(Difference(size, mode, than, mean, mean - half, mean + half, len(gains)))
    return tuple(found)


def verdict(points: Sequence[Point]) -> tuple[Fact, ...]:
    """What can be said about starting and tuning; nothing of sizes that lack a mode."""
    facts = [*_of_starting(points), *_of_tuning(points)]
    return tuple(fact for fact in facts if fact.differences)


def _of_starting(points: Sequence[Point]) -> list[Fact]:
    started: tuple[Mode, ...] = ("frozen", "tuned")
    both = [each for mode in started for each in differences(points, mode, "random")]
    reasons: dict[Reason, list[Difference]] = {
        "start_pays": [],
        "start_does_not_pay": [],
        "start_undecided": [],
    }
    for size in sorted({each.size for each in both}):
        here = [each for each in both if each.size == size]
        better = [each for each in here if each.answer == "better"]
        undecided = [each for each in here if each.answer == "undecided"]
        if better:
            reasons["start_pays"] += better
        elif undecided:
            reasons["start_undecided"] += undecided
        else:
            reasons["start_does_not_pay"] += here
    return [Fact(reason, tuple(found)) for reason, found in reasons.items()]


def _of_tuning(points: Sequence[Point]) -> list[Fact]:
    reasons: dict[Reason, tuple[Answer, ...]] = {
        "tuning_beats_freezing": ("better",),
        "tuning_does_not_beat_freezing": ("worse", "no_better"),
        "tuning_undecided": ("undecided",),
    }
    tuning = differences(points, "tuned", "frozen")
    return [
        Fact(reason, tuple(each for each in tuning if each.answer in answers))
        for reason, answers in reasons.items()
    ]


def _band(size: int, mode: Mode, accuracies: Sequence[float]) -> Band:
    mean, half = interval(accuracies)
    low, high = max(mean - half, 0.0), min(mean + half, 1.0)
    if math.isnan(half):
        low = high = math.nan
    return Band(size, mode, mean, low, high, len(accuracies))
