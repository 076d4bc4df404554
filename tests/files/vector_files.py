"""Files of vectors, sound and broken, and what must come of reading them."""

import gzip
import io

import numpy as np
import pytest

from embviz.errors import FileError
from embviz.files.read import read_all
from embviz.files.write import save_vectors
from embviz.ui.widgets import faults
from embviz.vectors.vectors import Vectors

MOST = 2**24

ROWS = {"king": (0.5, -1.25, 3.0), "queen": (0.25, 1e-3, -2.0)}

TEXT = b"king 0.5 -1.25 3\nqueen 0.25 1e-3 -2\n"


def text(header=b"2 3\n", rows=TEXT):
    return header + rows


def binary(rows=None, *, d=3, claimed=None, ends=b""):
    rows = ROWS if rows is None else rows
    data = [f"{len(rows) if claimed is None else claimed} {d}\n".encode()]
    for word, numbers in rows.items():
        word = word if isinstance(word, bytes) else word.encode()
        data.append(word + b" " + np.array(numbers, "<f4").tobytes() + ends)
    return b"".join(data)


def opened(data, **options):
    return read_all(io.BytesIO(data), most_bytes=MOST, **options)


def large_file(folder):
    """A text that takes several steps to read, and what is in it."""
    rng = np.random.default_rng(0)
    vectors = Vectors(
        tuple(f"word{i}" for i in range(20_000)),
        rng.standard_normal((20_000, 30)).astype(np.float32),
    )
    save_vectors(vectors, folder / "large.txt")
    return folder / "large.txt", vectors


def kinds(found):
    return {each.kind: each.count for each in found.findings}


def same(found, rows=None):
    rows = ROWS if rows is None else rows
    vectors = found if isinstance(found, Vectors) else found.vectors
    assert vectors.words == tuple(rows)
    expected = np.array(list(rows.values()), dtype=np.float32)
    assert vectors.matrix.dtype == np.float32 and np.array_equal(vectors.matrix, expected)
    return found


def refused(data, reason=None, **options):
    with pytest.raises(FileError) as caught:
        read_all(data if not isinstance(data, bytes) else io.BytesIO(data), **options)
    error = caught.value
    assert reason is None or error.reason == reason, str(error)
    worded(error)
    return error


def worded(error):
    sentence = faults.worded(error, str)
    assert sentence and len(str(error)) < 600


def zipped(data):
    return gzip.compress(data, mtime=0)
