"""N-grams and their hashes against gensim's, which are the program fastText's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.models.shared.ngrams import Pieces, ngrams
from tests.strategies import seeds

words_lists = st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=6)


def fnv(data):
    """FNV-1a with bytes read as signed."""
    h = 2166136261
    for byte in data:
        h = ((h ^ ((byte - 256 if byte > 127 else byte) & 0xFFFFFFFF)) * 16777619) & 0xFFFFFFFF
    return h


def plain(word, low, high):
    """The n-grams of one word, by definition."""
    w = f"<{word}>"
    every = [(i, n) for n in range(low, high + 1) for i in range(len(w) - n + 1)]
    edges = [(i, n) for i, n in every if n > 1 or 0 < i < len(w) - 1]
    return sorted((i, n, fnv(w[i : i + n].encode("utf-8", "surrogatepass"))) for i, n in edges)


@given(words_lists, st.integers(1, 4), st.integers(0, 4))
def test_are_those_of_the_definition(words, low, more):
    found = ngrams(words, low, low + more)
    for i, word in enumerate(words):
        mine = found.word == i
        columns = (found.first[mine], found.length[mine], found.hash[mine])
        assert sorted(zip(*map(np.ndarray.tolist, columns), strict=True)) == plain(
            word, low, low + more
        )


@pytest.mark.parametrize("word", ["cat", "banana", "кошка", "ёж", "日本語", "x😀y", "a", "ß"])
def test_are_gensims(word):
    inner = pytest.importorskip("gensim.models.fasttext_inner")
    theirs = [inner.ft_hash_bytes(each) for each in inner.compute_ngrams_bytes(word, 3, 6)]
    assert sorted(ngrams([word], 3, 6).hash.tolist()) == sorted(theirs)


@given(
    words_lists.filter(lambda words: len(set(words)) == len(words)), st.sampled_from([1, 7, 10**6])
)
def test_pieces_are_the_word_and_its_buckets(words, bucket):
    pieces = Pieces.of(words, 3, 5, bucket)
    assert pieces.count == len(words) + len(pieces.buckets) and len(pieces.buckets) <= bucket
    for i, word in enumerate(words):
        own, *others = pieces.rows[pieces.ptr[i] : pieces.ptr[i + 1]].tolist()
        buckets = [int(pieces.buckets[row - len(words)]) for row in others]
        assert own == i
        assert sorted(buckets) == sorted(h % bucket for *_, h in plain(word, 3, 5))


@given(seeds)
def test_means_and_loads_are_those_of_a_loop(seed):
    rng = np.random.default_rng(seed)
    words = ["king", "kings", "a", "queen", "kinging"]
    pieces = Pieces.of(words, 3, 4, 50)
    Z = rng.standard_normal((pieces.count, 3), dtype=np.float32)
    some = rng.integers(0, 5, size=7).astype(np.int32)
    each = [pieces.rows[pieces.ptr[i] : pieces.ptr[i + 1]] for i in range(5)]
    for found, ids in ((pieces.means(Z), range(5)), (pieces.means(Z, some), some)):
        assert found == pytest.approx(np.array([Z[each[i]].mean(axis=0) for i in ids]), abs=1e-5)
    shares = rng.random(5)
    moved = np.zeros(pieces.count)
    for i in range(5):
        np.add.at(moved, each[i], shares[i])
    expected = [moved[rows].sum() / len(rows) for rows in each]
    assert pieces.loads(shares) == pytest.approx(expected)
