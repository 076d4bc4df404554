"""Agreement and PIP losses: against sets, and against all inner products written out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.measures import agreement
from embviz.measures.agreement import pip_loss, pip_losses, shared

seeds = st.integers(0, 2**32 - 1)
DIMENSIONS = st.lists(st.integers(1, 4), min_size=1)


def matrix(seed, V, d):
    return np.random.default_rng(seed).normal(size=(V, d)).astype(np.float32)


def brute_force(E, F):
    """The Frobenius norm of all V x V inner products' differences."""
    E, F = E.astype(np.float64), F.astype(np.float64)
    return float(np.linalg.norm(E @ E.T - F @ F.T))


@given(seed=seeds, V=st.integers(1, 40), d=st.integers(1, 12), e=st.integers(1, 12))
def test_pip_equals_all_inner_products(seed, V, d, e):
    E, F = matrix(seed, V, d), matrix(seed + 1, V, e)
    assert pip_loss(E, F) == pytest.approx(brute_force(E, F), rel=1e-6, abs=1e-5)
    assert pip_loss(F, E) == pytest.approx(pip_loss(E, F), rel=1e-6, abs=1e-6)


@given(seed=seeds, V=st.integers(2, 40), d=st.integers(1, 12))
def test_pip_does_not_notice_a_rotation_and_grows_with_the_square_of_the_rows(seed, V, d):
    E, F = matrix(seed, V, d).astype(np.float64), matrix(seed + 1, V, d)
    R = np.linalg.qr(np.random.default_rng(seed + 2).normal(size=(d, d)))[0]
    size = np.linalg.norm(E @ E.T)
    assert pip_loss(E, E @ R) <= 1e-6 * size
    assert pip_loss(E, E) <= 1e-6 * size
    assert pip_loss(3 * E, 3 * F) == pytest.approx(9 * pip_loss(E, F), rel=1e-5, abs=1e-4)


@given(seed=seeds, V=st.integers(2, 30), d=st.integers(1, 8))
def test_its_share_lies_between_equal_and_nothing_in_common(seed, V, d):
    E, F = matrix(seed, V, d), matrix(seed + 1, V, d)
    losses, shares = pip_losses((E, F))
    assert 0 <= shares[0, 1] <= 1
    sizes = [np.linalg.norm(X.astype(np.float64) @ X.T.astype(np.float64)) for X in (E, F)]
    assert shares[0, 1] == pytest.approx(losses[0, 1] / np.hypot(*sizes), rel=1e-6)
    apart = np.zeros((2 * V, d)), np.zeros((2 * V, d))
    apart[0][:V], apart[1][V:] = E, F
    assert pip_losses(apart)[1][0, 1] == pytest.approx(1)


def test_many_rows_are_summed_in_parts(monkeypatch):
    monkeypatch.setattr("embviz.measures.agreement.NUMBERS", 7)
    E, F = matrix(0, 30, 4), matrix(1, 30, 4)
    assert pip_loss(E, F) == pytest.approx(brute_force(E, F), rel=1e-6)


def test_nothing_differs_of_zeros_and_words_must_be_the_same():
    nothing = np.zeros((3, 2))
    assert pip_losses((nothing, nothing))[1].tolist() == [[0, 0], [0, 0]]
    with pytest.raises(ValueError, match="same words"):
        pip_losses((nothing, nothing[:2]))


@given(seed=seeds, runs=st.integers(2, 5), V=st.integers(4, 12), k=st.integers(1, 3))
def test_what_is_shared_equals_sets(seed, runs, V, k):
    rng = np.random.default_rng(seed)
    near = [np.array([rng.permutation(V)[:k] for _ in range(V)]) for _ in range(runs)]
    found = shared(near)
    for i in range(runs):
        for w in range(V):
            own = [len({*near[i][w]} & {*near[j][w]}) / k for j in range(runs) if j != i]
            assert found[i, w] == pytest.approx(np.mean(own))


def test_equal_runs_share_all_and_one_run_tells_nothing():
    near = np.array([[1, 2], [2, 0], [0, 1]], dtype=np.int32)
    assert (shared([near, near[:, ::-1], near]) == 1).all()
    assert np.isnan(shared([near])).all()


@given(
    seed=st.integers(0, 2**32 - 1),
    V=st.integers(1, 9),
    dims=st.lists(st.integers(1, 4), min_size=1),
)
def test_products_at_once_are_those_one_by_one(seed, V, dims):
    rng = np.random.default_rng(seed)
    E, others = rng.normal(size=(V, 3)), [rng.normal(size=(V, d)) for d in dims]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(agreement, "NUMBERS", 8)  # several passes
        found = agreement.pip_products(E, others)
    expected = [((E @ E.T) * (F @ F.T)).sum() for F in others]
    assert found == pytest.approx(expected)
