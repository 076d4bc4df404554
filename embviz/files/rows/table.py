"""Rows that are being read: words and numbers that grow, block by block.

Room is made for what the size of the file allows, never for what a header says; where even that is
unknown, it grows by a quarter at a time, in place.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from embviz.files.findings import Tally, Unit
from embviz.files.refusals import bad_row, nothing
from embviz.files.rows.budget import ROW_BYTES, Budget, size_of
from embviz.types import Counts, Float32, Floating
from embviz.vectors.vectors import Vectors

MOST_DIMENSIONS = 2**15  # numbers of a row; language models have up to 2^14
LONGEST_WORD = 2**12  # bytes of a word; the longest of GloVe's 840B file have 1000
GROWTH = 1.25


def check_lengths(words: Sequence[str] | Sequence[bytes], first: int, unit: Unit) -> None:
    """Refuse words that are too long, in bytes or in characters as they come.

    The first of them stands at the place `first`, counted by `unit`. Raises FileError: `bad_row`.
    """
    if words and max(map(len, words)) > LONGEST_WORD:
        place = first + next(i for i, word in enumerate(words) if len(word) > LONGEST_WORD)
        letters = "bytes" if isinstance(words[0], bytes) else "characters"
        expected = f"one of at most {LONGEST_WORD:,} {letters}"
        raise bad_row(f"{unit} {place:,}", "a longer word", expected, **{unit: place})


class RowTable:
    """Words, none twice, and a row of finite numbers for each; of a file, `limit` rows are read at
    most, and no more than the budget has memory for.
    """

    def __init__(self, limit: int | None = None, budget: Budget | None = None) -> None:
        self.budget = Budget.of_machine() if budget is None else budget
        self.tally = Tally()  # what was found on the way
        self.rows = 0  # of the file that have been read so far, those left out included
        self._limit = limit
        self._words: list[str] = []
        self._letters = 0  # bytes that they take
        self._seen: set[str] = set()
        self._kept: list[Counts] = []
        self._matrix: Float32 = np.empty((0, 0), dtype=np.float32)

    @property
    def full(self) -> bool:
        """Whether as many rows were read as are wanted."""
        return self.room == 0

    @property
    def room(self) -> int | None:
        """How many more rows are wanted; None for all there are."""
        return None if self._limit is None else max(0, self._limit - self.rows)

    def add(self, words: Sequence[bytes], numbers: Float32, first: int) -> None:
        """Take some rows; those beyond the limit are not taken.

        Words (n,) in UTF-8, without line ends; numbers (n, d); `first` is the place of the first in
        the file, for findings. Raises FileError: `bad_row`, if a word is too long;
        `too_much_memory`.
        """
        if self.room is not None:
            words, numbers = words[: self.room], numbers[: self.room]
        names = self._decoded(words, first)
        kept = self.choose(names, numbers, first)
        if len(kept) < len(names):
            names, numbers = [names[i] for i in kept], numbers[kept]
        self._append(names, numbers)

    def choose(self, names: Sequence[str], numbers: Floating, first: int) -> Counts:
        """Count rows as read; give those of them, from 0, that have a new word and finite numbers.

        Names (n,), numbers (n, d), and the place of the first in the file are as for `add`.
        """
        fresh = set(names)
        plain = len(fresh) == len(names) and "" not in fresh and self._seen.isdisjoint(fresh)
        if plain and _finite(numbers).all():
            kept = np.arange(len(names))
            self._seen |= fresh
        else:
            kept = self._choose_one_by_one(names, numbers, first)
        self._kept.append(self.rows + kept)
        self.rows += len(names)
        return kept

    def expect(self, rows: int) -> None:
        """Make room for so many rows, if about as many are to be expected.

        Memory that is not written to costs nothing, memory that moves does. Raises FileError:
        `too_much_memory`, before it is full.
        """
        rows = rows if self._limit is None else min(rows, self._limit)
        if self._words:
            letters = self._letters * rows // len(self._words)
            self._check(rows, self._matrix.shape[1], letters)
        if 0 < len(self._matrix) < rows:
            wider = np.empty((rows, self._matrix.shape[1]), dtype=np.float32)
            wider[: len(self._words)] = self._matrix[: len(self._words)]
            self._matrix = wider

    def vectors(self) -> Vectors:
        """What was read; the table is of no use afterwards. Raises FileError: `no_rows`."""
        if not self._words:
            raise nothing()
        self._seen.clear()
        self._matrix.resize((len(self._words), self._matrix.shape[1]), refcheck=False)
        return Vectors(tuple(self._words), self._matrix)

    def kept(self) -> Counts:
        """Which rows of the file, from 0, the words have, (V,)."""
        return np.concatenate(self._kept or [np.empty(0, dtype=np.int64)])

    def _check(self, rows: int, d: int, letters: int) -> None:
        self.budget.check(rows * (4 * d + ROW_BYTES) + letters, rows)

    def _append(self, names: Sequence[str], numbers: Float32) -> None:
        if not names:
            return
        n, end = len(self._words), len(self._words) + len(names)
        self._letters += size_of(names)
        self._check(end, numbers.shape[1], self._letters)
        if end > len(self._matrix):
            shape = (max(end, int(GROWTH * len(self._matrix))), numbers.shape[1])
            if len(self._matrix):
                self._matrix.resize(shape, refcheck=False)
            else:
                self._matrix = np.empty(shape, dtype=np.float32)
        self._matrix[n:end] = numbers
        self._words += names

    def _decoded(self, words: Sequence[bytes], first: int) -> list[str]:
        check_lengths(words, first, self.tally.unit)
        try:
            return [word.decode() for word in words]
        except UnicodeDecodeError:
            names = [word.decode("utf-8", "replace") for word in words]
        for i, name in enumerate(names):
            if name.encode() != words[i]:
                self.tally.add("broken_character", example=name, first=first + i)
        return names

    def _choose_one_by_one(self, names: Sequence[str], numbers: Floating, first: int) -> Counts:
        kept = []
        finite: list[bool] = _finite(numbers).all(axis=1).tolist()  # type: ignore[assignment]
        for i, name in enumerate(names):
            if not name:
                self.tally.add("no_word", first=first + i)
            elif not finite[i]:
                kind = "nan" if np.isnan(numbers[i]).any() else "infinite"
                self.tally.add(kind, example=name, first=first + i)
            elif name in self._seen:
                self.tally.add("twice", example=name, first=first + i)
            else:
                self._seen.add(name)
                kept.append(i)
        return np.array(kept, dtype=np.int64)


def _finite(numbers: Floating) -> NDArray[np.bool_]:
    """Which numbers are finite in single precision, in which all is asked and drawn."""
    if numbers.dtype.itemsize <= np.dtype(np.float32).itemsize:
        return np.isfinite(numbers)
    finite: NDArray[np.bool_] = np.abs(numbers) <= np.finfo(np.float32).max
    return finite
