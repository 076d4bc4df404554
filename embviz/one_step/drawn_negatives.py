"""Where negatives come from: words at random, by their counts to the power of 3/4.

    P(w) = #(w) / Σ #(w'),        P_n(w) = #(w)^(3/4) / Σ #(w')^(3/4)                        (1)

The power takes from the most frequent words and gives to the rare ones (Mikolov et al. 2013,
https://arxiv.org/abs/1310.4546). Here words are drawn independently, as in word2vec; the trainers
draw many at once with less chance in it (`negatives.systematic`).
"""

import numpy as np

from embviz.models.shared.negatives import cumulated
from embviz.types import Counts, Float64, Ids


def unigram(counts: Counts) -> Float64:
    """Each word's share of the text, (V,)."""
    shares: Float64 = counts / counts.sum()
    return shares


def draw(P: Float64, n: int, rng: np.random.Generator) -> Ids:
    """Draw n words of a distribution (V,), one by one; words may come twice."""
    ids = np.searchsorted(cumulated(P), rng.random(n), side="right") - 1
    return ids.astype(np.int32)


def counted(P: Float64, n: int, rng: np.random.Generator) -> Counts:
    """How often each word comes in n draws, (V,)."""
    times: Counts = np.bincount(draw(P, n, rng), minlength=len(P))
    return times
