"""Words of rows in a table beside them: a word a line, or several columns with headings.

    word<tab>kind                 king
    king<tab>noun        or       queen
    queen<tab>noun

Whether the first line is a heading is the number of rows' to say (`rows.row_names`). The file is
read line by line, only as far as rows are wanted, in the encoding that makes it a text, and
counted: a cell of two letters takes thirty times as much memory as it takes in the file. Cells that
are alike share theirs.
"""

import codecs
import sys
from collections.abc import Iterator
from typing import IO

from embviz.files.film.archive import too_large
from embviz.files.findings import Tally
from embviz.files.refusals import known_as, misfit
from embviz.files.rows import word_encodings
from embviz.files.rows.budget import Budget
from embviz.files.rows.file_being_read import NameLines, Names
from embviz.files.rows.lines import BOM, LONGEST_LINE
from embviz.files.rows.row_names import named
from embviz.text import charsets
from embviz.util.known_files import known

MOST_BYTES = 2**30
MOST_COLUMNS = 100
COUNTED = 2**10  # lines that are read between two looks at the memory
_LOOKED_AT = 2**16  # bytes that tell the encoding
_SHARED = 2**16  # different cells that are kept at hand, to be shared
_PLACE_BYTES = 16  # of a cell in a list, and in what is made of it later
_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
    BOM: "utf-8-sig",
}
_UTF_8 = ("utf-8", "utf-8-sig")


def metadata(
    file: IO[bytes],
    budget: Budget,
    limit: int | None = None,
    *,
    encoding: str | None = None,
    tally: Tally | None = None,
) -> Names:
    """Words and columns of a table, of the first `limit` rows.

    The encoding is told by its first bytes, if it is not said; what is odd is told to the tally.
    Raises FileError: `too_large`, `too_much_memory`, or `bad_metadata_row` if rows are of several
    lengths; `unknown_encoding`.
    """
    tally = Tally() if tally is None else tally
    lines = _lines(file, encoding, tally)
    first = next(lines, None)
    if first is None:
        return Names()
    width = first.count("\t") + 1
    if width > MOST_COLUMNS:
        raise misfit(
            "line 1 of the metadata", f"{width} columns", f"at most {MOST_COLUMNS}", line=1
        )
    cells = tuple(first.split("\t"))
    return named(_read(lines, cells, budget, limit))


def _encoding_of(head: bytes) -> str:
    """What a file that begins so is written in."""
    marked = next((name for mark, name in _MARKS.items() if head.startswith(mark)), None)
    if marked is not None:
        return marked
    at = head.rfind(b"\n") + 1
    head = head[:at] if len(head) == _LOOKED_AT and at else head
    end = b"\n" if b"\n" in head else b"\r"
    for name, wide in (("utf-16-le", end + b"\0"), ("utf-16-be", b"\0" + end)):
        if 0 < head.count(end) - 1 <= head.count(wide):
            return name
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return charsets.plausible(head)[0]
    return "utf-8"


def _lines(file: IO[bytes], said: str | None, tally: Tally) -> Iterator[str]:
    """Lines without their ends; blank ones at the end of the file are none."""
    blank = 0
    for i, line in enumerate(_all_lines(file, said, tally), 1):
        if not line:
            blank += 1
            continue
        for _ in range(blank):
            yield ""
        blank = 0
        if "\0" in line:
            raise misfit(f"line {i:,} of the metadata", "a zero byte", "text", line=i)
        if "\ufffd" in line:
            tally.add("words_broken", example=line.partition("\t")[0], first=i)
        yield line


def _all_lines(file: IO[bytes], said: str | None, tally: Tally) -> Iterator[str]:
    pieces = _pieces(file, said, tally)
    carry, i, ends = "", 0, "\n"
    for piece in pieces:
        text = carry + piece
        if not i and "\n" not in text and "\r" in text[:-1]:
            ends = "\r"  # as on old Macs
        *lines, carry = text.split(ends)
        if len(carry) > LONGEST_LINE or max(map(len, lines), default=0) > LONGEST_LINE:
            i += 1 + next(
                (j for j, line in enumerate(lines) if len(line) > LONGEST_LINE), len(lines)
            )
            expected = f"a line of at most {LONGEST_LINE:,} characters"
            raise misfit(f"line {i:,} of the metadata", "a longer one", expected, line=i)
        i += len(lines)
        yield from (line.removesuffix("\r") for line in lines)
    if carry:
        yield carry.removesuffix("\r")


def _pieces(file: IO[bytes], said: str | None, tally: Tally) -> Iterator[str]:
    """The file's text, piece by piece."""
    head, left = file.read(_LOOKED_AT), MOST_BYTES
    if found := known(head):
        raise known_as(found)
    encoding = _encoding_of(head) if said is None else said
    decoder = codecs.getincrementaldecoder(word_encodings.known(encoding))("replace")
    if encoding not in _UTF_8:
        tally.took("words_encoding", encoding)
    while head:
        left -= len(head)
        if left < 0:
            raise too_large(MOST_BYTES - left, MOST_BYTES)
        yield decoder.decode(head)
        head = file.read(_LOOKED_AT)
    yield decoder.decode(b"", True)


def _read(
    lines: Iterator[str], first: tuple[str, ...], budget: Budget, limit: int | None
) -> NameLines:
    """All further lines as columns."""
    width = len(first)
    columns: list[list[str]] = [[] for _ in first]
    shared, rows, size = dict[str, str](), 0, 0
    for rows, line in enumerate(lines, 1):
        cells = line.split("\t") if width > 1 else [line]
        if len(cells) != width:
            place, found = f"line {rows + 1:,} of the metadata", _counted(len(cells))
            raise misfit(place, found, _counted(width), line=rows + 1)
        if limit is not None and rows > limit:
            continue
        for column, cell in zip(columns, cells, strict=True):
            known = shared.get(cell)
            if known is None:
                known = shared[cell] = cell
                size += sys.getsizeof(cell)
            column.append(known)
        size += width * _PLACE_BYTES
        if len(shared) > _SHARED:
            shared.clear()
        if rows % COUNTED == 0 or size > LONGEST_LINE:
            budget.spend(size, rows)
            size = 0
    budget.spend(size, len(columns[0]))
    return NameLines(first, columns, rows + 1)


def _counted(n: int) -> str:
    return f"{n} column{'' if n == 1 else 's'}"
