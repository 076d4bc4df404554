"""Texts in several files: those of a folder, those that were named, or those of a zip file.

Not here: what becomes of their bytes (`text.several`), other archives.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from embviz.errors import FileError, TextError
from embviz.files import archives, read
from embviz.files.film.archive import too_large
from embviz.files.paths import reading
from embviz.text.several import MOST_BYTES

MOST_FILES = 10_000  # of a folder
ENDINGS = (".txt", ".text")
"""What the names of texts in a folder end in."""

_OFFICE = frozenset({"[Content_Types].xml", "mimetype", "META-INF/container.xml"})
"""What stands in documents and electronic books, which are zip files as well."""


_NO_ZIP = frozenset({"damaged", "truncated"})
"""Why a file is none, whatever it is called; else it is one that is refused later."""


class Brought(Protocol):
    """A file as the page gets it."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def file_id(self) -> str:
        """Another one for another content."""

    def getvalue(self) -> bytes:
        """All of it."""


@dataclass(frozen=True)
class PathFile:
    """A file on this computer."""

    path: Path
    name: str

    @property
    def file_id(self) -> str:
        """Its path, and when it was written."""
        found = self.path.stat()
        return f"{self.path} {found.st_mtime_ns} {found.st_size}"

    def getvalue(self) -> bytes:
        """All of it. Raises FileError, OSError."""
        with reading(self.path) as file:
            return file.read()


def of_folder(folder: Path) -> tuple[PathFile, ...]:
    """The texts in a folder, but hidden ones and those in folders of their own.

    Raises:
        TextError: `"too_large"`: together they have more than MOST_BYTES, or are too many.
    """
    found, size = [], 0
    for path in folder.iterdir():
        hidden = path.name.startswith(".")
        if hidden or path.suffix.lower() not in ENDINGS or not path.is_file():
            continue
        found.append(PathFile(path, path.name))
        size += path.stat().st_size
        if size > MOST_BYTES or len(found) > MOST_FILES:
            message = f"the texts of this folder have more than {MOST_BYTES:,} bytes"
            raise TextError("too_large", message, size=size, limit=MOST_BYTES)
    return tuple(found)


def holds_texts(path: Path) -> bool:
    """Whether a path leads to several texts: a folder or a zip file of them, and no vectors.

    Raises TextError as `of_folder`, OSError.
    """
    if path.is_dir():
        return not _is_of_vectors(path) and bool(of_folder(path))
    if path.suffix.lower() != ".zip" or not path.is_file():
        return False
    return not _is_of_vectors(path) and is_zip_of_texts(PathFile(path, path.name))


def _is_of_vectors(path: Path) -> bool:
    try:
        return bool(read.kind_or_text(path))
    except FileError:
        return False


def is_zip_of_texts(file: Brought) -> bool:
    """Whether a file is a zip file, and no document of an office or a book."""
    if not file.name.lower().endswith(".zip"):
        return False
    try:
        found = archives.members(io.BytesIO(file.getvalue()), MOST_BYTES)
    except FileError as error:
        return error.reason not in _NO_ZIP
    return not _OFFICE.intersection(each.name for each in found)


def contents(files: Sequence[Brought]) -> list[tuple[str, bytes]]:
    """The names and bytes of files; a single one is a zip file of them.

    Raises:
        FileError: As `archives.members`, and what is said where one of them is unpacked.
        OSError: A file cannot be read.
    """
    if len(files) == 1 and files[0].name.lower().endswith(".zip"):
        return _unpacked(files[0].getvalue())
    return [(file.name, file.getvalue()) for file in files]


def _unpacked(data: bytes) -> list[tuple[str, bytes]]:
    found = archives.members(io.BytesIO(data), MOST_BYTES)
    if (total := sum(each.size for each in found)) > MOST_BYTES:
        raise too_large(total, MOST_BYTES)
    return [(each.name, each.open().read()) for each in found]
