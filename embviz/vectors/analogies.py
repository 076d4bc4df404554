"""How much of an analogy is chance, and what its four words look like in their plane.

An answer to a : b = c : ? may be right although b - a says nothing: the nearest words of c, and of
b, are good guesses by themselves. So the pair (a, b) is replaced by random pairs of words, the same
question is asked, and the rank of the expected answer is looked up each time. What random pairs
reach is not the merit of the pair.
"""

from dataclasses import dataclass
from statistics import fmean, median

import numpy as np

from embviz.types import Float64
from embviz.vectors.cosines import Method
from embviz.vectors.vectors import Answers, Vectors

PAIRS = 200  # shares are then within 0.07 of the truth, nineteen times of twenty
_CHANCE = 14  # the first word of the seed: see `training.model.stream`


@dataclass(frozen=True)
class RandomPairs:
    """What random pairs (p, q) in the place of (a, b) reach."""

    rank: int  # of the expected answer, with the pair that was asked for; 1 is best
    ranks: tuple[int, ...]  # the same with each random pair, in the order in which they were drawn

    @property
    def hits(self) -> float:
        """The share of random pairs with which the expected answer is the best one."""
        return fmean(rank == 1 for rank in self.ranks)

    @property
    def as_good(self) -> float:
        """The share of random pairs with which it stands no further down than with (a, b)."""
        return fmean(rank <= self.rank for rank in self.ranks)

    @property
    def mean_rank(self) -> float:
        """The mean of the ranks, which few bad ones can move."""
        return fmean(self.ranks)

    @property
    def median_rank(self) -> float:
        """With half of the random pairs it stands further up, with half further down."""
        return median(self.ranks)


@dataclass(frozen=True, eq=False)
class Parallelogram:
    """Words of an analogy in their plane.

    The plane is that of the two leading principal components of the unit rows of a, b, c and d, or
    of the target where there is no d. It is turned so that b is right of a, and c not below it.
    """

    xy: Float64  # (3, 2) or (4, 2): a, b, c, and d if there is one
    target: Float64  # (2,) where x_b - x_a + x_c falls: the fourth corner
    share: float  # of the variance of the four, how much lies in the plane, 0 to 1


def margin(answers: Answers) -> float | None:
    """How far the best answer is ahead of the next one; None if there are not two.

    >>> round(margin([("queen", 0.75), ("princess", 0.7)]), 2)
    0.05
    """
    return answers[0][1] - answers[1][1] if len(answers) > 1 else None


def chance(
    vectors: Vectors,
    words: tuple[str, str, str, str],
    method: Method = "3CosAdd",
    *,
    exclude_inputs: bool = True,
    pairs: int = PAIRS,
    seed: int = 0,
) -> RandomPairs | None:
    """Ask p : q = c : ? with random pairs of two different words, none of the words a, b, c, d.

    Each pair takes as long as the analogy itself; the seed is any whole number from 0 up. None if
    d is excluded, or there are no two words to draw. Raises MissingWord if one of
    the four has no vector, ValueError if there is no such method or fewer than one pair is asked
    for.
    """
    if pairs < 1:
        raise ValueError(f"pairs must be at least 1, not {pairs}")
    a, b, c, d = words
    rank = vectors.rank_of(d, a, b, c, method, exclude_inputs=exclude_inputs)
    named = {vectors.id(word) for word in words}
    others = np.setdiff1d(np.arange(len(vectors)), list(named))
    if rank is None or len(others) < 2:
        return None
    random = np.random.default_rng([_CHANCE, seed, 0, 0])
    ranks = []
    for _ in range(pairs):
        p, q = (vectors.words[i] for i in random.choice(others, 2, replace=False))
        found = vectors.rank_of(d, p, q, c, method, exclude_inputs=exclude_inputs)
        ranks.append(found or 0)  # never 0: d is neither c, p nor q
    return RandomPairs(rank, tuple(ranks))


def parallelogram(vectors: Vectors, a: str, b: str, c: str, d: str | None = None) -> Parallelogram:
    """Lay a plane through four words, or three and the place where the fourth should be.

    Raises MissingWord if one of them has no vector.

    >>> square = Vectors(("man", "king", "woman"), np.eye(3))
    >>> parallelogram(square, "man", "king", "woman").share
    1.0
    """
    words = (a, b, c) if d is None else (a, b, c, d)
    units = vectors.units(words)
    target = units[1] - units[0] + units[2]
    four = np.vstack([units, target]) if d is None else units
    centre = four.mean(axis=0)
    _, spread, axes = np.linalg.svd(four - centre, full_matrices=False)
    plane = np.zeros((2, four.shape[1]))
    plane[: len(axes)] = axes[:2]
    total = float((spread**2).sum())
    share = float((spread[:2] ** 2).sum()) / total if total else 1.0
    corners = (np.vstack([units, target]) - centre) @ plane.T
    first, second, third = corners[:3]  # b is to be right of a, and c not below it
    corners *= np.where((second[0] < first[0], third[1] < first[1]), -1.0, 1.0)
    return Parallelogram(corners[:-1], corners[-1], min(share, 1.0))
