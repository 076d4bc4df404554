"""Words and a matrix as an npz file: two arrays, `words` (V,) and `vectors` (V, d).

    >>> import numpy as np
    >>> parts = np.load("vectors.npz")                   # doctest: +SKIP
    >>> parts["vectors"][list(parts["words"]).index("king")]   # doctest: +SKIP

Files that name them otherwise are read as well, if there is one matrix; without words, these may
lie in another file. Columns that are known of the words are arrays of text, `column_<heading>`.
"""

from collections.abc import Iterator, Mapping
from typing import BinaryIO

import numpy as np

from embviz.files.film.archive import Archive, Writer
from embviz.files.refusals import bad_row, foreign
from embviz.files.rows.budget import ROW_BYTES, TEXT_BYTES, Budget, size_of
from embviz.files.rows.file_being_read import NO_COLUMNS, Columns, Names, Opening
from embviz.files.rows.named_arrays import KINDS, check_shape, take, wanted
from embviz.files.rows.written import single
from embviz.vectors.vectors import Vectors

LONGEST = 1000  # characters of a word: NumPy gives each the room of the longest
COLUMN = "column_"
AT_ONCE = 2**14  # texts that are made at once
Heads = Mapping[str, tuple[str, tuple[int, ...]]]  # the kind and shape of each array


def read(opening: Opening) -> Iterator[None]:
    """Read words and matrix.

    Raises FileError: `damaged`, `bad_row`, `foreign`, `truncated`, `too_much_memory`.
    """
    file = opening.input
    archive = Archive(file.file, most_bytes=file.most_bytes, mark=None)
    heads = {name: archive.head(name) for name in archive.names()}
    matrices = [name for name, (kind, shape) in heads.items() if kind in KINDS and len(shape) == 2]
    if not matrices:
        raise foreign("an npz file without a matrix")
    name = "vectors" if "vectors" in matrices else max(matrices, key=lambda m: heads[m][1][0])
    kind, shape = heads[name]
    check_shape(name, shape)
    rows, budget = wanted(opening, shape[0]), opening.budget
    texts = (_texts(archive, heads, each, shape[0], rows, budget) for each in ("words", *heads))
    words = next((found for found in texts if found is not None), None)
    if words is not None:
        columns = {
            each.removeprefix(COLUMN): column
            for each in heads
            if each.startswith(COLUMN)
            and (column := _texts(archive, heads, each, shape[0], rows, budget)) is not None
        }
        opening.names = Names(words, columns, shape[0])
    yield
    budget.check(rows * (shape[1] * np.dtype(kind).itemsize + ROW_BYTES), rows)
    matrix = archive.array(name, (kind,), shape, most=rows)
    yield from take(opening, matrix, words)


def write(file: BinaryIO, vectors: Vectors, columns: Columns = NO_COLUMNS) -> None:
    """Write words of at most `LONGEST` characters and matrix. Raises as `Format`."""
    matrix = single(vectors, _keeps, f"words of 1 to {LONGEST} characters")
    with Writer(file) as writer:
        writer.packed("words", np.array(vectors.words, dtype=str))
        for name, column in columns.items():
            writer.packed(f"{COLUMN}{name}", np.array(column, dtype=str))
        writer.put("vectors", matrix)


def _keeps(word: str) -> bool:
    return 0 < len(word) <= LONGEST and "\0" not in word


def _texts(
    archive: Archive, heads: Heads, name: str, rows: int, wanted: int, budget: Budget
) -> list[str] | None:
    """Of an array of as many texts as rows, if there is one of that name, those that are wanted."""
    kind, shape = heads.get(name, ("", ()))
    if shape != (rows,) or not kind.startswith("<U"):
        return None
    budget.check(wanted * (np.dtype(kind).itemsize + TEXT_BYTES + ROW_BYTES), wanted)
    array = archive.array(name, ("<U",), (rows,), most=wanted)
    letters = array.view(np.uint32)
    if letters.size and letters.max() > 0x10FFFF:
        raise bad_row(name, "no text", "characters of Unicode")
    words = list[str]()
    for first in range(0, wanted, AT_ONCE):
        words += array[first : first + AT_ONCE].tolist()
        budget.spend(size_of(words[first:]), len(words))
    return words
