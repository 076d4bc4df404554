"""The gradient against finite differences, and the band against the whole matrix."""

import numpy as np
import pytest
from hypothesis import given, settings

from embviz.models.shared.gradient import Workspace, band, gradients
from tests.strategies import group_shapes, seeds


def objective(v, u, weight, sign):
    """Formula (1) of the module, written another way: log σ(x) = -log(1 + e^-x)."""
    scores = np.einsum("btd,bcd->btc", v, u)
    return -(weight * np.logaddexp(0, -sign * scores)).sum()


def draw(shape, seed):
    """Rows in double precision, weights of zero among them, and both signs."""
    B, t, C, d = shape
    rng = np.random.default_rng(seed)
    weight = rng.random((B, t, C)) * (rng.random((B, t, C)) < 0.8)
    sign = rng.choice([-1.0, 1.0], size=(B, t, C))
    return 2 * rng.standard_normal((B, t, d)), 2 * rng.standard_normal((B, C, d)), weight, sign


def differences(f, x, step=1e-6):
    """Central differences of f for each number of x."""
    result = np.empty_like(x)
    for place in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[place] += step
        down[place] -= step
        result[place] = (f(up) - f(down)) / (2 * step)
    return result


@settings(max_examples=50, deadline=None)
@given(group_shapes, seeds)
def test_is_the_derivative_of_the_objective(shape, seed):
    v, u, weight, sign = draw(shape, seed)
    dv, du = gradients(v, u, weight, sign)
    assert dv.dtype == du.dtype == np.float64
    assert dv == pytest.approx(differences(lambda x: objective(x, u, weight, sign), v), abs=1e-7)
    assert du == pytest.approx(differences(lambda x: objective(v, x, weight, sign), u), abs=1e-7)


@settings(max_examples=30, deadline=None)
@given(group_shapes, seeds)
def test_single_precision_is_the_same_function(shape, seed):
    rows = draw(shape, seed)
    exact = gradients(*rows)
    quick = gradients(*(array.astype(np.float32) for array in rows))
    assert all(array.dtype == np.float32 for array in quick)
    for a, b in zip(quick, exact, strict=True):
        assert a == pytest.approx(b, rel=1e-4, abs=1e-5)


@settings(max_examples=30, deadline=None)
@given(group_shapes, seeds)
def test_a_band_is_the_whole_with_zero_weights_outside(shape, seed):
    B, t, width, d = shape
    v, u, weight, _ = draw((B, t, t + width - 1, d), seed)
    inside = np.zeros(weight.shape, dtype=bool)
    for i in range(t):
        inside[:, i, i : i + width] = True
    whole = gradients(v, u, np.where(inside, weight, 0), 1.0)
    banded = gradients(v, u, band(weight, width), 1.0, width)
    for a, b in zip(banded, whole, strict=True):
        assert a == pytest.approx(b, abs=1e-12)


def test_buffers_hold_nothing_from_one_call_to_the_next():
    first, second = draw((2, 3, 4, 5), 1), draw((2, 3, 4, 5), 2)
    work = Workspace.of(first[0], first[1])
    gradients(*first, work=work)
    for a, b in zip(gradients(*second, work=work), gradients(*second), strict=True):
        assert np.array_equal(a, b)


def test_huge_scores_do_not_overflow():
    v = np.full((1, 1, 1), 1e15, dtype=np.float32)
    for sign in (1.0, -1.0):
        dv, du = gradients(v, v, np.ones((1, 1, 1), dtype=np.float32), sign)
        assert np.isfinite(dv).all() and np.isfinite(du).all()
