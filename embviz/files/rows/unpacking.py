"""Streams that unpack as they are read: gzip, bzip2 and xz, each of several parts as well.

What is packed may ask for any memory: xz says how much it needs, and is refused beyond a bound.
"""

import bz2
import lzma
import zlib
from collections.abc import Callable
from typing import Protocol

from embviz.files.refusals import unsupported

GZIP = b"\x1f\x8b"
MARKS = {GZIP: "gzip", b"BZh": "bzip2", b"\xfd7zXZ\0": "xz"}  # what packed files begin with
MOST_MEMORY = 2**27  # bytes that xz may take; `xz -9` takes half
_GZIP_WINDOW = 31  # what tells zlib to expect gzip's head
_BZIP = (b"1AY&SY", b"\x17rE8P\x90")  # what follows BZh and the size of its blocks
_LONGEST_MARK = 10

BROKEN = (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError)
"""What unpacking raises for bytes that are none of it."""


class Unpacker(Protocol):
    """One part of a packed file, as Python's own unpackers are."""

    @property
    def eof(self) -> bool:
        """Whether its end was met."""

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes without more bytes."""

    @property
    def unused_data(self) -> bytes:
        """What stands behind its end."""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Unpack on, at most so many bytes; what is not needed yet is kept."""


class _Gzip:
    def __init__(self) -> None:
        self._part, self._kept = zlib.decompressobj(_GZIP_WINDOW), b""

    @property
    def eof(self) -> bool:
        return self._part.eof

    @property
    def needs_input(self) -> bool:
        return not self._kept and not self.eof

    @property
    def unused_data(self) -> bytes:
        return self._part.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        piece = self._part.decompress(self._kept + data, max_length)
        self._kept = self._part.unconsumed_tail
        return piece


class _Xz:
    def __init__(self) -> None:
        self._part = lzma.LZMADecompressor(lzma.FORMAT_XZ, MOST_MEMORY)

    @property
    def eof(self) -> bool:
        return self._part.eof

    @property
    def needs_input(self) -> bool:
        return self._part.needs_input

    @property
    def unused_data(self) -> bytes:
        return self._part.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        try:
            return self._part.decompress(data, max_length)
        except lzma.LZMAError as error:
            if "limit" in str(error):
                raise unsupported("xz, in a way that takes too much memory") from error
            raise


UNPACKERS: dict[str, Callable[[], Unpacker]] = {
    "gzip": _Gzip,
    "bzip2": bz2.BZ2Decompressor,
    "xz": _Xz,
}


def packed_by(head: bytes) -> str:
    """The key in `UNPACKERS` of a file that begins so; empty: it is not packed.

    >>> packed_by(b"BZh91AY&SY...."), packed_by(b"BZh is no word")
    ('bzip2', '')
    """
    found = next((name for mark, name in MARKS.items() if head.startswith(mark)), "")
    return "" if found == "bzip2" and not head[4:10].startswith(_BZIP) else found
