"""The matrix of a file of fastText: single floats, or codes of a product quantiser; read by rows.

A quantised row is cut into parts of `part` numbers. Of each, one of 256 centroids is kept by its
number, and the length of the whole row likewise, where the file says so:

    z_i = n_i · (c_1[code_i1], …, c_m[code_im])                                              (1)

Source: Jégou, Douze and Schmid 2011, https://hal.inria.fr/inria-00514462; fastText's
src/productquantizer.cc and src/quantmatrix.cc, `load`.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from mmap import mmap

import numpy as np

from embviz.files.film.archive import Array
from embviz.files.paths import open_regular
from embviz.files.refusals import bad_row, cut_off
from embviz.types import Counts, Float32

CENTROIDS = 256
_SHAPE, _CODES, _PARTS = struct.Struct("<qq"), struct.Struct("<?qqi"), struct.Struct("<4i")


@dataclass(frozen=True, eq=False)
class Quantiser:
    """The centroids of each part of a row, formula (1)."""

    d: int
    part: int  # numbers of a part; the last one may have fewer
    centroids: Float32  # (256 · d,), part by part

    @property
    def parts(self) -> int:
        """How many a row has."""
        return -(-self.d // self.part)

    def rows(self, codes: Array) -> Float32:
        """The rows (n, d) of some codes (n, parts)."""
        found = np.empty((len(codes), self.d), np.float32)
        for part, begin in enumerate(range(0, self.d, self.part)):
            end = min(self.d, begin + self.part)
            table = self.centroids[CENTROIDS * begin : CENTROIDS * end]
            found[:, begin:end] = table.reshape(CENTROIDS, end - begin)[codes[:, part]]
        return found


@dataclass(frozen=True, eq=False)
class StoredRows:
    """A matrix (count, d), which stays where it lies.

    Attributes:
        path: Of the file, not gzipped.
        offset: Where its rows, or their codes, begin, in bytes.
        quantiser: Of the codes; None where rows are numbers.
        norms: Of the lengths of rows, a part of one number each.
        norms_offset: Where the codes of these begin.
    """

    path: str
    offset: int
    count: int
    d: int
    quantiser: Quantiser | None = None
    norms: Quantiser | None = None
    norms_offset: int = 0

    def take(self, rows: Counts) -> Float32:
        """Some of its rows, (n, d)."""
        if self.quantiser is None:
            return np.asarray(self._stored[rows])
        found = self.quantiser.rows(self._stored[rows])
        if self.norms is not None:
            with np.errstate(all="ignore"):  # of rows that are not finite
                found *= self.norms.rows(self._lengths[rows])
        return found

    @cached_property
    def _stored(self) -> Array:
        """Numbers (count, d), or codes (count, parts)."""
        if self.quantiser is None:
            return self._map(np.dtype("<f4"), self.offset, self.d)
        return self._map(np.dtype(np.uint8), self.offset, self.quantiser.parts)

    @cached_property
    def _lengths(self) -> Array:
        return self._map(np.dtype(np.uint8), self.norms_offset, 1)

    def _map(self, kind: np.dtype[np.generic], offset: int, width: int) -> Array:
        with open_regular(self.path) as file:
            return np.memmap(file, kind, "r", offset, (self.count, width))

    def __getstate__(self) -> dict[str, object]:
        """Travel by name: the file stays where it is."""
        return {k: v for k, v in self.__dict__.items() if k not in ("_stored", "_lengths")}


def dense(data: mmap, at: int, path: str) -> StoredRows:
    """The matrix of numbers that begins at a place of a file. Raises FileError: `cut_off`."""
    count, d = _unpacked(_SHAPE, data, at)
    rows = StoredRows(path, at + _SHAPE.size, count, d)
    if count < 0 or d < 0 or len(data) - rows.offset < 4 * count * d:
        left = f"{max(0, len(data) - rows.offset):,} bytes"
        raise cut_off("the matrix", left, f"{4 * count * d:,}", byte=len(data))
    return rows


def quantised(data: mmap, at: int, path: str) -> StoredRows:
    """The matrix of codes that begins there. Raises FileError: `cut_off`, `bad_row`."""
    with_norms, count, d, codes = _unpacked(_CODES, data, at)
    offset = at + _CODES.size
    if not 0 <= codes <= len(data) - offset or count < 0:
        left = f"{len(data) - offset:,} bytes"
        raise cut_off("the matrix", left, f"{codes:,}", byte=len(data))
    quantiser, at = _quantiser(data, offset + codes, d)
    if codes != count * quantiser.parts:
        raise bad_row("the matrix", f"{codes:,} codes", f"{quantiser.parts:,} for each row")
    if not with_norms:
        return StoredRows(path, offset, count, d, quantiser)
    if len(data) - at < count:
        raise cut_off("the lengths", f"{len(data) - at:,} bytes", f"{count:,}", byte=len(data))
    norms, _ = _quantiser(data, at + count, 1)
    return StoredRows(path, offset, count, d, quantiser, norms, at)


def _quantiser(data: mmap, at: int, d: int) -> tuple[Quantiser, int]:
    """The centroids for rows of d numbers, and where they end."""
    found, parts, part, last = _unpacked(_PARTS, data, at)
    at += _PARTS.size
    sound = found == d > 0 and part > 0 and parts == -(-d // part)
    if not sound or last != d - (parts - 1) * part:
        raise bad_row("the quantiser", f"{parts} parts of {part}", f"{d:,} numbers in parts")
    end = at + 4 * CENTROIDS * d
    if end > len(data):
        raise cut_off("the quantiser", f"{len(data) - at:,} bytes", f"{end - at:,}", byte=at)
    return Quantiser(d, part, np.frombuffer(data[at:end], "<f4").astype(np.float32)), end


def _unpacked(form: struct.Struct, data: mmap, at: int) -> Iterator[int]:
    if at + form.size > len(data):
        raise cut_off("the matrix", "the end of the file", "its shape", byte=len(data))
    return iter(form.unpack_from(data, at))
