"""How sure a neighbour is: the same model and text, trained with several seeds.

A word is near another by the mean of their cosines over the runs, and the share of runs in which it
is among the n nearest says how far chance had a part in that (Antoniak and Mimno 2018,
https://doi.org/10.1162/tacl_a_00008). A word's own share is how many of its k nearest words two
runs have in common, a_w, formula (1) of `agreement`, a mean over pairs of runs.

Rare words have had little to learn from. Let a(c) be the nearest function to a_w, by least squares
over words, that does not fall with the word's count c (isotonic regression), and ā what the most
frequent tenth of the n words come to. By chance two runs share k/(n − 1). Neighbours are luck

    below the least count c with a(c) ≥ (ā + k/(n − 1)) / 2                                    (1)

where words agree no better than halfway between chance and frequent words. If not even these agree
beyond chance, by three standard errors of so many shares, all neighbours are luck.
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from scipy.optimize import isotonic_regression

from embviz.measures.agreement import shared
from embviz.types import Counts, Flags, Float32, Float64, Ids
from embviz.vectors.cosines import best
from embviz.vectors.vectors import Vectors

FREQUENT, FEWEST = 10, 10
"""One in so many words counts as frequent, but so many words at least."""

ERRORS = 3


class Neighbour(NamedTuple):
    """A word near another one."""

    word: str
    cosine: float  # mean over runs
    share: float  # of runs in which it is among the n nearest


@dataclass(frozen=True, eq=False)
class Around:
    """What the runs of an ensemble say of the words around one.

    Attributes:
        vectors: Of one of the runs: which words there are.
        n: How many count as its nearest in each run.
        cosines: (V,) Mean cosines; that of the word itself is -inf.
        times: (V,) In how many runs each word is among the n nearest.
        runs: How many there are.
    """

    vectors: Vectors
    n: int
    cosines: Float32
    times: Counts
    runs: int

    @property
    def nearest(self) -> list[Neighbour]:
        """The n words of the largest mean cosine, largest first."""
        order = best(self.cosines, min(self.n, len(self.cosines) - 1))
        return [self.of(self.vectors.words[i]) for i in order]

    @property
    def sure(self) -> float:
        """The share of the n nearest words that two runs have in common, a mean over pairs."""
        R, k = self.runs, max(int(self.times.sum()) // self.runs, 1)
        return float((self.times * (self.times - 1)).sum() / (R * (R - 1) * k))

    def of(self, other: str) -> Neighbour:
        """What they say of one of the others. Raises MissingWord."""
        i = self.vectors.id(other)
        return Neighbour(other, float(self.cosines[i]), float(self.times[i] / self.runs))

    def often(self, share: float) -> list[Neighbour]:
        """The words that are among the n nearest in so large a share of runs, most often first."""
        often = np.flatnonzero(self.times >= max(share * self.runs, 1))
        order = often[np.lexsort((-self.cosines[often], -self.times[often]))]
        return [self.of(self.vectors.words[i]) for i in order]


@dataclass(frozen=True)
class Luck:
    """Which words are too rare for their neighbours to be more than luck.

    Attributes:
        below: Words of a lower count; None: all words.
        words: How many these are.
        of: Of how many, with counts.
        agreement: What two runs share of a word's neighbours, a mean over these; NaN if none.
        agreement_of_others: The same of the other words.
        agreement_of_frequent: The same of the most frequent tenth, ā.
        chance: The same of random orders.
    """

    below: int | None
    words: int
    of: int
    agreement: float
    agreement_of_others: float
    agreement_of_frequent: float
    chance: float


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Runs of one model on one text that differ in their seeds alone.

    Attributes:
        runs: The vectors of each, two at least, all of the same words.
        counts: (V,) How often each word stands in the text.
        seeds: Of the runs; those that diverged are not among them.
        neighbours: One array a run, (n, k): the nearest words of the n most frequent, among these.

    Raises:
        ValueError: There are fewer than two runs, or their words differ.
    """

    runs: tuple[Vectors, ...]
    counts: Counts
    seeds: tuple[int, ...]
    neighbours: tuple[Ids, ...]

    def __post_init__(self) -> None:
        if len(self.runs) < 2 or not len(self.runs) == len(self.seeds) == len(self.neighbours):
            raise ValueError(f"an ensemble needs two runs at least, not {len(self.runs)}")
        if len({run.words for run in self.runs}) > 1:
            raise ValueError("the runs of an ensemble have the same words")

    def __repr__(self) -> str:
        """Say what it is in a line."""
        return f"<Ensemble: {len(self)} runs of {len(self.words)} words>"

    def __len__(self) -> int:
        return len(self.runs)

    @property
    def words(self) -> tuple[str, ...]:
        """All V words, the commonest first."""
        return self.runs[0].words

    def most_similar(self, word: str, n: int = 10) -> list[Neighbour]:
        """The n words of the largest mean cosine, largest first. Raises MissingWord.

        A word that is near in few runs can be missing here: there it has cosines that others beat.
        """
        return self.around(word, n).nearest

    def around(self, word: str, n: int = 10) -> "Around":
        """What the runs say of all words around one. Raises MissingWord."""
        near = [self._near(run, word, n) for run in self.runs]
        cosines = np.mean([cosine for cosine, _ in near], axis=0)  # (V,)
        return Around(
            self.runs[0], n, cosines, np.sum([each for _, each in near], axis=0), len(self)
        )

    def sure(self, word: str, n: int = 10) -> float:
        """The share of a word's n nearest words that two runs have in common, 0 to 1: a mean over
        pairs of runs. Raises MissingWord.
        """
        return self.around(word, n).sure

    @cached_property
    def agreement(self) -> Float64:
        """What `sure` says of the n most frequent words, among these, with k neighbours: (n,)."""
        mean: Float64 = shared(self.neighbours).mean(axis=0)
        return mean

    @cached_property
    def luck(self) -> Luck:
        """Which words' neighbours are luck, by (1)."""
        agreement = self.agreement
        n, k = len(agreement), self.neighbours[0].shape[1]
        counts = np.asarray(self.counts[:n], dtype=np.int64)
        some = np.argsort(-counts, kind="stable")[: max(n // FREQUENT, FEWEST)]
        frequent, chance = float(agreement[some].mean()), k / max(n - 1, 1)
        independent = len(some) * k * (len(self) // 2)  # shares that do not depend on one another
        beyond = frequent - chance > ERRORS * math.sqrt(chance * (1 - chance) / independent)
        below = _least_count(counts, agreement, (frequent + chance) / 2) if beyond else None
        rare = counts < below if below is not None else np.ones(n, dtype=np.bool_)
        means = (_mean(agreement[rare]), _mean(agreement[~rare]))
        return Luck(below, int(rare.sum()), n, *means, frequent, chance)

    def _near(self, run: Vectors, word: str, n: int) -> tuple[Float32, Flags]:
        """The cosines of all words with one in a run, and whether they are among its n nearest."""
        i, near = run.id(word), np.zeros(len(run), dtype=np.bool_)
        cosines = run.rows.cosines(run.rows.unit([i])[0])  # (V,)
        cosines[i] = -np.inf
        near[best(cosines, min(n, len(run) - 1))] = True
        return cosines, near


def _least_count(counts: Counts, agreement: Float64, enough: float) -> int | None:
    """The least count at which the function that does not fall reaches so much."""
    distinct, place = np.unique(counts, return_inverse=True)
    words = np.bincount(place)
    fitted = isotonic_regression(np.bincount(place, agreement) / words, weights=words).x
    return int(distinct[np.argmax(fitted >= enough)]) if (fitted >= enough).any() else None


def _mean(shares: Float64) -> float:
    return float(shares.mean()) if len(shares) else math.nan
