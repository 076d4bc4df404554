"""Vectors as a table for a spreadsheet, as people and programs write it.

    word,kind,x1,x2                       king,0.1,0.2              "V1" "V2"
    "king","noun",0.1,0.2        or       queen,0.1,0.4    or       "king" 0.1 0.2

How a table is written is told by its first rows (`rows.cell_layout`): with headings or without,
between commas, semicolons, tabs, bars or blanks, with decimal commas, with columns that number the
rows or say more of the words, with all numbers as a list in one cell.

Words that look like formulas are made harmless (`embviz.util.cells`).
"""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from embviz.errors import FileError
from embviz.files.refusals import bad_row, check_words, foreign
from embviz.files.rows.cell_layout import BRACKET, CellLayout
from embviz.files.rows.cell_layout import layout as layout
from embviz.files.rows.cell_rows import CellRows
from embviz.files.rows.columns import tell
from embviz.files.rows.file_being_read import NO_COLUMNS, Columns, Opening
from embviz.files.rows.lines import BOM
from embviz.files.rows.table import MOST_DIMENSIONS
from embviz.files.rows.written import single, texts
from embviz.util.cells import safe
from embviz.vectors.vectors import Vectors

_NEEDS = "words without line ends"
_OURS = BOM + b'"word",'  # what a table of embviz begins with


def read(opening: Opening) -> Iterator[None]:
    """Read the rows, a block at each step. Raises FileError: `foreign`, `bad_row`, `no_column`."""
    opening.table.tally.unit = "line"
    found = layout(opening.input, opening.how)
    if found is None:
        raise no_vectors()
    if found.d > MOST_DIMENSIONS:
        expected = f"at most {MOST_DIMENSIONS:,} numbers a row"
        raise bad_row("line 1", f"{found.d:,} numbers", expected, line=1)
    tell_layout(opening, found)
    yield from CellRows(opening, found).read()


def tell_layout(opening: Opening, found: CellLayout) -> None:
    """Note how it is written."""
    separator = None if found.separator == BRACKET else found.separator
    opening.take(separator=separator, decimal=found.decimal, heading=bool(found.headings))
    if opening.input.head(len(_OURS)) == _OURS:
        opening.take(column="word")
        return
    tally = opening.table.tally
    if found.headings:
        names = ", ".join(name.strip() for name in found.headings[:6])
        tally.took("heading", names, first=1)
    if found.separator in ";|":
        tally.took("separator", found.separator)
    if found.separator == " ":
        tally.took("blanks", found.separator)
    if found.decimal == ",":
        tally.took("decimal_commas", found.decimal)
    if found.listed:
        tally.took("lists", found.headings[found.first] if found.headings else "")
    tell(opening, found.roles, found.headings, [i for i in found.places if i not in found.empty])


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
