"""Rows of numbers on their way into a file, as text with nine significant digits if need be.

So many bring single precision back whole.
"""

from collections.abc import Callable, Iterator

import numpy as np

from embviz.files.refusals import check_words
from embviz.types import Float32
from embviz.vectors.vectors import Vectors

ROWS = 1000  # rows that are made into text at once


def single(vectors: Vectors, keeps: Callable[[str], bool], expected: str) -> Float32:
    """The matrix in single precision, (V, d), for a format that keeps words of some kind only.

    Raises FileError, `unwritable_word` (see `check_words`), and ValueError if a number is not
    finite, or is too large for single precision.
    """
    check_words(vectors.words, keeps, expected)
    with np.errstate(over="ignore"):
        matrix = np.asarray(vectors.matrix, dtype="<f4")
    if not all(np.isfinite(matrix[i : i + ROWS]).all() for i in range(0, len(matrix), ROWS)):
        raise ValueError("a number is not finite, or too large for single precision")
    return matrix


def texts(matrix: Float32, separator: str) -> Iterator[str]:
    """The numbers of each row, parted by a separator.

    >>> list(texts(np.array([[0.5, 1.0]], np.float32), " "))
    ['0.5 1']
    """
    row = separator.join(["%.9g"] * matrix.shape[1])
    for i in range(0, len(matrix), ROWS):
        for numbers in matrix[i : i + ROWS].tolist():
            yield row % tuple(numbers)
