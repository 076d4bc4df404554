"""Arrays in a zip archive, as NumPy's npz has them, read within bounds.

A file says how much it holds before one has seen it, and may lie. So its directory is judged first
(which parts, how many, how large, how packed), then the head of each array (which numbers, which
shape, does it fill its part?), and only then is room made for numbers.

Not here: which arrays there should be.
"""

import math
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any, BinaryIO

import numpy as np

from embviz.errors import FileError, Quote

MOST_PARTS = 512  # a network of 8 layers has 105 weights, each in frames and once more
MOST_WORDS = 2**12  # parts where each word may have one of its own
MOST_DIRECTORY = 2**16  # bytes of a directory of so many parts, and more
MOST_RATIO = 50
UNSUSPECTED = 2**24
"""A packed part may unpack to so many bytes, or to MOST_RATIO times its size: prose packs 3:1."""
LONGEST_HEAD = 2**16  # bytes of the head of an array, at most
PIECE = 2**20  # bytes read at once
_ENCRYPTED, _DEFLATED, _STORED = 0x1, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED
_END, _END_SIZE = b"PK\x05\x06", 22
_LOCATOR, _LOCATOR_SIZE = b"PK\x06\x07", 20
_OLD_ZIP = 2**31  # up to this size our files, and NumPy's, need no 64-bit directory

_HEAD = re.compile(
    rb"\{'descr': '([<|][a-zA-Z][1-9]\d{0,2})', 'fortran_order': False, "
    rb"'shape': \(((?:\d{1,15}, ?)*(?:\d{1,15})?)\), \} *\n"
)
"""The head of an array as NumPy writes it; it is matched, not evaluated."""

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What Python's zipfile raises for files that are damaged on purpose or by accident."""

Array = np.ndarray[Any, np.dtype[Any]]
Shape = tuple[int | None, ...]  # None stands for any length


def damaged(member: str, found: object, expected: str) -> FileError:
    """The error for a part that is not what it should be."""
    said = f"{found:.60}" if isinstance(found, str) else Quote(f"{found!r:.60}")
    said = Quote(said) if isinstance(found, Quote) else said
    return FileError(
        "damaged",
        f"The file is damaged: {member} is {said}, where {expected} was expected.",
        member=member,
        found=said,
        expected=expected,
    )


def not_a_film() -> FileError:
    """The error for a file that is something else."""
    return FileError("not_a_film", "This is not a film saved by embviz.")


def too_large(size: int, limit: int) -> FileError:
    """The error for a file that is larger than somebody wants to read."""
    message = f"The file holds {size:,} bytes; at most {limit:,} are read."
    return FileError("too_large", message, size=size, limit=limit)


@contextmanager
def unbroken(member: str, expected: str = "a part of a zip file") -> Iterator[None]:
    """Tell what zipfile raises meanwhile as `damaged`."""
    try:
        yield
    except _BROKEN as error:
        raise damaged(member, "unreadable", expected) from error


class Archive:
    """The arrays of a file that can seek, by name; nothing is read before it is asked for.

    The file may not have, nor say to unpack to, more than `most_bytes`; a part called `mark`, if
    any, makes it worth a closer look. Raises FileError if it is no archive, is damaged, or goes
    beyond a bound.
    """

    def __init__(self, file: BinaryIO, *, most_bytes: int, mark: str | None) -> None:
        self.most_bytes = most_bytes
        most_parts = MOST_PARTS if mark is not None else MOST_WORDS
        size = file.seek(0, 2)
        if size > most_bytes:
            raise too_large(size, most_bytes)
        check_ends(file, size, MOST_DIRECTORY * (most_parts // MOST_PARTS))
        with unbroken("the directory"):
            self._zip = zipfile.ZipFile(file)
        infos = self._zip.infolist()
        self._infos = {info.filename.removesuffix(".npy"): info for info in infos}
        if mark is not None and mark not in self._infos:
            raise not_a_film()
        _check_infos(infos, size, most_bytes, most_parts)

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def names(self) -> Iterable[str]:
        """The names of the arrays."""
        return self._infos.keys()

    def size(self, name: str) -> int:
        """Bytes that a part says to unpack to; 0 if it is not there."""
        return self._infos[name].file_size if name in self else 0

    def head(self, name: str) -> tuple[str, tuple[int, ...]]:
        """The kind and the shape that an array says it has."""
        with self.part(name) as stream:
            kind, shape, _ = _read_head(stream, name)
        return kind, shape

    @contextmanager
    def part(self, name: str) -> Iterator[IO[bytes]]:
        """A part, to be read from its beginning. Raises FileError: `damaged`."""
        with unbroken(name), self._zip.open(self._infos[name]) as stream:
            yield stream

    def bytes(self, name: str, most: int) -> bytes:
        """The bytes of an array of uint8 (any,), not many more than `most`."""
        if (size := self.size(name)) > most + LONGEST_HEAD:
            raise too_large(size, most)
        return self.array(name, ("|u1",), (None,)).tobytes()

    def array(
        self, name: str, kinds: tuple[str, ...], shape: Shape, most: int | None = None
    ) -> Array:
        """An array whose kind of numbers, as "<f4" ("<U": any length of text), and shape are known
        before it is read; or its first rows, `most` of them. Raises FileError if it is not there,
        is another, or does not fill its part.
        """
        if name not in self:
            raise damaged(name, "missing", " or ".join(kinds))
        info = self._infos[name]
        with unbroken(name), self._zip.open(info) as stream:
            kind, found, head = _read_head(stream, name)
            _check_kind(name, kind, found, kinds, shape)
            size = np.dtype(kind).itemsize * math.prod(found)
            if head + size != info.file_size:
                raise damaged(name, f"{info.file_size:,} bytes", f"{head + size:,} bytes")
            rows = found if most is None else (min(most, found[0]), *found[1:])
            array = np.empty(rows, kind)
            fill(stream, array, whole=rows == found)
        return array.astype(array.dtype.newbyteorder("="), copy=False)


def check_ends(file: BinaryIO, size: int, most_directory: int = MOST_DIRECTORY) -> None:
    """A zip file begins with a part and ends with its directory, which must not be a huge one."""
    file.seek(0)
    if file.read(4) != b"PK\x03\x04":
        raise not_a_film()
    file.seek(max(0, size - 2**16))
    tail = file.read(2**16)
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise FileError("truncated", "The file is cut off: its end is missing.")
    if len(tail) - at > _END_SIZE:
        raise damaged("the end", f"{len(tail) - at} bytes long", f"{_END_SIZE} bytes")
    (directory,) = struct.unpack("<I", tail[at + 12 : at + 16])
    wide = tail[max(0, at - _LOCATOR_SIZE) :].startswith(_LOCATOR)
    if directory > most_directory or (wide and size < _OLD_ZIP):
        raise not_a_film()


def _check_infos(infos: list[zipfile.ZipInfo], size: int, most_bytes: int, most_parts: int) -> None:
    names = [info.filename for info in infos]
    if len(set(names)) < len(names) or len(names) > most_parts:
        raise damaged("the directory", f"{len(names)} parts", "few, none of them twice")
    for info in infos:
        name = info.filename
        if not name.endswith(".npy") or info.flag_bits & _ENCRYPTED:
            raise damaged(name, "encrypted, or no array", "an array")
        if info.compress_type not in (_STORED, _DEFLATED):
            raise damaged(name, f"packed by method {info.compress_type}", "stored or deflated")
        if info.compress_type == _STORED and info.file_size != info.compress_size:
            raise damaged(name, f"{info.compress_size:,} bytes", f"{info.file_size:,} bytes")
        if suspect(info.file_size, info.compress_size):
            raise damaged(name, f"packed {info.file_size:,} bytes", f"at most {MOST_RATIO} to 1")
    packed = sum(info.compress_size for info in infos)
    if packed > size:
        raise damaged("the directory", f"{packed:,} bytes in parts", f"at most {size:,}")
    unpacked = sum(info.file_size for info in infos)
    if unpacked > most_bytes:
        raise too_large(unpacked, most_bytes)


def suspect(unpacked: int, packed: int) -> bool:
    """Whether so many bytes are more than a part of a sound file unpacks to."""
    return unpacked > max(UNSUSPECTED, MOST_RATIO * packed)


def _read_head(stream: IO[bytes], name: str) -> tuple[str, tuple[int, ...], int]:
    """The kind, shape, and size of the head of an array in version 1 of NumPy's format."""
    start = stream.read(10)
    if len(start) < 10 or start[:8] != b"\x93NUMPY\x01\x00":
        raise damaged(name, start[:8], "an array")
    (length,) = struct.unpack("<H", start[8:])
    head = stream.read(length)
    found = read_head(head)
    if found is None:
        raise damaged(name, head.strip(), "an array of numbers in rows")
    return *found, 10 + length


def read_head(head: bytes) -> tuple[str, tuple[int, ...]] | None:
    """The kind and shape that the head of an array tells; None if it is of another kind."""
    match = _HEAD.fullmatch(head)
    if match is None:
        return None
    shape = tuple(int(each) for each in match[2].replace(b" ", b"").split(b",") if each)
    return match[1].decode(), shape


def _check_kind(
    name: str, kind: str, found: tuple[int, ...], kinds: tuple[str, ...], shape: Shape
) -> None:
    known = any(kind == each or (each == "<U" and kind.startswith("<U")) for each in kinds)
    fits = len(found) == len(shape) and all(
        b is None or a == b for a, b in zip(found, shape, strict=True)
    )
    if not (known and fits):
        lengths = str(tuple("any" if each is None else each for each in shape)).replace("'", "")
        raise damaged(name, f"{kind} {found}", f"{' or '.join(kinds)} {lengths}")


def fill(stream: IO[bytes], array: Array, whole: bool) -> None:
    """Read the numbers of an array, in the order in which it has them.

    If it is whole, the archive compares its checksum at the end; of others no more is read than is
    wanted.
    """
    flat = array.reshape(-1, order="A")
    at, room = 0, flat.view(np.uint8) if array.size else np.empty(0, np.uint8)
    while piece := stream.read(PIECE if whole else min(PIECE, len(room) - at)):
        room[at : at + len(piece)] = np.frombuffer(piece, np.uint8)
        at += len(piece)
    if at != len(room):
        raise EOFError(f"{at} bytes of {len(room)}")


class Writer:
    """Writes arrays one after the other; equal arrays give equal files."""

    def __init__(self, file: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(file, "w")

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *error: object) -> None:
        self._zip.close()

    def put(self, name: str, array: Array) -> None:
        """Write an array as it is."""
        self.rows(name, array.dtype, array.shape, [array])

    def rows(self, name: str, kind: Any, shape: tuple[int, ...], parts: Iterable[Array]) -> None:
        """Write an array in parts, so that it need not be put together before."""
        kind = np.dtype(kind).newbyteorder("<")
        with self._open(name, _STORED) as stream:
            _write_head(stream, kind, shape)
            for part in parts:
                if part.size:
                    plain = np.ascontiguousarray(part, kind)
                    stream.write(plain.reshape(-1).view(np.uint8).data)

    def packed(self, name: str, array: Array) -> None:
        """Write an array deflated, unless it packs so well that readers would suspect it."""
        size = array.nbytes + 2**10  # with its head
        if size > UNSUSPECTED and suspect(size, len(zlib.compress(array.tobytes())) // 2):
            self.put(name, array)
            return
        with self._open(name, _DEFLATED) as stream:
            _write_head(stream, array.dtype, array.shape)
            stream.write(array.tobytes())

    def _open(self, name: str, method: int) -> IO[bytes]:
        info = zipfile.ZipInfo(f"{name}.npy")  # dated 1980
        info.compress_type = method
        return self._zip.open(info, "w", force_zip64=True)


def _write_head(stream: IO[bytes], kind: Any, shape: tuple[int, ...]) -> None:
    head: dict[str, Any] = {
        "descr": np.lib.format.dtype_to_descr(np.dtype(kind)),
        "fortran_order": False,
        "shape": tuple(map(int, shape)),
    }
    np.lib.format.write_array_header_1_0(stream, head)
