"""Tables of sweeps: against sets, against bands written out, and for each reason of an elbow."""

import math
from dataclasses import replace
from itertools import product

import numpy as np
import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from embviz.measures.exams import Marks
from embviz.measures.sweeps import MEASURES, Elbow, Point, Table
from embviz.vectors.vectors import nearest

NOTHING = Marks(math.nan, math.nan, math.nan)


def point(values, seed, loss, vectors=None, neighbours=None, marks=NOTHING):
    return Point(values, seed, f"{values}{seed}", loss, marks, 10, 20, 0.5, vectors, neighbours)


def of_losses(losses, settings=("dimension",)):
    """A table of losses, one list a setting, one a seed."""
    return Table(
        settings,
        tuple(
            point(values if isinstance(values, tuple) else (values,), seed, loss)
            for values, seeds in losses.items()
            for seed, loss in enumerate(seeds)
        ),
    )


def drawn(seed, settings=4, seeds=5, noise=0.01, level=0.05, fall=0.0):
    """Losses that fall, of seeds with a level of their own."""
    rng = np.random.default_rng(seed)
    levels = rng.normal(scale=level, size=seeds)
    return {
        2**x: (2 - fall * x + levels + rng.normal(scale=noise, size=seeds)).tolist()
        for x in range(settings)
    }


def found(table):
    (elbow,) = table.elbows
    return elbow.reason, elbow.at


def test_a_table_is_a_row_a_run_that_pandas_takes():
    table = of_losses({(10, 5): [1.0, 2.0], (2, 5): [3.0]}, ("dimension", "window"))
    frame = pandas.DataFrame(table)
    assert [*frame.columns] == ["dimension", "window", "seed", "run", *MEASURES]
    assert frame[["dimension", "window", "seed", "loss"]].to_numpy().tolist() == [
        [2, 5, 0, 3.0],
        [10, 5, 0, 1.0],
        [10, 5, 1, 2.0],
    ]
    assert len(table) == 3 and table[-1]["loss"] == 2.0 and len(table[1:]) == 2
    assert pandas.DataFrame(Table(("dimension",), ())).empty


def test_runs_are_compared_with_those_of_equal_settings_only():
    rng = np.random.default_rng(0)
    points = []
    for d, seed in product((2, 3), range(3)):
        E = rng.normal(size=(20, d)).astype(np.float32)
        points.append(point((d,), seed, 1.0, E, nearest(E, 4)[0]))
    table = Table(("dimension",), tuple(points))
    for row, own in zip(table, points, strict=True):
        others = [p for p in points if p.values == own.values and p is not own]
        agreement = [
            len({*a} & {*b}) / 4
            for other in others
            for a, b in zip(own.neighbours, other.neighbours, strict=True)
        ]
        full = own.vectors.astype(float) @ own.vectors.T
        losses = [np.linalg.norm(full - p.vectors.astype(float) @ p.vectors.T) for p in others]
        assert row["agreement"] == pytest.approx(np.mean(agreement))
        assert row["pip"] == pytest.approx(np.mean(losses), rel=1e-5)
        assert 0 < row["pip_share"] < 1


def test_equal_runs_agree_and_one_alone_or_one_that_diverged_is_not_compared():
    E = np.random.default_rng(1).normal(size=(20, 3)).astype(np.float32)
    near = nearest(E, 5)[0]
    same = [point((3,), seed, 1.0, E, near) for seed in range(2)]
    alone, lost = point((4,), 0, 1.0, E, near), point((4,), 1, math.nan)
    rows = Table(("dimension",), (*same, alone, lost))[:]
    assert [row["agreement"] for row in rows[:2]] == [1, 1]
    assert [row["pip"] for row in rows[:2]] == pytest.approx([0, 0], abs=1e-5)
    assert all(math.isnan(row[name]) for row in rows[2:] for name in ("agreement", "pip"))
    bands = Table(("dimension",), (*same, alone, lost)).bands()  # of seed 0, which has both
    assert [(band.values, band.n) for band in bands] == [((3,), 1), ((4,), 1)]


@given(seed=st.integers(0, 10_000), settings=st.integers(2, 5), seeds=st.integers(2, 6))
def test_a_band_leaves_out_the_level_of_a_seed(seed, settings, seeds):
    losses = drawn(seed, settings, seeds)
    grid = np.array([*losses.values()])  # (settings, seeds)
    own = grid - grid.mean(axis=0) + grid.mean()
    for band, before, after in zip(of_losses(losses).bands(), grid, own, strict=True):
        assert band.n == seeds and band.mean == pytest.approx(before.mean())
        scale = stats.sem(after) * math.sqrt(settings / (settings - 1))
        low, high = stats.t.interval(0.95, seeds - 1, before.mean(), scale)
        assert (band.low, band.high) == pytest.approx((low, high))


@given(seed=st.integers(0, 10_000), more=st.floats(-5, 5))
def test_a_seed_that_is_worse_everywhere_widens_no_band(seed, more):
    losses = drawn(seed)
    shifted = {d: [each[0] + more, *each[1:]] for d, each in losses.items()}
    for one, other in zip(of_losses(losses).bands(), of_losses(shifted).bands(), strict=True):
        assert other.high - other.low == pytest.approx(one.high - one.low, abs=1e-9)
        assert other.mean - one.mean == pytest.approx(more / 5)


def test_missing_losses_leave_the_others_comparable():
    levels = np.array([0.0, 1.0, 5.0])
    losses = {d: (2 / d + levels).tolist() for d in (1, 2, 4)}
    losses[4][2] = math.nan  # the mean of the others alone would be 2 too low
    bands = of_losses(losses).bands()
    means = np.array([band.mean for band in bands])
    assert [band.n for band in bands] == [3, 3, 2]
    assert means[:-1] - means[1:] == pytest.approx([1.0, 0.5])


def test_other_measures_are_plain_means_and_unknown_ones_refused():
    points = [
        point((2,), seed, 1.0, marks=Marks(share, 0.5, math.nan))
        for seed, share in enumerate((0.2, 0.4, 0.9))
    ]
    table = Table(("dimension",), tuple(points))
    (band,) = table.bands("planted")
    interval = stats.ttest_1samp([0.2, 0.4, 0.9], 0).confidence_interval(0.95)
    assert (band.mean, band.low, band.high) == pytest.approx((0.5, interval.low, interval.high))
    assert table.bands("rated") == ()
    with pytest.raises(ValueError, match="no measure 'lost'"):
        table.bands("lost")


def test_an_elbow_is_where_gains_sink_below_what_seeds_differ():
    curve = {2: 3.0, 5: 2.0, 10: 1.5, 25: 1.48, 50: 1.47}
    noise = (-0.05, -0.02, 0.0, 0.02, 0.05)
    losses = {d: [loss + each for each in noise] for d, loss in curve.items()}
    (elbow,) = of_losses(losses).elbows
    assert (elbow.reason, elbow.along, elbow.at, elbow.before) == ("elbow", "dimension", 10, 5)
    assert elbow.gain == pytest.approx(0.03)
    assert elbow.seeds_differ == pytest.approx(np.std(noise, ddof=1))


def test_without_an_end_of_gains_there_is_none():
    assert found(of_losses({d: [10 / d, 10 / d + 0.01] for d in (2, 5, 10)})) == ("still_gains", 10)
    rising = {d: [d, d + 0.01] for d in (2, 5, 10)}
    assert found(of_losses(rising)) == ("no_gain", 2)


def test_a_rise_after_the_least_loss_is_beyond_the_elbow():
    losses = {2: [3.0, 3.01], 5: [1.0, 1.01], 10: [2.0, 2.01]}
    (elbow,) = of_losses(losses).elbows
    assert (elbow.reason, elbow.at) == ("elbow", 5) and elbow.gain == pytest.approx(-1)


def test_nothing_is_advised_where_bands_overlap():
    losses = {2: [1.3, 1.9, 1.4], 5: [0.9, 0.8, 1.3], 10: [0.9, 0.8, 1.3]}
    assert found(of_losses(losses)) == ("bands_overlap", 5)


def test_losses_of_other_predictions_are_not_compared_nor_too_few():
    losses = {2: [3.0, 3.01], 5: [1.0, 1.01]}
    for setting in ("window", "min_count", "negatives"):
        (elbow,) = of_losses(losses, (setting,)).elbows
        assert (elbow.reason, elbow.along) == ("other_predictions", setting)
    assert found(of_losses({2: [3.0], 5: [1.0]}))[0] == "too_few"
    assert found(of_losses({2: [3.0, 3.0]}))[0] == "too_few"
    assert Table(("dimension",), ()).elbows == ()


def test_losses_of_pairs_that_were_trained_on_give_no_advice():
    curve = {2: [3.0, 3.01], 5: [1.0, 1.01], 10: [1.0, 1.01]}
    held_out = of_losses(curve)
    assert found(held_out) == ("elbow", 5)
    reason, at = found(replace(held_out, loss_on="training"))
    assert reason == "training" and math.isnan(at)
    assert found(replace(of_losses({2: [3.0]}), loss_on="training"))[0] == "too_few"


def test_losses_that_hardly_fell_give_no_advice():
    losses = of_losses({2: [3.0, 3.02], 5: [2.9, 2.92], 10: [2.9, 2.92]})
    assert found(losses) == found(replace(losses, before=3.0)) == ("elbow", 5)
    assert found(replace(losses, before=2.93)) == ("unlearned", 5), "less than a hundredth"
    (elbow,) = replace(losses, before=2.915).elbows
    assert (elbow.reason, elbow.at) == ("unlearned", 5)
    assert elbow.gain == pytest.approx(0.005) and elbow.seeds_differ > elbow.gain


def test_two_settings_are_told_one_for_each_value_of_the_other():
    curve = {2: 3.0, 5: 2.0, 10: 1.99}
    losses = {
        (d, epochs): [loss + epochs / 100, loss + epochs / 100 + 0.05]
        for (d, loss), epochs in product(curve.items(), (1, 2))
    }
    elbows = of_losses(losses, ("dimension", "epochs")).elbows
    assert [(e.along, e.where, e.reason, e.at) for e in elbows] == [
        ("dimension", {"epochs": 1}, "elbow", 5),
        ("dimension", {"epochs": 2}, "elbow", 5),
        *(("epochs", {"dimension": d}, "no_gain", 1) for d in curve),
    ]
    assert hash(elbows[0]) and isinstance(elbows[0], Elbow)


def test_noise_has_seldom_an_elbow():
    reasons = [found(of_losses(drawn(seed, noise=0.03)))[0] for seed in range(300)]
    assert np.mean([reason in ("elbow", "still_gains") for reason in reasons]) < 0.05


def test_the_order_of_points_changes_nothing():
    table = of_losses(drawn(3, fall=0.1))
    mixed = Table(table.settings, table.points[::-1])
    assert [row["loss"] for row in mixed] == [row["loss"] for row in table]
    assert mixed.elbows == table.elbows
