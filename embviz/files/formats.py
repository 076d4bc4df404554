"""Every format of files of vectors, one record each.

A format is a file in `kinds/` and a line here. Reading, recognising and saving, the sizes told
before, and the formats that the page offers all come from these records; what the page calls them
stands in `ui/texts/<language>/`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from embviz.files.kinds import (
    arrow,
    csv,
    fasttext_bin,
    json,
    model_folder,
    npy,
    npz,
    parquet,
    projector,
    safetensors,
    word2vec_binary,
    word2vec_text,
)
from embviz.files.rows.file_being_read import Columns, Opening
from embviz.vectors.vectors import Vectors

_ROWS = ("encoding", "separator", "decimal", "heading")
DECIMAL_BYTES = 12.8  # of a number of nine significant digits, and what parts it from the next


@dataclass(frozen=True)
class Format:
    """How files of a format are read, told from others, and written."""

    read: Callable[[Opening], Iterator[None]]  # fills it, a block at each step; raises FileError
    # Writes words, rows and columns into a stream. Raises FileError, `unwritable_word`, and
    # ValueError if a number is not finite. None: it is read only.
    write: Callable[[BinaryIO, Vectors, Columns], None] | None = None
    endings: tuple[str, ...] = ()  # of the names of files that are written, the usual one first
    begins: Callable[[bytes], bool] | None = None  # by its first 64 bytes, where they tell it
    seeks: bool = False  # whether reading must have a file with a name, which is not gzipped
    words: bool = True  # whether it has room for words
    columns: bool = False  # whether it has room for columns as well; else these are not written
    heeds: tuple[str, ...] = ()  # fields of `How` that always can be said; others are offered
    number_bytes: float | None = 4  # written, measured on normal numbers; None: as in memory


FORMATS = {
    "word2vec_text": Format(
        word2vec_text.read,
        word2vec_text.write,
        (".txt", ".vec"),
        heeds=_ROWS,
        number_bytes=DECIMAL_BYTES,
    ),
    "word2vec_binary": Format(
        word2vec_binary.read, word2vec_binary.write, (".bin",), heeds=("encoding",)
    ),
    "projector": Format(projector.read, projector.write, (".zip",), columns=True, number_bytes=5.5),
    "npz": Format(npz.read, npz.write, (".npz",), seeks=True, columns=True),
    "safetensors": Format(
        safetensors.read, safetensors.write, (".safetensors",), safetensors.begins, seeks=True
    ),
    "csv": Format(
        csv.read,
        csv.write,
        (".csv",),
        columns=True,
        heeds=_ROWS,
        number_bytes=DECIMAL_BYTES,
    ),
    "npy": Format(
        npy.read, npy.write, (".npy",), npy.begins, seeks=True, words=False, number_bytes=None
    ),
    "json": Format(json.read),
    "parquet": Format(parquet.read, begins=parquet.begins, seeks=True),
    "arrow": Format(arrow.read, begins=arrow.begins, seeks=True),
    "glove": Format(word2vec_text.read, heeds=_ROWS),
    "fasttext": Format(fasttext_bin.read, begins=fasttext_bin.begins, seeks=True),
    "model": Format(model_folder.read),
}

TEXTS = ("csv", "glove", "projector", "word2vec_text")  # those that are rows of text
WRITTEN = {key: format.write for key, format in FORMATS.items() if format.write is not None}
BY_ENDING = {ending: key for key, format in FORMATS.items() for ending in format.endings}
