"""Words over time: one model each for several texts in order, all with the same settings and seed.

What is compared are the V words that stand often enough in every period. Between two periods, rows
are turned onto one another over these words, and two places of a word have the cosine (2) of
`comparison`: 1 where a word only turned along with all others. How far words moved in all is how
the first period differs from the last, by that module's (1) and (2), against what chance changes
(`seed_noise`): the first period again with other seeds, on resamples of its sentences, since texts
of one kind are not the same text (see `resampled`).

A word's neighbours in a period are those among all words of the period, of which some came later.
(Hamilton, Leskovec and Jurafsky 2016, https://aclanthology.org/P16-1141.)
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from embviz.errors import EvaluationError, MissingWord, Quote
from embviz.measures.comparison import NEIGHBOURS, Comparison, Fit, aligned, compare
from embviz.measures.sweep_films import film_of
from embviz.text.corpus import Vocabulary
from embviz.training.film import Along, Film
from embviz.types import Float32
from embviz.util.threads import one_thread
from embviz.vectors.vectors import Vectors, unit_rows

PERIOD = "period"
FEWEST_WORDS = 3
"""Words that stand in every period: neighbours and a map need so many."""


@dataclass(frozen=True, eq=False)
class Period:
    """One of the texts, and what was learnt from it.

    Attributes:
        name: Of the period.
        vocabulary: Its words.
        loss: At the end of its run.
        vectors: Of all its words.
    """

    name: str
    vocabulary: Vocabulary
    loss: float
    vectors: Vectors

    def count(self, word: str) -> int:
        """How often a word stands in its text; 0 if it was too rare to be kept."""
        known = word in self.vocabulary
        return int(self.vocabulary.counts[self.vocabulary.id(word)]) if known else 0


class LeftOut(NamedTuple):
    """A word that does not stand often enough in every period."""

    word: str
    times: int  # that it stands in the periods that have it
    missing: tuple[str, ...]  # those that do not


@dataclass(frozen=True)
class Stop:
    """A word in one period.

    Attributes:
        period: Its name.
        count: How often the word stands in it; 0: too rarely, and there is no vector.
        neighbours: The nearest words with their cosines, nearest first.
        came: Those that were not among the nearest where the word was met before.
        went: Those of then that are none any more.
        to_first: Cosine with the word in the first period after alignment; NaN where it is missing.
        to_previous: With the word in the period before; NaN likewise.
    """

    period: str
    count: int
    neighbours: tuple[tuple[str, float], ...]
    came: tuple[str, ...]
    went: tuple[str, ...]
    to_first: float
    to_previous: float


@dataclass(frozen=True, eq=False)
class OverTime:
    """Models of several periods, in their order.

    Attributes:
        periods: Two at least.
        noise: The vectors of resamples of the first period, a seed each; two or more, or none.

    Raises:
        EvaluationError: `few_periods_left`; as `check_common`.
    """

    periods: tuple[Period, ...]
    noise: tuple[Vectors, ...] = ()

    def __post_init__(self) -> None:
        if len(self.periods) < 2:
            message = f"two periods at least are compared, not {len(self.periods)}"
            raise EvaluationError("few_periods_left", message, found=len(self.periods))
        check_common({period.name: period.vocabulary for period in self.periods})

    def __repr__(self) -> str:
        """Say what it is in a line."""
        first, last = self.periods[0].name, self.periods[-1].name
        return f"<OverTime: {len(self)} periods, {first} to {last}, {len(self.words)} words in all>"

    def __len__(self) -> int:
        return len(self.periods)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The V words that stand often enough in every period, with their counts over all."""
        words = common([period.vocabulary for period in self.periods])
        counts = np.array([self._total(word) for word in words], dtype=np.int64)
        order = np.argsort(-counts, kind="stable")
        return Vocabulary(tuple(words[i] for i in order), counts[order])

    @property
    def words(self) -> tuple[str, ...]:
        """The same words, the most frequent first."""
        return self.vocabulary.words

    @cached_property
    def left_out(self) -> tuple[LeftOut, ...]:
        """The other words, the most frequent first."""
        total: Counter[str] = Counter()
        for period in self.periods:
            counts = period.vocabulary.counts.tolist()
            total.update(dict(zip(period.vocabulary.words, counts, strict=True)))
        others = [
            (word, count) for word, count in total.most_common() if word not in self.vocabulary
        ]
        return tuple(LeftOut(word, count, self._missing(word)) for word, count in others)

    def film(self) -> Film:
        """A film whose frames are the periods; see `sweep_films`."""
        along = Along(PERIOD, tuple(period.name for period in self.periods))
        losses = [period.loss for period in self.periods]
        return film_of(self.vocabulary, self._rows, along, losses)

    def journey(self, word: str, n: int = NEIGHBOURS) -> tuple[Stop, ...]:
        """A word's neighbours in each period. Raises MissingWord if no period has it."""
        if not any(word in period.vocabulary for period in self.periods):
            message = f"{word!r} stands often enough in none of the periods"
            raise MissingWord("missing_word", message, word=word)
        stops: list[Stop] = []
        before: list[str] | None = None  # where the word was met last
        for t in range(len(self)):
            with one_thread():
                stops.append(self._stop(t, word, n, before))
            if stops[-1].neighbours:
                before = [name for name, _ in stops[-1].neighbours]
        return tuple(stops)

    @cached_property
    def moved(self) -> Comparison:
        """How far words moved in all: how the first period differs from the last."""
        first, last, noise = self.ends
        return compare(first, last, noise=noise or None)

    @property
    def ends(self) -> tuple[Film, Film, tuple[Vectors, ...]]:
        """What `moved` compares, of V words: the first, the last, and resamples of the first."""
        first, last = (self._frame(t) for t in (0, len(self) - 1))
        noise = (Vectors(self.words, self._of(each)) for each in self.noise)
        return first, last, tuple(noise)

    def _stop(self, t: int, word: str, n: int, before: Sequence[str] | None) -> Stop:
        period = self.periods[t]
        count, to_first = period.count(word), self._cosine(word, 0, t)
        to_previous = self._cosine(word, t - 1, t) if t else math.nan
        if not count:
            return Stop(period.name, 0, (), (), (), to_first, to_previous)
        near = tuple(period.vectors.most_similar(word, n))
        names = [name for name, _ in near]
        came = tuple(name for name in names if before is not None and name not in before)
        went = tuple(name for name in before or () if name not in names)
        return Stop(period.name, count, near, came, went, to_first, to_previous)

    def _cosine(self, word: str, s: int, t: int) -> float:
        """Of a word's places in two periods; NaN where one of them has not got it."""
        if not all(word in self.periods[i].vocabulary for i in (s, t)):
            return math.nan
        R = self._fit(s, t).R
        x, y = (unit_rows(self.periods[i].vectors[word][None]).astype(np.float64) for i in (s, t))
        return math.nan if R is None else float((x @ R @ y.T).item())

    def _fit(self, s: int, t: int) -> Fit:
        """How the rows of a period are turned onto those of another one."""
        if (s, t) not in self._fits:
            self._fits[s, t] = aligned(unit_rows(self._rows[s]), unit_rows(self._rows[t]))
        return self._fits[s, t]

    @cached_property
    def _fits(self) -> dict[tuple[int, int], Fit]:
        return {}

    @cached_property
    def _rows(self) -> tuple[Float32, ...]:
        """The V words in each period, (V, d)."""
        return tuple(self._of(period.vectors) for period in self.periods)

    def _of(self, vectors: Vectors) -> Float32:
        rows: Float32 = vectors.matrix[[vectors.id(word) for word in self.words]]
        return rows.astype(np.float32, copy=False)

    def _frame(self, t: int) -> Film:
        """A period as a source of comparisons, which know counts by it."""
        counts = np.array([self.periods[t].count(word) for word in self.words], dtype=np.int64)
        along = Along(PERIOD, (self.periods[t].name,))
        return film_of(Vocabulary(self.words, counts), [self._rows[t]], along, [math.nan])

    def _total(self, word: str) -> int:
        return sum(period.count(word) for period in self.periods)

    def _missing(self, word: str) -> tuple[str, ...]:
        return tuple(period.name for period in self.periods if word not in period.vocabulary)


def common(vocabularies: Sequence[Vocabulary]) -> list[str]:
    """The words that stand in all of them, in the order of the first."""
    first, *others = vocabularies
    return [word for word in first.words if all(word in other for other in others)]


def check_common(periods: Mapping[str, Vocabulary]) -> None:
    """Refuse periods, by their names, that have too few words in common.

    Raises:
        EvaluationError: `no_common_words`: fewer than `FEWEST_WORDS` are in every one: `found`,
            `periods`, and the `period` without which there would be most.
    """
    found = len(common([*periods.values()]))
    if found >= FEWEST_WORDS:
        return

    def without(name: str) -> int:
        return len(common([words for other, words in periods.items() if other != name]))

    odd = max(periods, key=without)
    message = (
        f"{found} words stand often enough in all {len(periods)} periods, {FEWEST_WORDS} are "
        f"needed; most are missing in {odd!r}"
    )
    facts = {"found": found, "periods": len(periods), "needed": FEWEST_WORDS, "period": Quote(odd)}
    raise EvaluationError("no_common_words", message, **facts)
