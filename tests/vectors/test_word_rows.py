"""Words are found however their letters are composed, and stay as they are stored."""

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.errors import MissingWord
from embviz.measures import Rating, answer_questions, compare_ratings, read_questions
from embviz.vectors import search
from embviz.vectors.formula import parse
from embviz.vectors.vectors import Vectors
from embviz.vectors.word_rows import WordRows, composed

KOREAN = ("고양이", "강아지", "집", "나무")
FORMS = ("NFC", "NFD")


def vectors(form, words=KOREAN):
    matrix = np.random.default_rng(0).standard_normal((len(words), 6))
    return Vectors(tuple(unicodedata.normalize(form, word) for word in words), matrix)


def typed(word, form):
    return unicodedata.normalize(form, word)


@pytest.mark.parametrize("asked", FORMS)
@pytest.mark.parametrize("stored", FORMS)
@pytest.mark.parametrize("words", [KOREAN, ("café", "naïve", "Ёлка", "tiếng")])
def test_words_are_found_however_they_are_composed(stored, asked, words):
    kept = vectors(stored, words)
    one, two, three, four = (typed(word, asked) for word in words)
    assert one in kept and kept.id(two) == 1 and np.array_equal(kept[three], kept.matrix[2])
    assert kept.spelling(one) == typed(words[0], stored) == kept.words[0]
    assert set(dict(kept.most_similar(one))) == set(kept.words[1:])
    assert dict(kept.most_similar(parse(f"{one} - {two} + {three}"))).keys() == {kept.words[3]}
    assert kept.analogy(one, two, three) == kept.analogy(*kept.words[:3])
    assert kept.rank_of(four, one, two, three) == 1
    assert kept.similarity(one, one) == pytest.approx(1)
    assert kept.units([one, four]).tolist() == kept.units(kept.words[::3]).tolist()
    assert search.find(kept.words, typed(words[0][:-1], asked)).ids[0] == 0
    assert search.same(kept.words, one.upper()) == kept.words[0]
    assert search.closest(kept.words, one)[0] == kept.words[0]
    assert search.same_each(kept.words, [two]) == {two: kept.words[1]}


@pytest.mark.parametrize("stored", FORMS)
@pytest.mark.parametrize("case_insensitive", [True, False])
def test_files_of_questions_likewise(stored, case_insensitive):
    kept = vectors(stored)
    other = FORMS[stored == "NFC"]
    text = " ".join(typed(word, other) for word in KOREAN)
    scores = answer_questions(kept, read_questions(text), case_insensitive=case_insensitive)
    assert scores.total.covered == 1
    ratings = [Rating(typed(KOREAN[0], other), typed(KOREAN[1], other), 5.0)]
    assert len(compare_ratings(kept, ratings, case_insensitive=case_insensitive).covered) == 1


def test_what_is_stored_both_ways_is_two_words():
    kept = vectors("NFC", ("é",))
    both = Vectors(("e\u0301", "\u00e9"), np.eye(2))
    assert both.id("\u00e9") == 1 and both.id("e\u0301") == 0
    assert "e" not in kept and 5 not in kept
    with pytest.raises(MissingWord, match="è"):
        kept.id("è")


@given(st.lists(st.text(max_size=4), unique=True), st.text(max_size=4))
def test_a_word_is_there_if_one_equals_it(words, word):
    rows = WordRows(tuple(words))
    equal = [i for i, each in enumerate(words) if composed(each) == composed(word)]
    found = rows.find(word)
    if word in words:
        assert found == words.index(word)
    elif word.isascii():
        assert found is None
    else:
        assert found == next((i for i in equal if not words[i].isascii()), None)
