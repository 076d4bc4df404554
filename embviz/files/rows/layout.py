"""How a text of vectors is written, told by its first rows."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from embviz.files.rows.input import Input
from embviz.files.rows.lines import BOM, LONGEST_LINE
from embviz.files.rows.numbers import NUMBER

LOOKED_AT = 20  # rows by which the number of dimensions is told
_HEADER = re.compile(rb"\s*(\d{1,18})[ \t]+(\d{1,18})\s*")
_FRACTION = re.compile(rb"[.eE]")
_NO_WORD = re.compile(rb"[+-]?(?:\d*\.\d*(?:[eE][+-]?\d+)?|\d+[eE][+-]\d+)")


@dataclass(frozen=True)
class RowLayout:
    """How the rows of a text are written."""

    d: int  # numbers of a row
    separator: bytes  # what stands before each of them
    header: tuple[int, int] | None = None  # words and dimensions, if the first line claims any
    named: bool = True  # whether a row begins with a word


def layout(file: Input) -> RowLayout | None:
    """How a file is written; None if it is no text of numbers."""
    lines, more = first_lines(file)
    header = claimed(lines[0]) if lines else None
    if any(b"\0" in line for line in lines):
        return None
    if header is not None and len(lines) == 1 and not more:
        return RowLayout(header[1], b" ", header)
    for separator in (b" ", b"\t"):
        if header is not None and (d := _dimensions(lines[1:], separator, header[1])):
            if d != 1 or header[1] == 1:
                return RowLayout(d, separator, header)
        if d := _nameless(lines, separator):
            return RowLayout(d, separator, named=False)
        if d := _dimensions(lines, separator, None):
            return RowLayout(d, separator)
    return None


def table_layout(file: Input) -> RowLayout | None:
    """How a file is written of which it is known that it is a table of numbers only."""
    lines, _ = first_lines(file)
    if not lines or b"\0" in lines[0]:
        return None
    row = lines[0].removeprefix(BOM)
    separator = b"\t" if b"\t" in row else b" "
    return RowLayout(row.count(separator) + 1, separator, named=False)


def claimed(line: bytes) -> tuple[int, int] | None:
    """The two numbers of a header, if a line is one."""
    match = _HEADER.fullmatch(line.removeprefix(BOM))
    return (int(match[1]), int(match[2])) if match else None


def first_lines(file: Input) -> tuple[list[bytes], bool]:
    """Some lines that are not blank, and whether there is more in the file."""
    head = file.head(2**16)
    if head.count(b"\n") < 3:
        head = file.head(2 * LONGEST_LINE)
    *lines, rest = head.split(b"\n", LOOKED_AT + 2)
    if len(lines) < 2:
        lines.append(rest)
        rest = b""
    lines = [line.rstrip(b" \t\r") for line in lines]
    return [line for line in lines if line], len(rest) > 0


def _nameless(lines: Sequence[bytes], separator: bytes) -> int:
    """How many numbers the rows have, where they have nothing else; 0 if they have."""
    rows = [line.removeprefix(BOM).split(separator) for line in lines[:LOOKED_AT]]
    if not rows or len({len(row) for row in rows}) > 1:
        return 0
    if not all(NUMBER.fullmatch(part) for row in rows for part in row):
        return 0
    return len(rows[0]) if any(_NO_WORD.fullmatch(row[0]) for row in rows) else 0


def _dimensions(lines: Sequence[bytes], separator: bytes, wanted: int | None) -> int:
    """How many numbers most rows end in; 0 if they are no rows."""
    lines = lines[:LOOKED_AT]
    counts = [_numbers_at_end(line, separator) for line in lines]
    if not counts or not min(counts[:2]):
        return 0
    if wanted and 2 * sum(_fits(line, separator, wanted) for line in lines) >= len(lines):
        return wanted
    (d, _), *_ = sorted(Counter(counts).items(), key=lambda each: (-each[1], each[0]))
    return d


def longer(word: bytes, parts: Sequence[bytes], separator: bytes) -> bool:
    """Whether the end of what seems to be a word with blanks is a number of a longer row.

    It is not, if it is a whole number and the others are fractions: `in 2008 0.5 0.25`.
    """
    *before, last = word.split(separator)
    if not before or not NUMBER.fullmatch(last):
        return False
    return bool(_FRACTION.search(last)) or not any(map(_FRACTION.search, parts))


def _fits(line: bytes, separator: bytes, d: int) -> bool:
    word, *parts = line.rsplit(separator, d) if d < len(line) else (line,)
    if len(parts) < d or not all(map(NUMBER.fullmatch, parts)):
        return False
    return not longer(word, parts, separator)


def _numbers_at_end(line: bytes, separator: bytes) -> int:
    parts = line.removeprefix(BOM).split(separator)[1:]
    if separator == b" ":
        parts = [part for part in parts if part]  # tables have several blanks
    for count, part in enumerate(reversed(parts)):
        if not NUMBER.fullmatch(part):
            return count
    return len(parts)
