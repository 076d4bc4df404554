"""The matrix below every network: rows of E for words, and E once more where words are guessed.

    embedding:    x_t = E[w_t]                                                               (1)
    positions:    x_t + P[t]                                                                 (2)
    unembedding:  logit_w = x·E[w] + b_w                                                     (3)

(1) picks rows, which is what a product with a one-hot vector does; on the way back a row gets the
sum of the gradients of all places where its word stands, and a word that stands nowhere gets none.
With the same E in (3) (Press and Wolf 2017, https://arxiv.org/abs/1608.05859), it gets gradients
from both ends.

E may be several matrices, one below the other: words, then marks that are no words.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy import sparse

from embviz.networks.layer import Back, Layer, Pass, Weight, over_rows
from embviz.types import Floating, Ids

SPREAD = 0.1
"""Standard deviation of E at the start."""

SPREAD_OF_POSITIONS = 0.02


def embedding(names: Sequence[str], rows: Sequence[int], d: int) -> Layer:
    """Formula (1): ids (B, T) to (B, T, d); matrices by name, with so many rows each."""

    def forward(run: Pass, ids: Ids) -> tuple[Floating, Back]:
        table = stacked(run.weights, names)
        flat = ids.reshape(-1)

        def back(dy: Floating) -> Floating:
            _add_stacked(run, names, rows, sums_of_rows(flat, dy.reshape(-1, d), len(table)))
            return dy  # nobody asks for a gradient by ids

        return table[flat].reshape(*ids.shape, d), back

    return Layer(forward, {n: Weight((r, d), SPREAD) for n, r in zip(names, rows, strict=True)})


def positions(name: str, T: int, d: int) -> Layer:
    """Formula (2): (B, t, d) to (B, t, d), for t up to T."""

    def forward(run: Pass, x: Floating) -> tuple[Floating, Back]:
        t = x.shape[1]

        def back(dy: Floating) -> Floating:
            dP = np.zeros((T, d), dy.dtype)
            dP[:t] = dy.sum(axis=0)
            run.add(name, dP)
            return dy

        return x + run.weights[name][:t], back

    return Layer(forward, {name: Weight((T, d), SPREAD_OF_POSITIONS)})


def unembedding(names: Sequence[str], rows: Sequence[int], d: int, bias: str) -> Layer:
    """Formula (3): (n, d) to (n, all rows)."""
    total = sum(rows)

    def forward(run: Pass, x: Floating) -> tuple[Floating, Back]:
        table = stacked(run.weights, names)
        y = x @ table.T
        y += run.weights[bias]

        def back(dy: Floating) -> Floating:
            _add_stacked(run, names, rows, dy.T @ x)
            run.add(bias, over_rows(dy))
            return dy @ table

        return y, back

    weights = {n: Weight((r, d), SPREAD) for n, r in zip(names, rows, strict=True)}
    return Layer(forward, weights | {bias: Weight((total,))})


def picked(d: int) -> Layer:
    """(B, T, d) to (n, d): the places that the pass asks for, or all of them."""

    def forward(run: Pass, x: Floating) -> tuple[Floating, Back]:
        flat, places = x.reshape(-1, d), run.places
        if places is None:
            return flat, lambda dy: dy.reshape(x.shape)

        def back(dy: Floating) -> Floating:
            dx = np.zeros(flat.shape, dy.dtype)
            dx[places] = dy
            return dx.reshape(x.shape)

        return flat[places], back

    return Layer(forward)


def stacked(weights: Mapping[str, Floating], names: Sequence[str]) -> Floating:
    """Some matrices, one below the other."""
    first, *others = (weights[name] for name in names)
    return np.concatenate([first, *others]) if others else first


def sums_of_rows(ids: Ids, rows: Floating, total: int) -> Floating:
    """Row w of (total, d): the sum of the rows (n, d) of those ids (n,) that are w."""
    n = len(ids)
    ones = np.ones(n, rows.dtype)
    one_hot = sparse.csr_array((ones, ids, np.arange(n + 1)), shape=(n, total))
    sums: Floating = one_hot.T @ rows
    return sums


def _add_stacked(run: Pass, names: Sequence[str], rows: Sequence[int], dE: Floating) -> None:
    ends = np.cumsum(rows)
    for name, count, end in zip(names, rows, ends, strict=True):
        run.add(name, dE[end - count : end])
