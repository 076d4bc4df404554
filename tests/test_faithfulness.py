"""The share of neighbours kept, against a brute-force count."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.faithfulness import kept, on_screen


def brute_force(true_neighbours, xy):
    n, k = true_neighbours.shape
    shares = []
    for i in range(n):
        distances = np.linalg.norm(xy - xy[i], axis=1)
        distances[i] = np.inf
        seen = set(np.argsort(distances, kind="stable")[:k].tolist())
        shares.append(len(seen & set(true_neighbours[i].tolist())) / k)
    return np.array(shares)


@given(seed=st.integers(0, 10_000), n=st.integers(3, 60), axes=st.sampled_from([2, 3]))
def test_kept_equals_brute_force(seed, n, axes):
    random = np.random.default_rng(seed)
    k = min(10, n - 1)
    xy = random.normal(size=(n, axes))
    others = np.array([random.permutation(np.delete(np.arange(n), i))[:k] for i in range(n)])
    np.testing.assert_allclose(kept(others.astype(np.int32), xy), brute_force(others, xy))


def test_a_perfect_picture_keeps_all():
    xy = np.random.default_rng(0).normal(size=(50, 2))
    assert kept(on_screen(xy, 10), xy) == pytest.approx(1.0)


def test_words_in_one_place_are_never_their_own_neighbours():
    xy = np.zeros((30, 2))
    seen = on_screen(xy, 10)
    assert seen.shape == (30, 10)
    assert not (seen == np.arange(30)[:, None]).any()
