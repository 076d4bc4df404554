"""A matrix in NumPy's own format, `.npy`; words lie in another file, a word a line.

It is mapped into memory, not read, where the file has a name: gigabytes open at once. Arrays of
Python objects, whose loading could run code, are refused.
"""

import os
import struct
from collections.abc import Iterator
from typing import BinaryIO, Literal

import numpy as np

from embviz.files.film.archive import Array, read_head
from embviz.files.refusals import bad_row, cut_off, pickled
from embviz.files.rows.file_being_read import NO_COLUMNS, Columns, Opening
from embviz.files.rows.named_arrays import KINDS, check_shape, take
from embviz.vectors.vectors import Vectors

Order = Literal["C", "F"]

_BY_COLUMN, _BY_ROW = b"'fortran_order': True", b"'fortran_order': False"


def begins(head: bytes) -> bool:
    """Whether these are the first bytes of such a file."""
    return head.startswith(b"\x93NUMPY")


def read(opening: Opening) -> Iterator[None]:
    """Map the matrix. Raises FileError: `bad_row`, `cut_off`, `pickle`, `too_much_memory`."""
    file, size = opening.input.file, opening.input.size
    file.seek(0)
    kind, shape, order, offset = _read_head(file)
    check_shape("the head", shape)
    wanted = shape[0] * shape[1] * kind.itemsize
    if size - offset < wanted:
        raise cut_off("its end", f"{size - offset:,} bytes of numbers", f"{wanted:,}", byte=size)
    matrix: Array = np.memmap(opening.mapped, kind, "r", offset, shape, order)
    yield from take(opening, matrix, None)


def write(file: BinaryIO, vectors: Vectors, columns: Columns = NO_COLUMNS) -> None:
    """Write the matrix as it is; the words are for another file."""
    np.lib.format.write_array(file, np.ascontiguousarray(vectors.matrix), allow_pickle=False)


def _read_head(file: BinaryIO) -> tuple[np.dtype[np.generic], tuple[int, ...], Order, int]:
    """The kind of numbers, the shape, row by row (C) or by column (F), and where they begin."""
    start = file.read(8)
    width = {1: 2, 2: 4, 3: 4}.get(start[6] if len(start) == 8 else 0, 0)
    length = file.read(width)
    if len(length) < width or not width:
        raise bad_row("the head", start + length, "one of NumPy's format, version 1 to 3")
    (size,) = struct.unpack("<H" if width == 2 else "<I", length)
    head = file.read(min(size, 2**16))
    order: Order = "F" if _BY_COLUMN in head else "C"
    found = read_head(head.replace(_BY_COLUMN, _BY_ROW))
    if found is None:
        if b"|O" in head or b"'O'" in head:
            raise pickled()
        raise bad_row("the head", head.strip(), "a matrix of numbers")
    kind, shape = found
    if kind not in KINDS:
        raise bad_row("the head", f"numbers of kind {kind}", " or ".join(KINDS))
    return np.dtype(kind), shape, order, file.seek(0, os.SEEK_CUR)
