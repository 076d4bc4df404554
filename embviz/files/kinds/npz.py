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
from embviz.files.rows.file_being_read import NO_COLUMNS, Columns, Names, Opening
from embviz.files.rows.named_arrays import KINDS, check_shape, take
from embviz.files.rows.written import single
from embviz.vectors.vectors import Vectors

LONGEST = 1000  # characters of a word: NumPy gives each the room of the longest
COLUMN = "column_"
Heads = Mapping[str, tuple[str, tuple[int, ...]]]  # the kind and shape of each array


def read(opening: Opening) -> Iterator[None]:
    """Read words and matrix. Raises FileError: `damaged`, `bad_row`, `foreign`, `truncated`."""
    file = opening.input
    archive = Archive(file.file, most_bytes=file.most_bytes, mark=None)
    heads = {name: archive.head(name) for name in archive.names()}
    matrices = [name for name, (kind, shape) in heads.items() if kind in KINDS and len(shape) == 2]
    if not matrices:
        raise foreign("an npz file without a matrix")
    name = "vectors" if "vectors" in matrices else max(matrices, key=lambda m: heads[m][1][0])
    kind, shape = heads[name]
    check_shape(name, shape)
    texts = (_texts(archive, heads, each, shape[0]) for each in ("words", *heads))
    words = next((found for found in texts if found is not None), None)
    if words is not None:
        opening.names = Names(words, _columns(archive, heads, shape[0]))
    yield
    matrix = archive.array(name, (kind,), shape)
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


def _texts(archive: Archive, heads: Heads, name: str, rows: int) -> list[str] | None:
    """An array of as many texts as rows, if there is one of that name."""
    kind, shape = heads.get(name, ("", ()))
    if shape != (rows,) or not kind.startswith("<U"):
        return None
    array = archive.array(name, ("<U",), (rows,))
    letters = array.view(np.uint32)
    if letters.size and letters.max() > 0x10FFFF:
        raise bad_row(name, "no text", "characters of Unicode")
    words: list[str] = array.tolist()
    return words


def _columns(archive: Archive, heads: Heads, rows: int) -> dict[str, list[str]]:
    return {
        name.removeprefix(COLUMN): column
        for name in heads
        if name.startswith(COLUMN) and (column := _texts(archive, heads, name, rows)) is not None
    }
