"""Vectors as a table for a spreadsheet: word, columns, x1 … xd.

Words that look like formulas are made harmless (`embviz.util.cells`).
"""

from collections.abc import Mapping, Sequence
from typing import BinaryIO

from embviz.files.rows.lines import BOM
from embviz.files.rows.written import single, texts
from embviz.files.words import check
from embviz.util.cells import safe
from embviz.vectors.vectors import Vectors


def write(file: BinaryIO, vectors: Vectors, columns: Mapping[str, Sequence[str]]) -> None:
    """Write a row a word; words that look like formulas get an apostrophe before them.

    Raises:
        FileError: `unwritable_word`, if one cannot be encoded.
        ValueError: If a number is not finite.
    """
    check(vectors.words, lambda word: True, "Unicode")
    matrix = single(vectors)
    headings = ["word", *columns, *(f"x{i + 1}" for i in range(matrix.shape[1]))]
    file.write(BOM + f"{_quoted(headings)}\r\n".encode())
    names = zip(vectors.words, *columns.values(), strict=True)
    for cells, numbers in zip(names, texts(matrix, ","), strict=True):
        file.write(f"{_quoted(cells)},{numbers}\r\n".encode())


def _quoted(cells: Sequence[str]) -> str:
    return ",".join('"' + safe(cell).replace('"', '""') + '"' for cell in cells)
