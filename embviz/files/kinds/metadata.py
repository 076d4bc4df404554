"""Words of rows in a table beside them: a word a line, or several columns with headings.

    word<tab>kind                 king
    king<tab>noun        or       queen
    queen<tab>noun

It is read line by line, only as far as rows are wanted, and counted: a cell of two letters takes
thirty times as much memory as it takes in the file. Cells that are alike share theirs.
"""

import itertools
import sys
from collections.abc import Iterator, Sequence
from typing import IO

from embviz.files.film.archive import too_large
from embviz.files.refusals import bad_row
from embviz.files.rows.budget import Budget, size_of
from embviz.files.rows.file_being_read import Names
from embviz.files.rows.lines import BOM, LONGEST_LINE

MOST_BYTES = 2**30
MOST_COLUMNS = 100
WORD_COLUMNS = ("word", "label", "name", "token", "text")  # headings of the words; else the first
COUNTED = 2**10  # lines that are read between two looks at the memory
_SHARED = 2**16  # different cells that are kept at hand, to be shared
_PLACE_BYTES = 16  # of a cell in a list, and in what is made of it later


def metadata(file: IO[bytes], budget: Budget, limit: int | None = None) -> Names:
    """Words and columns of a table, of the first `limit` rows.

    Raises FileError: `too_large`, `too_much_memory`, or `bad_row` if rows are of several lengths.
    """
    lines = _lines(file)
    first = next(lines, None)
    if first is None:
        return Names()
    if "\t" not in first:
        return _words(itertools.chain([first], lines), budget, limit)
    headings = first.split("\t")
    if len(headings) > MOST_COLUMNS:
        raise bad_row("line 1", f"{len(headings)} columns", f"at most {MOST_COLUMNS}", line=1)
    columns, rows = _columns(lines, len(headings), budget, limit)
    known = [heading.strip().casefold() for heading in headings]
    words = next((known.index(name) for name in WORD_COLUMNS if name in known), 0)
    others = {name: columns[i] for i, name in enumerate(headings) if i != words}
    return Names(columns[words], others, rows)


def _lines(file: IO[bytes]) -> Iterator[str]:
    left, i = MOST_BYTES, 0
    while data := file.readline(LONGEST_LINE + 1):
        left, i = left - len(data), i + 1
        if left < 0:
            raise too_large(MOST_BYTES - left, MOST_BYTES)
        if len(data) > LONGEST_LINE:
            expected = f"a line of at most {LONGEST_LINE:,} bytes"
            raise bad_row(f"line {i:,} of the metadata", "a longer one", expected, line=i)
        data = data.removeprefix(BOM) if i == 1 else data
        end = 2 if data.endswith(b"\r\n") else data.endswith(b"\n")
        yield data[: len(data) - end].decode("utf-8", "replace")


def _words(lines: Iterator[str], budget: Budget, limit: int | None) -> Names:
    words = list[str]()
    while some := list(itertools.islice(lines, _step(len(words), limit))):
        words += some
        budget.spend(size_of(some), len(words))
    return Names(words, {}, len(words) + sum(1 for _ in lines))


def _columns(
    lines: Iterator[str], width: int, budget: Budget, limit: int | None
) -> tuple[Sequence[list[str]], int]:
    """The columns, and how many rows there are."""
    columns: list[list[str]] = [[] for _ in range(width)]
    shared, rows, size = dict[str, str](), 0, 0
    for rows, line in enumerate(lines, 1):
        cells = line.split("\t")
        if len(cells) != width:
            place = f"line {rows + 1:,} of the metadata"
            raise bad_row(place, f"{len(cells)} columns", f"{width} columns", line=rows + 1)
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
    return columns, rows


def _step(done: int, limit: int | None) -> int:
    return COUNTED if limit is None else min(COUNTED, limit - done)
