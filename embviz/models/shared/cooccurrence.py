"""Counting which words stand near which: a symmetric matrix, chunk after chunk of the text.

For words i and j the count is a sum over all places where j stands t tokens after i, in the same
sentence. GloVe weighs a place by its distance (Pennington et al. 2014, section 4.2),

    X_ij = X_ji = Σ 1/t,        t = 1 … window                                               (1)

The expectation of what word2vec draws weighs it otherwise. Word2vec skips tokens by subsampling
before it opens a window, whose size b it draws from 1 … window: j is a context of i if both are
kept, k, and if of the tokens between them fewer than b are. With m the number that is kept,

    N_ij = N_ji = Σ k_i k_j Σ_m P(m) (window - m)/window,        m = 0 … window - 1          (2)

since b is above m with probability (window - m)/window. P(m) is exact: with each further token
between them the distribution moves on by one step, P(m) ← (1 - k)P(m) + k P(m - 1).

Counts are sparse: 12 bytes for each pair of words that meet. A text is counted in chunks of CHUNK
tokens, so that nobody waits for a long one; what is counted stays in the process.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from embviz.models.shared.windows import Sentences
from embviz.training.model import Position
from embviz.types import Counts, Float64, Floating, Ids

CHUNK = 50_000
"""Tokens counted at once, about: 50 to 100 ms."""

COUNTED = 1e-6
"""Epochs that counting takes on the clock of a run, in texts of several chunks: next to none."""

NEGLIGIBLE = 1e-4
"""Places whose weight is below this for certain are left out of (2)."""

SAMPLE = 16_000
"""Tokens from which the number of cells of a longer text is estimated."""

BEND = 0.05
EXPONENTS = 0.2, 1.0
"""How β falls with each doubling of a text (King James Bible, windows of 5, 10), and its bounds."""

Met = tuple[Ids, Ids, Floating]
"""Pairs of words that met, (n,) each, the earlier one first, and the weight of each place."""


def near(row: Ids, sentence: Ids, window: int) -> Iterator[Met]:
    """The places of formula (1), distance by distance, among word ids and their sentences (n,)."""
    for t in range(1, min(window, len(row) - 1) + 1):
        i = np.flatnonzero(sentence[t:] == sentence[:-t])
        yield row[i], row[i + t], np.full(len(i), 1 / t, dtype=np.float32)


def expected(row: Ids, sentence: Ids, window: int, keep: Float64) -> Iterator[Met]:
    """The places of formula (2), distance by distance; keep (V,): how likely a token is kept."""
    kept = keep[row]
    reached = (window - np.arange(window)) / window  # (window,)
    i, P = np.arange(len(row)), np.eye(1, window).repeat(len(row), axis=0)  # P(m), (n, window)
    for t in range(1, len(row)):
        alive = (i + t < len(row)) & (P.sum(axis=1) > NEGLIGIBLE)
        alive[alive] = sentence[i[alive]] == sentence[i[alive] + t]
        i, P = i[alive], P[alive]
        if not len(i):
            return
        k = kept[i + t]
        yield row[i], row[i + t], kept[i] * k * (P @ reached)
        P[:, 1:] += k[:, None] * (P[:, :-1] - P[:, 1:])
        P[:, 0] *= 1 - k


def summed(met: Iterator[Met], V: int, dtype: type[np.floating]) -> sparse.csr_array:
    """All places of a chunk as an upper triangle (V, V), each pair of words once."""
    parts = list(met)
    if not parts:
        return sparse.csr_array((V, V), dtype=dtype)
    a, b, weight = (np.concatenate(each) for each in zip(*parts, strict=True))
    cells = weight.astype(dtype), (np.minimum(a, b), np.maximum(a, b))
    return sparse.coo_array(cells, shape=(V, V)).tocsr()


class Counting:
    """The counting of a text: how far it has come, and what it has found.

    `count` counts one chunk, given as word ids and the sentence of each, as `flat` makes them.
    """

    def __init__(self, sentences: Sentences, count: Callable[[Ids, Ids], sparse.csr_array]) -> None:
        self._sentences, self._count = sentences, count
        self._edges = _edges(sentences)
        self._parts: list[sparse.csr_array] = []
        self._done = 0

    @property
    def chunks(self) -> int:
        """How many chunks the text has."""
        return len(self._edges) - 1

    def reach(self, chunk: int) -> None:
        """Count all chunks before this one that are not counted yet."""
        while self._done < chunk:
            first, last = self._edges[self._done : self._done + 2]
            self._parts.append(self._count(*flat(self._sentences.picked(np.arange(first, last)))))
            self._done += 1
            # Parts of like size are merged, so each count is copied log(chunks) times.
            while len(self._parts) > 1 and self._parts[-2].nnz < 2 * self._parts[-1].nnz:
                self._merge_last_two()

    def positions(self, position: Position) -> Iterator[Position]:
        """Count one chunk after another from a position on; the next position after each.

        Short texts, of one chunk, have no such positions: they are counted when first asked for.
        So is the last chunk of a long one, and all of it where a run goes on in another process.
        """
        for chunk in range(position.shard + 1, self.chunks if is_counting(position) else 0):
            self.reach(chunk)
            yield Position(shard=chunk, at=COUNTED * chunk / self.chunks)

    def total(self) -> sparse.csr_array:
        """What all chunks come to: an upper triangle (V, V)."""
        self.reach(self.chunks)
        while len(self._parts) > 1:
            self._merge_last_two()
        return self._parts[0]

    def _merge_last_two(self) -> None:
        self._parts.append(self._parts.pop() + self._parts.pop())


def is_counting(position: Position) -> bool:
    """Whether a run stands before its first block."""
    return position.at < COUNTED


def flat(sentences: Sentences) -> tuple[Ids, Ids]:
    """The word ids of sentences end to end, and the sentence of each, (tokens,)."""
    numbers = np.arange(len(sentences), dtype=np.int32)
    return sentences.row(), np.repeat(numbers, sentences.lengths)


def _edges(sentences: Sentences) -> Counts:
    """The sentences at which chunks begin, and the end of the last one."""
    chunks = max(1, round(sentences.tokens / CHUNK))
    ends = np.cumsum(sentences.lengths)
    inner = np.searchsorted(ends, np.arange(1, chunks) * sentences.tokens / chunks)
    return np.unique(np.concatenate([[0], inner, [len(sentences)]]))


@dataclass(frozen=True)
class Meetings:
    """How many pairs of words meet in a text."""

    cells: float  # distinct pairs, (i, j) and (j, i) being one
    exact: bool  # whether that was counted; otherwise a sample was, and the growth carried on


def meetings(sentences: Sentences, V: int, window: int) -> Meetings:
    """Estimate the number of cells of formula (1) in milliseconds.

    Twice the text has 2^β times the cells (Heaps' law, for pairs). β is taken from a sample and its
    half, and falls by BEND with each further doubling.
    """
    if sentences.tokens <= SAMPLE:
        return Meetings(_cells(sentences, V, window), exact=True)
    every = np.arange(len(sentences))
    # Sentences from all over the text, the same at every call.
    step = max(1, round(sentences.tokens / SAMPLE))
    whole, half = sentences.picked(every[::step]), sentences.picked(every[:: 2 * step])
    D, D_half = _cells(whole, V, window), _cells(half, V, window)
    if not D > D_half > 0:
        return Meetings(max(1.0, float(D)), exact=False)
    doublings = np.log2(sentences.tokens / whole.tokens)
    beta = np.log(D / D_half) / np.log(whole.tokens / half.tokens) - BEND * doublings / 2
    grown = D * 2 ** (doublings * float(np.clip(beta, *EXPONENTS)))
    return Meetings(min(grown, V * (V + 1) / 2), exact=False)


def _cells(sentences: Sentences, V: int, window: int) -> int:
    return int(summed(near(*flat(sentences), window), V, np.float32).nnz)
