"""Rows that are being read: words and numbers that grow, block by block.

Room is made for what the size of the file allows, never for what a header says; where even that is
unknown, it grows by a quarter at a time, in place.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from embviz.errors import FileError
from embviz.files.findings import EXAMPLES, Tally, Unit
from embviz.files.refusals import bad_row, none_finite, nothing
from embviz.files.rows import word_encodings
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

    def __init__(
        self,
        limit: int | None = None,
        budget: Budget | None = None,
        encoding: str | None = None,
    ) -> None:
        self.encoding = encoding  # of the words; None: it is found out
        self.encodings: tuple[str, ...] = ()  # which it may be, where words are not all UTF-8
        self.budget = Budget.of_machine() if budget is None else budget
        self.tally = Tally()  # what was found on the way
        self.rows = 0  # of the file that have been read so far, those left out included
        self._limit = limit
        self._words: list[str] = []
        self._letters = 0  # bytes that they take
        self._broken: dict[int, str] = {}  # the first words that are no UTF-8, by place
        self._all_utf8 = True
        self._in_bytes = False  # whether words came as they stand in a file
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

    def add(self, words: Sequence[bytes] | Sequence[str], numbers: Float32, first: int) -> None:
        """Take some rows; those beyond the limit are not taken.

        Words (n,) as they stand in the file, or as they are called elsewhere, without line ends;
        numbers (n, d); `first` is the place of the first in the file, for findings. Raises
        FileError: `bad_row`, if a word is too long; `too_much_memory`.
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

    def leave_out(self, kind: str, word: bytes, place: int) -> None:
        """Count a row as read that is not taken, and tell of it."""
        self.note(kind, word, place)
        self.rows += 1

    def note(self, kind: str, word: bytes, place: int) -> None:
        """Tell of something odd about a word."""
        self.tally.add(kind, example=word_encodings.escaped(word), first=place)

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
            raise self.nothing()
        self._seen.clear()
        if not self._all_utf8 or (self._in_bytes and self.encoding is not None):
            self._settle_encoding()
        self._matrix.resize((len(self._words), self._matrix.shape[1]), refcheck=False)
        return Vectors(tuple(self._words), self._matrix)

    def nothing(self) -> FileError:
        """The error for a file without a row that was taken, by what the rows are."""
        left_out = self.tally.count("nan") + self.tally.count("infinite")
        return none_finite(left_out) if left_out and left_out == self.rows else nothing()

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

    def _decoded(self, words: Sequence[bytes] | Sequence[str], first: int) -> list[str]:
        check_lengths(words, first, self.tally.unit)
        self._in_bytes |= len(words) > 0 and isinstance(words[0], bytes)
        try:
            if not (words and isinstance(words[0], bytes)):
                return [*words]
            return [word.decode() for word in words]  # type: ignore[union-attr]
        except UnicodeDecodeError:
            self._all_utf8 = False
        names = [word if isinstance(word, str) else word_encodings.escaped(word) for word in words]
        for i, name in enumerate(names):
            if len(self._broken) < EXAMPLES and name.encode(errors="replace") != words[i]:
                self._broken[first + i] = name
        return names

    def _settle_encoding(self) -> None:
        """Read all words in the encoding that was said, or else in the likeliest one."""
        likely = word_encodings.written_in(self._words)
        encoding = likely[0] if self.encoding is None else self.encoding
        self.encoding, self.encodings = encoding, tuple(dict.fromkeys((encoding, *likely)))
        self._words, broken = word_encodings.in_encoding(self._words, encoding)
        self.tally.reword(lambda example: word_encodings.in_encoding([example], encoding)[0][0])
        if encoding != word_encodings.UTF_8:
            self.tally.took("encoding", encoding, self.encodings[1:])
        first = next(iter(self._broken), None) if encoding == word_encodings.UTF_8 else None
        for i in broken:
            self.tally.add("broken_character", example=self._words[i], first=first)

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
