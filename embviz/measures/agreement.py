"""How far runs that differ in their seeds alone agree, without any turning of one onto another.

With N_i(w) the k words nearest to w in run i, two runs agree on a word by the share

    a_ij(w) = |N_i(w) ∩ N_j(w)| / k                                                            (1)

and differ as wholes by the pairwise inner products of their words, the PIP loss (Yin and Shen 2018,
https://arxiv.org/abs/1812.04224), which no rotation of a run changes:

    ‖E Eᵀ − F Fᵀ‖ = (‖Eᵀ E‖² + ‖Fᵀ F‖² − 2 ‖Eᵀ F‖²)^½                                          (2)

in Frobenius norms. The right side needs matrices (d, d) only. It rounds: what is below about a
10⁻⁷th of ‖E Eᵀ‖ is as good as 0. Longer rows and more dimensions make (2) larger, so there is also

    ‖E Eᵀ − F Fᵀ‖ / (‖E Eᵀ‖² + ‖F Fᵀ‖²)^½                                                      (3)

which is 0 where all inner products are equal and 1 where the two have nothing in common.
"""

import math
from collections.abc import Sequence

import numpy as np

from embviz.measures.movement import turnover
from embviz.types import Float64, Floating, Ids

NEIGHBOURS = 10
"""k of (1), unless set."""

NUMBERS = 2**22
"""Numbers in double precision at once."""


def shared(neighbours: Sequence[Ids]) -> Float64:
    """Give (1) of each word with the other runs, a mean over them: (runs, V), 0 to 1; NaN of one.

    The neighbours are ids (V, k) of the same words, one array a run. Raises ValueError if they are
    not of one shape.

    >>> shared([np.array([[1], [0]]), np.array([[1], [0]])]).tolist()
    [[1.0, 1.0], [1.0, 1.0]]
    """
    n, (V, k) = len(neighbours), neighbours[0].shape
    times: Float64 = np.zeros((n, V))
    for i in range(n):
        for j in range(i):
            both = k - np.rint(k * turnover(neighbours[i], neighbours[j]))  # (V,)
            times[i] += both
            times[j] += both
    shares: Float64 = times / (max(k, 1) * (n - 1)) if n > 1 else np.full((n, V), np.nan)
    return shares


def by_chance(words: int, k: int = NEIGHBOURS) -> float:
    """What (1) comes to where the neighbours of so many words are drawn at random.

    >>> by_chance(101)
    0.1
    """
    return min(1.0, k / (words - 1)) if words > 1 else math.nan


def pip_losses(matrices: Sequence[Floating]) -> tuple[Float64, Float64]:
    """Give (2) and (3) of each run with each, (runs, runs) both, 0 on the diagonal.

    The matrices (V, d) have the same words; d may differ. Raises ValueError if V does. Where both
    of two are 0, (3) is 0.
    """
    n = len(matrices)
    if len({len(matrix) for matrix in matrices}) > 1:
        raise ValueError(f"PIP needs the same words, not {[len(each) for each in matrices]}")
    products = np.zeros((n, n))
    for i, E in enumerate(matrices):
        products[i, : i + 1] = pip_products(E, matrices[: i + 1])
    squares = products.diagonal()
    sums = squares[:, None] + squares[None, :]
    losses = np.sqrt(np.maximum(np.tril(sums - 2 * products, -1), 0.0))
    losses += losses.T
    shares = np.divide(losses, np.sqrt(sums), out=np.zeros_like(losses), where=sums > 0)
    return losses, np.minimum(shares, 1.0)


def pip_loss(E: Floating, F: Floating) -> float:
    """Give (2) of two matrices (V, d) and (V, e) of the same words.

    >>> E = np.array([[1.0, 0.0], [0.0, 2.0]])
    >>> pip_loss(E, E[:, ::-1]), pip_loss(E, np.zeros((2, 3)))
    (0.0, 4.123105625617661)
    """
    return float(pip_losses((E, F))[0][0, 1])


def pip_products(E: Floating, others: Sequence[Floating]) -> Float64:
    """Give ‖Eᵀ F‖² = ⟨E Eᵀ, F Fᵀ⟩ of E (V, d) and each F (V, e), in double precision: (others,)."""
    widths = [F.shape[1] for F in others]
    product = np.zeros((E.shape[1], sum(widths)))
    rows = max(NUMBERS // max(sum(widths), 1), 1)
    for first in range(0, len(E), rows):
        part = slice(first, first + rows)
        right = np.concatenate([F[part] for F in others], axis=1, dtype=np.float64)
        product += E[part].astype(np.float64).T @ right
    squares = (product**2).sum(axis=0)
    return np.array([each.sum() for each in np.split(squares, np.cumsum(widths)[:-1])])
