"""Which words hold a text together rather than say what it is about, in any language.

Function words ("the", "of", "и") are frequent, evenly spread, and stand between words that are
rarer than themselves; a topic word may be as frequent, but stands beside function words, and where
its topic is. So each frequent word w has the score

    score(w) = log2 n_w + (n_w / (n_w + SHRINK)) · S_w - UNEVEN · (DP_w - E[DP_w])            (1)

with n_w its tokens; S_w the mean surprisal, in bits, of the tokens beside it in a sentence, above
that of any token but w itself; DP_w the deviation of proportions of Gries
(https://doi.org/10.1075/ijcl.13.4.02gri) over equal slices of the text, and E its mean if the
tokens fell anywhere, which chance alone brings about where n_w is small.

Not here: a list of words of any language.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from embviz.types import Counts, Float64, Ids

MOST = 500  # words that are ranked, the most frequent; the others follow by frequency
SLICE, MOST_SLICES = 50, 100  # tokens of a slice at least, and slices at most
LONG = 300_000  # tokens of a text that are looked at, spread evenly over it
SHRINK = 4.0  # tokens as many as which a word must have for half of S_w to count
UNEVEN = 6.0  # bits for tokens that all stand in one slice of many

USUAL, SHARE = 50, 10
"""So many of a text's words are taken for function words at most, and one in so many."""

FEWEST = math.log2(5)
"""The least score of a function word: that of a word like any other that occurs five times …"""

RARE = 500  # … or once in so many tokens
PREDICTED, CERTAIN = -0.6, 20
"""The least S_w, shrunk, of a function word with very many tokens: one beside which mostly frequent
ones stand is what these lead to. With CERTAIN tokens or fewer it must not be below 0."""


@dataclass(frozen=True, eq=False)
class FunctionWords:
    """The words of a text, those first that say least by themselves.

    Attributes:
        ranked: (V,) all word ids.
        usual: How many of them are likely to be function words: the first ones.
    """

    ranked: Ids
    usual: int


def function_words(ids: Ids, starts: Counts, V: int) -> FunctionWords:
    """Rank the words of a text.

    Args:
        ids: (T,) its tokens as word ids, the most frequent word being 0.
        starts: (S+1,) where its sentences begin, and T.
        V: How many words there are.
    """
    ids, first = _sampled(ids, starts)
    m = min(V, MOST)
    n = np.bincount(ids, minlength=V)[:m].astype(np.float64)
    S = n / (n + SHRINK) * _surprisal_beside(ids, first, V)[:m]
    score = np.log2(np.maximum(n, 1)) + S - UNEVEN * _unevenness(ids, n)
    least = PREDICTED * np.maximum(0.0, 1 - CERTAIN / np.maximum(n, 1))
    alike = (S >= least) & (score >= max(FEWEST, math.log2(len(ids) / RARE)))
    order = np.lexsort((-score, ~alike))  # stable: of equal ones the more frequent first
    ranked = np.concatenate([order, np.arange(m, V)]).astype(np.int32)
    return FunctionWords(ranked, min(int(alike.sum()), USUAL, V // SHARE))


def _sampled(ids: Ids, starts: Counts) -> tuple[Ids, NDArray[np.bool_]]:
    """Give the tokens to look at, (t,), and which of them have nothing before them, (t,)."""
    first = np.zeros(len(ids), dtype=bool)
    first[starts[:-1]] = True
    if len(ids) <= LONG:
        return ids, first
    blocks = np.arange(MOST_SLICES) * len(ids) // MOST_SLICES
    first[blocks] = True
    taken = (blocks[:, None] + np.arange(LONG // MOST_SLICES)).ravel()
    return ids[taken], first[taken]


def _surprisal_beside(ids: Ids, first: NDArray[np.bool_], V: int) -> Float64:
    """S_w of formula (1), (V,): 0 for a word that never has another beside it."""
    shares = np.bincount(ids, minlength=V) / len(ids)
    bits = -np.log2(np.maximum(shares, 1 / len(ids)))  # (V,)
    entropy = float(shares @ bits)
    left, right = ids[:-1][~first[1:]], ids[1:][~first[1:]]
    total = np.bincount(left, bits[right], V) + np.bincount(right, bits[left], V)
    pairs = np.bincount(left, minlength=V) + np.bincount(right, minlength=V)
    expected = (entropy - shares * bits) / np.maximum(1 - shares, 1e-9)
    found: Float64 = np.where(pairs > 0, total / np.maximum(pairs, 1) - expected, 0.0)
    return found


def _unevenness(ids: Ids, n: Float64) -> Float64:
    """How far the tokens of each of the first m words cluster beyond chance, (m,): 0 to 1."""
    T, m = len(ids), len(n)
    P = min(max(T // SLICE, 2), MOST_SLICES)
    of_slice = np.arange(T) * P // T  # (T,)
    ranked = ids < m
    cells = np.bincount(ids[ranked].astype(np.int64) * P + of_slice[ranked], minlength=m * P)
    sizes = np.bincount(of_slice, minlength=P) / T
    shares = cells.reshape(m, P) / np.maximum(n, 1)[:, None]
    deviation = np.abs(shares - sizes).sum(axis=1) / (2 * (1 - sizes.min()))
    beyond: Float64 = np.maximum(deviation - _by_chance(n, P), 0.0)
    return beyond


def _by_chance(n: Float64, P: int) -> Float64:
    """E[DP_w] for n tokens that fall on P equal slices: de Moivre's mean deviation, (m,)."""
    n, p = np.maximum(n, 1), 1 / P
    k = np.floor(n * p) + 1
    choose = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    chance = np.exp(choose + k * math.log(p) + (n - k) * math.log1p(-p))  # of k tokens in a slice
    expected: Float64 = P * k * chance / n
    return expected
