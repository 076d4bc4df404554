"""Curves over a film, against asking each frame."""

import numpy as np
import pytest

from embviz import SkipGram, sample, train
from embviz.errors import MissingWord
from embviz.measures.curves import rank_curve, similarity_curves
from embviz.vectors.vectors import Vectors


@pytest.fixture(scope="module")
def film():
    return train(SkipGram(dimension=12, epochs=2), sample("kingdom"), frames=6, words=60,
                 progress=False)  # fmt: skip


@pytest.fixture(scope="module")
def frames(film):
    return [Vectors(film.shown_words, film.rows(frame)) for frame in range(len(film))]


def test_similarities(film, frames):
    a, b, c = film.shown_words[3], film.shown_words[40], film.shown_words[7]
    curves = similarity_curves(film, [(a, b), (c, a), (a, a)])
    assert film.complete and curves.shape == (3, len(film))
    for frame, vectors in enumerate(frames):
        expected = [vectors.similarity(a, b), vectors.similarity(c, a), 1]
        np.testing.assert_allclose(curves[:, frame], expected, atol=1e-9)
    assert similarity_curves(film, []).shape == (0, len(film))


@pytest.mark.parametrize("method", ["3CosAdd", "3CosMul"])
@pytest.mark.parametrize("exclude", [True, False])
def test_ranks(film, frames, method, exclude):
    a, b, c, expected = film.shown_words[:4]
    ranks = rank_curve(film, a, b, c, expected, method, exclude_inputs=exclude)
    assert ranks.tolist() == [
        vectors.rank_of(expected, a, b, c, method, exclude_inputs=exclude) for vectors in frames
    ]
    assert len(set(ranks.tolist())) > 1


def test_an_excluded_answer_has_no_rank(film):
    a, b, c, _ = film.shown_words[:4]
    assert rank_curve(film, a, b, c, b) is None
    assert rank_curve(film, a, b, c, b, exclude_inputs=False) is not None


def test_the_last_frame_may_be_one_of_shown_words(film):
    words = film.shown_words[:4]
    cut = type(film)(film.snapshots[:4], film.words, film.counts, film.shown, film.recipe)
    assert rank_curve(cut, *words).tolist() == rank_curve(film, *words)[:4].tolist()


def test_words_that_are_not_shown(film):
    hidden = next(word for word in film.words if word not in film.shown_words)
    shown = film.shown_words[:3]
    questions = [
        lambda word: similarity_curves(film, [(shown[0], word)]),
        lambda word: rank_curve(film, *shown, word),
    ]
    for question in questions:
        for word in (hidden, "nowhere"):
            with pytest.raises(MissingWord) as error:
                question(word)
            assert (error.value.reason, error.value.word) == ("not_shown", word)


def test_a_method_that_does_not_exist(film):
    with pytest.raises(ValueError, match="3CosMul"):
        rank_curve(film, *film.shown_words[:4], "cos")
