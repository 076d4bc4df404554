"""Axes between words, against projections worked out by hand."""

import itertools
import math
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.errors import MissingWord, SettingError
from embviz.projections import draw
from embviz.projections.axes import Axes, AxisWords, Poles, WordAxes, axes_of, spread, thrown

WORDS = ("he", "she", "poor", "rich", "king", "queen", "beggar")
GENDER = [("he", "she"), ("king", "queen")]
WEALTH = AxisWords(low=("poor", "beggar"), high=("rich", "king", "queen"))
seeds = st.integers(0, 10_000)


def rows(seed, n=7, d=5):
    return np.random.default_rng(seed).normal(size=(n, d))


def placed(axes, E):
    return axes.follow(None, E)[1]


@given(seed=seeds, d=st.integers(1, 20))
def test_words_stand_where_their_unit_rows_fall(seed, d):
    E = rows(seed, d=d)
    unit = {word: row / np.linalg.norm(row) for word, row in zip(WORDS, E, strict=True)}
    gender = (unit["she"] - unit["he"] + unit["queen"] - unit["king"]) / 2
    wealth = (unit["rich"] + unit["king"] + unit["queen"]) / 3
    wealth = wealth - (unit["poor"] + unit["beggar"]) / 2
    lengths = [np.linalg.norm(gender), np.linalg.norm(wealth)]
    if min(lengths) < 1e-3:
        return
    expected = [[unit[w] @ gender / lengths[0], unit[w] @ wealth / lengths[1]] for w in WORDS]
    axes = axes_of(WORDS, GENDER, WEALTH)
    np.testing.assert_allclose(placed(axes, E), expected, atol=1e-4)
    cosine = gender @ wealth / np.prod(lengths)
    assert math.cos(math.radians(axes.angle(E))) == pytest.approx(cosine, abs=1e-4)


@given(seed=seeds)
def test_the_words_of_a_pair_stand_at_equal_ways_from_the_middle(seed):
    E = rows(seed)
    x = placed(axes_of(WORDS, [("he", "she")], [("poor", "rich")]), E)[:, 0]
    assert x[0] == pytest.approx(-x[1], abs=1e-6)
    assert x[1] > 0
    assert np.abs(x).max() <= 1


def test_axes_that_say_the_same_or_nothing_of_each_other():
    E = np.eye(4)
    words = ("a", "b", "c", "d")
    assert axes_of(words, [("a", "b")], [("c", "d")]).angle(E) == pytest.approx(90)
    assert axes_of(words, [("a", "b")], [("a", "b")]).angle(E) == pytest.approx(0)
    assert axes_of(words, [("a", "b")], [("b", "a")]).angle(E) == pytest.approx(180)
    assert axes_of(words, [("a", "b")], [("a", "c")]).angle(E) == pytest.approx(60)


def test_every_frame_is_drawn_by_itself():
    axes = axes_of(WORDS, GENDER, WEALTH)
    frames = [rows(0), rows(1), rows(1), rows(0)]
    drawn = draw(axes, frames)
    for E, xy in zip(frames, drawn, strict=True):
        np.testing.assert_array_equal(xy, placed(axes, E))
        assert xy.dtype == np.float32 and xy.shape == (len(WORDS), 2)
    np.testing.assert_array_equal(drawn[1], drawn[2])
    state, some = axes.step(axes.start(0), [])
    assert state.finished and some == []


def test_settings_can_be_kept_and_sent():
    axes = axes_of(WORDS, GENDER, WEALTH)
    assert pickle.loads(pickle.dumps(axes)) == axes
    assert hash(axes) == hash(axes_of(WORDS, GENDER, WEALTH))
    assert axes.live and axes.axes == 2 and axes.name == "axes"


def test_missing_words_are_named():
    with pytest.raises(MissingWord) as error:
        axes_of(WORDS, [("he", "shee")], WEALTH)
    assert error.value.word == "shee"


@pytest.mark.parametrize(
    ("x", "reason"),
    [
        ([("he", "he")], "same_word"),
        ([("he", "she"), ("king", "king")], "same_word"),
        ([("he", "she"), ("she", "he")], "same_word"),
        (AxisWords(("he", "she"), ("she", "he")), "same_word"),
        ([], "no_axis"),
        (AxisWords(("he",), ()), "no_axis"),
    ],
)
def test_an_axis_needs_two_different_ends(x, reason):
    for first, second in itertools.permutations([x, GENDER]):
        with pytest.raises(SettingError) as error:
            axes_of(WORDS, first, second)
        assert error.value.reason == reason
        assert error.value.setting == ("x" if first is x else "y")


def test_rows_that_are_not_there_are_refused():
    with pytest.raises(SettingError, match="needs words"):
        Axes()
    with pytest.raises(SettingError, match="itself"):
        Axes(Poles((1,), (1,)), Poles((0,), (1,)))
    for row in (-1, True, 0.5):
        with pytest.raises(SettingError) as error:
            Axes(Poles((0,), (1,)), Poles((0,), (row,)))
        assert (error.value.setting, error.value.value) == ("y", row)
    axes = Axes(Poles((0,), (1,)), Poles((0,), (9,)))
    with pytest.raises(SettingError) as error:
        placed(axes, rows(0))
    assert (error.value.value, error.value.high) == (9, 6)


@pytest.mark.parametrize("E", [np.zeros((7, 4)), np.ones((7, 4)) / 3])
def test_equal_rows_stand_in_the_middle(E):
    axes = axes_of(WORDS, GENDER, WEALTH)
    assert not placed(axes, E).any()
    assert math.isnan(axes.angle(E))
    assert spread(E, axes) == (0.0, 0.0)


def test_two_words_and_no_numbers():
    axes = axes_of(("a", "b"), [("a", "b")], [("b", "a")])
    half = 0.5**0.5
    np.testing.assert_allclose(placed(axes, np.eye(2)), [[-half, half], [half, -half]], rtol=1e-6)
    assert all(math.isnan(each) for each in spread(np.eye(2), axes))
    with pytest.raises(ValueError, match="finite"):
        placed(axes, np.full((2, 2), np.nan))


@pytest.mark.parametrize("d", [5, 50])
def test_chance_spreads_unstructured_words_as_far_as_any_direction_does(d):
    """Rows without structure have a standard deviation of 1/√d on whatever axis."""
    E = rows(0, n=600, d=d)
    for poles in (Poles((0,), (1,)), Poles((0, 1, 2), (3, 4))):
        x, y = spread(E, Axes(poles, poles), seed=1)
        assert x == pytest.approx(d**-0.5, rel=0.05)
        assert y == pytest.approx(d**-0.5, rel=0.05)


def test_spread_equals_brute_force_over_all_pairs():
    E = rows(3, n=25, d=4)
    units = E / np.linalg.norm(E, axis=1, keepdims=True)
    thrown = []
    for i, j in itertools.permutations(range(25), 2):
        direction = (units[j] - units[i]) / np.linalg.norm(units[j] - units[i])
        thrown.extend(np.delete(units, [i, j], axis=0) @ direction)
    x, _ = spread(E, Axes(Poles((0,), (1,)), Poles((2,), (3,))))
    assert x == pytest.approx(np.std(thrown), rel=0.05)
    assert spread(E, Axes(Poles((0,), (1,)), Poles((2,), (3,)))) == spread(
        E, Axes(Poles((5,), (6,)), Poles((7,), (8,)))
    )


@given(seed=seeds)
def test_among_some_rows_words_stand_where_they_stood(seed):
    E = rows(seed, n=9)
    axes = Axes(Poles((7, 2), (4,)), Poles((2,), (8,)))
    assert axes.rows == {2, 4, 7, 8}
    some = (1, 2, 4, 7, 8)
    np.testing.assert_allclose(
        placed(axes.among(some), E[list(some)]), placed(axes, E)[list(some)], atol=1e-6
    )
    with pytest.raises(ValueError, match="7"):
        axes.among((2, 4, 8))


def test_thrown_is_the_spread_of_the_words_that_make_no_axis():
    E = rows(1, n=30, d=6)
    axes = Axes(Poles((0,), (1,)), Poles((2, 3), (4,)))
    units = E / np.linalg.norm(E, axis=1, keepdims=True)
    across = units[1] - units[0]
    expected = np.std(units[5:] @ across / np.linalg.norm(across))
    assert thrown(E, axes)[0] == pytest.approx(expected, rel=1e-5)
    assert all(math.isnan(each) for each in thrown(E[:5], axes))


def test_axes_by_their_words_are_found_in_any_run():
    axes = WordAxes(AxisWords(("he", "him"), ("she",)), AxisWords(("poor", "he"), ("rich",)))
    assert axes.words == ("he", "him", "she", "poor", "rich")
    assert axes.shared == ("he",)
    among = axes.among(("rich", "poor", "she", "him", "he"))
    assert among == Axes(Poles((4, 3), (2,)), Poles((1, 4), (0,)))
    with pytest.raises(MissingWord) as error:
        axes.among(("he", "she", "poor", "rich"))
    assert error.value.word == "him"


@pytest.mark.parametrize(
    "x, y, reason",
    [
        (AxisWords((), ("a",)), AxisWords(("b",), ("c",)), "no_axis"),
        (AxisWords(("a",), ("b",)), AxisWords(("c",), ()), "no_axis"),
        (AxisWords(("a", "b"), ("b", "c")), AxisWords(("d",), ("e",)), "same_word"),
        (AxisWords(("a",), ("b",)), AxisWords(("b",), ("a",)), "same_axes"),
        (AxisWords(("a", "b"), ("c",)), AxisWords(("b", "a"), ("c",)), "same_axes"),
    ],
)
def test_axes_by_words_that_would_show_nothing_are_refused(x, y, reason):
    with pytest.raises(SettingError) as error:
        WordAxes(x, y)
    assert error.value.reason == reason
