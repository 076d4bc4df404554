"""How alike two sets of vectors of the same words are as a whole: linear CKA.

With X (m, d) and Y (m, e) the rows of the same words, each column centred,

    CKA = |XᵀY|² / (|XᵀX| |YᵀY|)          squares and lengths over all numbers                (1)

(Kornblith, Norouzi, Lee and Hinton 2019, https://arxiv.org/abs/1905.00414). It is 1 where Y is X
turned, mirrored and scaled, and takes any two dimensions. Of vectors that have nothing to do with
one another it is not 0, but near √(d e / ((m + d) (m + e))): about d/m where m is large.

Lengths of rows count, unlike in cosines: long rows, most often those of frequent words, say more.
"""

from collections.abc import Generator

import numpy as np

from embviz.types import Counts, Float64, Floating
from embviz.util.steps import finish

BLOCK = 2**20  # numbers of a matrix that are held at once in double precision: 8 MB


def linear_cka(X: Floating, Y: Floating) -> float:
    """Formula (1) of X (m, d) and Y (m, e), 0 to 1; NaN if all rows of one are alike.

    Raises ValueError if they have not as many rows, or a number is not finite.
    """
    if len(X) != len(Y):
        raise ValueError(f"rows of the same words are needed, not {len(X)} and {len(Y)}")
    every = np.arange(len(X))
    return finish(cka_steps(X, Y, every, every))


def cka_steps(
    X: Floating, Y: Floating, rows_x: Counts, rows_y: Counts
) -> Generator[float, None, float]:
    """The same of some rows of each, (m,): yields the share that is done, returns the result."""
    m = len(rows_x)
    step = max(1, BLOCK // max(1, X.shape[1], Y.shape[1]))
    blocks = [slice(first, first + step) for first in range(0, m, step)]
    # The largest number is made 1, lest products leave double precision.
    scale_x, mean_x = _scale_and_mean(X, rows_x, blocks)
    scale_y, mean_y = _scale_and_mean(Y, rows_y, blocks)
    xy = np.zeros((X.shape[1], Y.shape[1]))
    xx, yy = np.zeros((X.shape[1],) * 2), np.zeros((Y.shape[1],) * 2)
    for i, block in enumerate(blocks, 1):
        x = X[rows_x[block]] / scale_x - mean_x
        y = Y[rows_y[block]] / scale_y - mean_y
        xy += x.T @ y
        xx += x.T @ x
        yy += y.T @ y
        yield i / len(blocks)
    lengths = float(np.linalg.norm(xx)) * float(np.linalg.norm(yy))
    return float((xy**2).sum()) / lengths if lengths else float("nan")


def _scale_and_mean(M: Floating, rows: Counts, blocks: list[slice]) -> tuple[np.float64, Float64]:
    """The largest number of some rows, without its sign, and the mean of what is divided by it."""
    scale = np.max([np.float64(np.abs(M[rows[block]]).max(initial=0)) for block in blocks])
    if not np.isfinite(scale):
        raise ValueError("vectors that are compared must have finite numbers")
    scale = np.float64(scale or 1)
    sums = np.zeros(M.shape[1])
    for block in blocks:
        sums += (M[rows[block]] / scale).sum(axis=0)
    mean: Float64 = sums / max(1, len(rows))
    return scale, mean
