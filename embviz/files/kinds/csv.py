"""Vectors as a table for a spreadsheet: word, columns, x1 … xd.

Words that look like formulas are made harmless (`embviz.util.cells`).
"""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from embviz.files.refusals import foreign
from embviz.files.rows.file_being_read import NO_COLUMNS, Columns, Opening
from embviz.files.rows.lines import BOM
from embviz.files.rows.written import single, texts
from embviz.util.cells import safe
from embviz.vectors.vectors import Vectors


def read(opening: Opening) -> Iterator[None]:
    """Refuse it: which of its columns are vectors would be a guess. Raises FileError: `foreign`."""
    raise foreign("a table (CSV)")


def write(file: BinaryIO, vectors: Vectors, columns: Columns = NO_COLUMNS) -> None:
    """Write a row a word; those that look like formulas get an apostrophe. Raises as `Format`."""
    matrix = single(vectors, lambda word: True, "Unicode")
    headings = ["word", *columns, *(f"x{i + 1}" for i in range(matrix.shape[1]))]
    file.write(BOM + f"{_quoted(headings)}\r\n".encode())
    names = zip(vectors.words, *columns.values(), strict=True)
    for cells, numbers in zip(names, texts(matrix, ","), strict=True):
        file.write(f"{_quoted(cells)},{numbers}\r\n".encode())


def _quoted(cells: Sequence[str]) -> str:
    return ",".join('"' + safe(cell).replace('"', '""') + '"' for cell in cells)
