"""What changed between frames, against counting by hand; what only turned, against turning."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import orthogonal_procrustes
from scipy.stats import ortho_group

from embviz.measures.movement import changed_within, most_changed, rotation_share, turnover
from embviz.vectors.vectors import nearest
from tests.measures.clear import assume_clear

seeds = st.integers(0, 10_000)


def two_matrices(seed, n, d, way=0.5):
    random = np.random.default_rng(seed)
    A = random.normal(size=(n, d))
    return A, A + way * random.normal(size=(n, d))


def two_neighbourhoods(seed, n, k=10):
    A, B = two_matrices(seed, n, 6)
    return nearest(A, k)[0], nearest(B, k)[0]


@given(seed=seeds, n=st.integers(2, 60))
def test_turnover_equals_brute_force(seed, n):
    a, b = two_neighbourhoods(seed, n)
    expected = [
        len(set(after) - set(before)) / len(after) for before, after in zip(a, b, strict=True)
    ]
    np.testing.assert_allclose(turnover(a, b), expected, rtol=1e-6)
    np.testing.assert_array_equal(turnover(a, b), turnover(b, a))
    assert not turnover(a, a).any()


@given(seed=seeds, n=st.integers(2, 60), most=st.integers(0, 70))
def test_most_changed_lists_what_was_gained_and_lost(seed, n, most):
    a, b = two_neighbourhoods(seed, n)
    changes = most_changed(a, b, most)
    for change in changes:
        before, after = a[change.word].tolist(), b[change.word].tolist()
        assert list(change.gained) == [word for word in after if word not in before]
        assert list(change.lost) == [word for word in before if word not in after]
    shares = turnover(a, b)
    changed = [i for i in sorted(range(n), key=lambda i: (-shares[i], i)) if shares[i] > 0]
    assert [change.word for change in changes] == changed[:most]


def test_by_hand():
    a = np.array([[1, 2], [0, 2], [0, 1]], dtype=np.int32)
    b = np.array([[1, 3], [2, 0], [3, 4]], dtype=np.int32)
    assert turnover(a, b).tolist() == [0.5, 0.0, 1.0]
    first, second = most_changed(a, b)
    assert (first.word, first.gained, first.lost) == (2, (3, 4), (0, 1))
    assert (second.word, second.gained, second.lost) == (0, (3,), (2,))


@given(seed=seeds, n=st.integers(3, 60), d=st.integers(3, 12), size=st.floats(0.01, 100))
def test_a_model_that_only_turns_keeps_its_neighbours(seed, n, d, size):
    A, _ = two_matrices(seed, n, d)
    assume_clear(A / np.linalg.norm(A, axis=1, keepdims=True))
    B = size * A @ ortho_group.rvs(d, random_state=seed)
    assert rotation_share(A, B) == pytest.approx(1.0, abs=1e-9)
    assert not turnover(nearest(A, 5)[0], nearest(B, 5)[0]).any()


@given(seed=seeds, n=st.integers(2, 60), d=st.integers(1, 12), way=st.floats(0.01, 3))
def test_rotation_share_equals_scipy(seed, n, d, way):
    A, B = two_matrices(seed, n, d, way)
    X, Y = (M / np.linalg.norm(M, axis=1, keepdims=True) for M in (A, B))
    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    R, _ = orthogonal_procrustes(X, Y)
    moved, left = np.sum((X - Y) ** 2), np.sum((X @ R - Y) ** 2)
    if moved > 1e-9:
        assert rotation_share(A, B) == pytest.approx(1 - left / moved, abs=1e-5)
        assert rotation_share(B, A) == pytest.approx(rotation_share(A, B), abs=1e-5)


def test_change_on_top_of_a_turn_is_told_from_it():
    A, _ = two_matrices(0, 400, 10)
    turned = A @ ortho_group.rvs(10, random_state=1)
    changed = turned + 0.5 * np.random.default_rng(2).normal(size=A.shape)
    assert rotation_share(turned, changed) < 0.02
    assert 0.8 < rotation_share(A, changed) < 0.95


@pytest.mark.parametrize(("n", "d"), [(1000, 50), (500, 50), (400, 10)])
def test_what_chance_lays_to_a_turn_is_as_the_module_says(n, d):
    random = np.random.default_rng(0)
    share = rotation_share(random.normal(size=(n, d)), random.normal(size=(n, d)))
    assert share == pytest.approx(0.85 * math.sqrt(d / n), rel=0.15)
    few = rotation_share(random.normal(size=(d, d)), random.normal(size=(d, d)))
    assert few > 0.75


@pytest.mark.parametrize("E", [np.zeros((5, 4)), np.ones((5, 4)), np.eye(4)[:2], np.ones((1, 3))])
def test_a_still_model_has_not_moved(E):
    assert math.isnan(rotation_share(E, E))
    a = nearest(E, 3)[0]
    assert not turnover(a, a).any()
    assert most_changed(a, a) == []


def test_what_cannot_be_compared_is_refused():
    a = np.array([[1], [0]], dtype=np.int32)
    E = np.ones((3, 2))
    with pytest.raises(ValueError, match="cannot be compared"):
        turnover(a, a[:1])
    with pytest.raises(ValueError, match="one shape"):
        rotation_share(E, E[:2])
    with pytest.raises(ValueError, match="finite"):
        rotation_share(E, np.full((3, 2), np.nan))


@given(seed=seeds, first=st.integers(0, 6))
def test_what_changed_for_each_word_is_what_sets_say(seed, first):
    random = np.random.default_rng(seed)
    epochs = np.cumsum(random.uniform(0.05, 0.9, 6))
    frames = [nearest(random.normal(size=(23, 5)), 7)[0] for _ in epochs]
    shares = changed_within(frames, epochs, first)
    assert shares.shape == (6 - first, 23)
    for i in range(first, 6):
        before = min(range(i), key=lambda j: abs(epochs[i] - 1 - epochs[j]), default=i)
        for word in range(23):
            new = set(frames[i][word].tolist()) - set(frames[before][word].tolist())
            assert shares[i - first, word] == pytest.approx(len(new) / 7)


def test_what_changed_within_an_epoch_is_told_by_the_frame_an_epoch_before():
    rng = np.random.default_rng(0)
    frames = [np.argsort(rng.random((20, 19)))[:, :5].astype(np.int32) for _ in range(5)]
    shares = changed_within(frames, [0.0, 0.5, 1.0, 1.6, 2.1])
    expected = [
        np.zeros(20),
        *(turnover(frames[a], frames[b]) for a, b in ((0, 1), (0, 2), (1, 3), (2, 4))),
    ]
    np.testing.assert_allclose(shares, expected)
