"""Memory that a file may come to, counted before it is taken.

Small files can hold much: packed, a thousand times their size; read, each word of two letters is an
object of fifty bytes, in a list, a set and a table. So all that grows with a file is counted here:
rows, words, columns, heads. Nothing of it is measured afterwards, when it would be too late.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass

from embviz.errors import FileError
from embviz.util import memory as _memory

ROW_BYTES = 200
"""What a word takes beside its letters and numbers, from reading to looking for what is odd: places
in lists, sets and tables; measured on a million of short words."""

TEXT_BYTES = sys.getsizeof("")
"""What an object of text takes beside its letters."""


@dataclass
class Budget:
    """How many bytes may be taken, and how many are already."""

    most: int | None  # None: nobody knows how much memory there is
    spent: int = 0  # on texts that were read, each counted once

    @classmethod
    def of_machine(cls, most: int | None = None) -> "Budget":
        """The share of this machine's memory that may be used, or less."""
        memory = _memory.total()
        share = None if memory is None else int(_memory.SHARE * memory)
        return cls(min((each for each in (share, most) if each is not None), default=None))

    def spend(self, size: int, rows: int) -> None:
        """Count bytes that so many rows took so far. Raises as `check`."""
        self.spent += size
        self.check(rows * ROW_BYTES, rows)

    def check(self, size: int, rows: int) -> None:
        """See whether so many rows, beside what was spent, may take so many bytes more.

        Raises FileError: `too_much_memory`, with `needed_mb`, `limit_mb` and how many `rows` fit.
        """
        needed = self.spent + size
        if self.most is None or needed <= self.most:
            return
        fit = max(1, rows * self.most // needed)
        needed_mb, limit_mb = _megabytes(needed), _megabytes(self.most)
        message = f"These vectors would take {needed_mb:,} MB of memory; {limit_mb:,} MB can be "
        message += f"used. Read the first {fit:,} rows only."
        raise FileError(
            "too_much_memory", message, needed_mb=needed_mb, limit_mb=limit_mb, rows=fit
        )

    def check_head(self, size: int) -> None:
        """See whether the head of a file, which is read whole, may take so many bytes.

        Raises FileError: `large_head`, with `needed_mb` and `limit_mb`.
        """
        if self.most is None or self.spent + size <= self.most:
            return
        needed_mb, limit_mb = _megabytes(self.spent + size), _megabytes(self.most)
        message = f"The head of this file would take {needed_mb:,} MB of memory; {limit_mb:,} MB "
        message += "can be used. Keep the words in another file, or save it as word2vec."
        raise FileError("large_head", message, needed_mb=needed_mb, limit_mb=limit_mb)


def size_of(texts: Iterable[str] | Iterable[bytes]) -> int:
    """Bytes that some texts take."""
    return sum(map(sys.getsizeof, texts))


def _megabytes(size: int) -> int:
    return max(1, round(size / 2**20))
