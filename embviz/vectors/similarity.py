"""Some words against one another: a table of cosines, in an order in which groups show.

The order is that of the leaves of a tree (average linkage of 1 - cos), turned at its forks so that
words that stand side by side are as near as can be (Bar-Joseph, Gifford and Jaakkola 2001,
https://doi.org/10.1093/bioinformatics/17.suppl_1.S22). A tree finds groups in anything, so the
order alone proves nothing: look at the cosines.
"""

from collections.abc import Sequence

import numpy as np
from scipy.cluster.hierarchy import leaves_list, linkage, optimal_leaf_ordering
from scipy.spatial.distance import squareform

from embviz.types import Counts, Float64
from embviz.vectors.vectors import Vectors, unit_rows


def similarity_matrix(vectors: Vectors, words: Sequence[str]) -> Float64:
    """The cosines of some words with one another, (n, n): symmetric, 1 on the diagonal.

    A word whose vector is 0 has the cosine 0, also with itself. Raises MissingWord if a word has no
    vector.
    """
    return cosine_table(vectors.units(words))


def cosine_table(units: Float64) -> Float64:
    """The cosines of unit rows (n, d) with one another, (n, n)."""
    table: Float64 = np.einsum("ik,jk->ij", units, units)
    table = np.clip((table + table.T) / 2, -1, 1)
    np.fill_diagonal(table, units.any(axis=1))
    return table


def average_cosine(vectors: Vectors) -> float:
    """The cosine of two different words on average: (|Σ x|² - Σ |x|²) / (n (n - 1)).

    >>> average_cosine(Vectors(("a", "b", "c"), np.array([[1.0, 0], [2, 0], [0, 1]])))
    0.3333333333333333
    """
    units = unit_rows(vectors.matrix)
    n = len(units)
    total = units.sum(axis=0, dtype=np.float64)
    own = float(np.einsum("ij,ij->", units, units, dtype=np.float64))
    return (float(total @ total) - own) / max(1, n * (n - 1))


def block_order(cosines: Float64) -> Counts:
    """An order of the words (n,) in which blocks show, from their cosines (n, n).

    Of an order and its reverse, it is the one that begins with the earlier word.

    >>> two_groups = np.array([[1.0, 0.1, 0.9], [0.1, 1.0, 0.2], [0.9, 0.2, 1.0]])
    >>> block_order(two_groups).tolist()
    [0, 2, 1]
    """
    if len(cosines) < 3:
        return np.arange(len(cosines))
    distances = np.maximum(1 - (cosines + cosines.T) / 2, 0)
    np.fill_diagonal(distances, 0)
    condensed = squareform(distances, checks=False)
    tree = optimal_leaf_ordering(linkage(condensed, method="average"), condensed)
    order: Counts = leaves_list(tree).astype(np.int64)
    return order if order[0] < order[-1] else order[::-1]
