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
    assert facts(points) == facts(mixed)
    assert verdict(points, 0.5).answered == verdict(mixed, 0.5).answered


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
    ("mean", "half", "sure", "answer"),
    [
        (0.03, 0.02, 0.025, "better"),
        (0.03, 0.02, 0.035, "undecided"),
        (LITTLE / 2, 0.001, 0.002, "no_better"),
        (-0.03, 0.02, 0.025, "worse"),
        (-0.03, 0.02, 0.04, "no_better"),
        (0.0, LITTLE / 2, LITTLE, "no_better"),
        (0.0, 0.05, 0.08, "undecided"),
        (0.5, math.nan, math.nan, "undecided"),
    ],
)
def test_an_answer_needs_its_interval(mean, half, sure, answer):
    found = Difference(20, "tuned", "frozen", mean, mean - half, mean + half, sure, 3)
    assert found.answer == answer


def facts(points, chance=0.5):
    return {(f.mode, f.than, f.answer): f.sizes for f in verdict(points, chance).facts}


FEW = {
    "random": [0.55, 0.5, 0.6, 0.52, 0.55],
    "frozen": [0.9, 0.91, 0.89, 0.92, 0.9],
    "tuned": [0.88, 0.88, 0.87, 0.89, 0.88],
}


def test_a_start_that_pays_is_said_and_tuning_that_does_not():
    many = {"random": [0.9] * 5, "frozen": [0.9] * 5, "tuned": [0.95, 0.96, 0.94, 0.95, 0.95]}
    points = runs(FEW) + runs(many, size=500)
    assert facts(points) == {
        ("frozen", "random", "better"): (20,),
        ("frozen", "random", "no_better"): (500,),
        ("tuned", "random", "better"): (20, 500),
        ("tuned", "frozen", "better"): (500,),
        ("tuned", "frozen", "worse"): (20,),
    }
    found = verdict(points, 0.5)
    assert found.answered == "pays" and not found.hurts
    assert [(each.size, each.mode) for each in found.pays] == [(20, "frozen"), (500, "tuned")]
    assert found.pays[0].mean == pytest.approx(np.mean(FEW["frozen"]) - 0.544)


def test_one_that_hurts_and_one_for_which_it_depends_are_said():
    worse = {"random": FEW["frozen"], "frozen": FEW["random"], "tuned": FEW["frozen"]}
    found = verdict(runs(worse), 0.3)
    assert found.answered == "hurts"
    assert [(each.size, each.mode) for each in found.hurts] == [(20, "frozen")]
    found = verdict(runs(worse) + runs(FEW, size=50), 0.3)
    assert found.answered == "depends"
    assert [each.size for each in found.pays] == [50] and [e.size for e in found.hurts] == [20]


def test_one_that_does_not_pay_is_said():
    same = {mode: [0.9, 0.85, 0.8, 0.88] for mode in MODES}
    assert verdict(runs(same), 0.5).answered == "equal"
    assert set(facts(runs(same))) == {
        ("frozen", "random", "no_better"),
        ("tuned", "random", "no_better"),
        ("tuned", "frozen", "no_better"),
    }


def test_one_seed_decides_nothing_and_nothing_is_said_without_a_mode():
    once = {"random": [0.5], "frozen": [0.9], "tuned": [0.8]}
    assert (
        verdict(runs(once), 0.5) == verdict([], 0.5) == verdict(runs({"random": [0.5, 0.6]}), 0.5)
    )
    assert verdict([], 0.5).answered == "too_early"


def test_a_sentence_more_for_each_seed_is_no_gain():
    one_more = {"random": [0.9] * 3, "frozen": [0.9] * 3, "tuned": [0.9 + 1 / TESTED] * 3}
    assert not any(answer == "better" for _, _, answer in facts(runs(one_more)))


def test_where_nothing_is_learnt_nothing_is_compared():
    assert verdict(runs(FEW), chance=0.95).answered == "nothing_learnt"
    assert verdict(runs(FEW), chance=0.95).facts == ()


@pytest.mark.parametrize("seeds", [2, 3, 5])
def test_noise_seldom_says_anything(seeds):
    """Binomial accuracies with no difference: all comparisons together err once in 20 times."""
    rng, trials, said = np.random.default_rng(0), 400, 0
    for _ in range(trials):
        points = [
            Point(size, mode, seed, rng.binomial(TESTED, 0.8) / TESTED, TESTED, 0.1)
            for size in (20, 50, 100, 200, 500)
            for mode in MODES
            for seed in range(seeds)
        ]
        answers = {fact.answer for fact in verdict(points, 0.5).facts}
        said += bool(answers & {"better", "worse"})
    assert said / trials < 0.06
