"""Vectors against gensim's KeyedVectors, neighbours against brute force."""

import pickle
import warnings
from itertools import pairwise

import numpy as np
import pytest
from gensim.models import KeyedVectors
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from embviz import sample
from embviz.errors import FormulaError, MissingWord
from embviz.models.skipgram import SkipGram
from embviz.text.samples import answers
from embviz.training.run import train
from embviz.vectors import vectors as vectors_module
from embviz.vectors.formula import Formula, parse
from embviz.vectors.vectors import Vectors, nearest, unit_rows

WORDS = tuple(f"w{i}" for i in range(60))


def random_vectors(dtype=np.float32, seed=0):
    return Vectors(WORDS, np.random.default_rng(seed).normal(size=(60, 20)).astype(dtype))


def gensim_of(vectors):
    keyed = KeyedVectors(vectors.matrix.shape[1], count=0)
    keyed.add_vectors(list(vectors.words), vectors.matrix.astype(np.float32))
    return keyed


def cosmul(keyed, **asked):
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # gensim's own
        return keyed.most_similar_cosmul(**asked)


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
            asked = {"positive": [b, c], "negative": [a], "topn": 10}
            same_answers(vectors.analogy(a, b, c), keyed.most_similar(**asked))
            same_answers(vectors.analogy(a, b, c, method="3CosMul"), cosmul(keyed, **asked))


@pytest.fixture(scope="module")
def trained():
    model = SkipGram(dimension=30, epochs=6)
    return train(model, sample("kingdom"), frames=3, progress=False).vectors()


class TestTrainedAgainstGensim:
    def test_neighbours(self, trained):
        keyed = gensim_of(trained)
        for word in trained.words[::5]:
            same_answers(trained.most_similar(word), keyed.most_similar(word))
            with_itself = trained.most_similar(word, exclude_inputs=False)
            same_answers(with_itself, keyed.similar_by_vector(trained[word]))
            same_answers(trained.most_similar(trained[word]), with_itself)

    def test_planted_analogies(self, trained):
        keyed = gensim_of(trained)
        for a, b, c, d in answers("kingdom").analogies[::3]:
            asked = {"positive": [b, c], "negative": [a]}
            for method, theirs in (
                ("3CosAdd", keyed.most_similar(**asked, topn=len(trained))),
                ("3CosMul", cosmul(keyed, **asked, topn=len(trained))),
            ):
                same_answers(trained.analogy(a, b, c, method=method), theirs[:10])
                rank = trained.rank_of(d, a, b, c, method)
                assert theirs[rank - 1][0] == d

    def test_inputs_are_often_the_answer(self, trained):
        keyed = gensim_of(trained)
        a, b, c = "man", "king", "woman"
        x = sum(s * trained[w] / np.linalg.norm(trained[w]) for s, w in ((-1, a), (1, b), (1, c)))
        theirs = keyed.similar_by_vector(x)
        same_answers(trained.analogy(a, b, c, exclude_inputs=False), theirs)
        assert {a, b, c} & {word for word, _ in theirs}

    def test_formulas(self, trained):
        keyed = gensim_of(trained)
        theirs = keyed.most_similar(positive=[("king", 2.0), ("woman", 0.5)], negative=["man"])
        formula = parse("2king - man + woman/2")
        same_answers(trained.most_similar(formula), theirs)
        everything = trained.most_similar(formula, exclude_inputs=False)
        same_answers(everything, keyed.similar_by_vector(trained.combine(formula)))

    def test_many_at_once(self, trained):
        ids, cosines = trained.nearest_to(trained.matrix[:50], n=7)
        for i in range(50):
            alone = trained.most_similar(trained.matrix[i], n=7)
            assert [(trained.words[j], x) for j, x in zip(ids[i], cosines[i], strict=True)] == alone


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
        lambda: vectors.rank_of("king", "w1", "w2", "w3"),
        lambda: vectors.combine("w1 - king"),
        lambda: vectors.units(["w1", "king"]),
    ]
    for question in questions:
        with pytest.raises(MissingWord) as error:
            question()
        assert error.value.word == "king"


@given(st.lists(st.text("aAbBßẞİıŒœ", min_size=1, max_size=3), unique=True, min_size=1))
def test_in_small_letters_the_first_spelling_of_each_word_counts(words):
    vectors = Vectors(tuple(words), np.arange(2.0 * len(words)).reshape(-1, 2))
    small = vectors.lower()
    assert set(small.words) == {word.lower() for word in words}
    for word in small:
        first = next(each for each in words if each.lower() == word)
        np.testing.assert_array_equal(small[word], vectors[first])
    order = [int(row[0]) for row in small.matrix]
    assert order == sorted(order)


def test_words_and_rows_must_fit():
    with pytest.raises(ValueError, match="2 words"):
        Vectors(("a", "b"), np.zeros((3, 4)))
    with pytest.raises(ValueError, match="as many rows"):
        Vectors(("a", "b"), np.zeros(2))
    with pytest.raises(ValueError, match="duplicate"):
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


def test_the_rank_of_an_answer_is_its_place_in_the_list():
    vectors = random_vectors(seed=3)
    for method in ("3CosAdd", "3CosMul"):
        for exclude in (True, False):
            listed = vectors.analogy("w0", "w1", "w2", 99, method, exclude_inputs=exclude)
            for place, (word, _) in enumerate(listed, 1):
                assert place == vectors.rank_of(
                    word, "w0", "w1", "w2", method, exclude_inputs=exclude
                )
    assert vectors.rank_of("w1", "w0", "w1", "w2") is None


def test_equal_answers_are_ranked_in_the_order_of_ids():
    vectors = Vectors(tuple("abcdef"), np.tile([1.0, 2.0], (6, 1)))
    assert [vectors.rank_of(word, "b", "b", "b") for word in "acf"] == [1, 2, 5]


def test_a_method_that_does_not_exist():
    with pytest.raises(ValueError, match="3CosMul"):
        random_vectors().analogy("w0", "w1", "w2", method="3cosadd")


@pytest.mark.parametrize("x", [np.ones(19), np.ones((1, 20)), np.full(20, np.nan)])
def test_a_vector_must_fit(x):
    with pytest.raises(ValueError, match="numbers"):
        random_vectors().most_similar(x)


@pytest.mark.parametrize("X", [np.ones(20), np.ones((2, 19)), np.full((2, 20), np.inf)])
def test_vectors_must_fit(X):
    with pytest.raises(ValueError, match=r"numbers|finite"):
        random_vectors().nearest_to(X)


def test_words_that_cancel_out_are_still_inputs():
    vectors = random_vectors()
    nothing = parse("w1 - w1")
    assert not vectors.combine(nothing).any()
    assert vectors.most_similar(nothing, n=3) == [("w0", 0.0), ("w2", 0.0), ("w3", 0.0)]


def test_a_formula_takes_unit_rows():
    vectors = random_vectors()
    x = unit_rows(vectors.matrix).astype(float)
    np.testing.assert_allclose(
        vectors.combine("w1 - 0.5(w2 + w3)"), x[1] - (x[2] + x[3]) / 2, atol=1e-7
    )
    assert vectors.combine(Formula(())).tolist() == [0] * 20


class TestUnknownWordsOfFormulas:
    vectors = Vectors(("ice", "ice-cream", "mother-in-law", "3rd", "man"), np.eye(5))

    def missing(self, formula):
        with pytest.raises(MissingWord) as error:
            self.vectors.combine(formula)
        return error.value

    def test_their_place_is_told(self):
        error = self.missing("man - 2 king")
        assert (error.reason, error.word, error.character) == ("missing_in_formula", "king", 9)
        assert "character 9" in str(error)

    @pytest.mark.parametrize(
        ("formula", "word", "meant"),
        [
            ("man + ice-cream", "cream", '"ice-cream"'),
            ("mother-in-law", "mother", '"mother-in-law"'),
            ("-(2*mother-in-law)", "mother", '"mother-in-law"'),
            ("3rd - man", "rd", '"3rd"'),
        ],
    )
    def test_quotes_are_proposed(self, formula, word, meant):
        error = self.missing(formula)
        assert (error.reason, error.word, error.quoted) == ("missing_unquoted", word, meant)
        self.vectors.combine(meant)

    @pytest.mark.parametrize("formula", ["ice - cream", "'cream' - ice-'cream'", "ice-creams"])
    def test_nothing_is_proposed_that_does_not_stand_there(self, formula):
        assert self.missing(formula).reason == "missing_in_formula"

    def test_what_is_no_formula_is_refused(self):
        with pytest.raises(FormulaError):
            self.vectors.combine("man -")


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


@pytest.mark.parametrize("scale", [1e-35, 1e-18, 1e18, 1e36])
def test_lengths_at_the_edge_of_single_precision_do_not_matter(scale):
    plain = random_vectors()
    scaled = Vectors(WORDS, plain.matrix * np.float32(scale))
    for word in WORDS[:5]:
        same_answers(scaled.most_similar(word), plain.most_similar(word))
        same_answers(
            plain.most_similar(scaled[word].astype(float)), plain.most_similar(plain[word])
        )


def test_no_second_matrix_is_kept():
    vectors = random_vectors(np.float32)
    vectors.most_similar("w0")
    assert np.shares_memory(vectors.rows.rows, vectors.matrix)
    strided = Vectors(WORDS, np.repeat(vectors.matrix, 2, axis=1)[:, ::2])
    same_answers(strided.most_similar("w0"), vectors.most_similar("w0"))


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


def test_vectors_travel_without_what_can_be_worked_out_again():
    vectors = Vectors(
        tuple(f"w{i}" for i in range(200)), np.random.default_rng(0).normal(size=(200, 5))
    )
    fresh = pickle.dumps(vectors)
    answers = vectors.most_similar("w3")
    again = pickle.dumps(vectors)
    assert len(again) == len(fresh)
    assert pickle.loads(again).most_similar("w3") == answers
