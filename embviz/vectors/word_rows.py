"""Which row a word has, however its letters are composed.

é is one character, or an e and an accent: Unicode calls the two equal (NFC, Unicode Standard Annex
15), and keyboards, programs and files write either. A word is looked up as it is typed first, then
as any word that is equal to it.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property


def composed(word: str) -> str:
    r"""A word with letters and their marks in one, where there are such characters.

    >>> len("e\u0301"), len(composed("e\u0301"))
    (2, 1)
    """
    return word if word.isascii() else unicodedata.normalize("NFC", word)


@dataclass(frozen=True, eq=False)
class WordRows:
    """The rows of words, none of them twice.

    >>> rows = WordRows(("cafe", "cafe\u0301"))
    >>> rows["caf\u00e9"], "caf\u00e9" in rows, rows.find("tea")
    (1, True, None)
    """

    words: tuple[str, ...]

    def find(self, word: str) -> int | None:
        """The row of a word; None if there is no such word."""
        row = self.exact.get(word)
        if row is None and not word.isascii():
            row = self._equal.get(composed(word))
        return row

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self.find(word) is not None

    def __getitem__(self, word: str) -> int:
        """The row of a word. Raises KeyError."""
        row = self.find(word)
        if row is None:
            raise KeyError(word)
        return row

    def __iter__(self) -> Iterator[str]:
        return iter(self.words)

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def exact(self) -> dict[str, int]:
        """The row of each word as it is written."""
        return {word: i for i, word in enumerate(self.words)}

    @cached_property
    def _equal(self) -> dict[str, int]:
        """The first row of each word that is not ASCII, composed."""
        rows: dict[str, int] = {}
        for i, word in enumerate(self.words):
            if not word.isascii():
                rows.setdefault(composed(word), i)
        return rows
