"""Files unpacked from a zip file into a folder: neither names nor sizes are believed."""

import io
import os
import zipfile
from collections.abc import Collection
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from embviz.errors import FileError
from embviz.files.film.archive import (
    MOST_PARTS,
    MOST_RATIO,
    PIECE,
    check_ends,
    damaged,
    suspect,
    too_large,
    unbroken,
)
from embviz.files.refusals import bomb


def names(file: BinaryIO) -> list[str]:
    """The names of the parts. Raises FileError: `damaged`."""
    return [info.filename for info in _infos(file)]


def members(file: BinaryIO, most_bytes: int) -> list[tuple[str, bytes]]:
    """The files of an archive by their names, without those that systems and editors hide.

    Raises FileError: `damaged`, `bomb`, `too_large`.
    """
    infos = [info for info in _infos(file) if not _is_hidden(info)]
    _check_sizes(infos, most_bytes)
    found = []
    for info in infos:
        out = io.BytesIO()
        with unbroken(ascii(info.filename)[:60]):
            _unpack(file, info, out)
        found.append((info.filename, out.getvalue()))
    return found


def _is_hidden(info: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(info.filename.replace("\\", "/")).parts
    return info.is_dir() or any(part.startswith((".", "__MACOSX")) for part in parts)


def extract(file: BinaryIO, folder: Path, most_bytes: int, endings: Collection[str]) -> None:
    """Write the parts whose names end in a certain way into a folder, without their own folders.

    Raises FileError: `damaged`, `bomb`, `too_large`.
    """
    infos = [info for info in _infos(file) if info.filename.endswith(tuple(endings))]
    _check_sizes(infos, most_bytes)
    for info in infos:
        name = PurePosixPath(info.filename.replace("\\", "/")).name
        with unbroken(ascii(name)), open(folder / name, "xb") as out:
            _unpack(file, info, out)


def _check_sizes(infos: list[zipfile.ZipInfo], most_bytes: int) -> None:
    total = sum(info.file_size for info in infos)
    if total > most_bytes:
        raise too_large(total, most_bytes)
    if any(suspect(info.file_size, info.compress_size) for info in infos):
        raise bomb(MOST_RATIO)


def _infos(file: BinaryIO) -> list[zipfile.ZipInfo]:
    try:
        check_ends(file, file.seek(0, os.SEEK_END))
    except FileError as error:
        if error.reason != "not_a_film":
            raise
        raise damaged("the directory", "too large", "that of a few files") from error
    with unbroken("the directory", "that of a zip file"), zipfile.ZipFile(file) as archive:
        infos = archive.infolist()
    if len(infos) > MOST_PARTS:
        raise damaged("the directory", f"{len(infos)} parts", f"at most {MOST_PARTS}")
    return infos


def _unpack(file: BinaryIO, info: zipfile.ZipInfo, out: BinaryIO) -> None:
    left = info.file_size
    with zipfile.ZipFile(file) as archive, archive.open(info) as part:
        while piece := part.read(min(PIECE, left + 1)):
            left -= len(piece)
            if left < 0:
                raise ValueError("longer than it says")
            out.write(piece)
