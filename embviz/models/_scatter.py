"""Adding rows to a matrix at given places, duplicates summed: A[ids[j]] += G[j].

`np.add.at` does this, ten to forty times slower than a sparse product. The product of SciPy's
sparse matrices adds into a matrix that is already there; its public face only ever adds into zeros,
so `add_rows` calls what lies under it. That is a private name, tried once when the module is
imported: where it is missing or behaves otherwise, the public route takes over, with which training
takes 1.6 times as long (d = 100, V = 5000), and which sums in another order. Which route it is
depends on the installed SciPy only, so runs stay repeatable.
"""

from collections.abc import Callable

import numpy as np
from scipy import sparse

from embviz.types import Float32, Ids

try:
    from scipy.sparse._sparsetools import csc_matvecs
except ImportError:
    csc_matvecs = None


def add_rows_publicly(A: Float32, ids: Ids, G: Float32) -> None:
    """A[ids[j]] += G[j] by a one-hot product over the distinct ids.

    A (V, d), ids (m,), G (m, d).
    """
    distinct, place = np.unique(ids, return_inverse=True)
    ones = np.ones(len(ids), dtype=np.float32)
    every = np.arange(len(ids) + 1, dtype=np.int32)
    # Column j has its one in row place[j].
    one_hot = sparse.csc_array((ones, place, every), shape=(len(distinct), len(ids)))
    A[distinct] += one_hot @ G


def add_rows_directly(A: Float32, ids: Ids, G: Float32) -> None:
    """The same, straight into A, which must be C-contiguous like G; ids must be int32."""
    (V, d), m = A.shape, len(ids)
    every, ones = np.arange(m + 1, dtype=np.int32), np.ones(m, dtype=np.float32)
    csc_matvecs(V, m, d, every, ids, ones, G.reshape(-1), A.reshape(-1))


def _direct_route_works() -> bool:
    """Try the private function on a small case with duplicates."""
    if csc_matvecs is None:
        return False
    ids = np.array([2, 0, 2, 1, 2], dtype=np.int32)
    G = np.arange(15, dtype=np.float32).reshape(5, 3)
    A, expected = np.ones((4, 3), dtype=np.float32), np.ones((4, 3), dtype=np.float32)
    np.add.at(expected, ids, G)
    try:
        add_rows_directly(A, ids, G)
    except (TypeError, ValueError, NotImplementedError):
        return False  # another signature than the one known here
    return bool(np.array_equal(A, expected))


AddRows = Callable[[Float32, Ids, Float32], None]

add_rows: AddRows = add_rows_directly if _direct_route_works() else add_rows_publicly
"""The faster route that works with the installed SciPy."""
