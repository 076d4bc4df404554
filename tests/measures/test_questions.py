"""Analogies of files against gensim, and against asking each by itself."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from embviz.errors import EvaluationError
from embviz.measures import answering
from embviz.measures.planted import analogy_accuracy
from embviz.measures.questions import BOTH, answer_questions, read_questions
from embviz.text.samples import answers
from embviz.vectors.vectors import Vectors
from tests.measures.keyed import keyed

WORDS = ("man", "king", "Man", "woman", "QUEEN", "queen", "boy", "girl", "prince", "princess",
         "the", "KING", "of", "Prince", "uncle", "aunt")  # fmt: skip

FILE = """: royal
man king woman queen
Man King Woman Queen
king man queen woman
boy prince girl princess
man king man king
: family kin
uncle aunt man woman
uncle aunt father mother
boy girl uncle aunt
: nobody knows
father mother son daughter
: nothing
: the rest
The of THE of
"""


def planted(seed, d=5, noise=0.3):
    """Vectors in which some analogies hold."""
    random = np.random.default_rng(seed)
    parts = {word: random.normal(size=d) for word in ("royal", "female", "young", "kin")}
    made = {
        "man": (), "king": ("royal",), "woman": ("female",), "queen": ("royal", "female"),
        "boy": ("young",), "girl": ("young", "female"), "prince": ("young", "royal"),
        "princess": ("young", "royal", "female"), "uncle": ("kin",), "aunt": ("kin", "female"),
    }  # fmt: skip
    base = random.normal(size=d)
    rows = [
        sum((parts[part] for part in made[word.lower()]), base)
        if word.lower() in made
        else random.normal(size=d)
        for word in WORDS
    ]
    return Vectors(WORDS, np.array(rows) + noise * random.normal(size=(len(WORDS), d)))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("case_insensitive", [True, False])
@pytest.mark.parametrize("restrict_vocab", [None, 9, 13])
@pytest.mark.parametrize("dummy4unknown", [True, False])
def test_the_same_as_gensim(tmp_path, seed, case_insensitive, restrict_vocab, dummy4unknown):
    path = tmp_path / "questions.txt"
    path.write_text(FILE, encoding="utf-8")
    options = {
        "case_insensitive": case_insensitive,
        "restrict_vocab": restrict_vocab,
        "dummy4unknown": dummy4unknown,
    }
    vectors = planted(seed)
    accuracy, sections = keyed(vectors).evaluate_word_analogies(path, **options)
    ours = answer_questions(vectors, read_questions(FILE), ["3CosAdd"], **options)
    for mine, theirs in zip((*ours.sections, ours.total), sections, strict=True):
        assert mine.right["3CosAdd"] == len(theirs["correct"])
        assert mine.covered == len(theirs["correct"]) + len(theirs["incorrect"])
        assert mine.name == (theirs["section"] if mine.name else "")
    assert (ours.total.share("3CosAdd") or 0) == pytest.approx(accuracy)
    listed = zip(ours.questions.analogies, ours.right["3CosAdd"], strict=True)
    right = [analogy for analogy, correct in listed if correct]
    if case_insensitive:
        right = [tuple(word.upper() for word in analogy) for analogy in right]
    assert right == sections[-1]["correct"]


def test_sections_with_what_was_covered_and_skipped():
    scores = answer_questions(planted(0), read_questions(FILE))
    figures = [(s.name, s.covered, s.skipped) for s in scores.sections]
    assert figures == [
        ("royal", 5, 0), ("family kin", 2, 1), ("nobody knows", 0, 1), ("nothing", 0, 0),
        ("the rest", 1, 0),
    ]  # fmt: skip
    assert scores.sections[2].share("3CosAdd") is None
    assert (scores.total.covered, scores.total.skipped) == (8, 2)


def test_planted_analogies_of_a_sample():
    from embviz import SkipGram, sample, train

    corpus, found = sample("kingdom"), answers("kingdom").analogies
    vectors = train(SkipGram(dimension=30, epochs=6), corpus, frames=3, progress=False).vectors()
    scores = answer_questions(vectors, read_questions("\n".join(map(" ".join, found))))
    assert scores.total.share("3CosAdd") == analogy_accuracy(vectors, found)
    by_mul = np.mean([vectors.analogy(a, b, c, 1, "3CosMul")[0][0] == d for a, b, c, d in found])
    assert scores.total.share("3CosMul") == pytest.approx(by_mul)


def alone(vectors, analogy, method, limit):
    """The answer to one question, by the list of all answers."""
    listed = vectors.analogy(*analogy[:3], len(vectors), method, exclude_inputs=True)
    known = set(vectors.words[:limit])
    return next((vectors.id(word) for word, _ in listed if word in known), -1)


@given(
    hnp.arrays(np.float64, st.tuples(st.integers(1, 30), st.integers(1, 3)),
               elements=st.integers(-2, 2)),
    st.data(),
)  # fmt: skip
@settings(deadline=None, max_examples=80)
def test_thousands_at_once_are_answered_like_each_alone(matrix, data):
    words = tuple(f"w{i}" for i in range(len(matrix)))  # in few dimensions: many ties
    vectors = Vectors(words, matrix)
    one = st.sampled_from(words)
    analogies = data.draw(st.lists(st.tuples(one, one, one, one), min_size=1, max_size=9))
    limit = data.draw(st.integers(1, len(words)))
    questions = read_questions("\n".join(map(" ".join, analogies)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answering, "COLUMNS", 7)
        patch.setattr(answering, "ASKED", 4)
        scores = answer_questions(vectors, questions, restrict_vocab=limit)
    for method in BOTH:
        for i, analogy in enumerate(analogies):
            known = all(word in words[:limit] for word in analogy)
            expected = alone(vectors, analogy, method, limit) if known else -1
            assert scores.answers[method][i] == expected


@pytest.mark.parametrize("method", BOTH)
def test_many_words_and_questions(method):
    random = np.random.default_rng(0)
    words = tuple(f"w{i}" for i in range(3000))
    vectors = Vectors(words, random.normal(size=(3000, 8)).astype(np.float32))
    picked = random.integers(0, 3000, size=(600, 4))
    lines = [" ".join(words[i] for i in row) for row in picked]
    scores = answer_questions(vectors, read_questions("\n".join(lines)), [method])
    expected = [
        vectors.id(vectors.analogy(*(words[i] for i in row[:3]), 1, method)[0][0]) for row in picked
    ]
    assert scores.answers[method].tolist() == expected


def test_files():
    text = "\ufeffking man queen woman\n:capitals \n# a remark\n\nAthens Greece Oslo Norway\n"
    text = text.replace("\n", "\r\n")
    questions = read_questions(text)
    assert questions.sections == (("", 1), ("capitals", 1))
    assert questions.analogies[1] == ("Athens", "Greece", "Oslo", "Norway")


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("", "no_analogies", 1),
        (": a section\n", "no_analogies", 1),
        ("\ntiger\tcat\t7.35\n", "no_analogies", 2),
        (": s\nking man queen\n", "bad_analogy", 2),
        (": s\nking man queen woman\nking man queen woman boy\n", "bad_analogy", 3),
    ],
)
def test_what_is_no_analogy_is_pointed_at(text, reason, line):
    with pytest.raises(EvaluationError) as error:
        read_questions(text)
    assert (error.value.reason, error.value.line) == (reason, line)
    assert "four words" in error.value.expected


def test_nothing_covered():
    scores = answer_questions(Vectors(("a",), np.ones((1, 2))), read_questions(FILE))
    assert scores.total.covered == 0 and scores.total.share("3CosMul") is None
    empty = answer_questions(Vectors((), np.ones((0, 2))), read_questions(FILE))
    assert empty.total.skipped == 10
    one = answer_questions(Vectors(("a",), np.ones((1, 2))), read_questions("a a a a"))
    assert (one.total.covered, one.total.right["3CosAdd"]) == (1, 0)


def test_a_method_that_does_not_exist():
    with pytest.raises(ValueError, match="3CosMul"):
        answer_questions(planted(0), read_questions(FILE), ["cosmul"])
