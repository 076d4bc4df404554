r"""The head of an array in NumPy's format: read as text, never evaluated.

\x93NUMPY, version, length;  {'descr': '<f4', 'fortran_order': False, 'shape': (8, 5), }
"""

import math
import re
import struct
from dataclasses import dataclass
from typing import IO, Literal

import numpy as np

from embviz.files.refusals import bad_row

MARK = b"\x93NUMPY"
LONGEST = 2**16  # bytes of a head, at most
_WIDTHS = {1: "<H", 2: "<I", 3: "<I"}  # of its length, by version
_KIND = re.compile(rb"['\"]descr['\"]\s*:\s*(?:['\"]([<>|=]?[?bBiufcmMOSUV]\d{0,6})['\"]|(\[))")
_ORDER = re.compile(rb"['\"]fortran_order['\"]\s*:\s*(True|False)")
_SHAPE = re.compile(rb"['\"]shape['\"]\s*:\s*\(((?:\s*\d{1,15}L?\s*,)*(?:\s*\d{1,15}L?\s*)?)\)")
OF_DICT = "np.savez('v.npz', words=list(d), vectors=np.stack(list(d.values())))"
"""What to save instead of a dict from words to vectors."""

Order = Literal["C", "F"]


@dataclass(frozen=True)
class NpyHead:
    """What an array says it is."""

    kind: str  # as "<f4"; "V" for records
    shape: tuple[int, ...]
    order: Order  # row by row, or by column
    length: int  # bytes of the head, where the values begin

    @property
    def size(self) -> int:
        """Bytes of its values; 0 where that is not known."""
        return 0 if self.kind == "V" else np.dtype(self.kind).itemsize * math.prod(self.shape)


def read_npy_head(stream: IO[bytes], member: str) -> NpyHead:
    """Read the head at the beginning of a stream. Raises FileError: `bad_row`."""
    start = stream.read(8)
    form = _WIDTHS.get(start[6], "") if len(start) == 8 and start.startswith(MARK) else ""
    written = stream.read(struct.calcsize(form))
    if not form or len(written) < struct.calcsize(form):
        raise bad_row(member, start + written, "one of NumPy's format, version 1 to 3")
    (size,) = struct.unpack(form, written)
    head = stream.read(min(size, LONGEST))
    kind, order, shape = (each.search(head) for each in (_KIND, _ORDER, _SHAPE))
    if kind is None or order is None or shape is None or len(head) < size:
        other = "values of another kind" if order and shape else "something else"
        raise bad_row(member, other, "an array of numbers")
    lengths = tuple(int(each.strip(b" L")) for each in shape[1].split(b",") if each.strip())
    found = "V" if kind[1] is None else kind[1].decode()
    if found != "V":
        try:
            np.dtype(found)
        except TypeError as error:
            raise bad_row(member, found, "an array of numbers") from error
    length = len(start) + len(written) + size
    return NpyHead(found, lengths, "F" if order[1] == b"True" else "C", length)
