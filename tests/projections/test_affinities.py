"""How near words are: perplexity reached, equal to scikit-learn's, a distribution over pairs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.manifold._utils import _binary_search_perplexity

from embviz.projections.affinities import affinities, conditional
from embviz.vectors.vectors import nearest
from tests.projections.dense import matrix


def squared_distances(n=200, d=20, k=45, seed=0):
    E = np.random.default_rng(seed).normal(size=(n, d))
    _, cosines = nearest(E, k)
    return 2 - 2 * cosines.astype(np.float64)


def perplexities(p):
    return np.exp(-np.sum(p * np.log(np.maximum(p, 1e-300)), axis=1))


@given(seed=st.integers(0, 1000), perplexity=st.floats(2, 30), scale=st.floats(1e-6, 1e3))
def test_every_word_has_the_perplexity_asked_for(seed, perplexity, scale):
    p = conditional(squared_distances(seed=seed) * scale, perplexity)
    np.testing.assert_allclose(p.sum(axis=1), 1)
    np.testing.assert_allclose(perplexities(p), perplexity, rtol=1e-4)


def test_equal_to_scikit_learns_search():
    distances = squared_distances()
    reference = _binary_search_perplexity(distances.astype(np.float32), 15, 0)
    np.testing.assert_allclose(conditional(distances, 15), reference, atol=1e-4)


def test_neighbours_equally_near_share_equally():
    np.testing.assert_allclose(conditional(np.full((3, 6), 0.4), 2), 1 / 6)


def test_more_ties_than_the_perplexity_asks_for():
    distances = np.array([[0.1] * 5 + [0.5] * 5])
    p = conditional(distances, 3)
    np.testing.assert_allclose(p, [[0.2] * 5 + [0.0] * 5], atol=1e-6)


@pytest.mark.parametrize("n", [2, 3, 5, 30, 200])
def test_symmetric_of_sum_1_none_with_itself(n):
    E = np.random.default_rng(n).normal(size=(n, 8))
    P = affinities(*nearest(E, 45), 15)
    dense = matrix(P)
    np.testing.assert_array_equal(dense, dense.T)
    np.testing.assert_array_equal(np.diag(dense), 0)
    assert dense.sum() == pytest.approx(1, rel=1e-6)
    assert (dense.sum(axis=1) >= 1 / (2 * n) * (1 - 1e-6)).all(), "no word is left out"
    np.testing.assert_array_equal(dense[P.rows, P.columns].astype(np.float32), P.shares)
