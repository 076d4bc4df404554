"""Vectors as files of every format that can be written."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO

from embviz.files.kinds import csv, npy, npz, projector, safetensors, word2vec_binary, word2vec_text
from embviz.files.paths import Place, writing
from embviz.files.rows.file_being_read import NO_COLUMNS
from embviz.vectors.vectors import Vectors

Columns = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Format:
    """How vectors are written.

    Attributes:
        write: Writes vectors, and columns of texts about their words where the format has room.
        ending: Of the file's name.
    """

    write: Callable[[BinaryIO, Vectors, Columns], None]
    ending: str


def _bare(write: Callable[[BinaryIO, Vectors], None]) -> Callable[..., None]:
    """A format without room for columns."""

    def written(file: BinaryIO, vectors: Vectors, columns: Columns) -> None:
        write(file, vectors)

    return written


FORMATS: dict[str, Format] = {
    "word2vec_text": Format(_bare(word2vec_text.write), ".txt"),
    "word2vec_binary": Format(_bare(word2vec_binary.write), ".bin"),
    "projector": Format(projector.write, ".zip"),
    "npz": Format(npz.write, ".npz"),
    "safetensors": Format(_bare(safetensors.write), ".safetensors"),
    "csv": Format(csv.write, ".csv"),
    "npy": Format(_bare(npy.write), ".npy"),
}

_BY_ENDING = {each.ending: name for name, each in FORMATS.items()} | {".vec": "word2vec_text"}


def save_vectors(
    vectors: Vectors,
    path: Place,
    format: str | None = None,
    columns: Columns = NO_COLUMNS,
) -> None:
    """Save vectors in a format, by default that of the name's ending.

    Args:
        vectors: What to save; in single precision, but for npy.
        path: Where to, or a binary stream.
        format: A key of `FORMATS`.
        columns: What else is known of each word, by heading: kept by `projector`, `npz`, `csv`.

    Raises:
        ValueError: If there is no such format, or a number is not finite.
        FileError: `unwritable_word`.
        OSError: If the file cannot be written.
    """
    named = isinstance(path, str | os.PathLike)
    ending = PurePath(os.fspath(path)).suffix.lower() if named else ""  # type: ignore[arg-type]
    if format is None:
        format = _BY_ENDING.get(ending, "projector" if named and not ending else "")
    if format not in FORMATS:
        raise ValueError(f"no format {format or ending!r}; there are {', '.join(FORMATS)}")
    if format == "projector" and isinstance(path, str | os.PathLike) and not ending:
        projector.write_folder(Path(path), vectors, columns)
        return
    with writing(path) as file:
        FORMATS[format].write(file, vectors, columns)
