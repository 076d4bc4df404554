"""Adding rows to a matrix at given places, duplicates summed: A[ids[j]] += g[j] · G[j].

`np.add.at` does this, ten to forty times slower than a sparse product. The product of SciPy's
sparse matrices adds into a matrix that is already there; its public face only ever adds into zeros,
so `add_rows` calls what lies under it. That is a private name, tried once when the module is
imported: where it is missing or behaves otherwise, the public route takes over, with which training
takes 1.7 times as long (d = 100, V = 5000), and which sums in another order. Which route it is
depends on the installed SciPy only, so runs stay repeatable.
"""

import copy
import functools

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from embviz.types import Float32, Ids

try:
    from scipy.sparse._sparsetools import csc_matvecs
except ImportError:
    csc_matvecs = None


def add_rows_publicly(
    A: Float32, ids: Ids, G: Float32, g: Float32 | None = None, ptr: Ids | None = None
) -> None:
    """A[ids[j]] += g[j] · G[j] by a one-hot product over the distinct ids.

    A (V, d), ids (n,), G (m, d), g (n,) or ones; ptr (m + 1,) or none, in which case n = m. With
    ptr, row j of G goes to the places ids[ptr[j] : ptr[j + 1]].
    """
    n, m = len(ids), len(G)
    every = _places(n)
    places = ids.astype(np.intp)
    # Which of those with the same id was written last: that one stands for all of them.
    last = np.empty(len(A), dtype=np.intp)
    last[places] = every
    last = last.take(places)
    stands = last == every
    rank = np.cumsum(stands, dtype=np.int32)
    rank -= 1
    # Column j has its numbers in the rows of its ids. Making a matrix anew takes longer than using
    # it.
    one_hot = copy.copy(_one_hot(m))
    one_hot.indices = rank.take(last)
    if g is not None:
        one_hot.data = g
    if ptr is not None:
        one_hot.data = _numbers(n)[1] if g is None else g
        one_hot.indptr = ptr
        one_hot.resize((n, m))
    distinct = places.compress(stands)
    sums = (one_hot @ G)[: len(distinct)]
    sums += A.take(distinct, axis=0, mode="clip")
    A[distinct] = sums


@functools.lru_cache(maxsize=32)
def _places(n: int) -> NDArray[np.intp]:
    """0 … n - 1."""
    return np.arange(n)


@functools.lru_cache(maxsize=32)
def _one_hot(m: int) -> sparse.csc_array:
    """The unit matrix (m, m)."""
    every, ones = _numbers(m)
    return sparse.csc_array((ones, every[:m], every), shape=(m, m))


def add_rows_directly(
    A: Float32, ids: Ids, G: Float32, g: Float32 | None = None, ptr: Ids | None = None
) -> None:
    """The same, straight into A, which must be C-contiguous like G and g; ids must be int32."""
    (V, d), m = A.shape, len(G)
    every, ones = _numbers(len(ids))
    ptr, g = every if ptr is None else ptr, ones if g is None else g
    csc_matvecs(V, m, d, ptr, ids, g, G.reshape(-1), A.reshape(-1))


@functools.lru_cache(maxsize=32)
def _numbers(m: int) -> tuple[Ids, Float32]:
    """0, 1, … m, and m times 1: blocks ask for the same few sizes again and again."""
    return np.arange(m + 1, dtype=np.int32), np.ones(m, dtype=np.float32)


def _direct_route_works() -> bool:
    """Try the private function on a small case with duplicates."""
    if csc_matvecs is None:
        return False
    ids = np.array([2, 0, 2, 1, 2], dtype=np.int32)
    G = np.arange(15, dtype=np.float32).reshape(5, 3)
    g = np.arange(1, 6, dtype=np.float32)
    A, expected = np.ones((4, 3), dtype=np.float32), np.ones((4, 3), dtype=np.float32)
    np.add.at(expected, ids, g[:, None] * G + G)
    np.add.at(expected, ids, G[[0, 0, 2, 2, 2]])
    try:
        add_rows_directly(A, ids, G, g)
        add_rows_directly(A, ids, G)
        add_rows_directly(A, ids, G[:3], ptr=np.array([0, 2, 2, 5], dtype=np.int32))
    except (TypeError, ValueError, NotImplementedError):
        return False  # another signature than the one known here
    return bool(np.array_equal(A, expected))


add_rows = add_rows_directly if _direct_route_works() else add_rows_publicly
"""The faster route that works with the installed SciPy."""
