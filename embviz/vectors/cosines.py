"""Cosines with every row of a matrix: exact, repeatable, and as quick as reading it once.

With m_i the rows of a matrix and x a unit vector,

    cos(m_i, x) = m_i · x / |m_i|,  and 0 where m_i = 0                                        (1)

so that only the lengths are kept beside the matrix, not a second matrix of unit rows. Every row is
summed in the same order (einsum, not a product of matrices, which rounds differently from place to
place): equal rows tie exactly, and ties are broken by id.

Many vectors at once go through products of matrices in blocks, but only to find out which rows may
be among the best; these are then measured as above.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from embviz.types import Counts, Float32, Float64, Floating, Ids

BLOCK, FEWEST = 2**20, 32  # cosines held at once, 4 MB, or those of so many vectors
LONGEST = 1e15  # rows longer, or shorter than its inverse, leave single precision when summed
SMALLEST = 1e-280  # squares below it have lost digits
EPSILON = 1e-6  # what 3CosMul adds to its divisor, as in gensim; the paper has 0.001
Method: TypeAlias = Literal["3CosAdd", "3CosMul"]


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of a matrix, ready to be measured."""

    rows: Float32  # (V, d) the matrix itself where it is in single precision, else a copy
    lengths: Float32  # (V,) of the rows; 1 where a row is 0

    @classmethod
    def of(cls, matrix: Floating) -> "Rows":
        """Measure the rows of a matrix (V, d). Raises ValueError if a number is not finite."""
        lengths = row_lengths(matrix)
        plain = matrix.dtype == np.float32 and matrix.flags.c_contiguous and matrix.flags.aligned
        if plain and (lengths <= LONGEST).all() and (lengths >= 1 / LONGEST).all():
            return cls(np.asarray(matrix, np.float32), lengths.astype(np.float32))
        return cls(unit_rows(matrix, lengths), np.ones(len(matrix), np.float32))

    def __len__(self) -> int:
        return len(self.rows)

    def unit(self, ids: Sequence[int] | Ids | Counts) -> Float64:
        """Some rows at unit length, (m, d); rows of zeros stay zeros."""
        return _unit(self.rows[np.asarray(ids, dtype=np.int64)].astype(np.float64))

    def cosines(self, x: Floating) -> Float32:
        """Formula (1) for one vector x (d,) of any length, (V,)."""
        return self._cosines_of_all(direction(x))

    def nearest_to(self, X: Floating, n: int) -> tuple[Ids, Float32]:
        """The n rows nearest to each of some vectors X (m, d): ids (m, n) and cosines (m, n)."""
        n = max(0, min(n, len(self)))
        units = unit_rows(X)
        ids = np.empty((len(X), n), dtype=np.int32)
        cosines = np.empty((len(X), n), dtype=np.float32)
        step = max(FEWEST, BLOCK // max(1, len(self)))
        for first in range(0, len(X) if n else 0, step):
            block = slice(first, first + step)
            for i, (candidates, x) in enumerate(
                zip(self._candidates(units[block], n), units[block], strict=True), first
            ):
                exact = self._cosines_of(candidates, x)
                order = best(exact, n)
                ids[i], cosines[i] = candidates[order], exact[order]
        return ids, cosines

    def _cosines_of_all(self, x: Float32) -> Float32:
        cosines: Float32 = np.einsum("ij,j->i", self.rows, x)
        cosines /= self.lengths
        return cosines

    def _cosines_of(self, ids: Counts, x: Float32) -> Float32:
        """Formula (1) for some of the rows and a unit vector."""
        if 8 * len(ids) > len(self):  # nearly all tie: no copies of so many rows
            return self._cosines_of_all(x)[ids]
        cosines: Float32 = np.einsum("ij,j->i", self.rows[ids], x) / self.lengths[ids]
        return cosines

    def _candidates(self, units: Float32, n: int) -> list[Counts]:
        """For each of some unit vectors (m, d), rows among which are the n nearest, by id."""
        scores = units @ self.rows.T  # (m, V)
        scores /= self.lengths
        # A product of matrices and formula (1) round by at most d·eps/2 each: let near ties through
        margin = 2 * (units.shape[1] + 2) * np.finfo(np.float32).eps
        return [np.flatnonzero(row >= reached(row, n) - margin) for row in scores]


def row_lengths(matrix: Floating) -> Float64:
    """The lengths of the rows (V,); 1 for rows of zeros. Raises ValueError if one is not finite."""
    # Lengths in double precision: the squares of tiny or huge numbers leave the single ones.
    with np.errstate(over="ignore"):
        squares: Float64 = np.einsum("ij,ij->i", matrix, matrix, dtype=np.float64)  # (V,)
    lengths: Float64 = np.sqrt(squares)
    if matrix.dtype == np.float64:  # huge and tiny numbers whose squares leave even that
        odd = np.flatnonzero(np.isinf(squares) | (squares < SMALLEST))
        step = max(1, BLOCK // max(1, matrix.shape[1]))
        for i in range(0, len(odd), step):
            lengths[odd[i : i + step]] = _scaled_lengths(matrix[odd[i : i + step]])
    if not np.isfinite(lengths).all():
        row = int(np.argmin(np.isfinite(lengths)))
        raise ValueError(f"row {row} of the matrix is not finite, or too long to be measured")
    lengths[lengths == 0] = 1
    return lengths


def _scaled_lengths(rows: Floating) -> Float64:
    """The lengths of rows (m, d), by way of rows whose largest number is 1."""
    largest: Float64 = np.abs(rows).max(axis=1, initial=0.0).astype(np.float64)
    scale = np.where(np.isfinite(largest) & (largest > 0), largest, 1.0)
    with np.errstate(over="ignore"):
        lengths: Float64 = scale * np.sqrt(np.sum((rows / scale[:, None]) ** 2, axis=1))
    return lengths


def unit_rows(matrix: Floating, lengths: Float64 | None = None) -> Float32:
    """The rows (V, d) divided by their lengths, given or measured; rows of zeros stay zeros.

    Raises ValueError if a number is not finite.
    """
    lengths = row_lengths(matrix) if lengths is None else lengths
    units = np.empty(matrix.shape, dtype=np.float32)
    return np.divide(matrix, lengths[:, None], out=units, casting="same_kind")


def direction(x: Floating) -> Float32:
    """A vector (d,) at unit length; 0 stays 0. Raises ValueError if it is not finite."""
    y: Float64 = np.asarray(x, dtype=np.float64)
    if not np.isfinite(y).all():
        raise ValueError("a vector that is asked for must have finite numbers")
    largest = float(np.abs(y).max(initial=0.0))  # lest squares leave even double precision
    unit: Float32 = _unit((y / (largest or 1.0))[None])[0].astype(np.float32)
    return unit


def best(scores: Floating, n: int) -> Counts:
    """The places of the n largest scores (V,), falling; equal ones in their order."""
    n = min(n, len(scores))
    if n < 1:
        return np.empty(0, dtype=np.int64)
    candidates = np.flatnonzero(scores >= reached(scores, n))
    order = np.argsort(-scores[candidates], kind="stable")
    return candidates[order[:n]]


def reached(scores: Floating, n: int) -> float:
    """A bound that at least n of the scores (V,) reach, and not many more; 1 <= n <= V.

    The scores are dealt into groups, and it is the n-th largest of the groups' maxima: one pass,
    where a partition of all scores takes many.
    """
    size = max(1, min(64, len(scores) // (6 * n)))
    groups = len(scores) // size
    maxima = scores[: size * groups].reshape(size, groups).max(axis=0)
    return float(np.partition(maxima, groups - n)[groups - n])


def rank(scores: Floating, of: int, without: Sequence[int] = ()) -> int | None:
    """The place of one score among all (V,), 1 for the largest; equal ones in their order.

    Rows in `without` do not count; the rank of one of them is None.
    """
    if of in without:
        return None
    ahead = scores > scores[of]
    ahead[:of] |= scores[:of] == scores[of]
    ahead[list(without)] = False
    return 1 + int(np.count_nonzero(ahead))


def cos_add(rows: Rows, a: int, b: int, c: int) -> Floating:
    """How well each row answers a : b = c : ?, (V,): its cosine with x_b - x_a + x_c.

    Mikolov, Yih and Zweig 2013, https://aclanthology.org/N13-1090.
    """
    x_a, x_b, x_c = rows.unit([a, b, c])
    return rows.cosines(x_b - x_a + x_c)


def cos_mul(rows: Rows, a: int, b: int, c: int) -> Floating:
    """How well each row answers a : b = c : ?, (V,): p_b · p_c / (p_a + ε), p = (1 + cos) / 2.

    Levy and Goldberg 2014, https://aclanthology.org/W14-1618, formula (4) and footnote 7.
    """
    x_a, x_b, x_c = rows.unit([a, b, c])
    scores = _shifted(rows, x_b)
    scores *= _shifted(rows, x_c)
    scores /= _shifted(rows, x_a) + EPSILON
    return scores


METHODS: dict[str, Callable[[Rows, int, int, int], Floating]] = {
    "3CosAdd": cos_add,
    "3CosMul": cos_mul,
}


def _shifted(rows: Rows, x: Floating) -> Float64:
    return (1 + rows.cosines(x).astype(np.float64)) / 2


def _unit(rows: Float64) -> Float64:
    """Rows (m, d) at unit length; rows of zeros stay zeros."""
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    lengths[lengths == 0] = 1
    unit: Float64 = rows / lengths[:, None]
    return unit
