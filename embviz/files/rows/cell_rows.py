"""Rows of a table read into words, numbers and columns, a block at a time.

Where the cells of a block part at once, its numbers are read together (`rows.numbers`); blocks with
anything odd are read row by row. A cell in quotes may hold the ends of lines.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from embviz.errors import FileError
from embviz.files.refusals import bad_row, cut_off
from embviz.files.rows.budget import size_of
from embviz.files.rows.cell_layout import (
    BRACKET,
    CellLayout,
    cells_of,
    is_grouped,
    is_open,
    parted,
    unlisted,
)
from embviz.files.rows.file_being_read import Names, Opening
from embviz.files.rows.lines import BOM, LONGEST_LINE, Block, blocks
from embviz.files.rows.numbers import NUMBER, PAD, Bytes, decimals
from embviz.files.rows.row_names import name_rows
from embviz.files.rows.table import RowTable
from embviz.files.rows.word_encodings import escaped
from embviz.types import Counts, Float32
from embviz.util.cells import unsafe

_LINE_END, _RETURN, _QUOTE, _BLANK = (ord(sign) for sign in '\n\r" ')
_MOST_BLANKS = 2  # about a number, in a table that is read at once


@dataclass
class CellRows:
    """A table that is being read; `read` fills what the opening has for it."""

    opening: Opening
    layout: CellLayout
    columns: dict[int, list[str]] = field(default_factory=dict)
    _pending: bytes = b""  # a row whose quote is not closed yet
    _place: int = 0  # where it began
    _trimmed: bool = False  # whether blanks or quotes stand about numbers

    @property
    def table(self) -> RowTable:
        """What takes the rows."""
        return self.opening.table

    def read(self) -> Iterator[None]:
        """Read the rows, a block at each step. Raises FileError: `bad_row`."""
        file, layout, table = self.opening.input, self.layout, self.table
        if file.head(len(BOM)) == BOM:
            file.read(len(BOM))
        self.columns = {i: [] for i in layout.columns}
        if self.opening.names.lines is not None and layout.roles.word in (
            None,
            layout.roles.numbered,
        ):
            lines = file.count_lines()
            name_rows(self.opening, None if lines is None else lines - bool(layout.headings))
        headed, first = bool(layout.headings), True
        for block in blocks(file, table.tally):
            if headed:
                block = self._below_heading(block)
                headed = not block.data and bool(self._pending)
            self._block(block)
            if first and table.rows and file.left and not layout.listed:
                table.expect(int(1.03 * table.rows * (file.at + file.left) / file.at))
                first = False
            if table.full:
                break
            yield
        if self._pending and not table.full:
            self._rows([(self._place, self._pending)])
        self._settle()

    def _below_heading(self, block: Block) -> Block:
        """What stands below the headings, which may go over several lines."""
        data, line, record = block.data, block.line, self._pending
        while data:
            head, _, data = data.partition(b"\n")
            line += 1
            record += head if not record else b"\n" + head
            opened = record.count(b'"') % 2 and not self.layout.plain
            if record.strip() and not (opened and len(record) < LONGEST_LINE):
                record = b""
                break
            record = record if record.strip() else b""
        self._pending = record
        return Block(data, line, block.broken)

    def _block(self, block: Block) -> None:
        found = None if self._pending or self.layout.listed else self._at_once(block.data)
        if found is None:
            self._rows(list(enumerate(block.data.split(b"\n")[:-1], block.line)))
        elif len(found[1]):
            cells, numbers = found
            self._take(cells, numbers, block.line)

    def _take(self, cells: dict[int, list[bytes]], numbers: Float32, place: int) -> None:
        """Take rows: their cells (n,) by column, numbers (n, d), and where the first one stands."""
        table, roles = self.table, self.layout.roles
        room = len(numbers) if table.room is None else min(table.room, len(numbers))
        rows = range(table.rows, table.rows + len(numbers))
        words: list[bytes] | list[str]
        if roles.word is not None and not self._are_named:
            words = cells[roles.word]
        else:
            known = self.opening.names.words
            words = [known[i] if i < len(known) else str(i + 1) for i in rows]
        table.add(words, numbers, place)
        for i, column in self.columns.items():
            more = [escaped(cell) for cell in cells[i][:room]]
            column += more
            table.budget.spend(size_of(more), table.rows)

    @property
    def _are_named(self) -> bool:
        """Whether words of another file name the rows, which this one only numbers."""
        roles = self.layout.roles
        return self.opening.names.known and roles.word in (None, roles.numbered)

    def _settle(self) -> None:
        table, layout = self.table, self.layout
        if layout.roles.word is None or self._are_named:
            if layout.roles.labels is None or self.opening.names.known:
                self.opening.settle_names()
        columns = dict(self.opening.names.columns) if self._are_named else {}
        columns |= {layout.columns[i]: column for i, column in self.columns.items()}
        nobody = [""] * table.rows
        self.opening.names = (
            Names(nobody, columns, table.rows, escaped=True) if columns else Names()
        )

    # ---- at once

    def _at_once(self, data: bytes) -> tuple[dict[int, list[bytes]], Float32] | None:
        """The cells by column, and numbers (n, d), of a block; None if it is not that regular."""
        layout = self.layout
        a = _padded(data)
        ends = np.flatnonzero(a == _LINE_END)[: self.table.room]
        if not len(ends):
            return {}, np.empty((0, layout.d), np.float32)
        starts = np.concatenate([[PAD], ends[:-1] + 1])
        until = int(ends[-1])
        separators = PAD + np.flatnonzero(a[PAD:until] == ord(layout.separator))
        ends = ends - (a[ends - 1] == _RETURN)
        quoted = b'"' in data[: until - PAD]
        before = self._before(separators, starts, ends, quoted)
        if before is None:
            return None
        after = np.concatenate([before[:, 1:], self._behind(separators, ends)], axis=1)
        if layout.decimal == ",":
            a = _padded(data.replace(b",", b"."))
        numbers = self._decimals(a, before.ravel() + 1, after.ravel())
        if numbers is None:
            return None
        cells = self._cells(data, starts - PAD, before[:, 0] - PAD, after[:, -1] - PAD, ends - PAD)
        return None if cells is None else (cells, numbers.reshape(before.shape))

    def _before(
        self, separators: Counts, starts: Counts, ends: Counts, quoted: bool
    ) -> Counts | None:
        """What stands before each number, (n, d); None if rows have other cells than usual."""
        layout = self.layout
        n, between = len(ends), layout.width - 1
        until = np.searchsorted(separators, ends)
        count = np.diff(until, prepend=0)
        if (count == between).all():
            marks = np.column_stack([starts - 1, separators.reshape(n, between)])
            return marks[:, layout.first : layout.after]
        if layout.after < layout.width or not layout.first or (count < layout.d).any():
            return None
        if not quoted and layout.separator != " ":
            return None
        found: Counts = separators[(until - layout.d)[:, None] + np.arange(layout.d)]
        return found

    def _behind(self, separators: Counts, ends: Counts) -> Counts:
        """What stands behind the last number of each row, (n, 1)."""
        layout = self.layout
        if layout.after == layout.width:
            return ends[:, None]
        return separators.reshape(len(ends), layout.width - 1)[:, layout.after - 1 : layout.after]

    def _decimals(self, a: Bytes, first: Counts, end: Counts) -> Float32 | None:
        """The numbers between places, without blanks and quotes; None if any is none."""
        if self._trimmed:
            first, end = _trimmed(a, first, end)
        numbers, bad = decimals(a, first, end)
        if len(bad) and not self._trimmed:
            self._trimmed = True
            return self._decimals(a, first, end)
        return None if len(bad) else numbers

    def _cells(
        self, data: bytes, starts: Counts, left: Counts, right: Counts, ends: Counts
    ) -> dict[int, list[bytes]] | None:
        """The cells beside the numbers, by column; they stand left of places, and right of some."""
        layout = self.layout
        n, later = layout.first, layout.width - layout.after
        found: dict[int, list[bytes]] = {i: [] for i in layout.places}
        lefts, rests = _slices(data, starts, left), _slices(data, right + 1, ends)
        if (n, later) == (1, 0) and (words := self._words(lefts)) is not None:
            return {0: words}
        for before, behind in zip(lefts, rests, strict=True):
            row = self._parted(before, n) if n else []
            rest = self._parted(behind, later) if later else []
            if row is None or rest is None:
                return None
            for i, cell in zip(found, (*row, *rest), strict=True):
                found[i].append(cell)
        return found

    def _words(self, cells: Sequence[bytes]) -> list[bytes] | None:
        """Cells that stand alone before numbers, if all are in quotes, or none is."""
        text = b"\0".join(cells)
        if b"'" in text:
            return None
        quotes, separator = text.count(b'"') * (not self.layout.plain), self.layout.separator
        if not quotes:
            return list(cells) if separator == " " or separator.encode() not in text else None
        whole = quotes == 2 * len(cells) == 2 + 2 * text.count(b'"\0"')
        return [cell[1:-1] for cell in cells] if whole and text[:1] == text[-1:] == b'"' else None

    def _parted(self, text: bytes, n: int) -> list[bytes] | None:
        """The n cells that a text has; None if it has not as many."""
        separator = self.layout.separator
        if b'"' not in text and n == 1:
            single = separator == " " or separator.encode() not in text
            return [_harmless(text)] if single else None
        record = text.decode(errors="surrogateescape")
        plain = self.layout.plain
        if is_open(record) and not plain:
            cells = parted(record, separator, n)
        else:
            cells = cells_of(record, separator, plain=plain)
        if cells is None or len(cells) != n:
            return None
        return [_encoded(unsafe(cell)) for cell in cells]

    # ---- row by row

    def _rows(self, lines: Sequence[tuple[int, bytes]]) -> None:
        layout, table = self.layout, self.table
        rows = dict[int, list[str]]()
        for place, line in lines:
            if len(rows) == table.room:
                break
            if not (line.strip() or self._pending):
                table.tally.add("blank_lines", first=place)
                continue
            row = self._row(line, place, last=len(lines) == 1 and line is self._pending)
            if row is not None:
                rows[self._place] = row
        if not rows:
            return
        numbers = (self._lists if layout.listed else self._numbers)(rows)
        cells = {i: [_encoded(unsafe(row[i])) for row in rows.values()] for i in layout.places}
        self._take(cells, numbers, next(iter(rows)))

    def _row(self, line: bytes, place: int, last: bool) -> list[str] | None:
        """The cells of a row; None if it goes on. Raises FileError: `bad_row`."""
        layout = self.layout
        if last:
            line, self._pending = self._pending, b""
        whole = b"\n".join([self._pending, line]) if self._pending else line
        self._place = self._place if self._pending else place
        text = whole.rstrip(b"\r").decode(errors="surrogateescape")
        opened = not layout.plain and is_open(text, layout.separator)
        plain = parted(text, layout.separator, layout.width) if opened else None
        if not self._pending and plain is not None and self._is_row(plain):
            return plain
        if opened and not last and len(whole) < LONGEST_LINE:
            self._pending = whole
            return None
        self._pending = b""
        cells = cells_of(text, layout.separator, plain=layout.plain)
        member, at = f"line {self._place:,}", self._place
        if layout.separator == BRACKET and opened:
            raise cut_off(member, "a list that is not closed", "one that is", line=at)
        if cells is None:
            raise bad_row(member, "a quote that is not closed", "one that is", line=at)
        if layout.separator == " " and len(cells) > layout.width and layout.places == [0]:
            cells = [" ".join(cells[: -layout.d]), *cells[-layout.d :]]
        if len(cells) != layout.width:
            found = f"{len(cells)} cell{'s' * (len(cells) > 1)}"
            raise bad_row(member, found, f"{layout.width} cells", line=at)
        return cells

    def _is_row(self, cells: Sequence[str]) -> bool:
        """Whether cells that were parted without regard to quotes are those of a row."""
        layout = self.layout
        run = cells[layout.first : layout.after]
        return len(cells) == layout.width and all(map(NUMBER.fullmatch, map(self._plain, run)))

    def _numbers(self, rows: dict[int, list[str]]) -> Float32:
        """The numbers of rows by place, (n, d). Raises FileError: `bad_row`."""
        layout = self.layout
        texts = list[list[bytes]]()
        for place, row in rows.items():
            texts.append([self._plain(cell) for cell in row[layout.first : layout.after]])
            for i, text in enumerate(texts[-1], 1):
                if not NUMBER.fullmatch(text):
                    cell = _encoded(row[layout.first + i - 1])
                    expected = f"number {i} of {layout.d}"
                    if is_grouped(cell.decode(errors="replace")):
                        expected += ", without separators of thousands"
                    raise bad_row(f"line {place:,}", cell, expected, line=place)
        return _single(texts)

    def _plain(self, cell: str) -> bytes:
        cell = cell.strip()
        return _encoded(cell.replace(",", ".") if self.layout.decimal == "," else cell)

    def _lists(self, rows: dict[int, list[str]]) -> Float32:
        """The numbers of rows that have them in one cell, (n, d). Raises FileError: `bad_row`."""
        first, d = self.layout.first, self.layout.d
        texts = [unlisted(row[first]) for row in rows.values()]
        a = _padded("\n".join(texts).encode(errors="surrogateescape") + b"\n")
        inside = a > _BLANK
        begins = np.flatnonzero(inside[1:] & ~inside[:-1]) + 1
        ends = np.flatnonzero(inside[:-1] & ~inside[1:]) + 1
        numbers, bad = decimals(a, begins, ends)
        found = np.diff(np.searchsorted(begins, np.flatnonzero(a == _LINE_END)), prepend=0)
        odd = np.flatnonzero(found != d)
        if len(odd) or len(bad):
            raise self._bad_list(list(rows), texts, odd, found)
        return numbers.reshape(len(rows), d)

    def _bad_list(
        self, places: Sequence[int], texts: Sequence[str], odd: Counts, found: Counts
    ) -> FileError:
        d = self.layout.d
        for i, (place, text) in enumerate(zip(places, texts, strict=True)):
            member = f"line {place:,}"
            for part in map(_encoded, text.split()):
                if not NUMBER.fullmatch(part):
                    return bad_row(member, part, "a list of numbers", line=place)
            if i in odd:
                return bad_row(member, f"a list of {found[i]}", f"one of {d}", line=place)
        return bad_row(f"line {places[0]:,}", "something else", "a list of numbers", line=places[0])


def _slices(data: bytes, starts: Counts, ends: Counts) -> list[bytes]:
    return [data[i:j] for i, j in zip(starts.tolist(), ends.tolist(), strict=True)]


def _padded(data: bytes) -> Bytes:
    return np.frombuffer(b" " * PAD + data + b" ", dtype=np.uint8)


def _trimmed(a: Bytes, first: Counts, end: Counts) -> tuple[Counts, Counts]:
    """Places without blanks at the ends, and without quotes there."""
    for _ in range(_MOST_BLANKS):
        first = first + (a[first] == _BLANK)
        end = end - ((a[end - 1] <= _BLANK) & (first < end))
    both = (a[first] == _QUOTE) & (a[end - 1] == _QUOTE) & (end - first > 2)
    return first + both, end - both


def _single(texts: Sequence[Sequence[str]] | Sequence[Sequence[bytes]]) -> Float32:
    with np.errstate(over="ignore"):
        numbers: Float32 = np.array(texts, np.float64).astype(np.float32)
    return numbers


def _harmless(cell: bytes) -> bytes:
    return _encoded(unsafe(cell.decode(errors="surrogateescape"))) if cell[:1] == b"'" else cell


def _encoded(cell: str) -> bytes:
    return cell.encode(errors="surrogateescape")
