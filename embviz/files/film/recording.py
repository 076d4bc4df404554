"""A film that is still being recorded, as a file from which nothing is lost if its process is.

    MARK    8 bytes each: bytes of the head, h; dimensions, d; shown words, n    the head    places

The head is the file of a film without frames (see `film_npz`): words, counts, shown words, recipe.
Each place holds one frame, or nothing yet,

    number uint64, epoch float64, loss float64, CRC-32 of all the rest uint32, E (n, d) float16

little-endian all of it. A frame that is no longer wanted gives its place to a new one, so that the
file stays as small as the film. A process that is killed while it writes spoils that one place,
which is then left out.

Not here: which frames are wanted (see `files.recorder`), and the last frame as a whole.
"""

import os
import struct
import tempfile
import zlib
from pathlib import Path
from typing import BinaryIO

import numpy as np

from embviz.errors import FileError
from embviz.files.film.archive import damaged, too_large
from embviz.files.rows.table import MOST_DIMENSIONS
from embviz.training.film import Snapshot
from embviz.types import Floating

MARK = b"\x93EMBVIZ recording 1\n"
ENDING = ".embviz"
MOST_PLACES = 10_000
_SIZES, _FRAME, _CRC = struct.Struct("<3Q"), struct.Struct("<Q2d"), struct.Struct("<I")


def begins(file: BinaryIO) -> bool:
    """Whether a file that can seek is one; it is left at its start."""
    file.seek(0)
    found = file.read(len(MARK)) == MARK
    file.seek(0)
    return found


def create(folder: str | os.PathLike[str], head: bytes, shape: tuple[int, int]) -> Path:
    """Begin a file of a new name in a folder, for frames of a shape (n, d). Raises OSError."""
    n, d = shape
    descriptor, path = tempfile.mkstemp(ENDING, "recording-", folder)
    with os.fdopen(descriptor, "wb") as file:
        file.write(MARK + _SIZES.pack(len(head), d, n) + head)
    return Path(path).absolute()


def put(path: Path, head: int, place: int, number: int, frame: Snapshot) -> None:
    """Write a frame to a place, over what was there; `head` is how many bytes that takes.

    Raises OSError.
    """
    rows = np.ascontiguousarray(frame.E, "<f2")
    about = _FRAME.pack(number, frame.epoch, frame.loss)
    check = _CRC.pack(zlib.crc32(rows.data, zlib.crc32(about)))
    with open(path, "r+b") as file:
        file.seek(len(MARK) + _SIZES.size + head + place * _place_bytes(rows.size))
        file.write(b"".join((about, check, rows.tobytes())))


def read(file: BinaryIO, most_bytes: int) -> tuple[bytes, list[Snapshot]]:
    """The head and the sound frames in their order.

    The file is believed in nothing: no more is read than it has bytes, and these are at most
    `most_bytes`. Raises FileError: `too_large`, `truncated`, `damaged`.
    """
    size = file.seek(0, os.SEEK_END)
    if size > most_bytes:
        raise too_large(size, most_bytes)
    file.seek(len(MARK))
    sizes = file.read(_SIZES.size)
    if len(sizes) < _SIZES.size:
        raise _cut_off()
    head, d, n = _SIZES.unpack(sizes)
    if not 0 < d <= MOST_DIMENSIONS or n > size:
        raise damaged("the shape of frames", f"{n:,} x {d:,}", f"n x 1 to {MOST_DIMENSIONS:,}")
    left = size - file.tell() - head
    if left < 0:
        raise _cut_off()
    about = file.read(head)
    places = min(left // _place_bytes(n * d), MOST_PLACES)
    found = dict(filter(None, (_read_place(file, n, d) for _ in range(places))))
    if not found:
        raise _cut_off()
    return about, [found[number] for number in sorted(found)]


def _place_bytes(numbers: int) -> int:
    return _FRAME.size + _CRC.size + 2 * numbers


def _read_place(file: BinaryIO, n: int, d: int) -> tuple[int, Snapshot] | None:
    """The frame of the next place with its number; None where there is none, or half of one."""
    about, (check,) = file.read(_FRAME.size), _CRC.unpack(file.read(_CRC.size))
    data = file.read(2 * n * d)
    if zlib.crc32(data, zlib.crc32(about)) != check:
        return None
    number, epoch, loss = _FRAME.unpack(about)
    E: Floating = np.frombuffer(data, "<f2").astype(np.float16).reshape(n, d)
    return number, Snapshot(epoch, loss, {"E": E})


def _cut_off() -> FileError:
    return FileError("truncated", "The file is cut off: its end is missing.")
