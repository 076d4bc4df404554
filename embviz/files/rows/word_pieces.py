"""Vectors of words that a file does not have, from the n-grams that it has (fastText)."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from embviz.errors import MissingWord
from embviz.files.paths import open_regular
from embviz.models.shared.ngrams import ngrams
from embviz.types import Float32

CELLS = 2**22  # numbers of n-grams that are held at once


@dataclass(frozen=True, eq=False)
class WordPieces:
    """The n-grams of a file of fastText, read where they lie."""

    path: str  # the file, not gzipped
    offset: int  # where the rows of n-grams begin, in bytes
    bucket: int  # how many there are
    d: int
    min_n: int  # fewest letters of an n-gram, brackets included
    max_n: int  # most letters

    @cached_property
    def rows(self) -> Float32:
        """The vectors of n-grams (bucket, d), mapped into memory."""
        shape = (self.bucket, self.d)
        with open_regular(self.path) as file:
            return np.memmap(file, np.dtype("<f4"), "r", self.offset, shape)

    def vector(self, word: str) -> Float32:
        """The mean of the vectors of a word's n-grams, (d,). Raises MissingWord if it has none."""
        found = ngrams([word], self.min_n, self.max_n).hash % np.uint32(self.bucket)
        if not len(found):
            message = f"“{word}” has no vector, and is too short for n-grams."
            raise MissingWord("missing_word", message, word=word)
        if len(found) <= (step := max(1, CELLS // self.d)):
            mean: Float32 = np.asarray(self.rows[found]).mean(axis=0, dtype=np.float32)
            return mean
        parts = (self.rows[found[i : i + step]] for i in range(0, len(found), step))
        sums = np.sum([part.sum(axis=0, dtype=np.float64) for part in parts], axis=0)
        whole: Float32 = (sums / len(found)).astype(np.float32)
        return whole

    def __getstate__(self) -> dict[str, object]:
        """Travel by name: the file stays where it is."""
        return {key: value for key, value in self.__dict__.items() if key != "rows"}
