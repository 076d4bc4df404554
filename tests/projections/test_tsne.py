"""The gradient of t-SNE against finite differences and brute force, and its steps."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from embviz.projections import tsne
from embviz.projections.affinities import Affinities, affinities
from embviz.projections.tsne import Motion, Phase, Pull, at_rest, descend, gradient, turned
from embviz.vectors.vectors import nearest
from tests.projections.dense import matrix


def problem(n=40, d=10, seed=0, spread=3.0):
    random = np.random.default_rng(seed)
    P = affinities(*nearest(random.normal(size=(n, d)), 15), 5)
    double = Affinities(P.columns, P.shares.astype(np.float64), P.starts)
    return double, random.normal(size=(n, 2)) * spread


def divergence(P, Y):
    """KL(P | Q), pair by pair."""
    w = 1 / (1 + np.sum((Y[:, None] - Y[None]) ** 2, axis=2))
    np.fill_diagonal(w, 0)
    Q = w / w.sum()
    there = P > 0
    return np.sum(P[there] * np.log(P[there] / Q[there]))


def brute_force(P, Y, exaggeration):
    n, slope = len(Y), np.zeros_like(Y)
    w = np.array(
        [
            [0 if i == j else 1 / (1 + np.sum((Y[i] - Y[j]) ** 2)) for j in range(n)]
            for i in range(n)
        ]
    )
    Z = w.sum()
    for i in range(n):
        for j in range(n):
            slope[i] += 4 * (exaggeration * P[i, j] - w[i, j] / Z) * w[i, j] * (Y[i] - Y[j])
    return slope


@given(seed=st.integers(0, 1000), n=st.integers(2, 30), e=st.floats(1, 12))
@settings(max_examples=20)
def test_gradient_equals_brute_force(seed, n, e):
    P, Y = problem(n, seed=seed)
    np.testing.assert_allclose(gradient(P, Y, e), brute_force(matrix(P), Y, e), atol=1e-12)


def test_gradient_equals_finite_differences():
    P, Y = problem()
    dense, h = matrix(P) / matrix(P).sum(), 1e-6
    slope = gradient(P, Y)
    for i, axis in [(0, 0), (0, 1), (17, 0), (39, 1)]:
        step = np.zeros_like(Y)
        step[i, axis] = h
        rise = (divergence(dense, Y + step) - divergence(dense, Y - step)) / (2 * h)
        assert slope[i, axis] == pytest.approx(rise, abs=1e-7)


@pytest.mark.parametrize("block", [1, 100, 1999])
def test_gradient_does_not_depend_on_how_rows_are_blocked(block, monkeypatch):
    P, Y = problem()
    whole = gradient(P, Y)
    monkeypatch.setattr(tsne, "BLOCK", block)
    np.testing.assert_allclose(gradient(P, Y), whole, atol=1e-13)


def test_single_precision_is_enough():
    P, Y = problem(300, spread=30.0)
    slope = gradient(P, Y.astype(np.float32))
    assert slope.dtype == np.float32
    np.testing.assert_allclose(slope, gradient(P, Y), atol=1e-3 * np.abs(gradient(P, Y)).max())


def test_steps_bring_the_divergence_down():
    P, Y = problem(spread=0.01)
    motion = descend(P, at_rest(Y), Phase(200))
    assert divergence(matrix(P), motion.Y) < 0.7 * divergence(matrix(P), Y)
    np.testing.assert_allclose(motion.Y.mean(axis=0), 0, atol=1e-12)


def test_what_went_in_is_not_changed():
    P, Y = problem()
    motion, before = at_rest(Y), Y.copy()
    descend(P, motion, Phase(3), Pull(Y, np.full((40, 1), 0.1)))
    np.testing.assert_array_equal(motion.Y, before)
    assert not motion.velocity.any() and (motion.gains == 1).all()


def test_a_strong_pull_holds_words_where_they_were():
    P, Y = problem()
    Y -= Y.mean(axis=0)
    strength = np.where(np.arange(40) < 20, 1e6, 0.0)[:, None]
    moved = np.linalg.norm(descend(P, at_rest(Y), Phase(50), Pull(Y, strength)).Y - Y, axis=1)
    assert moved[:20].std() < 1e-3, "but for the centring"
    assert moved[20:].mean() > 10 * moved[:20].std()


def test_words_in_one_place_stay_there():
    P, _ = problem()
    Y = np.zeros((40, 2), dtype=np.float32)
    np.testing.assert_array_equal(descend(P, at_rest(Y), Phase(20, 12.0)).Y, 0)


@given(angle=st.floats(0, 7), mirrored=st.booleans())
def test_turning_undoes_a_turn(angle, mirrored):
    Y = np.random.default_rng(0).normal(size=(30, 2))
    R = Rotation.from_euler("z", angle).as_matrix()[:2, :2] @ np.diag([-1.0 if mirrored else 1, 1])
    np.testing.assert_allclose(turned(Y @ R, Y), Y, atol=1e-12)


def test_motion_is_carried_over_a_cut():
    P, Y = problem()
    whole = descend(P, at_rest(Y), Phase(11))
    motion: Motion = at_rest(Y)
    for steps in (4, 1, 6):
        motion = descend(P, motion, Phase(steps))
    np.testing.assert_allclose(motion.Y, whole.Y, atol=1e-10)
