"""Films over a setting: cosines stay, and so does what only turned."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import embviz as ev
from embviz.measures.sweep_films import aligned, film_of, film_of_two
from embviz.text.corpus import Vocabulary
from embviz.training.film import Along
from embviz.vectors.vectors import nearest


def cosines(E):
    units = E / np.linalg.norm(E, axis=1, keepdims=True)
    return units @ units.T


@given(
    seed=st.integers(0, 10_000),
    V=st.integers(3, 20),
    widths=st.lists(st.integers(1, 9), min_size=1, max_size=4),
)
def test_no_cosine_changes_and_all_are_as_wide_as_the_widest(seed, V, widths):
    rng = np.random.default_rng(seed)
    matrices = [10 * rng.normal(size=(V, d)) for d in widths]
    for before, after in zip(matrices, aligned(matrices), strict=True):
        assert after.shape == (V, max(widths))
        assert cosines(after) == pytest.approx(cosines(before), abs=1e-4)
        assert (after**2).sum() == pytest.approx(V, rel=1e-4)


@given(seed=st.integers(0, 10_000), d=st.integers(1, 6))
def test_what_only_turned_or_grew_stands_still(seed, d):
    rng = np.random.default_rng(seed)
    E = rng.normal(size=(15, d))
    R = np.linalg.qr(rng.normal(size=(d, d)))[0]
    one, two, three = aligned([E, 3 * E @ R, E @ R.T])
    assert two == pytest.approx(one, abs=1e-5) and three == pytest.approx(one, abs=1e-5)


def test_of_two_models_it_has_the_words_compared_by_frequency_and_those_that_moved_move():
    rng = np.random.default_rng(0)
    words = tuple(f"w{i}" for i in range(60))
    first = ev.Vectors(words, rng.normal(size=(60, 6)))
    rows = 2 * first.matrix @ np.linalg.qr(rng.normal(size=(6, 6)))[0]
    rows[7] *= -1
    second = ev.Vectors((*words[::-1], "other"), np.concatenate([rows[::-1], np.ones((1, 6))]))
    film = film_of_two(first, second, ev.compare(first, second, n=5), ("1", "2"))
    assert film.recipe.along == Along("model", ("1", "2"))
    assert {*film.words} == {*words} and film.counts is None
    rank = {word: max(i, 59 - i) for i, word in enumerate(words)}  # where it is rarer
    assert [rank[word] for word in film.words] == sorted(rank.values())
    moved = np.linalg.norm(film.rows(0) - film.rows(1), axis=1)
    assert film.words[moved.argmax()] == "w7" and np.sort(moved)[-2] < moved.max() / 4


WIDTHS = (5, 8, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100)


def turning(moving, V=300, k=5):
    """Models of rising d that know the same, but for words that change places bit by bit."""
    rng = np.random.default_rng(0)
    middles = 2 * rng.normal(size=(8, k))
    start = middles[rng.integers(8, size=V)] + 0.4 * rng.normal(size=(V, k))
    end = start.copy()
    end[:moving] = start[rng.permutation(V)[:moving]]
    matrices = []
    for i, d in enumerate(WIDTHS):
        E = start + i / (len(WIDTHS) - 1) * (end - start)
        R = np.linalg.qr(rng.normal(size=(d, d)))[0]
        matrices.append((3 + i) * np.pad(E, ((0, 0), (0, d - k))) @ R)
    words = Vocabulary(tuple(f"w{i}" for i in range(V)), np.full(V, 9))
    return film_of(words, matrices, Along("dimension", tuple(map(str, WIDTHS))), [1.0] * 12)


@pytest.mark.parametrize("way", ["pca", "neighbourhoods"])
def test_still_words_stay_on_the_picture(way):
    still = ev.project(turning(0), way)
    assert np.abs(still - still[0]).max() < 1e-3, "half precision"
    xy = ev.project(turning(12), way)
    gone = np.linalg.norm(xy - xy[0], axis=2)  # (12, V), of a picture that reaches to 1.2
    assert gone[:, 12:].max() < 0.15 and gone[-1, :12].mean() > 0.8


def test_rows_of_zeros_stay():
    one, two = aligned([np.zeros((3, 2)), np.eye(3)])
    assert not one.any() and np.linalg.norm(two, axis=1) == pytest.approx(np.ones(3))


@pytest.fixture(scope="module")
def table():
    model = ev.SkipGram(epochs=3, subsampling=0.0)
    settings = {"dimension": [2, 4, 8], "epochs": [1, 3]}
    return ev.sweep(model, ev.sample("tiny"), seeds=1, progress=False, **settings)


def test_a_film_has_the_neighbours_of_each_model(table, tmp_path):
    film = table.film(where={"epochs": 3})
    assert film.recipe.along == Along("dimension", ("2", "4", "8")) and film.complete
    assert [each.epoch for each in film] == [0, 1, 2], "evenly far from each other"
    rows = [row for row in table if row["epochs"] == 3]
    assert [each.loss for each in film] == [row["loss"] for row in rows]
    last = next(p for p in table.points if p.values == (8, 3))
    assert (nearest(film[-1].E, 5)[0] == nearest(last.vectors, 5)[0]).all()
    assert ev.project(film, "pca").shape == (3, len(film.words), 2)
    ev.save(film, tmp_path / "film.npz")
    again = ev.load(tmp_path / "film.npz")
    assert (again[-1].E == film[-1].E).all() and again.recipe == film.recipe


def test_a_film_goes_along_one_setting_with_the_same_words(table):
    with pytest.raises(ValueError, match="one setting"):
        table.film()
    with pytest.raises(ValueError, match="two models of seed 7"):
        table.film(seed=7, where={"epochs": 3})
    text = "The king rules. The queen rules. The king eats bread. " * 2 + "A rare word is here."
    corpus = ev.Corpus.from_text(text, min_count=1)
    other = ev.sweep(ev.SkipGram(epochs=1), corpus, seeds=1, min_count=[1, 2], progress=False)
    with pytest.raises(ValueError, match="same words"):
        other.film()
