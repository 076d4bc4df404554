"""How near words are to one another: the probabilities P that t-SNE draws.

(van der Maaten and Hinton 2008, https://jmlr.org/papers/v9/vandermaaten08a.html)

Each word looks at its k nearest by cosine, with a Gaussian whose width is its own:

    p_{j|i} ∝ exp(-β_i d_ij),   d_ij = |x_i - x_j|² = 2 - 2 cos(i, j),   x unit rows           (1)
    H(p_{·|i}) = ln perplexity                                        which determines β_i     (2)
    P = (p + pᵀ) / 2n,   symmetric, of sum 1                                                   (3)

β_i is found by Newton's method on ln β, with dH/d ln β = -β² Var(d), held within a bracket. Words
outside the k nearest count as infinitely far, so that P is sparse.
"""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from embviz.types import Float32, Float64, Floating, Ids

ROUNDS = 40  # Newton's steps at most; five are taken, more only where neighbours are equally near
EXACT = 1e-5  # how near the entropy must come to ln perplexity, in nats
FARTHEST = 1.0  # ln β changes by no more in a step: further out the entropy is flat


@dataclass(frozen=True, eq=False)
class Affinities:
    """P as a list of its pairs, row after row; a pair stands there both ways round."""

    columns: Ids  # j of each pair, (pairs,)
    shares: Floating  # p_ij, (pairs,)
    starts: Ids  # where each row starts, and the end, (n + 1,)

    @cached_property
    def rows(self) -> Ids:
        """The row i of each pair, (pairs,)."""
        n = len(self.starts) - 1
        return np.repeat(np.arange(n, dtype=np.int32), np.diff(self.starts))


def affinities(neighbours: Ids, cosines: Float32, perplexity: float) -> Affinities:
    """Give P from the nearest of each word and their cosines, (n, k), k at least 1.

    The perplexity is brought down to (k + 1) / 2 if it is more.
    """
    n, k = neighbours.shape
    p = conditional(2 - 2 * cosines.astype(np.float64), min(perplexity, (k + 1) / 2))
    starts = np.arange(0, n * k + 1, k, dtype=np.int32)
    one_way = csr_array((p.ravel(), neighbours.ravel(), starts), shape=(n, n))
    P = (one_way + one_way.T).tocsr()
    P.sort_indices()
    shares = (P.data / (2 * n)).astype(np.float32)
    return Affinities(P.indices.astype(np.int32), shares, P.indptr.astype(np.int32))


def conditional(distances: Float64, perplexity: float) -> Float64:
    """Give p_{j|i} by (1) and (2) from squared distances (n, k). Shape (n, k), rows of sum 1."""
    d = distances - distances.min(axis=1, keepdims=True)
    means = d.mean(axis=1, keepdims=True)
    d = np.divide(d, means, out=np.zeros_like(d), where=means > 0)  # now ln β is about 1
    log_beta, low, high = np.ones(len(d)), np.full(len(d), -np.inf), np.full(len(d), np.inf)
    for _ in range(ROUNDS):
        p, entropy, slope = _distribution(d, np.exp(log_beta))
        excess = entropy - math.log(perplexity)
        if np.all(np.abs(excess) < EXACT):
            break
        low, high = np.where(excess > 0, log_beta, low), np.where(excess > 0, high, log_beta)
        log_beta = _newton(log_beta, excess / np.minimum(slope, -1e-9), low, high)
    return p


def _distribution(d: Float64, beta: Float64) -> tuple[Float64, Float64, Float64]:
    """Give p (n, k), its entropy (n,), and the entropy's derivative by ln β (n,)."""
    weighted = d * beta[:, None]
    p = np.exp(-weighted)
    total = p.sum(axis=1)
    p /= total[:, None]
    mean = np.einsum("ij,ij->i", p, weighted)
    variance = np.einsum("ij,ij,ij->i", p, weighted, weighted) - mean**2
    return p, np.log(total) + mean, -variance


def _newton(x: Float64, step: Float64, low: Float64, high: Float64) -> Float64:
    """Newton's next x, or the middle of the bracket where that would leave it."""
    moved = x - np.clip(step, -FARTHEST, FARTHEST)
    outside = (moved < low) | (moved > high)
    moved[outside] = (low[outside] + high[outside]) / 2
    return moved
