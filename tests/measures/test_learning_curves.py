"""Bands and verdicts: against scipy's intervals and tests, and on noise in which nothing is."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from embviz.measures.learning_curves import (
    LITTLE,
    MODES,
    Difference,
    Point,
    differences,
    summary,
    verdict,
)

TESTED = 200


def runs(accuracies, size=20, tested=TESTED):
    """Points by mode: accuracies, one a seed."""
    return [
        Point(size, mode, seed, accuracy, tested, 0.1)
        for mode, each in accuracies.items()
        for seed, accuracy in enumerate(each)
    ]


def drawn(seed, seeds=5, sizes=(20, 50), noise=0.03):
    rng = np.random.default_rng(seed)
    return [
        Point(size, mode, i, float(np.clip(rng.normal(0.8, noise), 0, 1)), TESTED, 0.1)
        for size in sizes
        for mode in MODES
        for i in range(seeds)
    ]


@given(seed=st.integers(0, 10_000), seeds=st.integers(1, 6))
def test_bands_equal_scipy(seed, seeds):
    points = drawn(seed, seeds)
    bands = summary(points)
    assert [(b.size, b.mode) for b in bands] == [(s, m) for s in (20, 50) for m in MODES]
    for band in bands:
        own = [p.accuracy for p in points if (p.size, p.mode) == (band.size, band.mode)]
        assert band.n == seeds and band.mean == pytest.approx(np.mean(own))
        if seeds == 1:
            assert math.isnan(band.low) and math.isnan(band.high)
            continue
        found = stats.ttest_1samp(own, 0.5).confidence_interval(0.95)
        assert band.low == pytest.approx(max(found.low, 0))
        assert band.high == pytest.approx(min(found.high, 1))


@given(seed=st.integers(0, 10_000), order=st.permutations(range(30)))
def test_the_order_of_points_changes_nothing(seed, order):
    points = drawn(seed)
    mixed = [points[i] for i in order]
    for one, other in zip(summary(points), summary(mixed), strict=True):
        assert (one.size, one.mode, one.n) == (other.size, other.mode, other.n)
        assert (one.mean, one.low, one.high) == pytest.approx((other.mean, other.low, other.high))
    assert [(f.reason, f.sizes) for f in verdict(points)] == [
        (f.reason, f.sizes) for f in verdict(mixed)
    ]


@given(seed=st.integers(0, 10_000), seeds=st.integers(2, 6))
def test_differences_are_paired_by_seed(seed, seeds):
    points = drawn(seed, seeds)
    for found in differences(points, "tuned", "frozen"):
        at = {(p.mode, p.seed): p.accuracy for p in points if p.size == found.size}
        gains = [at["tuned", i] - at["frozen", i] for i in range(seeds)]
        assert found.n == seeds and found.mean == pytest.approx(np.mean(gains))
        if np.std(gains, ddof=1) > 1 / TESTED:
            interval = stats.ttest_1samp(gains, 0).confidence_interval(0.95)
            assert (found.low, found.high) == pytest.approx((interval.low, interval.high))


def test_only_seeds_that_both_have_are_compared():
    points = runs({"tuned": [0.9, 0.8, 0.7, math.nan], "frozen": [0.5, 0.5]})
    points += runs({"tuned": [0.9]}, size=50)
    (found,) = differences(points, "tuned", "frozen")
    assert (found.size, found.n) == (20, 2) and found.mean == pytest.approx(0.35)
    assert [(b.size, b.mode, b.n) for b in summary(points)] == [
        (20, "frozen", 2),
        (20, "tuned", 3),
        (50, "tuned", 1),
    ]


@pytest.mark.parametrize(
    ("low", "high", "answer"),
    [
        (0.01, 0.05, "better"),
        (-0.05, -0.01, "worse"),
        (-0.01, LITTLE / 2, "no_better"),
        (-0.01, 0.05, "undecided"),
        (math.nan, math.nan, "undecided"),
    ],
)
def test_an_answer_needs_its_interval(low, high, answer):
    assert Difference(20, "tuned", "frozen", (low + high) / 2, low, high, 3).answer == answer


def reasons(points):
    return {fact.reason: fact.sizes for fact in verdict(points)}


def test_a_start_that_pays_is_said_and_tuning_that_does_not():
    few = {
        "random": [0.55, 0.5, 0.6, 0.52],
        "frozen": [0.9, 0.91, 0.89, 0.92],
        "tuned": [0.88, 0.88, 0.87, 0.89],
    }
    many = {"random": [0.9] * 4, "frozen": [0.9] * 4, "tuned": [0.95, 0.96, 0.94, 0.95]}
    assert reasons(runs(few) + runs(many, size=500)) == {
        "start_pays": (20, 500),
        "tuning_does_not_beat_freezing": (20,),
        "tuning_beats_freezing": (500,),
    }
    pays = next(fact for fact in verdict(runs(few)) if fact.reason == "start_pays")
    assert {(each.mode, each.than) for each in pays.differences} == {
        ("frozen", "random"),
        ("tuned", "random"),
    }
    assert pays.differences[0].mean == pytest.approx(np.mean(few["frozen"]) - 0.5425)


def test_one_that_does_not_pay_is_said():
    same = {mode: [0.9, 0.85, 0.8, 0.88] for mode in MODES}
    assert reasons(runs(same)) == {
        "start_does_not_pay": (20,),
        "tuning_does_not_beat_freezing": (20,),
    }


def test_one_seed_decides_nothing_and_nothing_is_said_without_a_mode():
    once = {"random": [0.5], "frozen": [0.9], "tuned": [0.8]}
    assert reasons(runs(once)) == {"start_undecided": (20,), "tuning_undecided": (20,)}
    assert verdict(runs({"random": [0.5, 0.6]})) == () == verdict([])


def test_a_sentence_more_for_each_seed_is_no_gain():
    one_more = {"random": [0.9] * 3, "frozen": [0.9] * 3, "tuned": [0.9 + 1 / TESTED] * 3}
    assert "tuning_beats_freezing" not in reasons(runs(one_more))


def test_noise_is_seldom_called_a_gain():
    claimed = [reasons(drawn(seed, sizes=(20,))) for seed in range(400)]
    tuning = np.mean(["tuning_beats_freezing" in each for each in claimed])
    assert tuning < 0.05  # 2.5 of 100 are expected
    assert np.mean(["start_pays" in each for each in claimed]) < 0.08
