"""Vectors against gensim's KeyedVectors, neighbours against brute force."""

from itertools import pairwise

import numpy as np
import pytest
from gensim.models import KeyedVectors
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from embviz import vectors as vectors_module
from embviz.errors import MissingWord
from embviz.vectors import Vectors, nearest, unit_rows

WORDS = tuple(f"w{i}" for i in range(60))


def random_vectors(dtype=np.float32, seed=0):
    return Vectors(WORDS, np.random.default_rng(seed).normal(size=(60, 20)).astype(dtype))


def gensim_of(vectors):
    keyed = KeyedVectors(vectors.matrix.shape[1], count=0)
    keyed.add_vectors(list(vectors.words), vectors.matrix.astype(np.float32))
    return keyed


def same_answers(ours, theirs):
    assert [word for word, _ in ours] == [word for word, _ in theirs]
    np.testing.assert_allclose([x for _, x in ours], [x for _, x in theirs], atol=1e-6)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("seed", range(3))
class TestAgainstGensim:
    def test_most_similar(self, dtype, seed):
        vectors = random_vectors(dtype, seed)
        keyed = gensim_of(vectors)
        for word in WORDS[:20]:
            same_answers(vectors.most_similar(word), keyed.most_similar(word))

    def test_similarity(self, dtype, seed):
        vectors = random_vectors(dtype, seed)
        keyed = gensim_of(vectors)
        for a, b in pairwise(WORDS):
            assert vectors.similarity(a, b) == pytest.approx(keyed.similarity(a, b), abs=1e-6)

    def test_analogy(self, dtype, seed):
        vectors = random_vectors(dtype, seed)
        keyed = gensim_of(vectors)
        for a, b, c in zip(WORDS, WORDS[1:], WORDS[2:], strict=False):
            theirs = keyed.most_similar(positive=[b, c], negative=[a], topn=10)
            same_answers(vectors.analogy(a, b, c), theirs)


def test_words_and_rows():
    vectors = random_vectors()
    assert len(vectors) == 60 and list(vectors) == list(WORDS)
    assert "w3" in vectors and "king" not in vectors and 3 not in vectors
    assert vectors.id("w3") == 3
    np.testing.assert_array_equal(vectors["w3"], vectors.matrix[3])


def test_a_missing_word_is_named():
    vectors = random_vectors()
    questions = [
        lambda: vectors["king"],
        lambda: vectors.most_similar("king"),
        lambda: vectors.similarity("w1", "king"),
        lambda: vectors.analogy("w1", "w2", "king"),
    ]
    for question in questions:
        with pytest.raises(MissingWord) as error:
            question()
        assert error.value.word == "king"


def test_words_and_rows_must_fit():
    with pytest.raises(ValueError, match="2 words"):
        Vectors(("a", "b"), np.zeros((3, 4)))
    with pytest.raises(ValueError, match="as many rows"):
        Vectors(("a", "b"), np.zeros(2))
    with pytest.raises(ValueError, match="twice"):
        Vectors(("a", "b", "a"), np.zeros((3, 4)))


def test_more_than_there_are():
    vectors = random_vectors()
    assert len(vectors.most_similar("w0", n=1000)) == 59
    assert len(vectors.analogy("w0", "w1", "w2", n=1000)) == 57
    assert vectors.most_similar("w0", n=0) == []
    assert Vectors(("one",), np.ones((1, 2))).most_similar("one") == []


def test_an_analogy_may_repeat_a_word():
    vectors = random_vectors()
    answers = vectors.analogy("w0", "w0", "w1", n=1000)
    assert len(answers) == 58
    assert [w for w, _ in answers] == [w for w, _ in vectors.most_similar("w1", n=99) if w != "w0"]


def test_rows_of_zeros_have_cosine_0():
    vectors = Vectors(("none", "a", "b", "c"), np.array([[0.0, 0], [1, 0], [-1, 0.1], [0, 1]]))
    assert vectors.similarity("none", "a") == vectors.similarity("none", "none") == 0
    assert vectors.most_similar("none") == [("a", 0.0), ("b", 0.0), ("c", 0.0)]
    assert ("none", 0.0) in vectors.most_similar("a")
    assert vectors.analogy("a", "a", "none", n=1) == [("b", 0.0)]


@pytest.mark.parametrize("rows", [7, 64, 65, 700])
def test_equal_cosines_come_in_the_order_of_ids(rows):
    row = np.random.default_rng(0).normal(size=50)
    vectors = Vectors(tuple(map(str, range(rows))), np.tile(row, (rows, 1)))
    assert [word for word, _ in vectors.most_similar("3", n=5)] == ["0", "1", "2", "4", "5"]
    ids, cosines = nearest(vectors.matrix, k=5)
    assert ids[3].tolist() == [0, 1, 2, 4, 5]
    assert ids[rows - 1].tolist() == [0, 1, 2, 3, 4]
    assert np.unique(cosines).size == 1


@pytest.mark.parametrize("scale", [1e-30, 1e-4, 1e30])
def test_length_does_not_matter(scale):
    matrix = np.random.default_rng(0).normal(size=(40, 8))
    np.testing.assert_allclose(unit_rows(matrix * scale), unit_rows(matrix), rtol=1e-6)


def test_numbers_that_are_not_finite_are_refused():
    matrix = np.ones((4, 3))
    matrix[2, 1] = np.nan
    with pytest.raises(ValueError, match="row 2"):
        nearest(matrix)


def brute_force(matrix, k):
    """Every cosine by itself, in a plain loop, sorted by (falling cosine, id)."""
    units = unit_rows(matrix)
    ids, cosines = [], []
    for i, x in enumerate(units):
        row = np.array([np.einsum("j,j->", x, y) for y in units])
        order = [j for j in np.argsort(-row, kind="stable") if j != i][:k]
        ids.append(order)
        cosines.append(row[order])
    return np.array(ids), np.array(cosines)


matrices = hnp.arrays(
    st.sampled_from([np.float16, np.float32, np.float64]),
    st.tuples(st.integers(2, 40), st.integers(1, 6)),
    elements=st.integers(-3, 3),  # few values: many ties, some rows of zeros
)


@given(matrices, st.integers(1, 12), st.sampled_from([1, 100, 2**20]))
@settings(deadline=None, max_examples=60)
def test_nearest_is_exact(matrix, k, block):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vectors_module, "BLOCK", block)
        ids, cosines = nearest(matrix, k)
    expected_ids, expected_cosines = brute_force(matrix, min(k, len(matrix) - 1))
    np.testing.assert_array_equal(ids, expected_ids)
    np.testing.assert_array_equal(cosines, expected_cosines)
    assert ids.dtype == np.int32 and cosines.dtype == np.float32


@pytest.mark.parametrize("n", [130, 777, 2000])
def test_nearest_is_exact_where_groups_are_wide(n):
    matrix = np.random.default_rng(n).normal(size=(n, 12)).astype(np.float32)
    ids, cosines = nearest(matrix, k=3)
    units = unit_rows(matrix).astype(np.float64)
    scores = units @ units.T
    np.fill_diagonal(scores, -np.inf)
    best = np.argsort(-scores, axis=1, kind="stable")[:, :3]
    np.testing.assert_array_equal(ids, best)
    np.testing.assert_allclose(cosines, np.take_along_axis(scores, best, axis=1), atol=1e-6)


@pytest.mark.parametrize("n", [0, 1])
def test_nearest_of_nothing(n):
    ids, cosines = nearest(np.ones((n, 4)))
    assert ids.shape == cosines.shape == (n, 0)


def test_nearest_agrees_with_most_similar():
    vectors = random_vectors()
    ids, cosines = nearest(vectors.matrix, k=4)
    for i, word in enumerate(WORDS):
        assert [WORDS[j] for j in ids[i]] == [near for near, _ in vectors.most_similar(word, 4)]
        np.testing.assert_allclose([x for _, x in vectors.most_similar(word, 4)], cosines[i], 1e-6)


def test_a_notebook_is_not_filled_with_numbers():
    vectors = Vectors(("a", "b"), np.eye(2, 3))
    assert repr(vectors) == "<Vectors: 2 words, 3 dimensions>"
