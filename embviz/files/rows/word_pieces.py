"""Vectors of words that a file does not have, from the n-grams that it has (fastText)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embviz.errors import MissingWord
from embviz.files.rows.stored_rows import StoredRows
from embviz.models.shared.ngrams import ngrams
from embviz.types import Counts, Float32, Ids

CELLS = 2**22  # numbers of n-grams that are held at once


@dataclass(frozen=True, eq=False)
class Kept:
    """Which buckets of n-grams a pruned file kept, and the row of each among n-grams."""

    buckets: Ids  # (n,), rising
    rows: Ids  # (n,)


@dataclass(frozen=True, eq=False)
class WordPieces:
    """The n-grams of a file of fastText, read where they lie."""

    matrix: StoredRows
    first: int  # the row of the first n-gram: before it are words
    bucket: int  # how many there are, or were before some were pruned
    min_n: int  # fewest letters of an n-gram, brackets included
    max_n: int  # most letters
    kept: Kept | None = None  # None: all

    def rows_of(self, hashes: NDArray[np.uint32]) -> tuple[NDArray[np.bool_], Counts]:
        """Which of some n-grams there are, (n,), and the rows of these."""
        buckets = (hashes % np.uint32(self.bucket)).astype(np.int64)
        if self.kept is None:
            return np.ones(len(buckets), dtype=np.bool_), self.first + buckets
        if not len(self.kept.buckets):
            return np.zeros(len(buckets), dtype=np.bool_), buckets[:0]
        places = np.searchsorted(self.kept.buckets, buckets)
        places = np.minimum(places, len(self.kept.buckets) - 1)
        there = self.kept.buckets[places] == buckets
        return there, self.first + self.kept.rows[places[there]].astype(np.int64)

    def vector(self, word: str) -> Float32:
        """The mean of the vectors of a word's n-grams, (d,). Raises MissingWord if it has none."""
        _, rows = self.rows_of(ngrams([word], self.min_n, self.max_n).hash)
        if not len(rows):
            message = f"“{word}” has no vector, and is too short for n-grams."
            raise MissingWord("missing_word", message, word=word)
        if len(rows) <= (step := max(1, CELLS // self.matrix.d)):
            mean: Float32 = self.matrix.take(rows).mean(axis=0, dtype=np.float32)
            return mean
        parts = (self.matrix.take(rows[i : i + step]) for i in range(0, len(rows), step))
        sums = np.sum([part.sum(axis=0, dtype=np.float64) for part in parts], axis=0)
        whole: Float32 = (sums / len(rows)).astype(np.float32)
        return whole
