"""A resample: the same words, half the sentences, each twice; it varies as much as it should."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import embviz as ev
from embviz.text.resampled import resampled
from tests.text.mixed import max_words, min_counts, read, texts

seeds = st.integers(0, 2**40)


def sentences(corpus):
    """How often each sentence stands there, as its words."""
    bounds = zip(corpus.starts[:-1], corpus.starts[1:], strict=True)
    return Counter(tuple(corpus.words[i] for i in corpus.ids[a:b]) for a, b in bounds)


@given(texts, min_counts, max_words, seeds)
def test_it_has_the_same_words_and_only_sentences_of_the_text_each_twice(text, low, most, seed):
    corpus = read(text, min_count=low, max_words=most)
    again = resampled(corpus, seed)
    assert sorted(again.words) == sorted(corpus.words)
    counts = again.vocabulary.counts
    assert counts.min() > 0 and (np.diff(counts) <= 0).all()
    np.testing.assert_array_equal(counts, np.bincount(again.ids))
    found = sentences(again)
    assert found.keys() <= sentences(corpus).keys()
    assert all(count % 2 == 0 for count in found.values())
    assert np.diff(again.starts).max() >= 2  # some word has a neighbour
    reading = again.reading
    assert reading.kept_tokens + reading.rare_tokens + reading.cut_tokens == reading.tokens
    assert len(again.spans) == reading.sentences == len(again.starts) - 1


def test_it_can_be_trained_on_without_the_text_and_is_named_by_its_seed():
    corpus = ev.sample("tiny")
    one, same, other = (resampled(each, k) for each, k in ((corpus, 1), (corpus, 1), (corpus, 2)))
    assert len({corpus.hash, one.hash, other.hash}) == 3 and one.hash == same.hash
    assert resampled(corpus.without_text(), 1).hash == one.hash
    assert (one.ids == same.ids).all() and one.words == same.words
    assert len(one.hash) == 16 and not one.text
    film = ev.train(ev.SkipGram(epochs=1), one, frames=2, progress=False)
    assert set(film.words) == set(corpus.words)


def test_a_count_varies_around_the_text_by_twice_what_it_does_from_text_to_text():
    rng = np.random.default_rng(0)
    lines = rng.permutation(["a king rules"] * 100 + ["a queen rules"] * 300)
    corpus = ev.Corpus.from_text(". ".join(lines), min_count=1)
    counts = []
    for seed in range(400):
        again = resampled(corpus, seed)
        counts.append(again.vocabulary.counts[again.vocabulary.id("king")])
    variance = 400 * 0.25 * 0.75  # of a text of so many sentences
    assert np.mean(counts) == pytest.approx(100, abs=3)
    assert np.var(counts) == pytest.approx(2 * variance, rel=0.25)
