"""Vectors as files of every format that can be written."""

import os
from pathlib import Path

from embviz.files.formats import BY_ENDING, WRITTEN
from embviz.files.kinds import projector
from embviz.files.paths import Place, writing
from embviz.files.rows.file_being_read import NO_COLUMNS, Columns
from embviz.vectors.vectors import Vectors


def save_vectors(
    vectors: Vectors, path: Place, format: str | None = None, columns: Columns = NO_COLUMNS
) -> None:
    """Save vectors, in single precision but for npy, in a format, by default that of the name's
    ending.

    What else is known of each word, `columns` by heading, is kept by `projector`, `npz` and `csv`.
    Raises ValueError if there is no such format, or a number is not finite; FileError:
    `unwritable_word`; OSError.
    """
    name = Path(path) if isinstance(path, str | os.PathLike) else None
    ending = "" if name is None else name.suffix.lower()
    if format is None:
        format = BY_ENDING.get(ending, "projector" if name is not None and not ending else "")
    if format not in WRITTEN:
        raise ValueError(f"no format {format or ending!r}; there are {', '.join(WRITTEN)}")
    if format == "projector" and name is not None and not ending:
        projector.write_folder(name, vectors, columns)
        return
    with writing(path) as file:
        WRITTEN[format](file, vectors, columns)
