"""Numbers of any library as NumPy sees them, without importing that library.

Tensors of PyTorch are detached and brought to the processor; those whose numbers NumPy does not
know (bfloat16) become single precision. All others say themselves how NumPy may see them.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embviz.errors import RecordingError
from embviz.types import Floating


def matrix(value: Any, rows: NDArray[np.intp] | None = None) -> Floating:
    """A matrix as an array, (V, d), or some of its rows, (n, d); a view where that is possible.

    Half precision stays, all else that is not single or double becomes single. Raises
    RecordingError: `no_matrix`.
    """
    if hasattr(value, "detach"):
        value = value.detach()
        value = value if rows is None else value[rows]
        if "16" in str(value.dtype):
            value = value.float()  # before it leaves its device
        array = _seen(value.cpu())
    else:
        array = _seen(value)
        array = array if rows is None or array.ndim != 2 else array[rows]
    if array.ndim != 2 or not array.shape[1] or array.dtype.kind in "OSUMmc":
        found = f"{type(value).__name__} of shape {array.shape}, {array.dtype}"
        raise _no_matrix(found)
    if array.dtype in (np.float16, np.float32, np.float64):
        return array
    try:
        return array.astype(np.float32)
    except (TypeError, ValueError) as error:
        raise _no_matrix(f"{type(value).__name__} of {array.dtype}") from error


def shape(value: Any) -> tuple[int, ...]:
    """How many rows and columns something has. Raises RecordingError: `no_matrix`."""
    try:
        return tuple(map(int, value.shape))
    except (AttributeError, TypeError):
        return _seen(value).shape


def number(value: Any) -> float:
    """A number, NaN for None. Raises RecordingError: `no_number`."""
    value = value.detach() if hasattr(value, "detach") else value
    try:
        return math.nan if value is None else float(value)
    except (TypeError, ValueError) as error:
        message = f"a number was expected, not {value!r:.60}"
        raise RecordingError("no_number", message, found=f"{value!r:.60}") from error


def _seen(value: Any) -> NDArray[Any]:
    try:
        return np.asarray(value)
    except (TypeError, ValueError, RuntimeError) as error:
        raise _no_matrix(type(value).__name__) from error


def _no_matrix(found: str) -> RecordingError:
    message = f"a matrix of numbers, a row for each word, was expected, not {found}"
    return RecordingError("no_matrix", message, found=found)
