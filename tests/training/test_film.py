"""Films: what is kept, when, and what gives way to the budget."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.errors import SettingError
from embviz.training.film import (
    FEWEST_FRAMES,
    FEWEST_FULL_FRAMES,
    FEWEST_WORDS,
    FINEST,
    Film,
    FrameParts,
    Recipe,
    Snapshot,
    choose_shown,
    moments,
    plan_film,
)

films = st.tuples(
    st.integers(2, 20_000),  # V
    st.integers(1, 1000),  # d
    st.integers(2, 500),  # frames
    st.integers(2, 5000),  # words
    st.booleans(),  # has_U
    st.integers(1, 2**30),  # budget
)


@given(st.integers(1, 10_000), st.integers(3, 1000))
def test_moments_rise_from_start_to_end(epochs, frames):
    m = moments(epochs, frames)
    assert len(m) == frames and m[0] == 0 and m[-1] == epochs
    steps = np.diff(m)
    assert (steps > 0).all()
    assert (np.diff(steps) >= -1e-9 * epochs).all(), "they only grow rarer"
    assert steps[0] == pytest.approx(min(FINEST, epochs / (frames - 1)), rel=1e-6)


def test_moments_are_fine_where_the_picture_changes_fast():
    m = moments(20, 120)
    steps = np.diff(m)
    assert (steps[m[:-1] < 0.15] < 0.02).all()
    assert (steps[m[:-1] < 1.0] < 0.06).all()


def test_moments_cannot_be_finer_than_blocks():
    m = moments(20, 120, finest=0.05)
    assert m[1] == pytest.approx(0.05)
    assert np.diff(moments(2, 120, finest=0.05)) == pytest.approx(2 / 119)


def planned(V, d, frames, words, has_U, budget):
    return plan_film(FrameParts(V, d, others=int(has_U)), frames, words, budget)


@given(films)
def test_a_plan_keeps_to_its_budget_or_to_the_least(film):
    V, _, frames, words, has_U, budget = film
    plan = planned(*film)
    least_words = min(words, V, FEWEST_WORDS)
    least_full = min(frames - 1, FEWEST_FULL_FRAMES)
    least = (least_words, min(frames, FEWEST_FRAMES), least_full)
    given_way = (plan.words, plan.frames, plan.full_frames if has_U else least_full)
    assert plan.bytes <= budget or given_way == least
    assert least_words <= plan.words <= min(words, V)
    assert least[1] <= plan.frames <= frames
    assert least_full <= plan.full_frames <= plan.frames - 1
    # In this order: U, words, frames.
    if has_U and plan.words < min(words, V):
        assert plan.full_frames == least_full
    if plan.frames < frames:
        assert plan.words == least_words


@given(films)
def test_a_larger_budget_never_gives_less(film):
    *rest, budget = film
    small, large = planned(*rest, budget), planned(*rest, 2 * budget)
    assert small.words <= large.words and small.frames <= large.frames
    assert small.full_frames <= large.full_frames


def test_everything_fits_a_usual_film():
    plan = planned(5000, 100, 120, 1000, True, 64 * 2**20)
    assert (plan.words, plan.frames, plan.full_frames) == (1000, 120, 119)
    assert plan.bytes == 5000 * 100 * 4 * 2 + 119 * 1000 * 100 * 2 * 2


@pytest.mark.parametrize(
    ("words", "hide", "always", "shown"),
    [
        (3, 0, [], [0, 1, 2]),
        (3, 2, [], [2, 3, 4]),
        (3, 2, [0, 7], [0, 2, 7]),
        (3, 0, [9, 9, 8], [0, 8, 9]),
        (20, 8, [], [8, 9]),
    ],
)
def test_shown_words_are_the_commonest_and_those_asked_for(words, hide, always, shown):
    assert choose_shown(10, words, range(hide), always).tolist() == shown


def a_film() -> Film:
    rng = np.random.default_rng(0)
    half = rng.standard_normal((2, 3)).astype(np.float16)
    whole = rng.standard_normal((4, 3)).astype(np.float32)
    return Film(
        (
            Snapshot(0.0, 4.0, {"E": half, "U": half}),
            Snapshot(1.0, 3.0, {"E": half}),
            Snapshot(2.0, 2.0, {"E": whole, "U": whole}),
        ),
        ("a", "b", "c", "d"),
        np.array([9, 5, 3, 1]),
        np.array([1, 3], dtype=np.int32),
        Recipe("skipgram", {"epochs": 2}, 0, "0" * 16, "1" * 16, "training"),
    )


def test_a_film_is_a_sequence_of_snapshots():
    film = a_film()
    assert len(film) == 3 and [s.epoch for s in film] == [0.0, 1.0, 2.0]
    assert film[-1] is film.snapshots[2] and film[:2] == film.snapshots[:2]
    with pytest.raises(IndexError):
        film[3]


def test_vectors_of_a_frame_are_of_its_words():
    film = a_film()
    assert film.vectors().words == film.words and film.vectors().matrix.dtype == np.float32
    early = film.vectors(0)
    assert early.words == film.shown_words == ("b", "d")
    assert np.array_equal(early["d"], film[0].E[1])


def test_rows_are_the_shown_words_whether_whole_or_not():
    film = a_film()
    assert np.array_equal(film.rows(0), film[0].E)
    assert np.array_equal(film.rows(-1), film[2].E[[1, 3]])
    assert film.rows(0).dtype == film.rows(-1).dtype == np.float32


def test_a_film_grows_and_knows_when_it_is_complete():
    film = a_film()
    begun = Film(film[:1], film.words, film.counts, film.shown, film.recipe)
    assert not begun.complete and film.complete
    assert not Film((), film.words, film.counts, film.shown, film.recipe).complete
    grown = begun.extended(film[1:])
    assert grown.snapshots == film.snapshots and len(begun) == 1


def test_two_moments_are_start_and_end():
    assert moments(20, 2).tolist() == [0, 20]


def test_vectors_are_those_of_the_models_result():
    """E, U or their sum, of shown words in half precision and of all words at the end."""
    E, U = np.array([[1.0, 0], [0, 1], [2, 2]]), np.array([[3.0, 1], [1, 0], [0, 5]])
    recipe = Recipe("glove", {"epochs": 1}, 0, "0" * 16, "1" * 16, "training", result="E+U")
    half = Snapshot(
        0.0, 1.0, {k: m[1:].astype(np.float16) for k, m in zip("EU", (E, U), strict=True)}
    )
    whole = Snapshot(1.0, 0.5, {"E": E.astype(np.float32), "U": U.astype(np.float32)})
    counts = np.array([3, 2, 1])
    shown = np.array([1, 2], dtype=np.int32)
    film = Film((half, whole), ("a", "b", "c"), counts, shown, recipe)
    assert np.array_equal(film.rows(0), (E + U)[1:])
    assert np.array_equal(film.rows(1, "U"), U[1:])
    assert np.array_equal(film.vectors().matrix, E + U)
    assert np.array_equal(film.vectors(0, "E").matrix, E[1:])
    with pytest.raises(ValueError, match="cannot give"):
        Snapshot(0.0, 1.0, {"E": half.E}).matrix("E+U")


@pytest.mark.parametrize("budget", [10**5, 10**6, 10**8])
def test_where_u_is_part_of_the_result_every_frame_has_it(budget):
    plan = plan_film(FrameParts(5000, 50, needed=2), 120, 1000, budget)
    assert plan.full_frames == plan.frames - 1
    last = 2 * 4 * 5000 * 50
    assert plan.bytes == last + 2 * 2 * 50 * plan.words * (plan.frames - 1)


@given(films, st.integers(0, 10_000), st.integers(0, 10_000))
def test_frames_give_way_to_what_a_model_keeps_besides(film, numbers, last_numbers):
    V, d, frames, words, has_U, budget = film
    parts = FrameParts(V, d, 1, int(has_U), numbers, last_numbers)
    plan = plan_film(parts, frames, words, budget)
    assert plan.bytes == parts.last + (plan.frames - 1) * parts.frame(plan.words) + (
        plan.full_frames * 2 * d * plan.words * int(has_U)
    )
    least = min(words, V, FEWEST_WORDS), min(frames, FEWEST_FRAMES)
    assert plan.bytes <= budget or (plan.words, plan.frames) == least


def test_a_film_of_other_matrices_and_arrays():
    matrices = {name: np.full((2, 3), i, np.float16) for i, name in enumerate("EUW")}
    half = Snapshot(0.0, np.nan, matrices, {"bias": np.zeros(5, np.float16)})
    film = Film((half,), ("a", "b"), None, np.arange(2, dtype=np.int32))
    assert (film.recipe.model, film.recipe.result) == ("", "E")
    assert half.has("U+W") and not half.has("E+V")
    assert (film.rows(0, "U+W") == 3).all() and (film.vectors(0, "E+U+W").matrix == 3).all()
    assert "None" not in repr(film)


@pytest.mark.parametrize("words", [[], 0, -1])
def test_a_film_of_no_words_is_refused(words):
    E, shown = np.eye(2, dtype=np.float32), np.arange(2, dtype=np.int32)
    film = Film((Snapshot(0.0, 1.0, {"E": E}),), ("a", "b"), None, shown, Recipe())
    with pytest.raises(SettingError) as caught:
        film.showing(words)
    assert caught.value.reason == "nothing_drawn"
    assert film.showing(1).shown_words == film.shown_words[:1]
