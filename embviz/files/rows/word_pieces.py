"""Vectors of words that a file does not have, from the n-grams that it has (fastText)."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from embviz.errors import MissingWord
from embviz.models.shared.ngrams import ngrams
from embviz.types import Float32


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
        return np.memmap(self.path, np.dtype("<f4"), "r", self.offset, shape)

    def vector(self, word: str) -> Float32:
        """The mean of the vectors of a word's n-grams, (d,). Raises MissingWord if it has none."""
        found = ngrams([word], self.min_n, self.max_n).hash % np.uint32(self.bucket)
        if not len(found):
            message = f"“{word}” has no vector, and is too short for n-grams."
            raise MissingWord("missing_word", message, word=word)
        mean: Float32 = np.asarray(self.rows[found]).mean(axis=0, dtype=np.float32)
        return mean

    def __getstate__(self) -> dict[str, object]:
        """Travel by name: the file stays where it is."""
        return {key: value for key, value in self.__dict__.items() if key != "rows"}
