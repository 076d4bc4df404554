"""How a table of words and numbers is written, weighed on its first thousand rows.

Each of these is evidence that can be wrong, so what somebody says (`How`) goes before it:

- what parts cells: that which gives most rows as many cells, numbers among them;
- decimal commas: more numbers are such if their commas are points;
- a heading: a first line that holds no numbers where the others do, that counts them (0 1 2 …), or
  that is one cell shorter than the others, as R writes it;
- the numbers of the vectors: columns whose headings count up (x1, x2, x3), or else the longest run
  of columns of numbers; or one column that holds lists of numbers, as pandas writes it;
- the words: see `embviz.files.rows.columns`.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from embviz.files.rows.columns import (
    NO_ROLES,
    Roles,
    another,
    heading_rank,
    is_column,
    is_number,
    numbers_rows,
    roles,
)
from embviz.files.rows.how import NOTHING_SAID, How
from embviz.files.rows.input import Input
from embviz.files.rows.layout import are_words, claimed, counts_columns
from embviz.files.rows.lines import BOM, LONGEST_LINE, with_line_feeds
from embviz.files.rows.numbers import NUMBER
from embviz.util.cells import unsafe

BRACKET = "["  # what stands before numbers in brackets, which are one cell
SEPARATORS = (",", ";", "\t", "|", " ")
FEWEST = 4  # numbers of a row that make it a vector, where nothing else says so
_LOOKED_AT, _FIRST = 1000, 20  # rows; and those that a separator must fit before others are parted
_MOST_BYTES, _MOST_CELLS, _WIDEST = 2**20, 2**18, 2**16  # that are looked at; cells of a row
_MOST_COLUMNS = 1000  # beside the numbers
_NUMBERED = re.compile(r"(.*[^\d.])?(\d{1,6})", re.DOTALL)
_ALL_NUMBERS = re.compile(f"(?: *+(?:{NUMBER.pattern.decode()}) *+\n)*+", re.IGNORECASE | re.ASCII)
_BEHIND_SEMICOLON = re.compile(r";[+-]?\d+(?:,\d+)?(?:[eE][+-]?\d+)?$|;[+-]?\d+,\d+;")
_BRACKETED = re.compile(r"[^\t]*[^\s,:=][ ,:=]+\[[^\[\]\"]*\]?\s*,?\s*")
_REST_OF_LIST = re.compile(r"[\s\d.,eE+\-naif]*\]?\s*,?\s*")
_GROUPED = re.compile(r"\s*[+-]?\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3})+(?:[.,]\d+)?\s*")
_IN_QUOTES = re.compile(r'"(?:[^"\\]|""|\\.)*"(?: .*)?')
_COMMA = re.compile(r"\s*[+-]?\d*,\d+(?:[eE][+-]?\d+)?\s*")
_DIGIT = re.compile(r"\d")
_FRACTION = re.compile(r"[.,eE]")
_LIST = re.compile(r"\s*(?:tensor|array)?\s*\(?\s*\[.*\]\s*(?:,.*)?\)?\s*|\s*\(.*\)\s*", re.DOTALL)
_BLANKS = str.maketrans(",[]\n\r\t", " " * 6)
_COUNTS = ("count", "counts", "freq", "frequency", "rank", "cluster", "n", "year")
_LARGE = 100  # whole numbers up to it may be those of a vector


@dataclass(frozen=True)
class CellLayout:
    """How a table is written.

    Attributes:
        separator: What parts cells.
        width: Cells of a row.
        first: Which cell is the first number, or holds all of them.
        d: Numbers of a row.
        headings: Of all cells; none if the first line is a row.
        decimal: What parts the whole digits of a number from the others.
        listed: Whether one cell holds all numbers.
        roles: What other cells are for.
        empty: In which cells nothing stands.
        plain: Whether quotes are signs like others.
    """

    separator: str
    width: int
    first: int
    d: int
    headings: tuple[str, ...] = ()
    decimal: Literal[".", ","] = "."
    listed: bool = False
    roles: Roles = NO_ROLES
    empty: frozenset[int] = frozenset()
    plain: bool = False

    @property
    def after(self) -> int:
        """The cell behind the numbers."""
        return self.first + (1 if self.listed else self.d)

    @property
    def places(self) -> list[int]:
        """Which cells hold no numbers of vectors."""
        return [*range(self.first), *range(self.after, self.width)]

    @property
    def columns(self) -> dict[int, str]:
        """Which cells are columns beside the words, and what these are called."""
        found, taken = dict[int, str](), set[str]()
        for i in self.places:
            heading = unsafe(self.headings[i]) if self.headings else ""
            if i == self.roles.word or not (heading or i != self.roles.numbered):
                continue
            if heading or (not self.headings and i not in self.empty) or i == self.roles.labels:
                found[i] = another(heading or f"column {i + 1}", taken)
                taken.add(found[i])
        return found


def layout(file: Input, how: How = NOTHING_SAID) -> CellLayout | None:
    """How a file is written; None if it is no table of words and numbers. Raises FileError."""
    lines = sample(file)
    if how.separator is None and _are_bracketed(lines[:_FIRST]):
        if (found := _parted(lines, BRACKET, how)) is not None:
            return found
    if lines and how.kind != "csv" and claimed(lines[0].encode(errors="replace")):
        return None  # the header of word2vec
    if not lines or any("\0" in line for line in lines[:_FIRST]):
        return None
    for separator in SEPARATORS if how.separator is None else (how.separator,):
        if separator == "," and how.separator is None and _are_decimal(lines):
            continue
        if separator in lines[-1] or separator in lines[0]:
            if (found := _parted(lines, separator, how)) is not None:
                return found
    return None


def _are_bracketed(lines: Sequence[str]) -> bool:
    """Whether rows are a word and numbers in brackets, perhaps over several lines."""
    begun = [line for line in lines if BRACKET in line]
    rest = [line for line in lines[1:] if BRACKET not in line]
    return (
        bool(begun)
        and all(map(_BRACKETED.fullmatch, begun[len(begun) > 1 :]))
        and all(map(_REST_OF_LIST.fullmatch, rest))
    )


def _are_decimal(lines: Sequence[str]) -> bool:
    """Whether commas are those of numbers that stand behind semicolons."""
    few = lines[1:_FIRST] or lines
    return 2 * sum(map(bool, map(_BEHIND_SEMICOLON.search, few))) >= len(few)


def sample(file: Input) -> list[str]:
    """The first lines that are not blank; bytes that are no UTF-8 stay what they are."""
    size = 2**16
    while len(head := file.head(size)) == size and size < _MOST_BYTES:
        ends = head.count(b"\n")
        if ends >= _LOOKED_AT or (not ends and size > LONGEST_LINE):
            break
        size *= 4
    *lines, rest = with_line_feeds(head.removeprefix(BOM)).split(b"\n", _LOOKED_AT)
    if len(head) < size and len(lines) < _LOOKED_AT:
        lines.append(rest)
    texts = [line.rstrip(b"\r").decode(errors="surrogateescape") for line in lines]
    return [text for text in texts if text.strip()]


def cells_of(record: str, separator: str, *, plain: bool = False) -> list[str] | None:
    """The cells of a row; None if its quotes do not fit."""
    if separator == BRACKET:
        word, bracket, numbers = record.rpartition(BRACKET)
        if not bracket:
            return [record, ""]
        return [word.rstrip(" ,:=").strip("\"'"), bracket + numbers]
    if plain or '"' not in record:
        return record.split(separator)
    try:
        return next(csv.reader(record.splitlines(True), delimiter=separator, strict=True), [])
    except csv.Error:
        return None


def is_open(record: str, separator: str = "") -> bool:
    """Whether a quote, or list, of a row is not closed: it may go on in the next line."""
    if separator == BRACKET:
        return record.rfind("[") > record.rfind("]")
    return record.count('"') % 2 > 0


def parted(record: str, separator: str, width: int) -> list[str] | None:
    """The cells of a row with a quote too many, where that is no quote but a sign; else None."""
    cells = record.split(separator)
    if len(cells) != width or separator == BRACKET:
        return None
    odd = [cell.strip() for cell in cells if is_open(cell)]
    plain = separator == "\t" or all(cell[0] != '"' or not cell.strip('"') for cell in odd)
    return cells if plain else None


def are_listed(cell: str) -> bool:
    """Whether a cell may hold a list of numbers."""
    return _LIST.fullmatch(cell) is not None


def unlisted(cell: str) -> str:
    """The numbers of a list in a cell, between blanks: NumPy, pandas, PyTorch and JSON print it."""
    inner = cell[cell.find("[") + 1 : cell.rfind("]")] if "[" in cell else cell.strip(" ()")
    return inner.translate(_BLANKS)


def _quotes_are_signs(lines: Sequence[str], separator: str) -> bool:
    """Whether quotes are letters of words: between tabs, they stand alone in rows that are whole.

    Words of GloVe are such, and what writes them between tabs seldom has them in quotes.
    """
    odd = [line for line in lines if is_open(line)] if separator == "\t" else []
    if not odd:
        return False
    (usual, _), *_ = Counter(line.count(separator) for line in lines).most_common(1)
    return all(line.count(separator) == usual for line in odd)


def _rows(lines: Sequence[str], separator: str) -> list[list[str]]:
    if _quotes_are_signs(lines, separator):
        return [line.split(separator) for line in lines]
    found, pending = list[list[str]](), ""
    for line in lines:
        whole = f"{pending}\n{line}" if pending else line
        if is_open(whole, separator) and len(whole) < LONGEST_LINE:
            plain = None if pending or not found else parted(line, separator, len(found[-1]))
            if plain is None:
                pending = whole
                continue
            found.append(plain)
            continue
        pending = ""
        cells = cells_of(whole, separator)
        found.append(whole.split(separator) if cells is None else cells)
    return found


def _parted(lines: Sequence[str], separator: str, how: How) -> CellLayout | None:
    """How lines are written whose cells are parted so, if they are rows of words and numbers."""
    few = _rows(lines[:_FIRST], separator)
    if not few or _common(few) is None:
        return None
    first, *rows = few if len(lines) <= _FIRST else _rows(lines, separator)
    width = _common([first, *rows])
    if width is None:
        return None
    rows = [row for row in rows if len(row) == width][: max(_FIRST, _MOST_CELLS // width)]
    decimal = how.decimal or _decimal(rows or [first])
    reads = _is_comma_number if decimal == "," else is_number
    listed = _listed(rows or [first])
    columns = list(zip(*(rows or [first]), strict=True))
    numeric = [_mostly(lambda cell: reads(cell) or is_grouped(cell), c) for c in columns]
    headings = _headings(first, rows, numeric, listed, reads, how)
    if not headings and len(first) == width and rows:
        columns = list(zip(first, *rows, strict=True))
        rows = [first, *rows]
    if headings and not rows:
        return None
    found = (listed, _length(columns[listed])) if listed is not None else None
    found = found or _run(columns, headings, numeric, _quoted_words(lines))
    if found is None:
        return None
    made = CellLayout(separator, width, *found, headings, decimal, listed is not None)
    made = replace(made, plain=_quotes_are_signs(lines, separator))
    empty = frozenset(i for i in made.places if not any(map(str.strip, columns[i])))
    cells = {i: columns[i] for i in made.places if i not in empty}
    made = replace(made, empty=empty, roles=roles(headings, cells, how.column))
    return made if _is_one(made, columns, lines, how) else None


def _common(rows: Sequence[Sequence[str]]) -> int | None:
    """How many cells most rows have; None if these are too few, or too many."""
    (width, count), *_ = Counter(map(len, rows[1:] or rows)).most_common(1)
    fits = 2 * count >= len(rows[1:] or rows)
    return width if fits and 2 <= width <= _WIDEST else None


def _decimal(rows: Sequence[Sequence[str]]) -> Literal[".", ","]:
    commas = sum(_COMMA.fullmatch(cell) is not None for row in rows for cell in row if "," in cell)
    points = sum(is_number(cell) for row in rows for cell in row if "." in cell) if commas else 0
    return "," if commas > points else "."


def _is_comma_number(cell: str) -> bool:
    return "." not in cell and is_number(cell.replace(",", "."))


def is_grouped(cell: str) -> bool:
    """Whether a number is written with signs between its thousands; such are refused."""
    return _GROUPED.fullmatch(cell) is not None


def _mostly(holds: Callable[[str], bool], column: Sequence[str]) -> bool:
    """Whether half of the cells are such, and nearly all where there are many."""
    if _ALL_NUMBERS.fullmatch("\n".join(column) + "\n"):  # 20 times as fast as one by one
        return True
    share = 0.9 if len(column) >= _FIRST else 0.5
    return sum(map(holds, column)) >= share * len(column)


def _listed(rows: Sequence[Sequence[str]]) -> int | None:
    """Which cell holds lists of numbers."""
    for i in range(len(rows[0]) if len(rows[0]) < _LOOKED_AT else 0):
        if all(are_listed(row[i]) for row in rows[:_FIRST]):
            numbers = [unlisted(row[i]).split() for row in rows[:_FIRST]]
            if any(len(each) > 1 and all(map(is_number, each)) for each in numbers):
                return i
    return None


def _length(cells: Sequence[str]) -> int:
    (d, _), *_ = Counter(len(unlisted(cell).split()) for cell in cells).most_common(1)
    return d


def _headings(
    first: Sequence[str],
    rows: Sequence[Sequence[str]],
    numeric: Sequence[bool],
    listed: int | None,
    reads: Callable[[str], bool],
    how: How,
) -> tuple[str, ...]:
    """What the columns are called; nothing if the first line is a row."""
    width = len(numeric)
    if how.heading is False or not rows or len(first) not in (width, width - 1):
        return ()
    cells = tuple(first) if len(first) == width else ("", *first)
    if listed is not None:
        return cells if how.heading or not are_listed(cells[listed]) else ()
    column = [row[0] for row in rows]
    indexed = numeric[0] and numbers_rows(0, cells[:1], column)
    numbers = [cells[i] for i in range(indexed, width) if numeric[i]]
    first_numbers = all(reads(cell) for cell in column)
    numbers = numbers[numeric[0] and not indexed and not first_numbers :]
    names = [cell for cell in numbers if not reads(cell)]
    if how.heading or (numbers and 2 * len(names) >= len(numbers)):
        return cells
    counted = [cell for cell in numbers if reads(cell)]
    if not counted or not _count(counted):
        return ()
    titled = [cells[i] for i in range(width) if not numeric[i]] + [c for c in names if c.strip()]
    headed = bool(indexed) or len(first) < width or bool(names) or any(map(is_column, titled))
    if headed and (indexed or names):
        return cells
    below = [row[i] for row in rows for i in range(width) if numeric[i]]
    fractions = [_FRACTION.search(cell) is not None for cell in below]
    return cells if counts_columns(len(counted), headed, fractions) else ()


def _count(cells: Sequence[str]) -> bool:
    """Whether they are 0, 1, 2 …, or 1, 2, 3 …"""
    start = cells[0].strip()
    return start in ("0", "1") and all(
        cell.strip() == str(k) for k, cell in enumerate(cells, int(start))
    )


def _run(
    columns: Sequence[Sequence[str]],
    headings: Sequence[str],
    numeric: Sequence[bool],
    quoted: bool,
) -> tuple[int, int] | None:
    """The first column of numbers, and how many these are; those in quotes alone are words."""
    if headings and (found := numbered_run(headings, numeric)) is not None:
        return found
    taken = [is_so and not _is_no_part(i, columns, headings) for i, is_so in enumerate(numeric)]
    whole = all(cell.strip().isdecimal() for cell in columns[0])
    fractions = [[_FRACTION.search(c) is not None for c in column] for column in columns]
    mixed = not all(map(is_number, columns[0])) and 2 * sum(fractions[0]) < len(columns[0])
    mixed |= are_words(_distinct(columns[0]), fractions[0], [x for c in fractions[1:] for x in c])
    if (
        all(taken)
        and (quoted or mixed or (headings and whole))
        and _distinct(columns[0]) == len(columns[0])
    ):
        taken[0] = False  # the words are numbers
    runs = _runs(taken)
    return max(runs, key=lambda run: (run[1], run[0])) if runs else None


def numbered_run(headings: Sequence[str], numeric: Sequence[bool]) -> tuple[int, int] | None:
    """The longest run of columns of numbers whose headings count up, as x1, x2, x3."""
    found = [_NUMBERED.fullmatch(heading.strip()) for heading in headings]
    runs = list[tuple[int, int]]()
    for i, heading in enumerate(found):
        if heading is None or not numeric[i]:
            continue
        before = found[i - 1] if runs and sum(runs[-1]) == i else None
        if before is not None and (before[1], int(before[2]) + 1) == (heading[1], int(heading[2])):
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((i, 1))
    runs = [run for run in runs if run[1] > 1 or (run[0] == len(headings) - 1 and run[0])]
    return max(runs, key=lambda run: (run[1], run[0])) if runs else None


def _quoted_words(lines: Sequence[str]) -> bool:
    """Whether the first cells stand in quotes, and no others."""
    below = lines[1:] or lines
    return all(line.startswith('"') and line.count('"') == 2 for line in below)


def _runs(taken: Sequence[bool]) -> list[tuple[int, int]]:
    """Where things that stand side by side begin, and how many they are."""
    runs = list[tuple[int, int]]()
    for i, is_so in enumerate(taken):
        if is_so and i and taken[i - 1]:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif is_so:
            runs.append((i, 1))
    return runs


def _is_no_part(i: int, columns: Sequence[Sequence[str]], headings: Sequence[str]) -> bool:
    """Whether a column of numbers is none of a vector's: it counts, or names rows."""
    if headings and (
        heading_rank(headings[i]) is not None or headings[i].strip().casefold() in _COUNTS
    ):
        return True
    if numbers_rows(i, headings, columns[i]):
        return True
    cells = columns[i]
    if i == 0 and not any(map(_DIGIT.search, cells)):
        return True  # words as "nan" and "inf"
    if not all(cell.strip().isdecimal() for cell in cells) or (i and len(cells) < FEWEST):
        return False
    rest = [c for j, column in enumerate(columns) if j != i for c in column[:_FIRST]]
    fractions = sum(_FRACTION.search(cell) is not None for cell in rest)
    large = max(int(cell[:18]) for cell in cells) >= _LARGE
    named = i == 0 and _distinct(cells) == len(cells) >= FEWEST
    return (large or named) and 2 * fractions >= len(rest)


def _distinct(cells: Sequence[str]) -> int:
    return len(set(cells))


def _is_one(
    made: CellLayout, columns: Sequence[Sequence[str]], lines: Sequence[str], how: How
) -> bool:
    """Whether a table is one of vectors, and not of a format of its own."""
    if len(made.places) > _MOST_COLUMNS:
        return False
    others, named = len(made.columns), made.roles.word is not None or made.roles.labels is not None
    numbers = [made.first <= i < made.after for i in range(made.width)]
    counted = bool(made.headings) and numbered_run(made.headings, numbers) is not None
    run = [cell for i in range(made.first, made.after) for cell in columns[i][:_FIRST]]
    fractions = made.listed or 2 * sum(map(bool, map(_FRACTION.search, run))) >= len(run)
    vector = counted or made.listed or (made.d >= FEWEST and fractions)
    if made.d < 2 and not counted:
        return False
    if not vector and (not named or others > (made.roles.numbered is not None)):
        return False
    quotes = [] if made.plain else [line for line in lines if line.startswith('"')]
    quoted = 2 * len(quotes) >= len(lines)
    if made.separator == " ":  # without quotes, rows of text are read so
        return (quoted and all(map(_IN_QUOTES.fullmatch, quotes))) or how.kind == "csv"
    quoted |= any("\n" in cell for i in made.places for cell in columns[i])
    if made.headings or quoted or how.kind == "csv":
        return True
    if made.listed:
        return True
    usual = made.roles.word == 0 and made.first == 1 and not others and made.decimal == "."
    # What tabs part without headings has formats of its own, with and without words.
    return made.separator != "\t" or not (usual or made.width == made.d)
