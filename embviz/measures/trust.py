"""How far a picture can be trusted: which true neighbours are neighbours on screen, too.

For each word the k nearest by cosine in all d dimensions (the truth) are compared with the k
nearest on the picture. The share kept, averaged over all words, is the figure shown under every
picture; at random it is k/(n - 1).

That share asks for all or nothing. Two more figures ask how wrong the wrong ones are (Venna and
Kaski 2001, https://doi.org/10.1007/3-540-44668-0_68). Let r(i, j) be the rank of word j among the
neighbours of word i in truth (1: the nearest), s(i, j) its rank on the picture, N_i the k nearest
of i in truth and S_i those on the picture. Then

    trustworthiness  = 1 - c Σ_i Σ_{j in S_i} max(0, r(i, j) - k)                              (1)
    continuity       = 1 - c Σ_i Σ_{j in N_i} max(0, s(i, j) - k)                              (2)
    c                = 2 / (n k (2n - 3k - 1))

(1) falls where the picture shows neighbours that are none, (2) where it separates true neighbours;
either is about 1/2 at random. Words that are equally far share the mean of their ranks, so that a
picture of all words in one place scores as chance would.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from embviz.projections.neighbourhoods import in_common
from embviz.types import Float32, Float64, Floating, Ids
from embviz.vectors.vectors import nearest, unit_rows

NEIGHBOURS = 10  # how many neighbours are compared unless said
BLOCK = 2**17  # closenesses held at once: 1 MB, which stay in the cache of the processor
TIE = 1e-12  # cosines of unit rows this near to one another are equal: products of matrices round


@dataclass(frozen=True, eq=False)
class Trust:
    """How far a picture can be trusted."""

    kept: Float32  # (n,) share of each word's true neighbours that are its neighbours on screen
    trustworthiness: float  # formula (1); nan with no more than 2k words, where it says nothing
    continuity: float  # formula (2); nan likewise

    @property
    def share(self) -> float:
        """The share of true neighbours kept, over all words."""
        return float(self.kept.mean()) if len(self.kept) else math.nan


def judge(E: Floating, xy: Floating, k: int = NEIGHBOURS) -> Trust:
    """Judge the picture of one frame: rows E (n, d) at positions (n, 2) or (n, 3), by k neighbours,
    or by n - 1 if that is less.

    Raises ValueError if a number is not finite, or there are not as many positions as rows.
    """
    if len(E) != len(xy):
        raise ValueError(f"{len(E)} rows need as many positions, not {len(xy)}")
    neighbours, _ = nearest(E, k)
    if len(E) <= 2 * k:
        return Trust(kept(neighbours, xy), math.nan, math.nan)
    seen = on_screen(xy, k)
    return Trust(
        kept=_share(seen, neighbours),
        trustworthiness=_score(true_ranks(E, seen)),
        continuity=_score(screen_ranks(xy, neighbours)),
    )


def on_screen(xy: Floating, k: int) -> Ids:
    """Find the k < n nearest words of each word on the picture (n, axes): ids (n, k)."""
    n = len(xy)
    _, found = cKDTree(xy).query(xy, k=range(1, k + 2))
    itself = found == np.arange(n)[:, None]
    # Where more than k words share one place a word may miss itself: then the last one goes.
    itself[~itself.any(axis=1), -1] = True
    neighbours: Ids = found[~itself].reshape(n, k).astype(np.int32)
    return neighbours


def undecided(cosines: Float32) -> bool:
    """Tell from the cosines (n, k) of the true neighbours whether there is nothing to judge, since
    truth does not say who is nearest.

    So it is where most words have neighbours that are all equally near: rows that are all equal, or
    zeros, or numbers (d = 1), of which cosines know the sign alone.
    """
    n, k = cosines.shape
    tied = np.count_nonzero(cosines[:, 0] == cosines[:, -1]) if k > 1 else 0
    return bool(2 * tied > n)


def kept(true_neighbours: Ids, xy: Floating) -> Float32:
    """Give the share of each word's true neighbours that are its neighbours on screen.

    From ids (n, k), of all d dimensions (`embviz.vectors.vectors.nearest`), and positions (n, axes)
    to shares (n,), 0 to 1.
    """
    return _share(on_screen(xy, true_neighbours.shape[1]), true_neighbours)


def true_ranks(E: Floating, ids: Ids) -> Float64:
    """Rank some words `ids` (n, k), not itself, among the true neighbours of each word, E (n, d).

    Ranks (n, k) by cosine, from 1 for the nearest; words equally near share the mean of theirs.
    """
    unit_rows(E)  # refuses what is not finite
    units = E.astype(np.float64)
    units /= np.maximum(np.linalg.norm(units, axis=1, keepdims=True), np.finfo(np.float64).tiny)
    ranks = np.empty(ids.shape)
    for rows in _blocks(len(E)):
        ranks[rows] = _ranks(units[rows] @ units.T, rows, ids[rows], TIE)
    return ranks


def screen_ranks(xy: Floating, ids: Ids) -> Float64:
    """Rank words among the neighbours of each word on screen, (n, axes): see `true_ranks`.

    Raises ValueError if a position is not finite.
    """
    if not np.isfinite(xy).all():
        raise ValueError("a position on the picture is not finite")
    ranks = np.empty(ids.shape)
    for rows in _blocks(len(xy)):
        closeness = np.zeros((rows.stop - rows.start, len(xy)))
        for axis in xy.T.astype(np.float64):
            closeness -= (axis[rows, None] - axis) ** 2
        ranks[rows] = _ranks(closeness, rows, ids[rows], 0.0)
    return ranks


def _blocks(n: int) -> Iterator[slice]:
    """Stretches of rows whose closeness to all n words is of bounded size."""
    step = max(1, BLOCK // n)
    return (slice(first, min(first + step, n)) for first in range(0, n, step))


def _ranks(closeness: Float64, rows: slice, ids: Ids, tie: float) -> Float64:
    """Rank `ids` (rows, k) by closeness (rows, n), the larger the nearer; ties within `tie`."""
    here = np.arange(len(closeness))
    closeness[here, rows.start + here] = -np.inf
    ranks = np.empty(ids.shape)
    for column, ids_of in enumerate(ids.T):
        own = closeness[here, ids_of][:, None]
        nearer = np.count_nonzero(closeness > own + tie, axis=1)
        no_farther = np.count_nonzero(closeness >= own - tie, axis=1)
        ranks[:, column] = (1 + nearer + no_farther) / 2
    return ranks


def _score(ranks: Float64) -> float:
    """Formulas (1) and (2) from the ranks (n, k) of the neighbours in the other space."""
    n, k = ranks.shape
    excess = np.maximum(ranks - k, 0).sum()
    return float(1 - excess * 2 / (n * k * (2 * n - 3 * k - 1)))


def _share(ids: Ids, others: Ids) -> Float32:
    """The share of each row of `ids` (n, k) that is among its `others` (n, any number).

    nan where k is 0, for a word all alone.
    """
    n, k = ids.shape
    return in_common(ids, others) if k else np.full(n, np.nan, dtype=np.float32)
