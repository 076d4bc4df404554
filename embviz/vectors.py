"""Words and their vectors: neighbours, similarity, analogy.

A frame of a film and a file that somebody else trained are the same thing from here on: words and
one matrix. All questions are put to the cosine

    cos(a, b) = x_a · x_b,     x_w = v_w / |v_w|,  and x_w = 0 where v_w = 0                 (1)

in all d dimensions. An analogy a : b = c : ? is answered by 3CosAdd (Mikolov, Yih and Zweig 2013,
https://aclanthology.org/N13-1090): the words nearest to x_b - x_a + x_c, the three excluded.

Every answer is repeatable to the last digit: equal rows have equal cosines, wherever they stand in
the matrix, and words with equal cosines come in the order of their ids.

Not here: approximate neighbours. Everything is exact.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from embviz.errors import MissingWord
from embviz.types import Counts, Float32, Float64, Floating, Ids

BLOCK = 2**20
"""Cosines held at once by `nearest`: 4 MB, which stay in the cache of the processor."""


@dataclass(frozen=True, eq=False)
class Vectors:
    """Words and one matrix.

    Attributes:
        words: The words, none of them twice; word i has row i.
        matrix: (V, d), any floating dtype; cosines are computed in single precision.

    Raises:
        ValueError: If there are not as many words as rows, or a word stands there twice.

    >>> matrix = np.array([[1.0, 0.1], [0.9, 0.2], [0.0, 1.0]])
    >>> vectors = Vectors(("king", "queen", "bread"), matrix)
    >>> [word for word, cosine in vectors.most_similar("king")]
    ['queen', 'bread']
    """

    words: tuple[str, ...]
    matrix: Floating

    def __post_init__(self) -> None:
        if self.matrix.ndim != 2 or len(self.matrix) != len(self.words):
            raise ValueError(
                f"{len(self.words)} words need a matrix of as many rows, not {self.matrix.shape}"
            )
        if len(self._ids) < len(self.words):
            twice = next(word for i, word in enumerate(self.words) if self._ids[word] != i)
            raise ValueError(f"“{twice}” stands twice among the words")

    def __repr__(self) -> str:
        """Say what it is in a line: the matrix would fill a notebook."""
        return f"<Vectors: {len(self)} words, {self.matrix.shape[1]} dimensions>"

    def __len__(self) -> int:
        return len(self.words)

    def __contains__(self, word: object) -> bool:
        return word in self._ids

    def __iter__(self) -> Iterator[str]:
        """Go through the words, so that `in`, `len` and `for` speak of the same things."""
        return iter(self.words)

    def __getitem__(self, word: str) -> Floating:
        """The vector of a word, (d,). Raises MissingWord."""
        row: Floating = self.matrix[self.id(word)]
        return row

    def id(self, word: str) -> int:
        """The row of a word. Raises MissingWord."""
        try:
            return self._ids[word]
        except KeyError:
            raise MissingWord("missing_word", f"“{word}” has no vector.", word=word) from None

    def most_similar(self, word: str, n: int = 10) -> list[tuple[str, float]]:
        """The n nearest other words and their cosines, nearest first; all of them if n > V - 1.

        Raises:
            MissingWord: If the word has no vector.
        """
        word_id = self.id(word)
        return self._nearest_to(self._units[word_id], n, without=(word_id,))

    def similarity(self, a: str, b: str) -> float:
        """The cosine of two words, formula (1). Raises MissingWord."""
        return float(np.einsum("j,j->", self._units[self.id(a)], self._units[self.id(b)]))

    def analogy(self, a: str, b: str, c: str, n: int = 10) -> list[tuple[str, float]]:
        """Answer a : b = c : ? by 3CosAdd: the n best words but a, b, c, with their cosines.

        Raises:
            MissingWord: If one of the three has no vector.
        """
        ids = (self.id(a), self.id(b), self.id(c))
        x_a, x_b, x_c = self._units[list(ids)].astype(np.float64)
        return self._nearest_to(unit_rows((x_b - x_a + x_c)[None, :])[0], n, without=ids)

    def _nearest_to(self, x: Float32, n: int, without: tuple[int, ...]) -> list[tuple[str, float]]:
        """The n words nearest to the unit vector x (d,)."""
        # einsum and not @: it sums every row in the same order, so that equal rows tie exactly.
        cosines = np.einsum("ij,j->i", self._units, x)  # (V,)
        cosines[list(without)] = -np.inf
        n = min(n, len(self) - len(set(without)))
        if n < 1:
            return []
        threshold = np.partition(cosines, -n)[-n]
        candidates = np.flatnonzero(cosines >= threshold)
        order = candidates[np.argsort(-cosines[candidates], kind="stable")][:n]
        return [(self.words[i], float(cosines[i])) for i in order]

    @cached_property
    def _ids(self) -> Mapping[str, int]:
        return {word: i for i, word in enumerate(self.words)}

    @cached_property
    def _units(self) -> Float32:
        return unit_rows(self.matrix)


def unit_rows(matrix: Floating) -> Float32:
    """The rows divided by their lengths, (V, d); rows of zeros stay zeros.

    Raises:
        ValueError: If a number is not finite.
    """
    # Lengths in double precision: the squares of tiny or huge numbers leave the single ones.
    lengths: Float64 = np.sqrt(np.einsum("ij,ij->i", matrix, matrix, dtype=np.float64))  # (V,)
    if not np.isfinite(lengths).all():
        row = int(np.argmin(np.isfinite(lengths)))
        raise ValueError(f"row {row} of the matrix is not finite, or too long to be measured")
    lengths[lengths == 0] = 1
    units = np.empty(matrix.shape, dtype=np.float32)
    return np.divide(matrix, lengths[:, None], out=units, casting="same_kind")


def nearest(matrix: Floating, k: int = 10) -> tuple[Ids, Float32]:
    """The k nearest rows of every row by cosine, itself excluded: exact, nearest first.

    The cosines come in blocks of rows. In each, columns are dealt into groups, and the k-th largest
    of a row's group maxima is a bound that at least k cosines reach and few others do: only these
    survivors are sorted.

    Args:
        matrix: (n, d), any floating dtype.
        k: How many; n - 1 if that is less.

    Returns:
        Ids (n, k) and cosines (n, k), falling; equal cosines in the order of the ids.

    Raises:
        ValueError: If a number of the matrix is not finite.
    """
    units = unit_rows(matrix)
    n = len(units)
    k = max(0, min(k, n - 1))
    ids = np.empty((n, k), dtype=np.int32)
    cosines = np.empty((n, k), dtype=np.float32)
    if k == 0:
        return ids, cosines
    for first in range(0, n, step := max(1, min(512, BLOCK // n))):
        block = slice(first, min(first + step, n))
        rows, columns = _survivors(units, block, k)
        ids[block], cosines[block] = _best(units, first, rows, columns, k)
    return ids, cosines


def _survivors(units: Float32, block: slice, k: int) -> tuple[Counts, Counts]:
    """Pairs (row of the block, column), by row, among them the k best columns of each row."""
    n, rows = len(units), block.stop - block.start
    size = max(1, min(64, n // (6 * k)))  # columns a group; at least k groups
    groups = -(-n // size)
    scores = np.empty((rows, size * groups), dtype=np.float32)
    np.matmul(units[block], units.T, out=scores[:, :n])
    scores[:, n:] = -np.inf
    scores[np.arange(rows), np.arange(block.start, block.stop)] = -np.inf
    maxima = scores.reshape(rows, size, groups).max(axis=1)  # (rows, groups)
    bound = np.partition(maxima, groups - k, axis=1)[:, groups - k]
    # A product of matrices rounds differently from place to place, and from _pair_cosines, each by
    # at most d·eps/2: let near ties through.
    bound -= 2 * units.shape[1] * np.finfo(np.float32).eps
    flat = np.flatnonzero(scores >= bound[:, None])
    row, column = np.divmod(flat, size * groups)
    return row, column


def _best(units: Float32, first: int, row: Counts, column: Counts, k: int) -> tuple[Ids, Float32]:
    """The k best columns of each row and their cosines, from survivors sorted by row."""
    cosine = _pair_cosines(units, first + row, column)
    order = np.lexsort((column, -cosine, row))
    starts = np.searchsorted(row, np.arange(row[-1] + 1))
    chosen = order[starts[:, None] + np.arange(k)]  # (rows, k)
    return column[chosen].astype(np.int32), cosine[chosen]


def _pair_cosines(units: Float32, a: Counts, b: Counts) -> Float32:
    """cos(a_i, b_i) for each i, each summed in the same order, in slices of bounded memory."""
    cosines = np.empty(len(a), dtype=np.float32)
    step = max(1, 4 * BLOCK // max(1, units.shape[1]))
    for first in range(0, len(a), step):
        part = slice(first, first + step)
        np.einsum("ij,ij->i", units[a[part]], units[b[part]], out=cosines[part])
    return cosines
