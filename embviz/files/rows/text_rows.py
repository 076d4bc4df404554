"""Rows of text: a word, then d numbers, parted by one blank (or tab) each.

Words may hold blanks, so a row is read from its right end: d numbers, and what is left is the word.
A word that holds numbers may be the rest of another row (`held_numbers`): such a line is left out.
All is done on bytes, a block at a time; blocks with a row that is not of the usual shape are read
line by line.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from embviz.errors import Quote
from embviz.files.refusals import bad_row, cut_off
from embviz.files.rows.held_numbers import NONE_HELD, SUSPECT, Held, held
from embviz.files.rows.input import Input
from embviz.files.rows.layout import BOTH, RowLayout, is_number
from embviz.files.rows.lines import Block, blocks, tidy, untidy
from embviz.files.rows.numbers import PAD, Bytes, c_numbers, decimals
from embviz.files.rows.table import MOST_DIMENSIONS, RowTable
from embviz.types import Counts, Float32

_FIRST_ROWS = 3  # the first block begins before this line
_LINE_END = ord("\n")


def read_rows(
    file: Input, table: RowTable, layout: RowLayout, names: Sequence[str] = ()
) -> Iterator[None]:
    """Read the rows of a text from its beginning into a table, a block at each step.

    Rows without words get those of `names`, as far as these are known; else they are numbered.
    Raises FileError: `bad_row`, `cut_off`.
    """
    table.tally.unit = "line"
    if not 0 < layout.d <= MOST_DIMENSIONS:
        expected = f"1 to {MOST_DIMENSIONS:,} numbers a row"
        raise bad_row("line 1", Quote(f"{layout.d:,}"), expected, line=1)
    headed = layout.header is not None or layout.heading
    for block in blocks(file, table.tally):
        if headed:
            block, headed = _below_first(block, table), False
        if table.full:
            break
        _read_block(block, table, layout, names)
        if block.line < _FIRST_ROWS and file.left:
            # As many as there are if the others are as long; more than bytes allow can never be.
            table.expect(int(1.03 * table.rows * (file.at + file.left) / file.at))
        yield
    if layout.header is not None and table.rows:
        table.tally.differs("header_dimension", layout.header[1], layout.d)
        if not table.full:
            table.tally.differs("header_rows", layout.header[0], table.rows)


def _below_first(block: Block, table: RowTable) -> Block:
    """What stands below the first line that is not blank."""
    data = block.data.lstrip(b" \t\r\n")
    blank = block.data[: len(block.data) - len(data)].count(b"\n")
    table.tally.add("blank_lines", blank, first=block.line)
    _, _, rest = data.partition(b"\n")
    return Block(rest, block.line + blank + 1, block.broken)


def _read_block(block: Block, table: RowTable, layout: RowLayout, names: Sequence[str]) -> None:
    data = c_numbers(block.data)
    if not data:
        return
    try:
        if untidy(data):
            data = tidy(data, table.tally)
            if untidy(data):  # blank lines
                raise _Irregular
        words, numbers = _at_once(data, layout, table.room)
        table.add(words if layout.named else _named(names, table, len(words)), numbers, block.line)
    except _Irregular:
        _line_by_line(data, block, table, layout, names)


class _Irregular(Exception):
    """A block must be read line by line."""


def _named(names: Sequence[str], table: RowTable, n: int) -> list[str]:
    """The next n names, as far as they are known; else the numbers of the rows."""
    rows = range(table.rows, table.rows + n)
    return [names[i] if i < len(names) else str(i + 1) for i in rows]


def _at_once(data: bytes, layout: RowLayout, most: int | None) -> tuple[list[bytes], Float32]:
    """Words and numbers (n, d) of a block. Raises _Irregular."""
    if layout.decimal == b"," and b"." in data:
        raise _Irregular
    numbers = data if layout.decimal == b"." else data.replace(b",", b".")
    a = np.frombuffer(b" " * PAD + numbers + b" ", dtype=np.uint8)
    ends = np.flatnonzero(a == _LINE_END)[:most]
    if not len(ends):
        return [], np.empty((0, layout.d), dtype=np.float32)
    separators = PAD + np.flatnonzero(_separate(a[PAD : int(ends[-1])], layout))
    starts = np.concatenate([[PAD], ends[:-1] + 1])
    before, longer = _before(separators, starts, ends, layout)
    after = np.concatenate([before[:, 1:], ends[:, None]], axis=1)
    values, bad = decimals(a, before.ravel() + 1, after.ravel())
    if len(bad):
        raise _Irregular
    if not layout.named:
        return [b""] * len(ends), values.reshape(before.shape)
    places = zip((starts - PAD).tolist(), (before[:, 0] - PAD).tolist(), strict=True)
    words = [data[i:j] for i, j in places]
    if any(_unusual(words[i], layout) for i in longer.tolist()):
        raise _Irregular
    if layout.numbered:
        words = [_behind_number(word) for word in words]
    return words, values.reshape(before.shape)


def _separate(a: Bytes, layout: RowLayout) -> NDArray[np.bool_]:
    """Which bytes part numbers."""
    parts: NDArray[np.bool_] = a == layout.separator[0]
    for other in layout.separator[1:]:
        parts |= a == other
    return parts


def _before(
    separators: Counts, starts: Counts, ends: Counts, layout: RowLayout
) -> tuple[Counts, Counts]:
    """What stands before each number, (n, d), and which rows have more than numbers and a word."""
    n, d = len(ends), layout.d
    if not layout.named:
        if len(separators) != n * (d - 1):
            raise _Irregular
        return np.column_stack([starts - 1, separators.reshape(n, d - 1)]), np.empty(0, np.int64)
    until = np.searchsorted(separators, ends)
    count = np.diff(until, prepend=0)
    if (count == d).all():
        return separators.reshape(n, d), np.empty(0, dtype=np.int64)
    if (count < d).any():
        raise _Irregular
    return separators[(until - d)[:, None] + np.arange(d)], np.flatnonzero(count > d)


def _unusual(word: bytes, layout: RowLayout) -> bool:
    """Whether a word that holds blanks may be more than a word."""
    return word[-1:] in (b" ", b"\t") or bool(SUSPECT.search(word))


def _behind_number(word: bytes) -> bytes:
    """The word behind the number of its row."""
    _, *rest = word.split(None, 1)
    return rest[0] if rest else b""


def _line_by_line(
    data: bytes, block: Block, table: RowTable, layout: RowLayout, names: Sequence[str]
) -> None:
    lines = data.split(b"\n")[:-1]
    for i, line in enumerate(lines):
        if table.full:
            return
        if not line:
            table.tally.add("blank_lines", first=block.line + i)
            continue
        broken = block.broken and i == len(lines) - 1
        word, row, found = _one(line, block.line + i, layout, broken)
        if found.glued:
            table.leave_out("glued", word, block.line + i)
            continue
        if found.told:
            table.note("number_in_word", word, block.line + i)
        table.add([word] if layout.named else _named(names, table, 1), row[None], block.line + i)


def _one(line: bytes, place: int, layout: RowLayout, broken: bool) -> tuple[bytes, Float32, Held]:
    """The word and the numbers (d,) of one row, and what numbers stand in its word."""
    word, parts = _parted(line, layout)
    refuse, member, d = cut_off if broken else bad_row, f"line {place:,}", layout.d
    if len(parts) != d:
        raise refuse(member, _counted(len(parts)), _right(layout), line=place)
    for i, part in enumerate(parts):
        if not is_number(part, layout.decimal):
            raise refuse(member, part, f"number {i + 1} of {d}", line=place)
    word = _behind_number(word) if layout.numbered else word
    found = held(word, parts, layout) if SUSPECT.search(word) else NONE_HELD
    declared = layout.header is not None and layout.header[1] == d
    if not found.glued and found.at_end > declared:
        raise bad_row(member, _counted(d + found.at_end), _right(layout), line=place)
    if layout.decimal == b",":
        parts = [part.replace(b",", b".") for part in parts]
    with np.errstate(over="ignore"):
        return word, np.array([float(part) for part in parts]).astype(np.float32), found


def _counted(n: int) -> str:
    return f"{n} number{'' if n == 1 else 's'}"


def _right(layout: RowLayout) -> str:
    """How many numbers a row should have, and what tells so."""
    d, claimed = layout.d, layout.header and layout.header[1]
    if claimed == d:
        return f"{d} (as the header says)"
    return f"{d} (as in other rows{'' if claimed is None else f'; the header says {claimed}'})"


def _parted(line: bytes, layout: RowLayout) -> tuple[bytes, list[bytes]]:
    """The word of a row, and what stands in the places of its numbers."""
    separator = layout.separator
    if not layout.named:
        return b"", line.split(separator if separator == b"\t" else None)
    plain = line
    if separator == BOTH:
        plain, separator = line.replace(b"\t", b" "), b" "
    word, *parts = plain.rsplit(separator, layout.d)
    if not all(parts):  # several blanks between numbers, as in tables
        word, *parts = plain.rsplit(None, layout.d)
        if line[:1].isspace() and len(parts) < layout.d:
            word, parts = b"", [word, *parts]
    if len(parts) < layout.d:
        parts = plain.split(separator)[1:]
    return line[: len(word)].strip(b" \t"), parts
