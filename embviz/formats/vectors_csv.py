"""Vectors as a table for a spreadsheet: word, columns, x1 … xd.

Words that look like formulas are made harmless (`embviz._cells`).
"""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import BinaryIO

from embviz._cells import safe
from embviz.formats._rows_out import ROWS, single
from embviz.formats._words import check
from embviz.vectors import Vectors


def write(file: BinaryIO, vectors: Vectors, columns: Mapping[str, Sequence[str]]) -> None:
    """Write a row a word; words that look like formulas get an apostrophe before them.

    Raises:
        FileError: `unwritable_word`, if one cannot be encoded.
        ValueError: If a number is not finite.
    """
    check(vectors.words, lambda word: True, "Unicode")
    matrix = single(vectors)
    headings = ["word", *columns, *(f"x{i + 1}" for i in range(matrix.shape[1]))]
    file.write(("﻿" + _lines([[*map(safe, headings)]])).encode())
    for first in range(0, len(matrix), ROWS):
        part = slice(first, first + ROWS)
        names = zip(vectors.words[part], *(each[part] for each in columns.values()), strict=True)
        rows = zip(names, matrix[part].tolist(), strict=True)
        table: list[list[str | float]] = [
            [*map(safe, texts), *(float(f"{x:.9g}") for x in row)] for texts, row in rows
        ]
        file.write(_lines(table).encode())


def _lines(rows: Sequence[Sequence[str | float]]) -> str:
    lines = io.StringIO(newline="")
    csv.writer(lines, quoting=csv.QUOTE_NONNUMERIC).writerows(rows)
    return lines.getvalue()
