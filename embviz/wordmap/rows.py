"""Rows of E as bytes, so that a page without Python can answer questions about any frame.

A row x of d numbers is kept as whole numbers q,

    q = round(p y / max_j |y_j|),   y = x R,   -127 <= q_j <= 127                              (1)

each row on its own scale, which nobody needs: a cosine does not change with the lengths of rows.
Nor does it change if all rows are turned by one orthogonal R (d, d), drawn at random: without it,
one column of large numbers, as language models have, would leave no digits to the others. p is 127;
where d is small, errors do not cancel, and p is the one of some whole numbers for which q has the
direction of y best. So the cosine of two q is off by less than 0.01.

From frame to frame rows change little, so that differences of bytes,

    δ_t = q_t - q_(t-1)  mod 256                                                               (2)

pack better than the bytes: 120 frames of 1000 x 50 are 6 MB, and 3 to 4 MB as deflated
differences. Where that is still too much, frames give way: every 2nd is kept, or every 3rd, …,
and the last one in any case.
"""

import functools
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embviz.types import Float64, Floating

TOP = 127  # the largest whole number of a row
FEW, LEAST = 24, 96  # d up to which p is chosen, and the least p
PURPOSE = 8207  # first of the words of the generator that draws R
BASE64 = 4 / 3  # bytes that a byte takes in text


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of the shown words at some frames."""

    frames: Sequence[int]  # (f,) their numbers, rising
    values: NDArray[np.int8]  # (f, n, d), formula (1)

    @property
    def differences(self) -> NDArray[np.uint8]:
        """Formula (2), (f, n, d); the first frame is as it is."""
        differences = self.values.view(np.uint8).copy()
        differences[1:] -= self.values.view(np.uint8)[:-1]
        return differences

    def every(self, step: int) -> "Rows":
        """Keep one frame in `step`, and the last one."""
        last = len(self.frames) - 1
        kept = sorted({*range(0, last, step), last})
        return Rows([self.frames[i] for i in kept], self.values[kept])

    def within(self, most_bytes: int) -> "Rows":
        """Keep as many frames as fit into so many bytes of a page; the last one in any case."""
        step = 1
        while (size := _size(kept := self.every(step))) > most_bytes:
            if step >= len(self.frames):
                return Rows(self.frames[-1:], self.values[-1:])
            # Fewer frames differ more from one another: what is left takes more than its share.
            step = max(step + 1, int(step * size / max(most_bytes, 1)))
        return kept


def turned_and_rounded(E: Floating) -> NDArray[np.int8]:
    """Formula (1) for each row of E (n, d). Raises ValueError if a number is not finite."""
    if not np.isfinite(E).all():
        raise ValueError("rows that are kept in bytes must have finite numbers")
    d = E.shape[1]
    Y = E.astype(np.float64) @ _turn(d)
    largest = np.abs(Y).max(axis=1, keepdims=True, initial=0.0)
    Y /= np.where(largest > 0, largest, 1.0)
    q = np.rint(TOP * Y)
    if d <= FEW:
        near = _cosine(q, Y)
        for p in range(LEAST, TOP):
            other = np.rint(p * Y)
            better = (found := _cosine(other, Y)) > near
            q[better], near[better] = other[better], found[better]
    return q.astype(np.int8)


def _cosine(q: Float64, Y: Float64) -> Float64:
    """The cosines of rows with rows (n, d), up to the lengths of the second ones: (n,)."""
    cosines: Float64 = np.einsum("ij,ij->i", q, Y) / (np.linalg.norm(q, axis=1) + 1e-9)
    return cosines


@functools.cache
def _turn(d: int) -> Float64:
    """R of formula (1), the same for every film."""
    Q, R = np.linalg.qr(np.random.default_rng([PURPOSE, d]).standard_normal((d, d)))
    turn: Float64 = Q * np.sign(np.diag(R))
    return turn


def rows_of(frames: Sequence[Floating]) -> Rows:
    """The rows (n, d) of a whole film, frame after frame."""
    return Rows(range(len(frames)), np.stack([turned_and_rounded(E) for E in frames]))


def _size(rows: Rows) -> float:
    """Bytes that they take in a page at most: packing them well takes ten times as long."""
    packing = zlib.compressobj(1, strategy=zlib.Z_HUFFMAN_ONLY)
    return BASE64 * len(packing.compress(rows.differences.tobytes()) + packing.flush())
