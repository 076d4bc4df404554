"""A file that is read forwards, unpacked on the way if it is packed: by gzip, bzip2 or xz.

A few kilobytes of gzip unpack to as many gigabytes as one likes. So unpacking stops at a ratio that
no real file of vectors comes near (text packs 3:1, binary hardly).
"""

import os
from typing import BinaryIO

from embviz.files.film.archive import MOST_RATIO, suspect, too_large
from embviz.files.refusals import bad_row, bomb, cut_off
from embviz.files.rows.unpacking import BROKEN, UNPACKERS, packed_by

PIECE = 2**18  # bytes of a packed file that are read at once
_LONGEST_MARK = 16  # bytes by which packed files are told


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
        self.packing = packed_by(file.read(_LONGEST_MARK))  # a key of `UNPACKERS`; or empty
        file.seek(0)
        self.at = 0  # bytes that have been read, unpacked
        self.passed = b""  # remarks before the first row, which were read away
        self._ahead = b""
        self._out = 0
        self._unpacker = UNPACKERS[self.packing]() if self.packing else None

    @property
    def packed(self) -> bool:
        """Whether it is unpacked as it is read."""
        return self._unpacker is not None

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
            piece = self.file.read(more) if self._unpacker is None else self._unpacked(more)
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

    def count_lines(self) -> int | None:
        """How many lines the whole file has, but for blank ones at its end; None if it is packed.

        What was read stays read, and what was not stays to be read.
        """
        if self.packed:
            return None
        at, count, last = self.file.tell(), 0, b""
        self.file.seek(0)
        while piece := self.file.read(PIECE):
            if text := piece.rstrip(b"\r\n"):
                count += (last + piece[: len(text)]).count(b"\n")
                last = piece[len(text) :]
            else:
                last = (last + piece)[:PIECE]
        self.file.seek(at)
        return count + (self.size > 0) - self.passed.count(b"\n")

    def _unpacked(self, n: int) -> bytes:
        """Up to n bytes and at least one, unless there are no more."""
        while (data := self._packed()) is not None:
            try:
                piece = self._unpacker.decompress(data, max(1, n)) if self._unpacker else b""
            except BROKEN as error:
                at = self.file.tell()
                expected = f"a part of a {self.packing} file"
                raise bad_row(f"byte {at:,}", "something else", expected, byte=at) from error
            if piece:
                self._check(len(piece))
                return piece
        return b""

    def _packed(self) -> bytes | None:
        """What is to be unpacked next, which is nothing if there is some already; None: no more."""
        unpacker = self._unpacker
        if unpacker is None or not (unpacker.eof or unpacker.needs_input):
            return b""
        data = unpacker.unused_data.lstrip(b"\0") if unpacker.eof else b""
        while not data:
            data = self.file.read(PIECE)
            if not data and unpacker.eof:
                return None
            if not data:
                raise cut_off(f"byte {self.size:,}", "the end", f"more of a {self.packing} file")
            data = data.lstrip(b"\0") if unpacker.eof else data  # there may be padding
        if unpacker.eof:
            self._unpacker = UNPACKERS[self.packing]()
        return data

    def _check(self, more: int) -> None:
        self._out += more
        if suspect(self._out, self.file.tell()):
            raise bomb(MOST_RATIO)
        if self._out > self.most_bytes:
            raise too_large(self._out, self.most_bytes)
