"""Films over a setting: cosines stay, and so does what only turned."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import embviz as ev
from embviz.measures.sweep_films import aligned
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
    assert [each.epoch for each in film] == [2, 4, 8] and film.complete
    rows = [row for row in table if row["epochs"] == 3]
    assert [each.loss for each in film] == [row["loss"] for row in rows]
    last = next(p for p in table.points if p.values == (8, 3))
    assert (nearest(film[-1].E, 5)[0] == nearest(last.vectors, 5)[0]).all()
    assert ev.project(film, "pca").shape == (3, len(film.words), 2)
    ev.save(film, tmp_path / "film.npz")
    assert (ev.load(tmp_path / "film.npz")[-1].E == film[-1].E).all()


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
