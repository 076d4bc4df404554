"""Matrices that lie in a file as they are, taken whole or in part.

Rows of which nothing can be asked are left out.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from embviz.files.refusals import bad_row, nothing
from embviz.files.rows.file_being_read import Opening
from embviz.files.rows.table import LONGEST_WORD, MOST_DIMENSIONS
from embviz.types import Floating
from embviz.vectors.vectors import Vectors

KINDS = ("<f2", "<f4", "<f8")
"""Numbers that are taken."""

CELLS = 2**22
"""Numbers that are looked at, at once."""

Anything = np.ndarray[Any, np.dtype[Any]]


def check_shape(member: str, shape: Sequence[int]) -> None:
    """See whether a shape is that of a matrix with rows. Raises FileError."""
    if len(shape) != 2 or not 0 < shape[1] <= MOST_DIMENSIONS:
        expected = f"rows of 1 to {MOST_DIMENSIONS:,} numbers"
        raise bad_row(member, f"the shape {tuple(shape)}", expected)
    if not shape[0]:
        raise nothing()


def take(opening: Opening, matrix: Floating, words: Sequence[str] | None) -> Iterator[None]:
    """Make a matrix (V, d) and words the outcome; without words, those of another file.

    Args:
        opening: What is being opened.
        matrix: As it lies in the file; read here for the first time.
        words: Of its rows.
    """
    table = opening.table
    rows = len(matrix) if table.room is None else min(table.room, len(matrix))
    if words is None:
        table.rows = rows
        opening.settle_names(rows)
        words = opening.names.words[:rows]
        words = [*words, *(str(i + 1) for i in range(len(words), rows))]
    matrix, words = matrix[:rows], words[:rows]
    lost = np.zeros(rows, dtype=bool)
    step = max(1, CELLS // matrix.shape[1])
    for first in range(0, rows, step):
        _find_endless(opening, matrix[first : first + step], words, first, lost)
        yield
    _find_twice(opening, words, lost)
    kept = np.flatnonzero(~lost)
    if not len(kept):
        raise nothing()
    if len(kept) < rows:
        words, matrix = [words[i] for i in kept.tolist()], matrix[kept]
    opening.kept, opening.whole = kept, Vectors(tuple(words), matrix)


def _find_endless(
    opening: Opening, part: Floating, words: Sequence[str], first: int, lost: Anything
) -> None:
    """Mark rows with numbers that are not finite."""
    if np.isfinite(part).all():
        return
    for i in np.flatnonzero(~np.isfinite(part).all(axis=1)).tolist():
        kind = "nan" if np.isnan(part[i]).any() else "infinite"
        opening.table.tally.add(kind, example=words[first + i], first=first + i + 1)
        lost[first + i] = True


def _find_twice(opening: Opening, words: Sequence[str], lost: Anything) -> None:
    """Mark rows whose words came before, or are none."""
    if len(set(words)) == len(words) and "" not in words and max(map(len, words)) <= LONGEST_WORD:
        return
    seen, tally = set[str](), opening.table.tally
    for i, word in enumerate(words):
        if lost[i]:
            continue
        if len(word) > LONGEST_WORD:
            expected = f"one of at most {LONGEST_WORD:,} characters"
            raise bad_row(f"row {i + 1:,}", "a longer word", expected, row=i + 1)
        if word in seen or not word:
            tally.add("twice" if word else "no_word", example=word or None, first=i + 1)
            lost[i] = True
        seen.add(word)
