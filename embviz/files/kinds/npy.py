"""A matrix in NumPy's own format, `.npy`; words lie in another file, a word a line.

It is mapped into memory, not read, where the file has a name: gigabytes open at once; whole numbers
and big-endian ones are converted. Arrays of Python objects, whose loading could run code, are
refused.
"""

from collections.abc import Iterator
from typing import BinaryIO

import numpy as np

from embviz.files.film.archive import Array
from embviz.files.refusals import cut_off, objects
from embviz.files.rows.file_being_read import NO_COLUMNS, Columns, Opening
from embviz.files.rows.named_arrays import check_kind, check_shape, is_turned, take
from embviz.files.rows.npy_head import MARK, OF_DICT, read_npy_head
from embviz.files.rows.number_kinds import is_objects
from embviz.vectors.vectors import Vectors


def begins(head: bytes) -> bool:
    """Whether these are the first bytes of such a file."""
    return head.startswith(MARK)


def read(opening: Opening) -> Iterator[None]:
    """Map the matrix. Raises FileError: `bad_row`, `cut_off`, `pickle`, `too_much_memory`."""
    file, size = opening.input.file, opening.input.size
    file.seek(0)
    head = read_npy_head(file, "the head")
    if is_objects(head.kind):
        raise objects("matrix", OF_DICT if not head.shape else "matrix.astype('float32')")
    check_kind("the head", head.kind)
    turned = is_turned(head.shape, opening)
    check_shape("the head", head.shape[::-1] if turned else head.shape)
    left = size - head.length
    if left < head.size:
        raise cut_off("its end", f"{left:,} bytes of numbers", f"{head.size:,}", byte=size)
    matrix: Array = np.memmap(
        opening.mapped, head.kind, "r", head.length, head.shape, order=head.order
    )
    if turned:
        opening.table.tally.add("transposed")
    yield from take(opening, matrix.T if turned else matrix, None)


def write(file: BinaryIO, vectors: Vectors, columns: Columns = NO_COLUMNS) -> None:
    """Write the matrix as it is; the words are for another file."""
    np.lib.format.write_array(file, np.ascontiguousarray(vectors.matrix), allow_pickle=False)
