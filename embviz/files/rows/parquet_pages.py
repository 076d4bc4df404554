"""How large the pages of a Parquet file say they are, read before any of them is unpacked.

Columns lie in pages, each packed by itself. A page begins with a head in Thrift's compact protocol
that says how many bytes it has, packed and not, and whoever unpacks it believes that: what the
footer of the file says of all pages may be much less.

Source: https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
(`PageHeader`), https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
"""

from collections.abc import Iterator
from typing import IO

from embviz.files.film.archive import damaged

_UNPACKED, _PACKED = 2, 3  # numbers of the fields that are read
_USUAL, _LONGEST = 2**9, 2**17  # bytes of a head: a page's least and greatest value stand in it
_DEEPEST = 8  # structures in one another
_WHOLE = (4, 5, 6)  # types: numbers of 16, 32 and 64 bits
_TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = 1, 2, 3, 7, 8, 9, 10, 11, 12


def pages(file: IO[bytes], start: int, size: int) -> Iterator[tuple[int, int]]:
    """Bytes of each page of a column, unpacked and packed; the pages lie from `start` on.

    Raises FileError: `damaged`.
    """
    end = start + size
    while start < end:
        unpacked, packed, length = _head(file, start)
        start += length + packed
        if start > end:
            raise damaged("a page of the Parquet file", "longer", "one within its column")
        yield unpacked, packed


def _head(file: IO[bytes], start: int) -> tuple[int, int, int]:
    """Bytes of a page, unpacked and packed, and of its head."""
    for longest in (_USUAL, _LONGEST):
        file.seek(start)
        reader = _Reader(file.read(longest))
        try:
            fields = dict(reader.whole_numbers())
            unpacked, packed = fields[_UNPACKED], fields[_PACKED]
        except (IndexError, KeyError):
            continue
        if min(unpacked, packed) >= 0:
            return unpacked, packed, reader.at
    raise damaged("the head of a page", "unreadable", "that of a page of Parquet")


class _Reader:
    """Values in Thrift's compact protocol; raises IndexError where the bytes end, or lie."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def whole_numbers(self) -> Iterator[tuple[int, int]]:
        """Fields of a structure that are whole numbers, by their own numbers; others are passed."""
        for field, kind in self._fields():
            if kind in _WHOLE:
                yield field, self._zigzag()
            else:
                self._skip(kind, _DEEPEST)

    def _fields(self) -> Iterator[tuple[int, int]]:
        field = 0
        while head := self._byte():
            step, kind = divmod(head, 16)
            field = field + step if step else self._zigzag()
            yield field, kind

    def _skip(self, kind: int, deepest: int) -> None:
        if not deepest:
            raise IndexError("too deep")
        if kind in _WHOLE:
            self._varint()
        elif kind in (_BYTE, _DOUBLE, _BINARY):
            self._move({_BYTE: 1, _DOUBLE: 8}.get(kind) or self._varint())
        elif kind in (_LIST, _SET):
            count, kind = divmod(self._byte(), 16)
            self._skip_each((kind,), self._varint() if count == 15 else count, deepest - 1)
        elif kind == _MAP:
            count = self._varint()
            kinds = divmod(self._byte(), 16) if count else ()
            self._skip_each(kinds, count, deepest - 1)
        elif kind == _STRUCT:
            for _, each in self._fields():
                self._skip(each, deepest - 1)
        elif kind not in (_TRUE, _FALSE):
            raise IndexError("no such type")

    def _skip_each(self, kinds: tuple[int, ...], count: int, deepest: int) -> None:
        for _ in range(min(count, len(self.data))):  # each has a byte at least
            for kind in kinds:
                self._skip(_BYTE if kind in (_TRUE, _FALSE) else kind, deepest)

    def _byte(self) -> int:
        self._move(1)
        return self.data[self.at - 1]

    def _move(self, size: int) -> None:
        self.at += size
        if self.at > len(self.data):
            raise IndexError("the bytes end")

    def _varint(self) -> int:
        value = shift = 0
        while (byte := self._byte()) & 0x80:
            value |= (byte & 0x7F) << shift
            shift += 7
            if shift > 63:
                raise IndexError("too long a number")
        return value | byte << shift

    def _zigzag(self) -> int:
        value = self._varint()
        return (value >> 1) ^ -(value & 1)
