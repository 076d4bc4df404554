"""Counts: by hand, by two loops, against what training draws, and in chunks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embviz.models.shared import cooccurrence
from embviz.models.shared.cooccurrence import Counting, expected, flat, meetings, near, summed
from embviz.models.shared.held_out_loss import all_pairs
from embviz.models.shared.windows import Sentences, draw_windows
from tests.models.planted import planted_corpus
from tests.strategies import seeds


def text(lengths, V, seed):
    lengths = np.array(lengths)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    ids = np.random.default_rng(seed).integers(0, V, size=starts[-1]).astype(np.int32)
    return Sentences.of(ids, starts, np.arange(len(lengths)))


texts = st.builds(text, st.lists(st.integers(1, 9), min_size=1, max_size=8), st.just(5), seeds)


def each_sentence(sentences):
    for begin, length in zip(sentences.begins, sentences.lengths, strict=True):
        yield sentences.ids[begin : begin + length]


@given(texts, st.integers(1, 12))
def test_near_pairs_are_those_of_two_loops(sentences, window):
    X = np.zeros((5, 5))
    for ids in each_sentence(sentences):
        for a in range(len(ids)):
            for b in range(a + 1, min(len(ids), a + window + 1)):
                X[min(ids[a], ids[b]), max(ids[a], ids[b])] += 1 / (b - a)
    counted = summed(near(*flat(sentences), window), 5, np.float64)
    assert counted.toarray() == pytest.approx(X, abs=1e-6)
    assert (counted.data > 0).all()


def by_every_choice(ids, keep, window):
    """Formula (2) for one sentence: every way to skip tokens, every size of window."""
    N, n = np.zeros((5, 5)), len(ids)
    for kept in np.ndindex(*(2,) * n):
        at = np.flatnonzero(kept)
        chance = np.prod([keep[w] if k else 1 - keep[w] for w, k in zip(ids, kept, strict=True)])
        for size in range(1, window + 1):
            for i in range(len(at)):
                for j in range(max(0, i - size), min(len(at), i + size + 1)):
                    if i != j:
                        N[ids[at[i]], ids[at[j]]] += chance / window
    return N


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 6), min_size=1, max_size=3), st.integers(1, 7), seeds)
def test_expected_pairs_are_those_of_every_choice(lengths, window, seed):
    sentences = text(lengths, 5, seed)
    keep = np.array([1.0, 0.9, 0.5, 0.2, 0.7])
    N = sum(by_every_choice(ids, keep, window) for ids in each_sentence(sentences))
    half = summed(expected(*flat(sentences), window, keep), 5, np.float64).toarray()
    assert half + half.T == pytest.approx(N, abs=1e-3)


def test_expected_pairs_are_the_mean_of_what_training_draws():
    corpus = planted_corpus(1500)[0]
    V, rng = len(corpus.words), np.random.default_rng(0)
    sentences = Sentences.of(corpus.ids, corpus.starts, np.arange(len(corpus.starts) - 1))
    keep = np.linspace(0.3, 1, V)
    half = summed(expected(*flat(sentences), 4, keep), V, np.float64).toarray()
    draws = []
    for _ in range(60):
        centre, context = all_pairs(draw_windows(sentences, keep, 4, rng))
        draws.append(np.bincount(centre.astype(np.int64) * V + context, minlength=V * V))
    draws = np.array(draws, dtype=float)
    assert (half + half.T).sum() == pytest.approx(draws.sum(axis=1).mean(), rel=0.01)
    error = draws.std(axis=0) / np.sqrt(len(draws))
    often = draws.mean(axis=0) > 0.5
    z = ((half + half.T).reshape(-1) - draws.mean(axis=0))[often] / error[often]
    assert often.sum() > 100 and np.abs(z).max() < 5 and 0.7 < z.std() < 1.3


def test_chunks_come_to_the_whole(monkeypatch):
    corpus = planted_corpus(3000)[0]
    V = len(corpus.words)
    sentences = Sentences.of(corpus.ids, corpus.starts, np.arange(len(corpus.starts) - 1))

    def counting():
        return Counting(sentences, lambda *chunk: summed(near(*chunk, 5), V, np.float64))

    whole = counting()
    monkeypatch.setattr(cooccurrence, "CHUNK", 100)
    parts = counting()
    assert whole.chunks == 1 and 25 <= parts.chunks <= 35
    parts.reach(7)
    parts.reach(3)  # counted already
    assert abs(parts.total() - whole.total()).max() < 1e-9
    assert parts.total().nnz == whole.total().nnz


def test_cells_are_estimated_within_a_third(monkeypatch):
    corpus = planted_corpus(14_000)[0]
    V = len(corpus.words)
    sentences = Sentences.of(corpus.ids, corpus.starts, np.arange(len(corpus.starts) - 1))
    true = meetings(sentences, V, 5)
    monkeypatch.setattr(cooccurrence, "SAMPLE", 2500)
    estimated = meetings(sentences, V, 5)
    assert true.exact and not estimated.exact
    assert 0.67 < estimated.cells / true.cells < 1.5
