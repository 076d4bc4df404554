"""Rows of E in bytes: how true their cosines are, how they come apart, and how large they get."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import embviz as ev
from embviz.text.samples import sample_text
from embviz.vectors.vectors import unit_rows
from embviz.wordmap.message import FilmFacts, Message, Stretch
from embviz.wordmap.packing import encode, split
from embviz.wordmap.rows import BASE64, Rows, rows_of, turned_and_rounded


def cosines(rows):
    X = unit_rows(rows.astype(np.float64))
    return X @ X.T


def drawn(kind, n, d, seed=0):
    rng = np.random.default_rng([19, seed, d])
    E = rng.standard_normal((n, d))
    if kind == "outlier":
        E[:, 0] *= 20  # as a column of a language model's may be
    elif kind == "heavy":
        E = rng.standard_t(1.2, (n, d))
    elif kind == "lengths":
        E *= np.exp(6 * rng.standard_normal((n, 1)))
    elif kind == "narrow":
        E = 0.05 * E + rng.standard_normal(d)
    return E.astype(np.float32)


@pytest.mark.parametrize("kind", ["plain", "outlier", "heavy", "lengths", "narrow"])
@pytest.mark.parametrize("d", [1, 2, 3, 5, 8, 16, 24, 25, 50, 300])
def test_cosines_are_true_to_a_hundredth(kind, d):
    E = drawn(kind, 400, d)
    assert np.abs(cosines(turned_and_rounded(E)) - cosines(E)).max() < 0.01


def test_a_trained_film_is_true_to_a_hundredth_at_every_frame():
    corpus = ev.Corpus.from_text(sample_text("kingdom"), min_count=1)
    film = ev.train(ev.SkipGram(dimension=50, epochs=5), corpus, frames=30, progress=False)
    rows = rows_of([film.rows(i) for i in range(len(film))])
    for i in range(len(film)):
        assert np.abs(cosines(rows.values[i]) - cosines(film.rows(i))).max() < 0.01


def test_rows_of_zeros_stay_and_what_is_infinite_is_refused():
    assert not turned_and_rounded(np.zeros((2, 3), np.float32)).any()
    assert turned_and_rounded(np.full((1, 3), 1e-30)).any()
    with pytest.raises(ValueError, match="finite"):
        turned_and_rounded(np.array([[1.0, np.nan]]))


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 5), st.integers(1, 4), st.integers(1, 6), st.randoms(use_true_random=False))
def test_what_is_packed_comes_back(f, n, d, random):
    draw = [random.randint(-127, 127) for _ in range(f * n * d)]
    values = np.array(draw).reshape(f, n, d)
    rows = Rows(range(f), values.astype(np.int8))
    header, rest = split(encode(Message(FilmFacts("r", n), Stretch(first=f), rows=rows)))
    assert header["rows"] == {"frames": list(range(f)), "d": d}
    differences = np.frombuffer(rest, np.uint8, f * n * d).reshape(f, n, d)
    again = np.cumsum(differences, axis=0, dtype=np.uint8).view(np.int8)
    np.testing.assert_array_equal(again, values)


def test_rows_that_do_not_fit_the_words_are_refused():
    rows = Rows([0], np.zeros((1, 3, 2), np.int8))
    with pytest.raises(ValueError, match="rows have shape"):
        encode(Message(FilmFacts("r", 2), Stretch(first=1), rows=rows))


def noise(f, n=40, d=10):
    return rows_of([drawn("plain", n, d, seed) for seed in range(f)])


def test_frames_give_way_evenly_and_the_last_one_stays():
    rows = noise(20)
    whole = BASE64 * rows.values.size
    assert list(rows.within(int(1.1 * whole)).frames) == list(range(20))
    kept = rows.within(int(whole / 3))
    assert kept.frames[0] == 0 and kept.frames[-1] == 19
    steps = np.diff(kept.frames)
    assert len(set(steps[:-1])) <= 1 and steps[0] in (3, 4)
    np.testing.assert_array_equal(kept.values, rows.values[list(kept.frames)])
    assert list(rows.within(10).frames) == [19]
    assert list(noise(1).within(10).frames) == [0]
