"""The pieces of words: n-grams of letters, hashed as fastText hashes them.

A word is put in angle brackets, so that what begins or ends it differs from the same letters
elsewhere: the 3-grams of "cat" are "<ca", "cat", "at>". A piece's number is its hash, the FNV-1a
of its bytes in UTF-8,

    h = 2166136261;     for each byte b:  h = (h xor b) · 16777619 mod 2^32                   (1)

modulo the number of buckets. Bytes are read as *signed*, as in the program fastText: those of 128
and more, all of Cyrillic for one, turn the upper 24 bits round, too.

Source: https://github.com/facebookresearch/fastText, src/dictionary.cc, `hash`, `computeSubwords`.
"""

import copy
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from embviz.text.corpus import Vocabulary
from embviz.types import Counts, Float32, Ids

OFFSET, PRIME = np.uint32(2166136261), np.uint32(16777619)


@dataclass(frozen=True, eq=False)
class Ngrams:
    """N-grams of some words, those of fewer letters first: (n,) each."""

    word: Counts  # which word it comes from
    first: Counts  # where it begins in the word in its brackets, in letters
    length: Counts  # how many letters it has
    hash: NDArray[np.uint32]  # formula (1)


def ngrams(words: Sequence[str], low: int, high: int) -> Ngrams:
    """All n-grams of words, those that come twice in a word twice; single brackets are none.

    They have `low` to `high` letters, brackets included.
    """
    data = np.frombuffer("".join(f"<{w}>" for w in words).encode("utf-8", "surrogatepass"), np.int8)
    signed = data.astype(np.int32).view(np.uint32)
    at = np.flatnonzero((data.view(np.uint8) & 0xC0) != 0x80)  # (P,) where letters begin
    width = np.diff(at, append=len(data))  # in bytes
    lengths = np.array([len(w) + 2 for w in words], dtype=np.int64)
    word = np.repeat(np.arange(len(words)), lengths)
    place = np.arange(len(at)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    left = np.repeat(lengths, lengths) - place  # letters up to the end of the word
    h, found = np.full(len(at), OFFSET), []
    begin = np.arange(len(at))  # where those n-grams begin that go on
    for n in range(1, high + 1):
        begin = begin[left[begin] >= n]
        letter = begin + n - 1
        for k in range(4):
            more = width[letter] > k
            some = begin[more]
            h[some] = (h[some] ^ signed[at[letter[more]] + k]) * PRIME
        if n >= low:
            kept = begin[(place[begin] > 0) & (left[begin] > 1)] if n == 1 else begin
            found.append((word[kept], place[kept], np.full(len(kept), n), h[kept]))
    return Ngrams(*(np.concatenate(column) for column in zip(*found, strict=True)))


def ngram_count(letters: int, low: int, high: int) -> int:
    """How many n-grams a word of so many letters has, or a few more.

    >>> ngram_count(3, 3, 4), len(ngrams(["cat"], 3, 4).hash)
    (5, 5)
    """
    most, low = min(high, letters + 2), max(low, 1)
    n = max(0, most - low + 1)  # lengths that fit, which have letters + 2 - length + 1 each
    return n * (letters + 3) - n * (low + most) // 2


@dataclass(frozen=True, eq=False)
class Pieces:
    """Which rows of Z make up each word: its own, and those of its n-grams.

    Row i < V is that of word i, row V + j that of bucket `buckets[j]`: those in use only, in the
    order in which words need them, so that the pieces of a word lie together.
    """

    buckets: Counts  # (B,) each once
    ptr: Ids  # (V + 1,) where the rows of each word begin in `rows`
    rows: Ids  # (n,) its own row first

    @classmethod
    def of(cls, words: Sequence[str], low: int, high: int, bucket: int) -> "Pieces":
        """The pieces of a vocabulary."""
        V, found = len(words), ngrams(words, low, high)
        of_words = np.argsort(found.word, kind="stable")
        bucket_of = (found.hash % np.uint32(bucket)).astype(np.int64)[of_words]
        distinct, first, place = np.unique(bucket_of, return_index=True, return_inverse=True)
        needed = np.argsort(first)
        rank = np.empty_like(needed)
        rank[needed] = np.arange(len(needed))
        word = np.concatenate([np.arange(V), found.word[of_words]])
        rows = np.concatenate([np.arange(V), V + rank[place]])
        order = np.argsort(word, kind="stable")  # the word's own row first
        ptr = np.concatenate([[0], np.cumsum(np.bincount(word, minlength=V))])
        return cls(distinct[needed], ptr.astype(np.int32), rows[order].astype(np.int32))

    @property
    def V(self) -> int:
        """Words."""
        return len(self.ptr) - 1

    @property
    def count(self) -> int:
        """Rows of Z."""
        return self.V + len(self.buckets)

    @cached_property
    def times(self) -> Ids:
        """How many pieces each word has, (V,)."""
        return np.diff(self.ptr)

    def some(self, words: Ids) -> tuple[Ids, Ids]:
        """The pieces of some words (m,), one after the other: where each begins, and the rows."""
        times = self.times.take(words)
        ptr = np.zeros(len(words) + 1, dtype=np.int32)
        np.cumsum(times, out=ptr[1:])
        places = np.repeat(self.ptr.take(words) - ptr[:-1], times)
        places += np.arange(ptr[-1], dtype=np.int32)
        return ptr, self.rows.take(places)

    def means(self, Z: Float32, words: Ids | None = None) -> Float32:
        """The vectors of words, all or some: means of their rows of Z, (m, d)."""
        ptr, rows = (self.ptr, self.rows) if words is None else self.some(words)
        return means(Z, ptr, rows)

    def loads(self, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        """How much of each word's vector is moved by the average token, (V,).

        A token moves all of its word's vector, and of others' the part that they have in common.
        `shares` (V,) is each word's share of the tokens.
        """
        word = np.repeat(np.arange(self.V), self.times)
        moved = np.bincount(self.rows, weights=shares[word], minlength=self.count)
        sums = np.bincount(word, weights=moved[self.rows], minlength=self.V)
        return sums / self.times


def means(Z: Float32, ptr: Ids, rows: Ids) -> Float32:
    """Means of the rows ptr[i] … ptr[i + 1] - 1 of those named in `rows`, (m, d)."""
    members = copy.copy(_members(len(ptr) - 1, len(Z)))
    members.indptr, members.indices = ptr, rows
    members.data = np.ones(len(rows), dtype=np.float32)
    found: Float32 = members @ Z
    found /= np.diff(ptr).astype(np.float32)[:, None]
    return found


@functools.lru_cache(maxsize=8)
def _members(m: int, rows: int) -> sparse.csr_array:
    """An empty matrix to be filled: making one anew takes longer than a product with it."""
    return sparse.csr_array((m, rows), dtype=np.float32)


@functools.lru_cache(maxsize=8)
def pieces(vocabulary: Vocabulary, low: int, high: int, bucket: int) -> Pieces:
    """The pieces of a vocabulary; kept, since a run asks for them in several places."""
    return Pieces.of(vocabulary.words, low, high, bucket)
