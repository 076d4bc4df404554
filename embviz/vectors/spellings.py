"""Edit distances from one word to a whole vocabulary.

The distance counts insertions, deletions, substitutions, and swaps of neighbouring letters (optimal
string alignment, a restricted form of Damerau 1964, https://doi.org/10.1145/363958.363994):

    D_ij = min(D_(i-1)j + 1, D_i(j-1) + 1, D_(i-1)(j-1) + [t_i ≠ w_j],
               and D_(i-2)(j-2) + 1 where the last two letters are swapped)                    (1)

Two things are known without it. It is at least the difference of the lengths; and as each edit
brings in at most one new letter and takes out at most one, it is at least the number of letters
that only one of the two words has. What is left over is measured by (1) for all words side by side,
within a band around the diagonal.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embviz.types import Counts

_END = "\U0010ffff"  # parts words in one long string: no character, so no word has it
_COUNTS = np.array([bin(byte).count("1") for byte in range(256)], dtype=np.uint8)


@dataclass(frozen=True, eq=False)
class Spellings:
    """The words of a vocabulary, letter by letter."""

    letters: NDArray[np.uint32]  # code points of all words, each word followed by an end mark
    starts: Counts  # (V,) where each word begins
    lengths: Counts  # (V,) their letters
    sets: NDArray[np.uint64]  # (V,) which letters they have, 64 kinds at most: one bit each

    @classmethod
    def of(cls, words: Sequence[str]) -> "Spellings":
        """Read a vocabulary."""
        joined = _END.join(words)
        if joined.count(_END) >= max(len(words), 1):
            joined = _END.join(word.replace(_END, "\ufffd") for word in words)
        letters = _codes(joined + _END if words else "")
        ends = np.flatnonzero(letters == ord(_END))
        starts = np.concatenate([[0], ends[:-1] + 1]) if len(ends) else ends
        bits = _bits(letters)
        bits[ends] = 0
        sets = np.bitwise_or.reduceat(bits, starts) if len(ends) else bits
        return cls(letters, starts, ends - starts, sets)

    def within(self, text: str, most: int) -> tuple[Counts, Counts]:
        """Find the words at most `most` edits away from a text: ids, rising, and distances."""
        t = _codes(text)
        near = np.flatnonzero(np.abs(self.lengths - len(t)) <= most)
        near = near[_only_one_has(self.sets[near], t) <= most]
        if not len(near):
            return near, near
        places = self.starts[near] + np.arange(len(t) + most)[:, None]  # (L, S)
        W = self.letters[np.minimum(places, len(self.letters) - 1)]
        distances = _distances(t, W, most)[self.lengths[near], np.arange(len(near))]
        close = distances <= most
        return near[close], distances[close].astype(np.int64)


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint32)


def _bits(letters: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """One of 64 bits for each letter."""
    bits: NDArray[np.uint64] = np.uint64(1) << (letters & np.uint32(63)).astype(np.uint64)
    return bits


def _only_one_has(sets: NDArray[np.uint64], t: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """The larger of the numbers of letters that only the word has, or only the text."""
    own = np.bitwise_or.reduce(_bits(t), initial=np.uint64(0))
    return np.maximum(_count(sets & ~own), _count(~sets & own))


def _count(sets: NDArray[np.uint64]) -> NDArray[np.uint8]:
    counts: NDArray[np.uint8] = _COUNTS[sets.view(np.uint8)].reshape(-1, 8).sum(1, dtype=np.uint8)
    return counts


def _distances(t: NDArray[np.uint32], W: NDArray[np.uint32], most: int) -> NDArray[np.int16]:
    """D of a text (n,) and the first j letters of each word, formula (1), for every j: (L + 1, S).

    W (L, S) are the letters of S words, one word a column; L <= n + most. Distances above `most`
    come out as something above it.
    """
    L, S = W.shape
    before = np.full((L + 1, S), most + 1, dtype=np.int16)
    above = np.repeat(np.arange(L + 1, dtype=np.int16)[:, None], S, axis=1)
    for i in range(1, len(t) + 1):
        row = np.full((L + 1, S), most + 1, dtype=np.int16)
        row[0] = i
        for j in range(max(1, i - most), min(L, i + most) + 1):
            best = np.minimum(above[j], row[j - 1]) + np.int16(1)
            np.minimum(best, above[j - 1] + (W[j - 1] != t[i - 1]), out=best)
            if i > 1 and j > 1:
                swapped = (W[j - 1] == t[i - 2]) & (W[j - 2] == t[i - 1])
                np.minimum(best, before[j - 2] + 1, out=best, where=swapped)
            row[j] = best
        before, above = above, row
    return above
