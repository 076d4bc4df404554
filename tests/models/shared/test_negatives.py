"""What is drawn: rates of subsampling, the noise distribution, systematic samples."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embviz.models.shared.negatives import (
    cumulated,
    keep_probabilities,
    mean_contexts,
    noise,
    systematic,
)
from embviz.models.shared.windows import Sentences, draw_windows
from tests.strategies import seeds

counts_lists = st.lists(st.integers(1, 10_000), min_size=2, max_size=30)


class OneOffset:
    """Stands in for a generator: a fixed offset, no shuffling."""

    def __init__(self, offset):
        self._offset = offset

    def random(self):
        return self._offset

    def shuffle(self, ids):
        pass


def test_keep_probabilities_are_those_of_word2vec():
    counts = np.array([900, 90, 10])
    for share, keep in zip(counts / 1000, keep_probabilities(counts, 1e-2), strict=True):
        assert keep == pytest.approx(min(1, (np.sqrt(share / 1e-2) + 1) * 1e-2 / share))
    assert keep_probabilities(counts, 0).tolist() == [1, 1, 1]


def test_noise_is_counts_to_three_quarters():
    assert noise(np.array([16, 1])) == pytest.approx([8 / 9, 1 / 9])


@given(counts_lists, st.integers(1, 500), seeds)
def test_a_systematic_sample_is_as_even_as_it_can_be(counts, n, seed):
    P = noise(np.array(counts))
    ids = systematic(cumulated(P), n, np.random.default_rng(seed))
    assert len(ids) == n and ids.dtype == np.int32
    times = np.bincount(ids, minlength=len(P))
    assert (times >= np.floor(n * P - 1e-9)).all() and (times <= np.ceil(n * P + 1e-9)).all()


@given(counts_lists, st.integers(1, 50))
def test_a_systematic_sample_is_right_on_average(counts, n):
    P, offsets = noise(np.array(counts)), (np.arange(4000) + 0.5) / 4000
    sums = cumulated(P)
    times = [
        np.bincount(systematic(sums, n, OneOffset(u)), minlength=len(P)) for u in offsets[::40]
    ]
    assert np.mean(times, axis=0) == pytest.approx(n * P, abs=0.02)


@settings(deadline=None)
@given(st.integers(1, 12), st.integers(1, 30))
def test_mean_contexts_is_what_is_drawn(window, length):
    sentences = 4000 // length + 1
    text = Sentences.of(
        np.zeros(sentences * length, dtype=np.int32),
        np.arange(0, sentences * length + 1, length),
        np.arange(sentences),
    )
    windows = draw_windows(text, np.ones(1), window, np.random.default_rng(0))
    drawn = (windows.left + windows.right).mean()
    assert mean_contexts(window, length) == pytest.approx(drawn, rel=0.1, abs=1e-9)
