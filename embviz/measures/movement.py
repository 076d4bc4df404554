"""What changed in a model between two of its frames, and what only turned.

Vectors may move without a single word changing its neighbours: all of them can turn together. So
movement is judged by neighbours, N_i the k nearest words of word i in all d dimensions:

    turnover of word i   = |N_i(B) without N_i(A)| / k                                         (1)

and a rotation is told from real change by the orthogonal matrix that comes nearest to the movement
(orthogonal Procrustes, Schönemann 1966, https://doi.org/10.1007/BF02289451). With X and Y (n, d)
the rows of A and B at unit length and centred,

    rotation share       = 1 - |XR - Y|² / |X - Y|²                                            (2)
    R                    = argmin |XR - Y| over RᵀR = 1, = P Qᵀ where XᵀY = P S Qᵀ

It is 1 where the rows only turned (or were mirrored: cosines do not notice), and 0 where no turn
would bring them any nearer. A little of any movement can be laid to a turn by chance: about
0.85 √(d/n) between rows that have nothing to do with one another, and most of it where there are
no more words than dimensions.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import orthogonal_procrustes

from embviz.types import Float32, Float64, Floating, Ids
from embviz.vectors.vectors import unit_rows


@dataclass(frozen=True)
class Change:
    """What became of one word's neighbours."""

    word: int  # its row
    gained: tuple[int, ...]  # rows of the neighbours that are new, nearest first
    lost: tuple[int, ...]  # of those that are none any more, in the order in which they stood


def turnover(neighbours_a: Ids, neighbours_b: Ids) -> Float32:
    """Give the share of each word's neighbours that changed, formula (1): (n,), 0 to 1.

    The neighbours are ids (n, k) of the same words at two frames, as `vectors.nearest` gives them;
    where k is 0 no share changed. Raises ValueError if they are not of the same shape.
    """
    gained = _new(neighbours_a, neighbours_b)
    k = max(gained.shape[1], 1)
    shares: Float32 = np.divide(gained.sum(axis=1), k, dtype=np.float32)
    return shares


def most_changed(neighbours_a: Ids, neighbours_b: Ids, n: int = 10) -> list[Change]:
    """List the n words, or fewer, whose neighbours changed most.

    The neighbours are ids (words, k) at the earlier and the later frame, nearest first. Words come
    in the order of their rows where equally changed; those that kept all neighbours are left out.
    Raises ValueError if the ids are not of the same shape.
    """
    gained, lost = _new(neighbours_a, neighbours_b), _new(neighbours_b, neighbours_a)
    counts = gained.sum(axis=1)
    order = np.argsort(-counts, kind="stable")[: max(n, 0)]
    return [
        Change(
            word=int(i),
            gained=tuple(neighbours_b[i][gained[i]].tolist()),
            lost=tuple(neighbours_a[i][lost[i]].tolist()),
        )
        for i in order
        if counts[i]
    ]


def changed_within(
    neighbours: Sequence[Ids], epochs: Sequence[float], first: int = 0, *, span: float = 1.0
) -> Float32:
    """Give, for each word and frame from `first` on, the share of its neighbours, 0 to 1, that are
    new to the epochs before.

    From ids (n, k) of each of F frames and their epochs (F,), rising, to shares (F - first, n);
    those of frame 0 are 0. The other frame lies `span` epochs back, as nearly as there is one.
    """
    at = np.asarray(epochs, dtype=np.float64)
    n = len(neighbours[0]) if len(at) else 0
    shares = np.zeros((max(len(at) - first, 0), n), dtype=np.float32)
    for i in range(max(first, 1), len(at)):
        before = int(np.argmin(np.abs(at[:i] - (at[i] - span))))
        shares[i - first] = turnover(neighbours[before], neighbours[i])
    return shares


def rotation_share(A: Floating, B: Floating) -> float:
    """Give the share of the movement from A to B, (n, d) each, that is a mere rotation: (2).

    0 to 1, of the sum of squared ways; nan if nothing moved. Raises ValueError if a number is not
    finite, or A and B are not of the same shape.
    """
    if A.shape != B.shape:
        raise ValueError(f"a movement needs two matrices of one shape, not {A.shape}, {B.shape}")
    X, Y = _centred(A), _centred(B)
    moved = float(((X - Y) ** 2).sum())
    if moved == 0:
        return math.nan
    left = float(((X @ turn(X, Y) - Y) ** 2).sum())
    return min(max(1 - left / moved, 0.0), 1.0)


def turn(X: Float64, Y: Float64) -> Float64:
    """Give the orthogonal R (d, d) that brings X (n, d) nearest to Y, as in (2)."""
    R: Float64 = orthogonal_procrustes(X, Y)[0]
    return R


def _centred(E: Floating) -> Float64:
    rows = unit_rows(E).astype(np.float64)
    centred: Float64 = rows - rows.mean(axis=0)
    return centred


def _new(before: Ids, after: Ids) -> NDArray[np.bool_]:
    """Whether each neighbour (n, k) after is none of those before."""
    if before.shape != after.shape:
        raise ValueError(f"neighbours {before.shape} cannot be compared with {after.shape}")
    # Place by place, each a contiguous row: ten times as fast as all pairs at once.
    rows = np.ascontiguousarray(after.T)
    new = np.ones(rows.shape, dtype=np.bool_)  # (k, n)
    for row in np.ascontiguousarray(before.T):
        new &= rows != row
    return new.T
