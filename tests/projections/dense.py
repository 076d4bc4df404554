"""Sparse results as matrices."""

import numpy as np
from scipy.sparse import csr_array


def matrix(P):
    """P as a matrix (n, n)."""
    n = len(P.starts) - 1
    return csr_array((P.shares.astype(np.float64), P.columns, P.starts), shape=(n, n)).toarray()
