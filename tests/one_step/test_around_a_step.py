"""Negatives, the full softmax, the plane of arrows, and E against U."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embviz.models.shared.negatives import noise
from embviz.one_step import drawn_negatives, softmax_scores
from embviz.one_step.matrices import Matrices
from embviz.one_step.plane import plane_of
from embviz.text.corpus import Vocabulary
from tests.one_step.by_hand import differences, far

COUNTS = np.array([100, 50, 10, 1])


def test_the_power_takes_from_common_words_and_gives_to_rare_ones():
    P, P_n = drawn_negatives.unigram(COUNTS), noise(COUNTS)
    assert P.sum() == pytest.approx(1) and P_n.sum() == pytest.approx(1)
    assert P_n[0] < P[0] and P_n[-1] > P[-1]
    assert P_n[1] / P_n[2] == pytest.approx(5**0.75)


def test_words_are_drawn_as_often_as_they_should():
    P = noise(COUNTS)
    n = 20_000
    times = drawn_negatives.counted(P, n, np.random.default_rng(0))
    assert times.sum() == n
    assert np.abs(times - n * P).max() < 5 * math.sqrt(n * 0.25)


def test_more_negatives_than_words_come_twice():
    drawn = drawn_negatives.draw(np.array([0.5, 0.5]), 9, np.random.default_rng(0))
    assert len(drawn) == 9 and set(drawn) <= {0, 1}


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 12), st.integers(1, 6))
def test_softmax_is_a_distribution_with_the_right_gradient(seed, V, d):
    rng = np.random.default_rng(seed)
    v, U, target = rng.standard_normal(d), rng.standard_normal((V, d)), int(rng.integers(V))
    found = softmax_scores.softmax(v, U, target)
    assert found.P.sum() == pytest.approx(1)
    assert found.P[target] == pytest.approx(found.numerator / found.denominator)

    def log_P(x):
        return float(np.log(np.exp(U[target] @ x) / np.exp(U @ x).sum()))

    expected = differences(log_P, v)
    if V > 1:
        assert far(found.gradient, expected) < 1e-4
    else:
        assert found.gradient == pytest.approx(np.zeros(d))


def test_softmax_of_huge_scores_is_still_a_distribution():
    found = softmax_scores.softmax(np.array([1e3]), np.array([[1.0], [0.9]]), 0)
    assert found.P == pytest.approx([1, 0]) and found.denominator == math.inf


def test_costs_count_multiplications_and_take_the_shortest_time():
    ticks = iter(range(10_000))
    costs = softmax_scores.measure(100, 10, 5, clock=lambda: float(next(ticks)))
    assert (costs.softmax, costs.sampling) == (1000, 60)
    assert costs.softmax_s == costs.sampling_s == 1.0


@settings(deadline=None)
@given(st.lists(st.floats(1e-9, 1e3), min_size=4, max_size=4), st.integers(2, 200))
def test_times_that_are_told_never_contradict_their_row_or_one_another(times, V):
    few, many = (
        softmax_scores.Costs(V, V, 60, *times[:2]),
        softmax_scores.Costs(10_000, 10_000, 60, *times[2:]),
    )
    told = [each for each in softmax_scores.fitting([few, many]) if each.softmax_s is not None]
    for each in told:
        assert (each.softmax_s > each.sampling_s) == (each.softmax > each.sampling)
    if len(told) == 2:
        assert told[0].sampling_s == told[1].sampling_s, "the same work takes the same time"
        assert told[0].softmax_s < told[1].softmax_s


def test_a_matrix_for_measuring_fits_into_memory():
    assert softmax_scores.largest(50) == 100_000
    assert softmax_scores.largest(1000) * 1000 <= softmax_scores.MOST_NUMBERS


def test_a_plane_holds_what_lies_in_it():
    rows = np.array([[3.0, 4, 0], [1, 1, 0], [-2, 0, 0]])
    plane = plane_of(rows)
    assert plane.share == pytest.approx(1)
    assert np.linalg.norm(plane.places(rows), axis=1) == pytest.approx(np.linalg.norm(rows, axis=1))
    assert plane.places(rows)[0, 0] >= 0


@pytest.mark.parametrize("rows", [[[2.0], [1.0]], [[0.0, 0], [0, 0]], [[1e200, 0], [0, 1e200]]])
def test_a_plane_of_hardly_anything(rows):
    plane = plane_of(np.array(rows))
    assert plane.axes.shape[0] == 2 and np.isfinite(plane.axes).all()
    assert 0 <= plane.share <= 1 + 1e-9


def matrices(U=True):
    words = ("king", "queen", "throne", "bread")
    E = np.array([[1.0, 0.2], [1.0, 0.3], [0.1, -1], [-1, 0]])
    rows = np.array([[-1.0, 0], [-0.5, 0], [2, 0], [0, 3]])
    return Matrices(Vocabulary(words, COUNTS), E.astype(np.float16), rows if U else None)


def test_like_words_by_e_and_companions_by_u():
    [(word, cosine), *others] = matrices().alike(0, 10)
    assert word == "queen" and len(others) == 2
    a, b = np.array([1, 0.2]), np.array([1, 0.3])
    assert cosine == pytest.approx(a @ b / np.linalg.norm(a) / np.linalg.norm(b), abs=1e-3)
    assert [word for word, _ in matrices().beside(0, 2)] == ["throne", "bread"]
    assert matrices(U=False).beside(0, 2) == []


def test_the_cone():
    rows = np.array([[1.0, 0.1], [1, -0.1]])
    cone = Matrices(Vocabulary(("a", "b"), COUNTS[:2]), rows, -rows).cone
    assert cone.E == pytest.approx(1 / math.hypot(1, 0.1))
    assert cone.U == pytest.approx(-cone.E)
    assert math.isnan(matrices(U=False).cone.U)


def test_rows_are_in_double_precision_and_without_u_they_are_zero():
    v, u = matrices().rows([1, 0])
    assert v.dtype == u.dtype == np.float64 and u[1].tolist() == [-1, 0]
    assert not matrices(U=False).rows([0])[1].any()
