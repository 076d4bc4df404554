"""A step against finite differences, and against itself told in another way."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embviz.one_step.lessons import LESSONS
from embviz.one_step.step import Parts, losses_at, schedule, take
from tests.one_step.by_hand import differences, far, loss

seeds = st.integers(0, 2**32 - 1)


def parts_of(seed, m=1, K=3, d=4, repeated=False):
    rng = np.random.default_rng(seed)
    outputs = rng.integers(0, 3, 1 + K) if repeated else np.arange(1 + K)
    u = rng.standard_normal((max(1 + K, 3), d))[outputs]
    inputs = rng.integers(0, 2, m) if repeated else np.arange(m)
    v = rng.standard_normal((max(m, 2), d))[inputs]
    return Parts(inputs, outputs, v, u)


@settings(deadline=None)
@given(seeds, st.integers(1, 3), st.integers(0, 5), st.integers(1, 6))
def test_gradients_are_the_derivatives_of_the_loss(seed, m, K, d):
    parts = parts_of(seed, m, K, d)
    step = take(parts, 0.1)
    assert step.loss == pytest.approx(loss(parts.h, parts.u), rel=1e-9)
    assert far(-step.dh, differences(lambda h: loss(h, parts.u), parts.h)) < 1e-4
    assert far(-step.du, differences(lambda u: loss(parts.h, u), parts.u)) < 1e-4


@settings(deadline=None)
@given(seeds)
def test_what_is_told_of_a_step_fits_together(seed):
    parts = parts_of(seed)
    step = take(parts, 0.2)
    assert step.losses.sum() == pytest.approx(step.loss)
    assert np.allclose(step.pulls, step.errors[:, None] * parts.u)
    assert np.allclose(step.du, step.errors[:, None] * parts.h)
    assert np.allclose(step.pulls.sum(axis=0), step.dh)
    assert np.allclose(step.after.v, parts.v + 0.2 * step.dh)
    assert np.allclose(step.after.u, parts.u + 0.2 * step.du)
    assert step.loss_after == pytest.approx(loss(step.after.h, step.after.u))


@settings(deadline=None)
@given(seeds)
def test_words_that_take_part_twice_move_by_the_sum_of_both(seed):
    parts = parts_of(seed, m=3, K=4, repeated=True)
    step = take(parts, 0.3)
    E, U = np.zeros((3, 4)), np.zeros((3, 4))
    E[parts.inputs], U[parts.outputs] = parts.v, parts.u
    for i in parts.inputs:
        E[i] += 0.3 * step.dh
    for o, du in zip(parts.outputs, step.du, strict=True):
        U[o] += 0.3 * du
    assert np.allclose(step.after.v, E[parts.inputs])
    assert np.allclose(step.after.u, U[parts.outputs])


def test_a_small_step_lowers_the_loss_and_a_huge_one_does_not():
    parts = parts_of(1)
    before = take(parts, 0).loss
    small, huge = losses_at(parts, [0.01, 1000.0])
    assert small < before < huge


def test_nothing_changes_without_a_rate():
    parts = parts_of(2)
    step = take(parts, 0.0)
    assert np.array_equal(step.after.v, parts.v) and np.array_equal(step.after.u, parts.u)
    assert step.loss_after == step.loss


@pytest.mark.parametrize("rate", [1e155, 1e300])
def test_a_rate_beyond_all_measure_is_noticed(rate):
    step = take(parts_of(3), rate)
    assert not step.finite
    assert np.isfinite(step.scores).all() and np.isfinite(step.dh).all()


def test_a_walk_goes_on_from_where_it_was_and_leaves_its_start_alone():
    parts = parts_of(4)
    v, u = parts.v.copy(), parts.u.copy()
    first, second, third = itertools.islice(schedule(parts, 0.1), 3)
    assert second.before is first.after and third.before is second.after
    assert third.loss_after < first.loss
    assert np.array_equal(parts.v, v) and np.array_equal(parts.u, u)


def test_the_first_step_from_zero_moves_u_only():
    parts = parts_of(5)
    still = Parts(parts.inputs, parts.outputs, parts.v, np.zeros_like(parts.u))
    step = take(still, 0.1)
    assert np.array_equal(step.after.v, still.v)
    assert np.allclose(step.after.u[0], 0.05 * still.v[0])


def test_skipgram_asks_one_word_and_cbow_all_around():
    skipgram, cbow = LESSONS["skipgram"].asks, LESSONS["cbow"].asks
    assert skipgram(7, 3, (2, 3, 4)) == ((7,), 3)
    assert cbow(7, 3, (2, 3, 4)) == ((2, 3, 4), 7)
    assert cbow(7, 3, ()) == ((3,), 7), "a pair that the text does not have"
