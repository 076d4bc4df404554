"""How far words moved: against turning, shifting, and runs in which some words are never read."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ortho_group

import embviz as ev
from embviz.measures.moved import distances, in_one_precision, moved, never_read, read_in_training
from tests.measures.planted_labels import drawn, praise

seeds = st.integers(0, 10_000)


def two(seed, n, d, way=0.3):
    rng = np.random.default_rng(seed)
    S = rng.normal(size=(n, d))
    return S.astype(np.float32), (S + way * rng.normal(size=(n, d))).astype(np.float32)


@given(seed=seeds, n=st.integers(3, 40), d=st.integers(2, 8))
def test_a_mere_turn_is_no_real_movement(seed, n, d):
    S, _ = two(seed, n, d)
    found = moved(S, S.astype(np.float64) @ ortho_group.rvs(d, random_state=seed))
    assert found.really.max() < 1e-5
    if found.moved.max() > 0.01:  # some turns hardly turn
        assert found.turned == pytest.approx(1, abs=1e-4)


@given(seed=seeds, n=st.integers(1, 40), d=st.integers(1, 8))
def test_ways_are_lengths_of_differences_and_no_turn_does_better(seed, n, d):
    S, E = two(seed, n, d)
    found = moved(S, E)
    length = np.linalg.norm(S.astype(float), axis=1).mean()
    for i in range(n):
        assert found.moved[i] == pytest.approx(math.dist(S[i], E[i]) / length)
    assert (found.really**2).sum() <= (found.moved**2).sum() * (1 + 1e-9)
    for turning in range(5):
        R = np.eye(1) if d == 1 else ortho_group.rvs(d, random_state=turning)
        other = np.linalg.norm(E @ R - S, axis=1) / length
        assert (found.really**2).sum() <= (other**2).sum() * (1 + 1e-6)


@given(seed=seeds, n=st.integers(2, 40), d=st.integers(2, 8), size=st.floats(0.1, 10))
def test_turning_both_or_scaling_both_changes_nothing(seed, n, d, size):
    S, E = (each.astype(float) for each in two(seed, n, d))
    R = ortho_group.rvs(d, random_state=seed)
    one, other = moved(S, E), moved(size * S @ R, size * E @ R)
    np.testing.assert_allclose(one.moved, other.moved, rtol=1e-6)
    np.testing.assert_allclose(one.really, other.really, rtol=1e-5, atol=1e-7)


def test_a_shift_of_all_is_real():
    S, _ = two(0, 200, 5)
    found = moved(S, S + np.float32(1))
    assert found.really.mean() > 0.8 * found.moved.mean() and found.turned < 0.2


@given(seed=seeds, n=st.integers(2, 30), still=st.integers(0, 30))
def test_rows_that_stayed_moved_exactly_nothing_in_either_precision(seed, n, still):
    S, E = two(seed, n, 4)
    E[:still] = S[:still]
    for start in (S, S.astype(np.float16)):
        found = moved(start, E)
        assert found.stayed.tolist() == [i < still for i in range(n)]
        assert ((found.moved == 0) == found.stayed).all()
    nothing = moved(S, S)
    assert math.isnan(nothing.turned) and not nothing.really.any()


@pytest.mark.parametrize(
    "model",
    [ev.Bag(dimension=8, epochs=3), ev.LSTM(dimension=8, memory=8, epochs=3)],
    ids=lambda m: m.name,
)
def test_words_that_no_training_sentence_has_stay(model):
    labelled = praise(60).first(8)
    film = ev.train(model, labelled, frames=3, progress=False)
    read = read_in_training(labelled, 0, model.context)
    assert 0 < read.sum() < len(read)
    found = moved(film[0].E, film.rows(-1))
    assert (found.stayed == ~read).all()
    assert found.moved[read].min() > 0.01


@given(seed=seeds, context=st.integers(2, 5))
def test_words_are_read_up_to_the_context(seed, context):
    labelled = drawn(seed)
    expected = {
        word
        for i in labelled.parts(seed).training
        for word in labelled.ids[labelled.starts[i] : labelled.starts[i + 1]][:context].tolist()
    }
    assert set(np.flatnonzero(read_in_training(labelled, seed, context))) == expected


def test_what_cannot_be_compared_is_refused():
    S, E = two(0, 4, 3)
    with pytest.raises(ValueError, match="one shape"):
        moved(S, E[:3])
    E[1, 1] = np.nan
    with pytest.raises(ValueError, match="finite"):
        moved(S, E)
    assert in_one_precision(S.astype(np.float16), S)[1].dtype == np.float64


@given(seed=seeds, n=st.integers(1, 40), d=st.integers(1, 8), still=st.floats(0, 1))
def test_distances_alone_are_the_same_ways(seed, n, d, still):
    S, E = two(seed, n, d)
    stays = np.random.default_rng([seed, 1]).random(n) < still
    E[stays] = S[stays]
    ways = distances(S.astype(np.float16), E)
    np.testing.assert_allclose(ways, moved(S.astype(np.float16), E).moved)
    assert not ways[stays].any()


def test_from_0_a_way_is_a_length():
    np.testing.assert_array_equal(distances(np.zeros((2, 2)), np.array([[3.0, 4], [0, 0]])), [5, 0])


def test_words_of_the_test_that_are_never_read_are_counted():
    labelled = praise(60).first(4)
    parts, words = labelled.parts(3), [labelled.words[i] for i in labelled.ids]
    sentence = [words[a:b] for a, b in itertools.pairwise(labelled.starts.tolist())]
    read = {word for i in parts.training for word in sentence[i][:2]}
    tested = {word for i in parts.test for word in sentence[i]}
    assert never_read(labelled, 3, context=2) == (len(tested - read), len(tested))
    assert 0 < len(tested - read)
