"""Words over time: journeys, alignment against SciPy alone, and what is not in every period."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import orthogonal_procrustes

from embviz.errors import EvaluationError, MissingWord
from embviz.measures.over_time import OverTime, Period
from embviz.text.corpus import Vocabulary
from embviz.vectors.vectors import Vectors

WORDS = tuple(f"w{i}" for i in range(12))


def period(name, E, words=WORDS, counts=None):
    counts = np.arange(len(words), 0, -1) if counts is None else np.array(counts)
    return Period(name, Vocabulary(words, counts), 1.0, Vectors(words, E.astype(np.float32)))


def turned(E, rng):
    return 3 * E @ np.linalg.qr(rng.normal(size=(E.shape[1],) * 2))[0]


def units(E):
    return E / np.linalg.norm(E, axis=1, keepdims=True)


@given(seed=st.integers(0, 10_000))
def test_cosines_are_those_after_a_turn_of_one_period_onto_the_other(seed):
    rng = np.random.default_rng(seed)
    matrices = [rng.normal(size=(12, 3)) for _ in range(3)]
    found = OverTime(tuple(map(period, ("a", "b", "c"), matrices)))
    rows = [units(E.astype(np.float32).astype(np.float64)) for E in matrices]
    for i in (0, 7):
        stops = found.journey(WORDS[i], 4)
        for a, b, found_cosine in [
            (0, 1, stops[1].to_first),
            (0, 2, stops[2].to_first),
            (1, 2, stops[2].to_previous),
        ]:
            R = orthogonal_procrustes(rows[a], rows[b])[0]
            assert found_cosine == pytest.approx(rows[a][i] @ R @ rows[b][i], abs=1e-5)
        assert stops[0].to_first == pytest.approx(1) and math.isnan(stops[0].to_previous)


def test_what_only_turned_has_not_moved():
    rng = np.random.default_rng(0)
    E = rng.normal(size=(12, 3))
    found = OverTime((period("a", E), period("b", turned(E, rng)), period("c", turned(E, rng))))
    for stop in found.journey("w3", 5):
        assert stop.to_first == pytest.approx(1, abs=1e-5) and not stop.came and not stop.went
    assert found.moved.changed.max() == 0 and found.moved.cosine.min() == pytest.approx(1, abs=1e-5)
    film = found.film()
    assert film.recipe.along.values == ("a", "b", "c") and film.complete
    assert film.rows(0) == pytest.approx(film.rows(2), abs=2e-3)


def test_two_words_that_change_places_are_the_ones_that_moved():
    rng = np.random.default_rng(1)
    E = np.repeat(rng.normal(size=(4, 3)), 3, axis=0) + 0.05 * rng.normal(size=(12, 3))
    exchanged = E.copy()
    exchanged[[0, 3]] = E[[3, 0]]
    parts = [E, E, exchanged, exchanged]
    found = OverTime(tuple(period(str(i), turned(each, rng)) for i, each in enumerate(parts)))
    assert {each.word for each in found.moved.ranked(2)} == {"w0", "w3"}
    stops = found.journey("w0", 2)
    assert [{name for name, _ in stop.neighbours} for stop in stops] == [
        *[{"w1", "w2"}] * 2,
        *[{"w4", "w5"}] * 2,
    ]
    assert set(stops[2].came) == {"w4", "w5"} and set(stops[2].went) == {"w1", "w2"}
    assert not stops[1].came and not stops[3].came
    assert stops[1].to_first > 0.95 and stops[2].to_first < 0.8 and stops[3].to_previous > 0.95


def test_words_that_are_not_in_every_period_have_a_journey_but_do_not_count():
    rng = np.random.default_rng(2)
    later = (*WORDS[1:], "new")
    E = rng.normal(size=(12, 3))
    periods = (period("a", E), period("b", E, later), period("c", E[:11], WORDS[1:]))
    found = OverTime(periods)
    assert set(found.words) == set(WORDS[1:]) == set(found.film().words)
    assert [(each.word, each.missing) for each in found.left_out] == [
        ("w0", ("b", "c")),
        ("new", ("a", "c")),
    ]
    assert found.left_out[0].times == 12
    stops = found.journey("new", 3)
    assert [stop.count for stop in stops] == [0, 1, 0]
    assert stops[0].neighbours == () and len(stops[1].neighbours) == 3 and not stops[1].came
    assert all(math.isnan(stop.to_first) for stop in stops)
    assert "new" in {name for w in WORDS[1:] for name, _ in found.journey(w, 11)[1].neighbours}
    with pytest.raises(MissingWord):
        found.journey("nobody")


def test_the_most_frequent_word_of_all_periods_comes_first():
    E = np.eye(3)
    one, other = (
        period("a", E, ("x", "y", "z"), [9, 5, 1]),
        period("b", E, ("z", "y", "x"), [9, 8, 1]),
    )
    assert OverTime((one, other)).words == ("y", "x", "z")
    assert OverTime((one, other)).vocabulary.counts.tolist() == [13, 10, 10]


def test_periods_without_common_words_are_refused_with_the_odd_one():
    E = np.eye(3)
    same, odd = ("x", "y", "z"), ("x", "p", "q")
    with pytest.raises(EvaluationError) as caught:
        OverTime((period("a", E, same), period("b", E, odd), period("c", E, same)))
    error = caught.value
    assert (error.reason, error.found, error.period) == ("no_common_words", 1, "b")
    with pytest.raises(EvaluationError) as caught:
        OverTime((period("a", E, same),))
    assert caught.value.reason == "few_periods_left"
