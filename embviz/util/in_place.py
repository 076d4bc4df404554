"""Large arrays changed in their own memory."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK = 2**20  # rows that are moved at once


def moved_together(rows: NDArray[Any], kept: NDArray[np.bool_]) -> NDArray[Any]:
    """Give some rows of an array, (N, ...), moved together at its beginning.

    >>> moved_together(np.array([5, 6, 7]), np.array([True, False, True])).tolist()
    [5, 7]
    """
    end = 0
    for start in range(0, len(rows), BLOCK):
        some = rows[start : start + BLOCK][kept[start : start + BLOCK]]
        rows[end : end + len(some)] = some
        end += len(some)
    return rows[:end]
