"""Kinds of numbers that a matrix in a file may have, in NumPy's spelling, as "<f4", and in words.

Numbers that floating ones of NumPy can hold are taken: whole ones, and big-endian ones, are turned
into those of this machine. All else is refused by its name in words.
"""

import re
from typing import Any

import numpy as np

from embviz.files.findings import Tally
from embviz.files.rows.budget import Budget
from embviz.types import Floating

_KIND = re.compile(r"[<>|=]?([a-zA-Z])(\d{1,6})?")
_FLOATING, _WHOLE = ("f2", "f4", "f8"), ("i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8")
_EXACT = 2  # bytes of the largest whole numbers that single precision holds
_OTHERS = {
    "b": "truth values (true or false)",
    "c": "complex numbers",
    "f": "numbers of an unusual precision",
    "m": "spans of time",
    "M": "dates",
    "O": "Python objects",
    "S": "texts",
    "U": "texts",
    "V": "records",
}
CONVERTED = 2**22  # numbers that are converted at once


def is_numbers(kind: str) -> bool:
    """Whether numbers of a kind are taken.

    >>> is_numbers("<f2"), is_numbers(">i8"), is_numbers("|b1"), is_numbers("<U5")
    (True, True, False, False)
    """
    return _bare(kind) in _FLOATING + _WHOLE


def is_floating(kind: str) -> bool:
    """Whether they are no whole numbers."""
    return _bare(kind) in _FLOATING or " " in kind  # of which half or less is kept


def is_objects(kind: str) -> bool:
    """Whether they are Python objects, which are pickled."""
    return _bare(kind)[:1] == "O"


def in_words(kind: str) -> str:
    """What an array of another kind holds.

    >>> in_words("<c16"), in_words("|b1")
    ('complex numbers', 'truth values (true or false)')
    """
    return _OTHERS.get(_bare(kind)[:1], "values of an unusual kind")


def as_floating(matrix: np.ndarray[Any, Any], rows: int, budget: Budget, tally: Tally) -> Floating:
    """The first rows of a matrix (V, d) as floating numbers of this machine; the same array, if
    they are that already. What was converted is told. Raises FileError: `too_much_memory`.
    """
    kind = matrix.dtype
    whole, turned = kind.kind in "iu", not kind.isnative
    if whole:
        tally.add("whole_numbers")
    if turned:
        tally.add("big_endian")
    if not (whole or turned):
        return matrix
    size = kind.itemsize
    wide = f"f{4 if size <= _EXACT else 8}" if whole else f"f{size}"
    rows, d = min(rows, len(matrix)), matrix.shape[1]
    budget.check(rows * d * np.dtype(wide).itemsize, rows)
    found = np.empty((rows, d), wide)
    step = max(1, CONVERTED // max(1, d))
    for i in range(0, rows, step):
        found[i : i + step] = matrix[i : min(i + step, rows)]
    return found


def _bare(kind: str) -> str:
    """A kind without its order of bytes."""
    match = _KIND.fullmatch(kind)
    return "" if match is None else f"{match[1]}{match[2] or ''}"
