"""Excerpts of large vocabularies, against a plain reading of what they are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import embviz as ev
from embviz.errors import MissingWord, SettingError
from embviz.vectors.excerpt import MOST, cut
from embviz.vectors.vectors import Vectors


def some(V, d=6, seed=0):
    matrix = np.random.default_rng(seed).normal(size=(V, d)).astype(np.float32)
    return Vectors(tuple(f"w{i}" for i in range(V)), matrix)


@given(
    V=st.integers(1, 80),
    words=st.integers(1, 80),
    asked=st.lists(st.integers(0, 79), max_size=4),
    n=st.integers(0, 6),
)
def test_asked_words_and_their_nearest_of_all_then_the_first_words(V, words, asked, n):
    vectors = some(V)
    names = [f"w{i % V}" for i in asked]
    near = {word for name in names for word, _ in vectors.most_similar(name, n)} - set(names)
    fixed = len(set(names) | near)
    if fixed > min(words, V):
        with pytest.raises(SettingError) as error:
            cut(vectors, words, names, n)
        assert error.value.low == fixed
        return
    excerpt = cut(vectors, words, names, n)
    shown, reasons = excerpt.vectors.words, excerpt.reasons
    why = dict(zip(shown, reasons, strict=True))
    assert len(shown) == min(words, V) and excerpt.of == V
    assert {word for word in shown if why[word] == "asked"} == set(names)
    assert {word for word in shown if why[word] == "neighbour"} == near
    rest = [word for word in vectors.words if word not in near and word not in names]
    frequent = [word for word in shown if why[word] == "first"]
    assert frequent == rest[: len(frequent)]
    assert excerpt.count("first") == len(frequent)
    assert (np.diff(excerpt.ids) > 0).all()
    np.testing.assert_array_equal(excerpt.vectors.matrix, vectors.matrix[excerpt.ids])
    assert shown == tuple(vectors.words[i] for i in excerpt.ids)


@given(V=st.integers(1, 300), words=st.integers(1, 100), more=st.integers(0, 100))
def test_random_words_are_a_draw_that_grows(V, words, more):
    few, many = (cut(some(V), n, filling="random") for n in (words, words + more))
    assert set(few.vectors.words) <= set(many.vectors.words)
    assert len(few.ids) == min(words, V) == few.count("random")


def test_random_words_come_from_everywhere():
    ids = cut(some(10_000, d=2), 1000, filling="random").ids
    shares = np.histogram(ids, bins=10, range=(0, 10_000))[0]
    assert shares.min() > 60 and shares.max() < 140  # 100 ± 4 standard deviations
    assert (cut(some(10_000, d=2), 1000, filling="random").ids == ids).all()


def test_a_word_with_many_twins_still_brings_its_neighbours():
    vectors = Vectors(tuple("abcdef"), np.ones((6, 3)))
    excerpt = cut(vectors, 3, ["f"], neighbours=2)
    assert excerpt.vectors.words == ("a", "b", "f")


def test_what_cannot_be_is_refused():
    with pytest.raises(MissingWord) as missing:
        cut(some(5), asked=["king"])
    assert missing.value.word == "king"
    for words in (0, MOST + 1):
        with pytest.raises(SettingError):
            cut(some(5), words)


@pytest.mark.parametrize("how", ["neighbourhoods", "umap"])
def test_too_many_words_for_a_projection_are_refused_with_what_to_do(how):
    vectors = some(5001, d=3)
    with pytest.raises(SettingError, match=r"5,000 words at most.*cut\(vectors") as error:
        ev.project(vectors, how)
    assert (error.value.reason, error.value.high) == ("too_many_words", 5000)


def test_a_large_vocabulary_is_drawn_by_components_or_in_an_excerpt():
    vectors = some(6000, d=20)
    assert ev.project(vectors, "pca").shape == (6000, 2)
    excerpt = cut(vectors, words=50, asked=["w5999"])
    assert ev.project(excerpt.vectors, "neighbourhoods").shape == (50, 2)


def test_whole_words_of_a_model_come_before_its_signs_and_pieces():
    tokens = ("!", "[PAD]", "a", "##ing", "the", "king", "x1", "queen", "of")
    vectors = Vectors(tokens, np.eye(len(tokens)))
    shown = cut(vectors, words=3, filling="whole")
    assert shown.vectors.words == ("the", "king", "queen") and shown.count("whole") == 3
    more = cut(vectors, words=5, filling="whole")
    assert more.vectors.words == ("!", "[PAD]", "the", "king", "queen")
