"""A file that is read forwards, unpacked on the way if it is gzipped.

A few kilobytes of gzip unpack to as many gigabytes as one likes. So unpacking stops at a ratio that
no real file of vectors comes near (text packs 3:1, binary hardly).
"""

import os
import zlib
from typing import BinaryIO

from embviz.files.film.archive import MOST_RATIO, suspect, too_large
from embviz.files.refusals import bad_row, bomb, cut_off

GZIP = b"\x1f\x8b"
PIECE = 2**18  # bytes of a packed file that are read at once
_GZIP_WINDOW = 31  # what tells zlib to expect gzip's head


class Input:
    """The bytes of a file, in order, from a stream that can seek.

    It may have `most_bytes`, packed or not. Raises FileError: `too_large`.
    """

    def __init__(self, file: BinaryIO, *, most_bytes: int) -> None:
        self.file, self.most_bytes = file, most_bytes
        self.size = file.seek(0, os.SEEK_END)  # in bytes, as they lie there
        if self.size > most_bytes:
            raise too_large(self.size, most_bytes)
        file.seek(0)
        self.packed = file.read(2) == GZIP  # whether it is gzipped
        file.seek(0)
        self.at = 0  # bytes that have been read, unpacked
        self._ahead = b""
        self._out = 0
        self._unpacker = zlib.decompressobj(_GZIP_WINDOW)
        self._tail = b""

    @property
    def share(self) -> float:
        """How much of the file has been read, 0 to 1."""
        return min(1.0, self.file.tell() / self.size) if self.size else 1.0

    @property
    def left(self) -> int | None:
        """Bytes that are still to come; None where nobody can know."""
        return None if self.packed else self.size - self.at

    def head(self, n: int) -> bytes:
        """The next n bytes, or fewer at the end, which stay to be read."""
        while len(self._ahead) < n:
            more = n - len(self._ahead)
            piece = self._unpacked(more) if self.packed else self.file.read(more)
            if not piece:
                break
            self._ahead += piece
        return self._ahead[:n]

    def read(self, n: int) -> bytes:
        """The next n bytes, or fewer at the end. Raises FileError: `bomb`, `cut_off`, `bad_row`."""
        data = self.head(n)
        self._ahead = self._ahead[len(data) :]
        self.at += len(data)
        return data

    def _unpacked(self, n: int) -> bytes:
        """Up to n bytes and at least one, unless there are no more."""
        while True:
            fresh = not self._tail
            data = self._tail or self.file.read(PIECE)
            if not data:
                if self._unpacker.eof or not self.size:
                    return b""
                raise cut_off(f"byte {self.size:,}", "the end", "more of a gzip file")
            if self._unpacker.eof:
                if fresh and not data.strip(b"\0"):
                    continue  # gzip files may be padded
                self._unpacker = zlib.decompressobj(_GZIP_WINDOW)
            try:
                piece = self._unpacker.decompress(data, max(1, n))
            except zlib.error as error:
                at = self.file.tell()
                expected = "a part of a gzip file"
                raise bad_row(f"byte {at:,}", "something else", expected, byte=at) from error
            self._tail = self._unpacker.unconsumed_tail or self._unpacker.unused_data
            if piece:
                self._check(len(piece))
                return piece

    def _check(self, more: int) -> None:
        self._out += more
        if suspect(self._out, self.file.tell()):
            raise bomb(MOST_RATIO)
        if self._out > self.most_bytes:
            raise too_large(self._out, self.most_bytes)
