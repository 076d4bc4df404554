"""Clusters: which words belong together, where nobody has told what to look for.

Let x_w be the rows at unit length. Spherical k-means (Dhillon and Modha 2001,
https://doi.org/10.1023/A:1007612920971) deals the words into k clusters C_i with centres c_i of
unit length so that

    Σ_i Σ_{w in C_i} x_w · c_i                                                               (1)

is large: the best of several starts, each with centres far apart (k-means++). How well a word fits
is its silhouette (Rousseeuw 1987, https://doi.org/10.1016/0377-0427(87)90125-7). With a(w) the mean
of 1 - x_w · x_v over the other words v of its cluster, b(w) the least such mean over another one,

    s(w) = (b(w) - a(w)) / max(a(w), b(w))                                                   (2)

k-means finds clusters in anything, in noise, too. So k is the number for which the mean of (2) is
furthest above that of noise with the same mean and covariance, dealt into as many clusters (after
the gap statistic of Tibshirani, Walther and Hastie 2001, https://doi.org/10.1111/1467-9868.00293).
Where it is nowhere above by `CLEAR` / √n there are no clusters. Words with s(w) <= 0 are in none.

Not here: densities (HDBSCAN). Of 1000 words of the King James Bible it leaves two thirds without a
cluster, or puts nine tenths into one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from scipy.linalg import eigh

from embviz.types import Counts, Float32, Float64, Ids
from embviz.util.threads import one_thread
from embviz.vectors.vectors import Vectors, unit_rows

MOST = 7  # clusters, unless set: as many as there are hues that can be told apart
FEWEST_WORDS = 3  # of a cluster
JUDGED = 1000  # words, evenly spread, by which k is chosen; all are then dealt into k clusters
STARTS = 4  # of which the best one counts
STEPS = 100  # at most, from one start …
SLIGHT = 1e-4  # … which ends where (1) grows by no more than this share
CLEAR = 0.3  # over √n: by so much is the mean silhouette of real clusters above that of noise
PURPOSE = 5077  # first of the words of the generator that draws centres and noise


@dataclass(frozen=True, eq=False)
class Clusters:
    """Words that belong together.

    Attributes:
        of: (n,) which cluster each word is in, the largest being 0; -1: in none.
        typical: Of each cluster the words that stand for it, the most typical first.
        silhouettes: (n,) how well each word fits, formula (2), -1 to 1.
    """

    of: Ids
    typical: tuple[tuple[str, ...], ...]
    silhouettes: Float32

    def __len__(self) -> int:
        return len(self.typical)


def find_clusters(
    vectors: Vectors,
    counts: Sequence[int] | Counts | None = None,
    *,
    most: int = MOST,
    seed: int = 0,
) -> Clusters:
    """Find out which words belong together. Equal vectors and seeds give equal clusters.

    A word is the more typical of its cluster the nearer it is to the centre and the more frequent.

    Args:
        vectors: n words with rows of d numbers: 1000 of 50 take 0.3 s, 5000 of 300 twice that.
        counts: (n,) how often each occurs. Without them the words are taken to be sorted by that.
        most: How many clusters there may be.
        seed: Of the random starts.

    Raises:
        ValueError: If a number is not finite, or there are not as many counts as words.

    >>> rows = np.repeat(np.eye(3), 6, axis=0) + 0.1 * np.random.default_rng(0).normal(size=(18, 3))
    >>> find_clusters(Vectors(tuple("abcdefghijklmnopqr"), rows)).of.tolist()
    [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2]
    """
    n = len(vectors)
    if counts is not None and len(counts) != n:
        raise ValueError(f"{n} words need as many counts, not {len(counts)}")
    often = n / np.arange(1.0, n + 1) if counts is None else np.asarray(counts, dtype=np.float64)
    with one_thread():
        X = unit_rows(vectors.matrix).astype(np.float64)  # (n, d)
        of, fits = _best_division(X, min(most, n // FEWEST_WORDS), seed)
        of = _by_size(np.where(fits > 0, of, -1))
        typical = _typical(X, of, np.log1p(often))
    words = tuple(tuple(vectors.words[i] for i in order) for order in typical)
    return Clusters(of, words, fits.astype(np.float32))


def _best_division(X: Float64, most: int, seed: int) -> tuple[Ids, Float64]:
    """Deal words into the number of clusters that is furthest above noise; and how well each fits.

    Clusters (n,), all -1 where there are none, and silhouettes (n,).
    """
    if most < 2:
        return np.full(len(X), -1, dtype=np.int32), np.zeros(len(X))
    judged = X[np.linspace(0, len(X) - 1, min(JUDGED, len(X))).astype(int)]
    noise = _noise(judged, np.random.default_rng([PURPOSE, seed]))
    above = {k: _fit(judged, k, seed) - _fit(noise, k, seed) for k in range(2, most + 1)}
    k = max(above, key=above.__getitem__)
    if above[k] < CLEAR / np.sqrt(len(judged)):
        return np.full(len(X), -1, dtype=np.int32), np.zeros(len(X))
    of = divide(X, k, seed)
    return of, silhouettes(X, of)


def _fit(X: Float64, k: int, seed: int) -> float:
    """How well rows fit into k clusters: the mean of (2)."""
    return float(silhouettes(X, divide(X, k, seed)).mean())


def _noise(X: Float64, rng: Generator) -> Float64:
    """Rows of unit length (n, d) without clusters, but with the mean and covariance of X."""
    rest = X - X.mean(axis=0)
    variances, directions = eigh(rest.T @ rest / len(X))
    drawn = rng.normal(size=X.shape) * np.sqrt(np.maximum(variances, 0.0))
    noise: Float64 = unit_rows(X.mean(axis=0) + drawn @ directions.T).astype(np.float64)
    return noise


def divide(X: Float64, k: int, seed: int = 0) -> Ids:
    """Deal rows X (n, d) of unit length into k clusters, (n,), by (1): the best of `STARTS`."""
    rng = np.random.default_rng([PURPOSE, seed, k])
    divisions = [_from_start(X, _far_apart(X, k, rng)) for _ in range(STARTS)]
    return max(divisions, key=lambda division: division[1])[0]


def _far_apart(X: Float64, k: int, rng: Generator) -> Float64:
    """Rows (k, d) to begin from: each drawn by how far it is from those before."""
    centres = [X[rng.integers(len(X))]]
    away = np.full(len(X), np.inf)
    for _ in range(1, k):
        away = np.minimum(away, np.maximum(1 - X @ centres[-1], 1e-9))
        centres.append(X[np.searchsorted(away.cumsum(), rng.random() * away.sum())])
    return np.array(centres)


def _from_start(X: Float64, centres: Float64) -> tuple[Ids, float]:
    """Improve a division until little changes; gives it, and (1)."""
    k = len(centres)
    total = -np.inf
    for _ in range(STEPS):
        cosines = X @ centres.T  # (n, k)
        of = cosines.argmax(axis=1).astype(np.int32)
        before, total = total, float(cosines.max(axis=1).sum())
        if total - before <= SLIGHT * abs(total):
            break
        sums = _members(of, k).T @ X  # (k, d)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(lengths > 0, sums / np.maximum(lengths, 1e-300), centres)
    return of, total


def silhouettes(X: Float64, of: Ids) -> Float64:
    """How well rows X (n, d) of unit length fit into clusters (n,): formula (2), (n,).

    The mean distance to a cluster follows from the sum of its rows, so no pair is looked at.
    """
    k = int(of.max()) + 1
    members = _members(of, k)
    sizes = members.sum(axis=0)  # (k,)
    cosines = X @ (members.T @ X).T  # (n, k): of each word, summed over a cluster
    own, rows = sizes[of], np.arange(len(X))
    itself = np.einsum("ij,ij->i", X, X)
    a = 1 - (cosines[rows, of] - itself) / np.maximum(own - 1, 1)
    others = np.where(sizes > 0, 1 - cosines / np.maximum(sizes, 1), np.inf)
    others[rows, of] = np.inf
    b = others.min(axis=1)
    larger = np.maximum(a, b)
    told = (own > 1) & (larger > 0) & np.isfinite(b)  # else there is no other word, or cluster
    fits: Float64 = np.where(told, (b - a) / np.where(told, larger, 1), 0.0)
    return fits


def _members(of: Ids, k: int) -> Float64:
    """Ones where a word is in a cluster, (n, k)."""
    members: Float64 = np.equal.outer(of, np.arange(k)).astype(np.float64)
    return members


def _by_size(of: Ids) -> Ids:
    """Number clusters anew, the largest first; those of few words are none."""
    names, first, sizes = np.unique(of, return_index=True, return_counts=True)
    kept = [i for i in np.lexsort((first, -sizes)) if names[i] >= 0 and sizes[i] >= FEWEST_WORDS]
    new = {int(names[i]): number for number, i in enumerate(kept)}
    return np.array([new.get(int(each), -1) for each in of], dtype=np.int32)


def _typical(X: Float64, of: Ids, often: Float64) -> list[Ids]:
    """The words of each cluster, the most typical first."""
    orders = []
    for cluster in range(int(of.max(initial=-1)) + 1):
        members = np.flatnonzero(of == cluster)
        near = np.maximum(X[members] @ X[members].sum(axis=0), 0)
        typical = near**2 * often[members]  # squared: frequency shall not outweigh it
        orders.append(members[np.argsort(-typical, kind="stable")].astype(np.int32))
    return orders
