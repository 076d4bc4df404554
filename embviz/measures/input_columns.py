"""Which columns of a file that people made hold its words and its numbers, told by what they hold.

Beside the words there may be numbers of rows, parts of speech, kinds of pairs, and whole sentences.
A column of words has many different cells, which are longer than codes and shorter than sentences.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

SEPARATORS = ("\t", ";", ",", None)  # None: blanks
LOOKED_AT = 1000  # rows by which columns are told
LARGEST = 1e100  # numbers are smaller than that: their squares must not leave double precision
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]+)?", re.ASCII)
_CODE, _SENTENCE = 2, 3  # letters of the longest code; blanks of the shortest sentence, on average
_REPEATED = 0.5  # share of different cells below which a column says what kind a row is of
_FEW = 4  # rows of which nothing can be said of repetitions
_WORD_HEADING = re.compile(
    r"(?:word|w|term|item|target|token|noun|verb|concept)?[ _.-]*(?:[1-4]|[a-d])", re.IGNORECASE
)
_STEMS = {"word", "term", "item", "target", "token"}
_SCORE_HEADING = re.compile(
    r".*(?:score|rating|human|mean|average|avg|similarity|relatedness|simlex|gold).*", re.IGNORECASE
)


@dataclass(frozen=True)
class Columns:
    """Where the cells of interest stand in a row, from 0.

    Attributes:
        words: The columns of words.
        number: The column of the number; None where none is needed.
    """

    words: tuple[int, ...]
    number: int | None = None


def cells(line: str, separator: str | None) -> list[str]:
    """The cells of a line."""
    if separator is None:
        return line.split()
    if separator == "\t":
        return [cell.strip() for cell in line.split("\t")]
    try:
        found = next(csv.reader([line], delimiter=separator))
    except csv.Error:  # a cell of 128 kB, or quotes that make no sense
        return []
    return [cell.strip() for cell in found]


def number(cell: str) -> float | None:
    """A number, with a decimal point or comma; None if it is none, or too large."""
    if not _NUMBER.fullmatch(cell):
        return None
    found = float(cell.replace(",", "."))
    return found if abs(found) < LARGEST else None


def columns(
    rows: Sequence[Sequence[str]], count: int, *, rated: bool, headings: Sequence[str] = ()
) -> Columns | None:
    """Find `count` columns of words, and that of a number if rows are rated; None if there are
    none in the first row.

    >>> columns([["i", "king", "queen", "8.5"], ["t", "man", "boy", "7"]], 2, rated=True)
    Columns(words=(1, 2), number=3)
    """
    if not rows or len(rows[0]) < count + rated:
        return None
    named = _named(headings, count, rated)
    if named is not None and _holds(rows[0], named, rated):
        return named
    wide = [row for row in rows[:LOOKED_AT] if len(row) >= len(rows[0])]
    table = [[row[j] for row in wide] for j in range(len(rows[0]))]
    numeric = [j for j, column in enumerate(table) if _share(map(_is_number, column)) >= 0.5]
    texts = [j for j in range(len(table)) if j not in numeric]
    found = tuple(_words(table, texts, count) if len(texts) >= count else range(count))
    numbers = [j for j in numeric if j not in found]
    behind = [j for j in numbers if j > max(found)]
    before = [j for j in numbers if not _counts_up(table[j])]
    which = next(iter([*behind, *before]), None) if rated else None
    chosen = Columns(found, which)
    return chosen if _holds(rows[0], chosen, rated) else None


def are_headings(row: Sequence[str]) -> bool:
    """Whether the cells of a row name columns of words, one after the other.

    >>> are_headings(["word1", "word2"]), are_headings(["a", "b"]), are_headings(["a", "a"])
    (True, True, False)
    """
    names = [heading.casefold() for heading in row]
    stems = {name.rstrip("0123456789 _.-") for name in names}
    numbered = len(stems) == 1 and stems <= _STEMS
    numbers = [name[-1:] for name in names]
    return (numbers == list("1234"[: len(row)]) and numbered) or names == list("abcd"[: len(row)])


def _named(headings: Sequence[str], count: int, rated: bool) -> Columns | None:
    words = [j for j, heading in enumerate(headings) if _WORD_HEADING.fullmatch(heading)]
    scores = [j for j, heading in enumerate(headings) if _SCORE_HEADING.fullmatch(heading)]
    if len(words) != count or (rated and not scores):
        return None
    return Columns(tuple(words), scores[0] if rated else None)


def _holds(row: Sequence[str], found: Columns, rated: bool) -> bool:
    if not all(j < len(row) and row[j] for j in found.words):
        return False
    if not rated:
        return True
    return found.number is not None and found.number < len(row) and _is_number(row[found.number])


def _words(table: Sequence[Sequence[str]], texts: list[int], count: int) -> list[int]:
    """The columns of words among those of texts: what is least like words goes first."""
    for odd in (_is_code, _is_kind, _is_sentence):
        left = [j for j in texts if not odd(table[j])]
        texts = left if len(left) >= count else texts
    return texts[:count]


def _is_code(column: Sequence[str]) -> bool:
    return max(map(len, column)) <= _CODE


def _is_kind(column: Sequence[str]) -> bool:
    return len(column) >= _FEW and len(set(column)) < _REPEATED * len(column)


def _is_sentence(column: Sequence[str]) -> bool:
    return fmean(cell.count(" ") for cell in column) >= _SENTENCE


def _counts_up(column: Sequence[str]) -> bool:
    """Whether a column numbers the rows."""
    found = [number(cell) for cell in column]
    if found[0] not in (0, 1):
        return False
    return found == list(range(int(found[0]), int(found[0]) + len(found)))


def _is_number(cell: str) -> bool:
    return number(cell) is not None


def _share(flags: Iterator[bool]) -> float:
    return fmean(flags)
