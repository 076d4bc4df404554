"""CKA against its other formula, by kernels; what it may not notice; vectors at random."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ortho_group

from embviz.measures import cka
from embviz.measures.cka import cka_steps, linear_cka

seeds = st.integers(0, 9999)


def by_kernels(X, Y):
    """HSIC of the kernels XXᵀ and YYᵀ, with the centring matrix: formula (3) of the paper."""
    H = np.eye(len(X)) - 1 / len(X)
    K, L = H @ X @ X.T @ H, H @ Y @ Y.T @ H
    return np.trace(K @ L) / np.sqrt(np.trace(K @ K) * np.trace(L @ L))


@given(seed=seeds, m=st.integers(2, 40), d=st.integers(1, 8), e=st.integers(1, 8))
def test_equals_the_formula_by_kernels(seed, m, d, e):
    random = np.random.default_rng(seed)
    X, Y = random.normal(3, 1, (m, d)), random.normal(-1, 2, (m, e))
    Y[:, 0] += X[:, 0]
    assert linear_cka(X, Y) == pytest.approx(by_kernels(X, Y))
    assert linear_cka(Y, X) == pytest.approx(linear_cka(X, Y))


@given(seed=seeds, scale=st.sampled_from([1e-200, 1e-3, 7.0, 1e200]))
def test_is_1_for_what_is_turned_moved_and_scaled(seed, scale):
    random = np.random.default_rng(seed)
    X = random.normal(size=(30, 5))
    Y = scale * (X @ ortho_group.rvs(5, random_state=seed) + 2)
    assert linear_cka(X, Y) == pytest.approx(1)


def test_of_rows_at_random_is_what_is_expected():
    m, d, e = 400, 20, 30
    random = np.random.default_rng(0)
    found = [linear_cka(random.normal(size=(m, d)), random.normal(size=(m, e))) for _ in range(20)]
    assert np.mean(found) == pytest.approx(np.sqrt(d * e / ((m + d) * (m + e))), rel=0.03)


def test_blocks_change_nothing(monkeypatch):
    random = np.random.default_rng(0)
    X, Y = random.normal(size=(50, 4)), random.normal(size=(60, 6))
    rows_x, rows_y = random.permutation(50)[:33], random.permutation(60)[:33]
    whole = linear_cka(X[rows_x], Y[rows_y])
    monkeypatch.setattr(cka, "BLOCK", 60)
    steps, shares = cka_steps(X, Y, rows_x, rows_y), []
    with pytest.raises(StopIteration) as end:
        while True:
            shares.append(next(steps))
    assert end.value.value == pytest.approx(whole)
    assert shares == pytest.approx([10 / 40, 0.5, 0.75, 1])


def test_rows_all_alike_have_none():
    assert np.isnan(linear_cka(np.ones((4, 2)), np.eye(4)))
    with pytest.raises(ValueError, match="4 and 3"):
        linear_cka(np.eye(4), np.eye(3))


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf])
def test_numbers_must_be_finite(number, monkeypatch):
    monkeypatch.setattr(cka, "BLOCK", 4)
    X = np.eye(4)
    X[2, 1] = number
    with pytest.raises(ValueError, match="finite"):
        linear_cka(np.eye(4), X)
