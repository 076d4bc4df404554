"""How a text of vectors is written, weighed on its first thousand rows."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from embviz.files.rows.columns import is_column
from embviz.files.rows.how import NOTHING_SAID, How
from embviz.files.rows.input import Input
from embviz.files.rows.lines import BOM, LONGEST_LINE, with_line_feeds
from embviz.files.rows.numbers import NUMBER, c_numbers

LOOKED_AT = 20  # rows whose numbers are looked at one by one
SAMPLE = 1000  # rows by which it is told how they are written
FEW = 4  # rows of fewer numbers may be sentences, and what was said of them
LONG_COUNT = 20  # numbers that count up, which are a heading even above whole numbers
BOTH = b" \t"
_HEAD, _LONG_HEAD = 2**16, 2**22  # bytes in which the rows are looked for: of short ones, and long
_HEADER = re.compile(rb" *(\d{1,18})[ \t]+(\d{1,18})\s*")
_FRACTION = re.compile(rb"[.eE]")
_NO_WORD = re.compile(rb"[+-]?(?:\d*\.\d*(?:[eE][+-]?\d+)?|\d+[eE][+-]\d+)")
_FEW_FRACTIONS, _MANY_FRACTIONS = 0.3, 0.8  # of the words, and of the numbers of vectors
_WHOLE = re.compile(rb"\d{1,9}")
_COMMA = re.compile(rb"[+-]?\d{1,9},\d{1,30}(?:[eE][+-]?\d{1,3})?")
OF_VECTORS = re.compile(rb"[+-].+|.*\.\d{3,}|.*\d[eE].*|nan|inf", re.IGNORECASE)
"""Numbers as those of vectors: with a sign, three digits behind the point, or an exponent."""

_COMMAS = re.compile(rb"[ \t][+-]?\d{1,9},\d")
_SIGNS_OF_NUMBERS = {b".": b"0123456789+-.eE", b",": b"0123456789+-,.eE"}


@dataclass(frozen=True)
class RowLayout:
    """How the rows of a text are written."""

    d: int  # numbers of a row
    separator: bytes  # what stands before each of them; either of two, if they are mixed
    header: tuple[int, int] | None = None  # words and dimensions, if the first line claims any
    named: bool = True  # whether a row begins with a word
    decimal: bytes = b"."  # what parts whole digits from the others
    heading: bool = False  # whether the first line names columns
    numbered: bool = False  # whether the number of a row stands before its word
    plain: bool = False  # whether most rows have one word, if any, and several numbers for certain


def layout(file: Input, how: How = NOTHING_SAID) -> RowLayout | None:
    """How a file is written; None if it is no text of numbers."""
    lines, more = _sample(file)
    header = claimed(lines[0]) if lines and not how.heading else None
    if not lines or any(b"\0" in line for line in lines):
        return None
    if header is not None and len(lines) == 1 and not more:
        return RowLayout(header[1], b" ", header)
    lines = [c_numbers(line) for line in lines]
    lines[0] = lines[0].removeprefix(BOM)
    best = None
    for decimal in (b".", b",") if how.decimal is None else (how.decimal.encode(),):
        found = _parted_best(lines, decimal, header, how)
        # Whole numbers at the ends of rows are numbers, whatever the sign of the others is.
        if found is not None and (best is None or found.d > best.d):
            best = found
    return None if best is None else replace(best, plain=_is_plain(lines, best))


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


def first_lines(file: Input, most: int = LOOKED_AT + 2) -> tuple[list[bytes], bool]:
    """Some lines that are not blank, and whether there is more in the file."""
    head = file.head(_HEAD)
    if head.count(b"\n") < 3:
        head = file.head(2 * LONGEST_LINE)
    *lines, rest = with_line_feeds(head).split(b"\n", most)
    if len(lines) < 2:
        lines.append(rest)
        rest = b""
    lines = [line.rstrip(b" \t\r") for line in lines]
    return [line for line in lines if line], len(rest) > 0


def parted(row: bytes, separator: bytes) -> list[bytes]:
    """The cells of a row; several blanks between two are one."""
    if separator == b"\t":
        return row.split(separator)
    cells = row.replace(b"\t", b" ").split(b" ") if separator == BOTH else row.split(b" ")
    return [cells[0], *filter(None, cells[1:])]


def is_number(cell: bytes, decimal: bytes = b".") -> bool:
    """Whether a cell is a number, written with this decimal sign."""
    if decimal == b",":
        return bool(_COMMA.fullmatch(cell)) or (b"." not in cell and bool(NUMBER.fullmatch(cell)))
    return bool(NUMBER.fullmatch(cell))


def is_fraction(cell: bytes) -> bool:
    """Whether a number, with a decimal point, is written as no whole one."""
    return bool(_FRACTION.search(cell))


def _sample(file: Input) -> tuple[list[bytes], bool]:
    """The first thousand rows, as far as they are at hand, and whether there is more."""
    lines, more = first_lines(file, SAMPLE)
    wanted = SAMPLE * sum(map(len, lines)) // max(1, len(lines))
    if not more or wanted <= _HEAD or any(b"\0" in line for line in lines):
        return lines, more
    *longer, rest = with_line_feeds(file.head(min(wanted, _LONG_HEAD))).split(b"\n", SAMPLE)
    if len(longer) <= len(lines):
        return lines, more
    longer = [line.rstrip(b" \t\r") for line in longer]
    return [line for line in longer if line], len(rest) > 0


def _is_plain(lines: Sequence[bytes], rows: RowLayout) -> bool:
    """Whether rows are no table with headings, quotes or more columns."""
    if rows.heading or rows.numbered or rows.d < 2:
        return False
    if any(line.count(b'"') % 2 for line in lines):  # a cell that goes on in the next line
        return False
    odd = sum(line.startswith(b'"') for line in lines)
    if rows.separator == b"\t":
        odd += sum(line.count(b"\t") > rows.d - (not rows.named) for line in lines)
    return 2 * odd < len(lines)


def _separators(how: How) -> Sequence[bytes]:
    if how.separator is not None:
        return [how.separator.encode()] if how.separator in (" ", "\t") else []
    return b"\t", BOTH, b" "


def _parted_best(
    lines: Sequence[bytes], decimal: bytes, header: tuple[int, int] | None, how: How
) -> RowLayout | None:
    """How lines are written, by the separator that makes rows of them."""
    if how.decimal is None and decimal == b"," and not any(map(_COMMAS.search, lines[:LOOKED_AT])):
        return None
    best = None
    for separator in _separators(how):
        found = _written(lines, separator, decimal, header, how)
        if found is None or (best is not None and found.d <= best.d):
            continue
        # One number behind a tab may be the last of many that blanks part, and the first of many
        # may stand before the tab.
        if best is None or (best.d == 1 and found.d > 2) or _first_is_a_number(lines, found):
            best = found
        if best.separator == BOTH:
            break
    return best


def _first_is_a_number(lines: Sequence[bytes], rows: RowLayout) -> bool:
    """Whether the first number of most rows looks like one of a vector, not like a word's."""
    cells = [parted(line, rows.separator) for line in lines[-LOOKED_AT:]]
    first = [_pointed(row[-rows.d], rows) for row in cells if len(row) > rows.d]
    return 2 * sum(map(bool, map(OF_VECTORS.fullmatch, first))) > len(first)


def _written(
    lines: Sequence[bytes],
    separator: bytes,
    decimal: bytes,
    header: tuple[int, int] | None,
    how: How,
) -> RowLayout | None:
    """How lines are written whose cells are parted so, if they are rows."""
    if separator == BOTH and not _both(lines):
        return None
    rows = RowLayout(0, separator, decimal=decimal)
    if header is not None and (d := _dimensions(lines[1:], rows, header[1])):
        if header[1] != d and _names_columns(lines, rows, d):
            return _numbered(lines[1:], replace(rows, d=d, heading=True), how)
        if d != 1 or header[1] == 1:
            nameless = _nameless(lines[1:], rows) == header[1]
            return replace(rows, d=header[1] if nameless else d, header=header, named=not nameless)
    if d := _nameless(lines, rows):
        return replace(rows, d=d, named=False)
    if (headed := _headed(lines, rows, how)) is not None:
        return headed
    d = _dimensions(lines, rows, None)
    if not d or _are_sentences(lines, replace(rows, d=d)):
        return None
    return _numbered(lines, replace(rows, d=d), how)


def _both(lines: Sequence[bytes]) -> bool:
    """Whether tabs and blanks stand in most rows."""
    return 2 * sum(b"\t" in line and b" " in line for line in lines) > len(lines)


def _nameless(lines: Sequence[bytes], rows: RowLayout) -> int:
    """How many numbers the rows have, where they have nothing else; 0 if they have."""
    cells = [_cells(line, rows) for line in lines[:LOOKED_AT]]
    if not cells or len({len(row) for row in cells}) > 1:
        return 0
    if not all(is_number(cell, rows.decimal) for row in cells for cell in row):
        return 0
    first, *rest = zip(*([_pointed(cell, rows) for cell in row] for row in cells), strict=True)
    if not any(map(_NO_WORD.fullmatch, first)):
        return 0
    fractions = [is_fraction(cell) for column in rest for cell in column]
    if are_words(len(set(first)), list(map(is_fraction, first)), fractions):
        return 0
    return len(cells[0])


def are_words(distinct: int, first: Sequence[bool], rest: Sequence[bool]) -> bool:
    """Whether numbers that begin rows are words: different ones, whole where others seldom are.

    Of each number it is said whether it is a fraction; of those that begin rows, how many differ.
    """
    if distinct < max(FEW, len(first)) or not rest:
        return False
    return sum(first) <= _FEW_FRACTIONS * len(first) and sum(rest) >= _MANY_FRACTIONS * len(rest)


def _cells(line: bytes, rows: RowLayout) -> list[bytes]:
    if rows.separator == BOTH:
        line = line.replace(b"\t", b" ")
    return line.split(rows.separator if rows.separator != BOTH else b" ")


def _headed(lines: Sequence[bytes], rows: RowLayout, how: How) -> RowLayout | None:
    """How rows are written below a line that names their columns; None if it does not."""
    if how.heading is False or len(lines) < 2:
        return None
    d = _dimensions(lines[1:], rows, None)
    if not d or _are_sentences(lines[1:], replace(rows, d=d)):
        return None
    if not (how.heading or _names_columns(lines, rows, d)):
        return None
    return _numbered(lines[1:], replace(rows, d=d, heading=True), how)


def _names_columns(lines: Sequence[bytes], rows: RowLayout, d: int) -> bool:
    """Whether the first line names d columns, and perhaps those before: in words, or by numbers.

    Few numbers that count up are a row as well, unless other rows hold fractions.
    """
    names = [cell.strip(b'"') for cell in parted(lines[0], rows.separator)]
    if not d <= len(names) <= d + 2:
        return False
    if not all(map(_WHOLE.fullmatch, names[-d:])):
        return not any(NUMBER.fullmatch(name) or _COMMA.fullmatch(name) for name in names)
    numbers = list(map(int, names[-d:]))
    if numbers[0] > 1 or numbers != list(range(numbers[0], numbers[0] + d)):
        return False
    others = [
        _pointed(c, rows) for row in lines[1:LOOKED_AT] for c in parted(row, rows.separator)[-d:]
    ]
    before = [name.decode(errors="replace") for name in names[:-d]]
    return counts_columns(d, all(map(is_column, before)), list(map(is_fraction, others)))


def counts_columns(n: int, titled: bool, fractions: Sequence[bool]) -> bool:
    """Whether n numbers that count up are headings, by whether the numbers below are fractions.

    Where what stands before them is `titled` as columns are, fewer of them are.
    """
    if not any(fractions):
        return n >= (2 if titled else LONG_COUNT)
    return n >= (3 - all(fractions) - titled)


def _numbered(lines: Sequence[bytes], rows: RowLayout, how: How) -> RowLayout:
    """The same, where rows begin with 0, 1, 2 … or 1, 2, 3 …, and then comes a word."""
    if how.column == "1" or len(lines) < 3:
        return rows
    before = [parted(line, rows.separator)[: -rows.d] for line in lines]
    first = [cells[0].strip(b'"') for cells in before if len(cells) > 1]
    if len(first) < len(lines) or not _WHOLE.fullmatch(first[0]) or int(first[0]) > 1:
        return rows
    counted = (b"%d" % i for i in range(int(first[0]), int(first[0]) + len(lines)))
    return replace(rows, numbered=True) if first == list(counted) else rows


def _are_sentences(lines: Sequence[bytes], rows: RowLayout) -> bool:
    """Whether lines are sentences, or words, and a few numbers that are said of them."""
    if rows.d >= FEW:
        return False
    cells = [parted(line, rows.separator) for line in lines]
    whole = not any(is_fraction(_pointed(cell, rows)) for row in cells for cell in row[-rows.d :])
    if rows.d == 1 and whole:
        return True
    if rows.separator == b"\t" and 2 * sum(len(row) > rows.d + 1 for row in cells) > len(cells):
        return True
    blanks = [b" ".join(row[: -rows.d]).strip().count(b" ") for row in cells]
    several = sum(count >= (1 if whole else 2) for count in blanks)
    return 2 * several >= len(lines)


def _dimensions(lines: Sequence[bytes], rows: RowLayout, wanted: int | None) -> int:
    """How many numbers most rows end in; 0 if they are no rows."""
    if not lines:
        return 0
    first = [_numbers_at_end(line, rows) for line in lines[:LOOKED_AT]]
    if not min(first[:2]):
        return 0
    usual = _most_frequent(first)
    counts = [*first, *_counts(lines[LOOKED_AT:], rows, usual)]
    d = _most_frequent(counts)
    if wanted is not None and wanted != d:
        return wanted if _wanted_fits(lines, counts, rows, d, wanted) else d
    return d if wanted is not None or 2 * counts.count(d) >= len(lines) else 0


def _most_frequent(counts: Sequence[int]) -> int:
    (d, _), *_ = sorted(Counter(counts).items(), key=lambda each: (-each[1], each[0]))
    return d


def _counts(lines: Sequence[bytes], rows: RowLayout, usual: int) -> Iterator[int]:
    """How many numbers each line ends in; in haste, as long as it is as many as usual."""
    signs = _SIGNS_OF_NUMBERS[rows.decimal]
    for line in lines:
        rest = line.translate(None, signs)
        count = len(rest) - len(rest.rstrip(rows.separator))
        yield count if count == usual else _numbers_at_end(line, rows)


def _wanted_fits(
    lines: Sequence[bytes], counts: Sequence[int], rows: RowLayout, d: int, wanted: int
) -> bool:
    """Whether as many numbers as a header says are right, although most rows end in d.

    They are where half of the rows end in as many, or in one more that seems to belong to a word:
    a whole number among fractions, or, in most of them, one that is shorter than those of vectors.
    """
    if not wanted:
        return False
    fitting = sum(
        count == wanted or _may_end_a_word(line, rows, wanted)
        for line, count in zip(lines[:LOOKED_AT], counts[:LOOKED_AT], strict=True)
    )
    if 2 * fitting >= len(lines[:LOOKED_AT]):
        return True
    return d == wanted + 1 and not _first_is_a_number(lines, replace(rows, d=d))


def _may_end_a_word(line: bytes, rows: RowLayout, d: int) -> bool:
    """Whether a line ends in d numbers, and what stands before them may be a word's."""
    cells = [_pointed(cell, rows) for cell in parted(line, rows.separator)]
    numbers, (*_, last) = cells[-d:], [b"", *cells[:-d]]
    if len(cells) <= d or not all(map(NUMBER.fullmatch, numbers)):
        return False
    return not NUMBER.fullmatch(last) or (not is_fraction(last) and any(map(is_fraction, numbers)))


def _pointed(cell: bytes, rows: RowLayout) -> bytes:
    """A number as it would be written with a decimal point."""
    return cell if rows.decimal == b"." else cell.replace(b",", b".")


def _numbers_at_end(line: bytes, rows: RowLayout) -> int:
    parts = parted(line, rows.separator)[1:]
    for count, part in enumerate(reversed(parts)):
        if not is_number(part, rows.decimal):
            return count
    return len(parts)
