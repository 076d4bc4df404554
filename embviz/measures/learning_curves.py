"""Learning curves: what labels are worth, and whether a start from elsewhere pays.

A point is the accuracy of one run. Of n runs that differ in their seeds alone, with mean m and
standard deviation s, the interval in which the mean over all seeds lies in 95 of 100 cases is

    m ± t_{.975, n-1} · s / √n                                                                 (1)

Two ways of training are compared seed by seed, since equal seeds deal the same sentences, and (1)
is taken of the differences (Student 1908, https://doi.org/10.1093/biomet/6.1.1). A few differences
may be equal by chance, as accuracies are whole numbers of sentences: s counts as one sentence of
the test at least. Who makes many comparisons finds something in noise; so a way is only called
better or worse by an interval that holds for all m comparisons together, with .975 in (1) replaced
by 1 - .025/m (Bonferroni). Where no curve rises above always predicting the most frequent class,
likewise, nothing is compared.
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
ANSWERS: tuple[Answer, ...] = ("better", "worse", "no_better", "undecided")


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
        sure: Half the width of the interval that holds for all comparisons together.
        n: Seeds.
    """

    size: int
    mode: Mode
    than: Mode
    mean: float
    low: float
    high: float
    sure: float
    n: int

    @property
    def answer(self) -> Answer:
        """Whether it is more accurate beyond the noise over seeds, and by LITTLE or more.

        "no_better" is said only where a gain of LITTLE or more is ruled out.
        """
        if self.mean > self.sure and self.mean >= LITTLE:
            return "better"
        if -self.mean > self.sure and -self.mean >= LITTLE:
            return "worse"
        return "no_better" if self.high < LITTLE else "undecided"


PAIRS: tuple[tuple[Mode, Mode], ...] = (
    ("frozen", "random"),
    ("tuned", "random"),
    ("tuned", "frozen"),
)
"""What is compared."""


@dataclass(frozen=True)
class Fact:
    """What can be said of two modes at some sizes.

    Attributes:
        mode: The one.
        than: The other.
        answer: Whether the one is better.
        differences: By how much, by rising size.
    """

    mode: Mode
    than: Mode
    answer: Answer
    differences: tuple[Difference, ...]

    @property
    def sizes(self) -> tuple[int, ...]:
        """Of which numbers of labels it is said, rising."""
        return tuple(each.size for each in self.differences)


Answered = Literal["pays", "hurts", "depends", "equal", "undecided", "nothing_learnt", "too_early"]


@dataclass(frozen=True)
class Verdict:
    """What curves come to.

    - `pays`: beginning at given rows, frozen or tuned, is better at some sizes, and at none worse.
    - `hurts`: the other way round; `depends`: both, at different sizes.
    - `equal`: at all sizes a gain worth having is ruled out.
    - `nothing_learnt`: no curve rises above `chance`; then nothing else is said.
    - `too_early`: no size has two seeds of the modes to compare.

    Attributes:
        answered: In one word, whether it pays to begin at given rows.
        pays: By how much at the sizes where it does, by the better of both modes.
        hurts: By how much at the sizes where both modes are no better and one is worse.
        facts: All that can be said.
    """

    answered: Answered
    pays: tuple[Difference, ...] = ()
    hurts: tuple[Difference, ...] = ()
    facts: tuple[Fact, ...] = ()


def summary(points: Iterable[Point]) -> tuple[Band, ...]:
    """A band for each size and mode that has points, by size, then as in MODES."""
    by_place = _by_place(points)
    order = sorted(by_place, key=lambda place: (place[0], MODES.index(place[1])))
    return tuple(_band(size, mode, by_place[size, mode]) for size, mode in order)


def _by_place(points: Iterable[Point]) -> dict[tuple[int, Mode], list[float]]:
    by_place: dict[tuple[int, Mode], list[float]] = {}
    for point in points:
        if not math.isnan(point.accuracy):
            by_place.setdefault((point.size, point.mode), []).append(point.accuracy)
    return by_place


def differences(
    points: Sequence[Point], mode: Mode, than: Mode, comparisons: int = 1
) -> tuple[Difference, ...]:
    """How two modes differ, at each size that has seeds of both, by rising size.

    Args:
        points: All of them.
        mode: The one.
        than: The other.
        comparisons: How many are made in all, m.
    """
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
            sure = interval(gains, sentence, comparisons)[1]
            found.append(
                Difference(size, mode, than, mean, mean - half, mean + half, sure, len(gains))
            )
    return tuple(found)


def verdict(points: Sequence[Point], chance: float) -> Verdict:
    """What can be said about starting and tuning; nothing of sizes that lack a mode.

    Args:
        points: All of them.
        chance: The accuracy of always predicting the most frequent class.
    """
    sizes = len({point.size for point in points})
    found = [
        each
        for mode, than in PAIRS
        for each in differences(points, mode, than, comparisons=len(PAIRS) * max(1, sizes))
    ]
    if not any(each.n > 1 for each in found):
        return Verdict("too_early")
    if not _learnt(points, chance):
        return Verdict("nothing_learnt")
    facts = [
        Fact(mode, than, answer, tuple(e for e in found if _is(e, mode, than, answer)))
        for mode, than in PAIRS
        for answer in ANSWERS
    ]
    return _weighed(found, tuple(fact for fact in facts if fact.differences))


def _is(each: Difference, mode: Mode, than: Mode, answer: Answer) -> bool:
    return (each.mode, each.than, each.answer) == (mode, than, answer)


def _learnt(points: Sequence[Point], chance: float) -> bool:
    """Whether any curve rises above chance, beyond the noise of all places together."""
    places = _by_place(points)
    for accuracies in places.values():
        sentence = 1 / min(point.tested for point in points)
        mean, half = interval(accuracies, sentence, len(places))
        if mean - half > chance:
            return True
    return False


def _weighed(found: Sequence[Difference], facts: tuple[Fact, ...]) -> Verdict:
    """Whether it pays to begin at given rows, all sizes together."""
    started = [each for each in found if each.than == "random"]
    pays, hurts = [], []
    for size in sorted({each.size for each in started}):
        here = [each for each in started if each.size == size]
        answers = {each.answer for each in here}
        if "better" in answers:
            pays.append(max(here, key=lambda each: each.mean))
        elif "worse" in answers:
            hurts.append(min(here, key=lambda each: each.mean))
    answered: Answered = "undecided"
    if pays:
        answered = "depends" if hurts else "pays"
    elif hurts:
        answered = "hurts"
    elif all(each.answer == "no_better" for each in started):
        answered = "equal"
    return Verdict(answered, tuple(pays), tuple(hurts), facts)


def _band(size: int, mode: Mode, accuracies: Sequence[float]) -> Band:
    mean, half = interval(accuracies)
    low, high = max(mean - half, 0.0), min(mean + half, 1.0)
    if math.isnan(half):
        low = high = math.nan
    return Band(size, mode, mean, low, high, len(accuracies))
