"""What is drawn in training: which tokens to skip, and which words serve as negatives.

Source: Mikolov et al. 2013, https://arxiv.org/abs/1310.4546, with the formulas of the program
word2vec where the paper's differ.
"""

import numpy as np

from embviz.types import Counts, Float32, Float64, Ids


def keep_probabilities(counts: Counts, threshold: float) -> Float64:
    """How likely a token of each word is kept, (V,): sqrt(t/f) + t/f, at most 1.

    f is the word's share of all tokens, t the threshold; 0 keeps everything.
    """
    if threshold == 0:
        return np.ones(len(counts))
    ratio = threshold * counts.sum() / counts
    keep: Float64 = np.minimum(np.sqrt(ratio) + ratio, 1.0)
    return keep


def noise(counts: Counts) -> Float64:
    """P_n, the distribution of negatives, (V,): counts to the power of 3/4."""
    P_n: Float64 = counts.astype(np.float64) ** 0.75
    P_n /= P_n.sum()
    return P_n


def cumulated(P: Float64) -> Float64:
    """The sums of the first 0, 1, … V probabilities, (V + 1,), the last one exactly 1."""
    sums = np.concatenate([[0.0], np.cumsum(P)])
    sums[-1] = 1.0
    return sums


def systematic(sums: Float64, n: int, rng: np.random.Generator) -> Ids:
    """Draw n words by systematic sampling, in random order, (n,).

    Word i comes floor(n P_i) or ceil(n P_i) times, n P_i on average: steadier than independent
    draws, and cheaper. `sums` (V + 1,) of the distribution are those of `cumulated`.
    """
    times = np.diff(np.floor(sums * n + rng.random())).astype(np.int64)
    ids = np.repeat(np.arange(len(times), dtype=np.int32), times)
    rng.shuffle(ids)
    return ids


def normal(rng: np.random.Generator, shape: tuple[int, int], spread: float) -> Float32:
    """Numbers with the standard deviation `spread`; nothing is drawn if that is 0."""
    if spread == 0:
        return np.zeros(shape, dtype=np.float32)
    return rng.standard_normal(shape, dtype=np.float32) * np.float32(spread)


def mean_contexts(window: int, length: float) -> float:
    """Contexts of a token on average, where windows of 1 … window end with sentences of a length.

    Summed over a sentence of ℓ tokens, a window of b to one side has b·ℓ - b(b + 1)/2 contexts as
    long as b < ℓ, else ℓ(ℓ - 1)/2.
    """
    b = np.arange(1, window + 1)
    one_side = np.where(b < length, b - b * (b + 1) / (2 * length), (length - 1) / 2)
    return float(2 * one_side.mean())
