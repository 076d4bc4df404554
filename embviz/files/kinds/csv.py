"""Vectors as a table for a spreadsheet: headings, then a row a word.

    word,kind,x1,x2                       king,0.1,0.2
    "king","noun",0.1,0.2        or       queen,0.1,0.4

Numbered headings at the end, x1 to xd, are the vectors, and what stands before them are the word
and columns. Where no headings are numbered, or there are none, all but the first cell are numbers.
Semicolons and tabs part cells as well. A row is a line: no cell holds the end of one.

Words that look like formulas are made harmless (`embviz.util.cells`).
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

from embviz.errors import FileError
from embviz.files.kinds.metadata import WORD_COLUMNS
from embviz.files.refusals import bad_row, check_words, foreign
from embviz.files.rows.budget import size_of
from embviz.files.rows.file_being_read import NO_COLUMNS, Columns, Names, Opening
from embviz.files.rows.input import Input
from embviz.files.rows.layout import LOOKED_AT, first_lines
from embviz.files.rows.lines import BOM, blocks
from embviz.files.rows.numbers import NUMBER
from embviz.files.rows.table import MOST_DIMENSIONS, RowTable
from embviz.files.rows.written import single, texts
from embviz.types import Float32
from embviz.util.cells import safe, unsafe
from embviz.vectors.vectors import Vectors

SEPARATORS = (",", ";", "\t")
_NUMBERED = re.compile(r"(.*[^\d.])?(\d{1,6})", re.DOTALL)
_NEEDS = "words without line ends"


@dataclass(frozen=True)
class Layout:
    """How a table is written."""

    separator: str
    width: int  # cells of a row
    d: int  # numbers of a row, at its end
    headings: Sequence[str] = ()  # of all cells; none if the first line is a row

    @property
    def others(self) -> list[int]:
        """Which cells are neither the word nor a number of its vector."""
        return [i for i in range(self.width - self.d) if i != self.word]

    @property
    def word(self) -> int:
        """Which cell is the word."""
        known = [heading.strip().casefold() for heading in self.headings[: -self.d]]
        return next((known.index(name) for name in WORD_COLUMNS if name in known), 0)


def layout(file: Input) -> Layout | None:
    """How a file is written; None if it is no table of words and numbers."""
    lines, _ = first_lines(file)
    if not lines:
        return None
    lines[0] = lines[0].removeprefix(BOM)
    found = (_parted(lines, separator) for separator in SEPARATORS)
    return next((each for each in found if each is not None), None)


def read(opening: Opening) -> Iterator[None]:
    """Read the rows, a block at each step. Raises FileError: `foreign`, `bad_row`."""
    file, table = opening.input, opening.table
    table.tally.unit = "line"
    found = layout(file)
    if found is None:
        raise no_vectors()
    if found.d > MOST_DIMENSIONS:
        expected = f"at most {MOST_DIMENSIONS:,} numbers a row"
        raise bad_row("line 1", f"{found.d:,} numbers", expected, line=1)
    if file.head(len(BOM)) == BOM:
        file.read(len(BOM))
    names, headed, word = Names(), bool(found.headings), found.word
    columns: dict[int, list[str]] = {i: [] for i in found.others}
    for block in blocks(file, table.tally):
        lines = list(enumerate(block.data.split(b"\n")[:-1], block.line))[headed:]
        rows, headed = _rows(lines, found, table), False
        if rows:
            numbers = _numbers(list(rows.values()), list(rows), found.d)
            words = [_encoded(unsafe(row[word])) for row in rows.values()]
            table.add(words, numbers, next(iter(rows)))
            for i, column in columns.items():
                column += [_printable(unsafe(row[i])) for row in rows.values()]
                table.budget.spend(size_of(column[-len(rows) :]), table.rows)
        if table.full:
            break
        yield
    if columns:
        others = {_printable(unsafe(found.headings[i])): column for i, column in columns.items()}
        names = Names([""] * table.rows, others, table.rows)
    opening.names = names


def no_vectors() -> FileError:
    """The error for a table of something else."""
    return foreign("a table (CSV) whose rows are not a word and its numbers")


def write(file: BinaryIO, vectors: Vectors, columns: Columns = NO_COLUMNS) -> None:
    """Write a row a word; those that look like formulas get an apostrophe. Raises as `Format`."""
    matrix = single(vectors, lambda word: word != "" and _fits(word), _NEEDS)
    for heading, column in columns.items():
        check_words((heading, *column), _fits, _NEEDS)
    headings = ["word", *columns, *(f"x{i + 1}" for i in range(matrix.shape[1]))]
    file.write(BOM + f"{_quoted(headings)}\r\n".encode())
    names = zip(vectors.words, *columns.values(), strict=True)
    for cells, numbers in zip(names, texts(matrix, ","), strict=True):
        file.write(f"{_quoted(cells)},{numbers}\r\n".encode())


def _quoted(cells: Sequence[str]) -> str:
    return ",".join('"' + safe(cell).replace('"', '""') + '"' for cell in cells)


def _fits(cell: str) -> bool:
    return "\n" not in cell


def _cells(line: bytes, separator: str) -> list[str]:
    """The cells of a line; bytes that are no UTF-8 stay what they are. Raises csv.Error."""
    text = line.rstrip(b"\r").decode(errors="surrogateescape")
    return next(csv.reader([text], delimiter=separator, strict=True), [])


def _tried(line: bytes, separator: str) -> list[str]:
    """The cells of a line; none if it is not written so."""
    try:
        return _cells(line, separator)
    except csv.Error:
        return []


def _parted(lines: Sequence[bytes], separator: str) -> Layout | None:
    """How lines are written whose cells are parted so, if they are rows of words and numbers."""
    first, *rows = (_tried(line, separator) for line in lines[:LOOKED_AT])
    width = len(first)
    if _are_numbers(first[1:]):
        rows, headings, d = [first, *rows], [], width - 1
    else:
        headings, d = first, _numbered(first) or width - 1
    # One number may follow any comma. What tabs part without headings has a format of its own.
    if d < 1 + (not _numbered(headings)) or not rows or (separator == "\t" and not headings):
        return None
    fit = [row for row in rows if len(row) == width and _are_numbers(row[-d:])]
    named = headings or not all(_are_numbers(row[:1]) for row in fit)
    return Layout(separator, width, d, headings) if named and 2 * len(fit) >= len(rows) else None


def _numbered(headings: Sequence[str]) -> int:
    """How many of the last headings count up, as x1, x2, x3; the first one is that of the words."""
    found = [_NUMBERED.fullmatch(heading) for heading in headings]
    count = 0
    for last, after in zip(reversed(found[1:]), [None, *reversed(found)], strict=False):
        if last is None or (after is not None and _next(last) != (after[1], int(after[2]))):
            break
        count += 1
    return count


def _next(heading: re.Match[str]) -> tuple[str | None, int]:
    return heading[1], int(heading[2]) + 1


def _are_numbers(cells: Sequence[str]) -> bool:
    return all(NUMBER.fullmatch(_encoded(cell.strip(" "))) for cell in cells)


def _rows(
    lines: Sequence[tuple[int, bytes]], layout: Layout, table: RowTable
) -> dict[int, list[str]]:
    """The cells of those lines that are wanted, by place. Raises FileError: `bad_row`."""
    rows = dict[int, list[str]]()
    for place, line in lines:
        if len(rows) == table.room:
            break
        if line.strip():
            rows[place] = _row(line, place, layout)
        else:
            table.tally.add("blank_lines", first=place)
    return rows


def _row(line: bytes, place: int, layout: Layout) -> list[str]:
    member = f"line {place:,}"
    try:
        cells = _cells(line, layout.separator)
    except csv.Error as error:
        raise bad_row(member, "a quote that is not closed", "one that is", line=place) from error
    if len(cells) != layout.width:
        raise bad_row(member, f"{len(cells)} cells", f"{layout.width} cells", line=place)
    return cells


def _numbers(rows: Sequence[Sequence[str]], places: Sequence[int], d: int) -> Float32:
    """The numbers at the ends of rows, (n, d). Raises FileError: `bad_row`."""
    for row, place in zip(rows, places, strict=True):
        for i, cell in enumerate(row[-d:], 1):
            if not NUMBER.fullmatch(_encoded(cell.strip(" "))):
                raise bad_row(f"line {place:,}", _encoded(cell), f"number {i} of {d}", line=place)
    with np.errstate(over="ignore"):
        numbers: Float32 = np.array([row[-d:] for row in rows], np.float64).astype(np.float32)
    return numbers


def _encoded(cell: str) -> bytes:
    return cell.encode(errors="surrogateescape")


def _printable(cell: str) -> str:
    return _encoded(cell).decode(errors="replace")
