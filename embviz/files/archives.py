"""Files in a zip or tar archive: listed, opened one by one, or laid into a folder.

Neither names nor sizes are believed: what a directory says is checked against the archive's own
size before anything is read, and a name becomes a path only where files must lie side by side. What
systems add by themselves (`__MACOSX`, `.DS_Store`) is passed over; so are links and devices.

Not here: archives in archives, encrypted ones, and parts packed by what Python has no unpacker for.
"""

import io
import os
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, cast

from embviz.errors import FileError, Quote
from embviz.files.film.archive import MOST_RATIO, damaged, suspect, too_large, unbroken
from embviz.files.refusals import bomb, unsupported
from embviz.util.known_files import ZIP

MOST_MEMBERS = 4096
MOST_DIRECTORY = 2**20  # bytes of a zip file's directory: names of so many members, and more
MOST_NAMED = 8  # members that an error names
TAR_BLOCK = 512
_TAR_HEAD = 2**20  # bytes of what a tar archive says of one member, at most
_END, _END_SIZE, _WIDE = b"PK\x05\x06", 22, b"PK\x06\x06"
_LONGEST_REMARK = 2**16
_UNPACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2}
_METHODS = {9: "Deflate64", 14: "LZMA", 93: "Zstandard", 95: "xz"}
_ENCRYPTED = 0x1
_PIECE = 2**20  # bytes read at once
_BROKEN_TAR = (
    tarfile.TarError,
    EOFError,
    LookupError,
    OverflowError,
    RecursionError,
    ValueError,
)
"""What Python's tarfile raises for archives that are damaged on purpose or by accident."""
_ADDED = {"thumbs.db", "desktop.ini", "__macosx"}


@dataclass(frozen=True, eq=False)
class Member:
    """A file in an archive.

    Attributes:
        name: As the archive says it.
        size: In bytes, unpacked.
        open: Gives it as a stream that can seek; backwards it begins anew.
    """

    name: str
    size: int
    open: Callable[[], BinaryIO]

    @property
    def path(self) -> PurePosixPath:
        """Its name as a path, which is not to be used as one."""
        return PurePosixPath(self.name.replace("\\", "/"))


def is_tar(head: bytes) -> bool:
    """Whether a file with these first 512 bytes is a tar archive: their sum stands among them."""
    if len(head) < TAR_BLOCK or not head.strip(b"\0"):
        return False
    try:
        said = int(head[148:156].strip(b" \0") or b"x", 8)
    except ValueError:
        return False
    return said == sum(head[:148]) + 8 * ord(" ") + sum(head[156:TAR_BLOCK])


def members(file: BinaryIO, most_bytes: int) -> list[Member]:
    """The files of an archive, in its order, but those that systems add.

    Raises FileError: `damaged`, `bomb`, `too_large`, `many_members`, `truncated`.
    """
    file.seek(0)
    found = _of_zip(file, most_bytes) if file.read(4) == ZIP else _of_tar(file)
    named = {member.name: member for member in found if not _is_added(member.path)}
    return list(named.values())


def first_part(head: bytes) -> str:
    """The name of the first part of a zip file that begins so; empty: it is none."""
    if not head.startswith(ZIP) or len(head) < 30:
        return ""
    (length,) = struct.unpack_from("<H", head, 26)
    return head[30 : 30 + length].decode("utf-8", "replace")


def named(found: Sequence[Member], name: str) -> Member:
    """The member of a name, its folders said or not. Raises FileError: `no_member`."""
    same = [each for each in found if each.name == name]
    same = same or [each for each in found if each.path.name == name]
    if len(same) == 1:
        return same[0]
    message = f"There is no file {name!r:.80} in this archive; there are {listed(found)}."
    raise FileError("no_member", message, member=Quote(name), found=Quote(listed(found)))


def listed(found: Sequence[Member]) -> str:
    """Their names, as far as these fit into a sentence."""
    names = [ascii(each.name)[1:-1][-60:] for each in found[:MOST_NAMED]]
    return ", ".join(names) + ("" if len(found) <= MOST_NAMED else ", …") if names else "none"


def unpack(found: Sequence[Member], top: PurePosixPath, folder: Path, most: int) -> Iterator[None]:
    """Write the members below `top` into a folder, a piece at each step.

    Raises FileError: `too_large`, `damaged`.
    """
    wanted = [each for each in found if each.path.is_relative_to(top)]
    if (total := sum(each.size for each in wanted)) > most:
        raise too_large(total, most)
    for member in wanted:
        parts = member.path.relative_to(top).parts
        if not all(map(_is_safe, parts)):
            continue
        target = folder.joinpath(*parts)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            out = open(target, "xb")
        except (OSError, ValueError) as error:
            expected = "a name that a file can have"
            raise damaged(ascii(member.name)[:60], "impossible", expected) from error
        with out, member.open() as stream:
            while piece := stream.read(_PIECE):
                out.write(piece)
                yield


def _is_safe(part: str) -> bool:
    return part not in ("", ".", "..") and not any(sign in part for sign in '/\\:*?"<>|\0')


def _is_added(path: PurePosixPath) -> bool:
    parts = [part for part in path.parts if part != "."]
    return any(part.startswith(".") and part != ".." for part in parts) or any(
        part.lower() in _ADDED for part in parts
    )


# ---- zip -----------------------------------------------------------------------------------------


def _of_zip(file: BinaryIO, most_bytes: int) -> list[Member]:
    size = file.seek(0, os.SEEK_END)
    _check_directory(file, size)
    with unbroken("the directory", "that of a zip file"):
        archive = zipfile.ZipFile(file)
        infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > MOST_MEMBERS:
        raise _many(len(infos))
    unpacked, packed = (sum(getattr(i, n) for i in infos) for n in ("file_size", "compress_size"))
    if packed > size:
        raise damaged("the directory", f"{packed:,} bytes in parts", f"at most {size:,}")
    if suspect(unpacked, packed) or any(suspect(i.file_size, i.compress_size) for i in infos):
        raise bomb(MOST_RATIO)
    return [_zipped(archive, info, most_bytes) for info in infos]


def _check_directory(file: BinaryIO, size: int) -> None:
    """See, before it is read, whether the directory is there and not a huge one."""
    file.seek(max(0, size - _LONGEST_REMARK - _END_SIZE))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise FileError("truncated", "The file is cut off: its end is missing.")
    entries, directory = struct.unpack_from("<HI", tail, at + 10)
    wide = tail.rfind(_WIDE, 0, at)
    if wide >= 0 and at - wide >= 56:
        entries, directory = struct.unpack_from("<QQ", tail, wide + 32)
    if entries > MOST_MEMBERS:
        raise _many(entries)
    if directory > MOST_DIRECTORY:
        raise damaged("the directory", "too large", "that of a few files")


def _zipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most_bytes: int) -> Member:
    def begin() -> IO[bytes]:
        if info.flag_bits & _ENCRYPTED:
            message = "This archive is encrypted. Unpack it first, with its password."
            raise FileError("encrypted", message)
        if info.compress_type not in _UNPACKED:
            raise unsupported(_METHODS.get(info.compress_type, f"method {info.compress_type}"))
        if info.file_size > most_bytes:
            raise too_large(info.file_size, most_bytes)
        return archive.open(info)

    def opened() -> BinaryIO:
        return cast(BinaryIO, _Stream(info.file_size, _Forwards(begin).read_at))

    return Member(info.filename, info.file_size, opened)


class _Forwards:
    """What can only be read forwards, read anywhere: backwards it begins anew."""

    def __init__(self, begin: Callable[[], IO[bytes]]) -> None:
        self._begin = begin
        self._stream: IO[bytes] | None = None
        self._at = 0

    def read_at(self, at: int, n: int) -> bytes:
        with unbroken("a file in it"):
            if self._stream is None or self._at > at:
                self._stream, self._at = self._begin(), 0
            while self._at < at:
                skipped = len(self._stream.read(min(_PIECE, at - self._at)))
                if not skipped:
                    return b""
                self._at += skipped
            data = self._stream.read(n)
            self._at += len(data)
            return data


# ---- tar -----------------------------------------------------------------------------------------


def _of_tar(file: BinaryIO) -> list[Member]:
    """The files of a tar archive, of which a head is read in front of each."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    found = list[Member]()
    with _sound_tar():
        archive = tarfile.open(fileobj=cast(BinaryIO, _Bounded(file)), mode="r:", errorlevel=0)
        for count, info in enumerate(archive):
            if count >= MOST_MEMBERS:
                raise _many(count)
            if info.isreg() and not info.issparse():
                found.append(_of_info(file, info, size))
    return found


def _of_info(file: BinaryIO, info: tarfile.TarInfo, whole: int) -> Member:
    first, size = info.offset_data, info.size
    if size < 0 or first < 0 or first + size > whole:
        raise FileError("truncated", "The file is cut off: its end is missing.")

    def read_at(at: int, n: int) -> bytes:
        file.seek(first + at)
        return file.read(n)

    return Member(info.name, size, lambda: cast(BinaryIO, _Stream(size, read_at)))


@contextmanager
def _sound_tar() -> Iterator[None]:
    """Tell what tarfile raises meanwhile as `damaged`."""
    try:
        yield
    except _BROKEN_TAR as error:
        raise damaged("the archive", "unreadable", "a tar archive") from error


class _Bounded:
    """A file for tarfile, which reads what an archive says of a member whole, whatever its size."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._left = file, 16 * MOST_MEMBERS  # heads that may be read

    def read(self, n: int) -> bytes:
        self._left -= 1
        if not 0 <= n <= _TAR_HEAD or self._left < 0:
            raise damaged("the archive", "too large a head", "a tar archive")
        return self._file.read(n)

    def seek(self, to: int, whence: int = os.SEEK_SET) -> int:
        return self._file.seek(to, whence)

    def tell(self) -> int:
        return self._file.tell()


class _Stream(io.RawIOBase):
    """Bytes of a known number that can be read at any place, as a file."""

    def __init__(self, size: int, read_at: Callable[[int, int], bytes]) -> None:
        self._size, self._read_at, self._at = size, read_at, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, to: int, whence: int = os.SEEK_SET) -> int:
        self._at = max(0, to + {os.SEEK_SET: 0, os.SEEK_CUR: self._at}.get(whence, self._size))
        return self._at

    def read(self, n: int = -1) -> bytes:
        left = max(0, self._size - self._at)
        data = self._read_at(self._at, left if n < 0 else min(n, left)) if left else b""
        self._at += len(data)
        return data


def _many(found: int) -> FileError:
    message = f"The archive holds {found:,} files or more; at most {MOST_MEMBERS:,} are looked "
    message += "through. Unpack it first."
    return FileError("many_members", message, found=found, limit=MOST_MEMBERS)
