"""Phrases: against gensim, against the definition written out, and in a corpus."""

from itertools import pairwise

import numpy as np
import pytest
from gensim.models.phrases import Phrases
from hypothesis import given
from hypothesis import strategies as st

from embviz.text import phrases
from embviz.text.corpus import Corpus
from embviz.text.effects import proposed_phrases
from embviz.text.phrases import LONGEST, Sentences, join, join_known, proposed
from embviz.text.rules import Rules
from embviz.text.samples import sample_text
from embviz.text.tokens import cut, word_of

NEW_YORK = " ".join(f"x{i} new york. new a{i}. york b{i}. the c{i}." for i in range(12))


def word2phrase(worda_count, wordb_count, bigram_count, len_vocab, min_count, corpus_word_count):
    """The score of word2phrase, for gensim, which finds it by these names."""
    del len_vocab
    return (bigram_count - min_count) / worda_count / wordb_count * corpus_word_count


def numbered(sentences: list[list[str]]) -> Sentences:
    words = tuple(dict.fromkeys(word for sentence in sentences for word in sentence))
    number = {word: i for i, word in enumerate(words)}
    ids = np.array([number[w] for sentence in sentences for w in sentence], np.int32)
    return Sentences(ids, np.array([len(s) for s in sentences], np.int64), words)


def written(text: Sentences) -> list[list[str]]:
    words = [text.words[i] for i in text.ids.tolist()]
    bounds = pairwise([0, *np.cumsum(text.lengths).tolist()])
    return [words[a:b] for a, b in bounds]


@pytest.mark.parametrize(("threshold", "discount"), [(3.0, 2), (10.0, 5), (30.0, 1)])
def test_phrases_are_those_of_gensim(threshold: float, discount: int) -> None:
    text = sample_text("kingdom")
    tokens = cut(text)
    words = [word_of(tokens.forms[i]) for i in tokens.ids.tolist()]
    bounds = pairwise([0, *np.cumsum(tokens.lengths).tolist()])
    sentences = [words[a:b] for a, b in bounds]
    theirs = Phrases(sentences, min_count=discount, threshold=threshold, scoring=word2phrase)
    rules = Rules(phrases=threshold, discount=discount)
    found = proposed(numbered(sentences), rules)
    known = {
        phrase: score
        for phrase, score in theirs.export_phrases().items()
        # gensim's pairs may be as frequent as δ, at a score of 0, or of rarer words
    }
    assert {phrase.name: pytest.approx(phrase.score) for phrase in found} == known
    assert len(found) > 3
    assert written(join(numbered(sentences), rules)) == [theirs[s] for s in sentences]


def by_definition(sentences: list[list[str]], threshold: float, discount: int) -> list[list[str]]:
    """One pass of word2phrase, as its source goes through a text."""
    tokens = [word for sentence in sentences for word in sentence]
    pairs = [pair for sentence in sentences for pair in pairwise(sentence)]
    found = []
    for sentence in sentences:
        line, before = sentence[:1], sentence[0]
        for word in sentence[1:]:
            score = 0.0
            if before is not None and min(tokens.count(before), tokens.count(word)) >= discount:
                together = pairs.count((before, word))
                score = (together - discount) / tokens.count(before) / tokens.count(word)
            if score * len(tokens) > threshold and len(line[-1]) + 1 + len(word) <= LONGEST:
                line[-1] += f"_{word}"
                before = None
            else:
                line.append(word)
                before = word
        found.append(line)
    return found


letters = st.sampled_from("abcd")
some = st.lists(st.lists(letters, min_size=1, max_size=8), min_size=1, max_size=12)


@given(some, st.sampled_from([0.5003, 1.0003, 2.0003]), st.integers(0, 3), st.integers(1, 3))
def test_passes_are_those_of_the_program(
    sentences: list[list[str]], threshold: float, discount: int, passes: int
) -> None:
    rules = Rules(phrases=threshold, discount=discount, passes=passes)
    found = join(numbered(sentences), rules)
    expected, joined = sentences, 0
    for i in range(passes):
        expected = by_definition(expected, threshold / 2**i, discount)
    joined = sum(map(len, sentences)) - sum(map(len, expected))
    assert written(found) == expected
    assert found.joined == joined
    first = dict.fromkeys(word for sentence in expected for word in sentence)
    assert found.words == (tuple(first) if joined else numbered(sentences).words)


@given(some)
def test_texts_are_counted_a_piece_at_a_time(sentences: list[list[str]]) -> None:
    rules = Rules(phrases=0.5, discount=1, passes=2)
    whole = join(numbered(sentences), rules)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(phrases, "_AT_ONCE", 3)
        assert written(join(numbered(sentences), rules)) == written(whole)


def test_the_relation_of_both_conventions() -> None:
    sentences = [["new", "york", "is"], ["new", "york"], ["york", "is", "new"]] * 5
    found = {phrase.name: phrase for phrase in proposed(numbered(sentences), Rules(phrases=0.1))}
    T, n_ab, n_a, n_b, discount = 40, 10, 15, 15, 5
    equation_6 = (n_ab - discount) / (n_a * n_b)
    phrase = found["new_york"]
    assert (phrase.count, phrase.counts) == (n_ab, (n_a, n_b))
    assert phrase.score == pytest.approx(T * equation_6)


def test_a_corpus_joins_its_phrases() -> None:
    rules = Rules(phrases=1.0, stop_words=("x0", "the"))
    corpus = Corpus.from_text(NEW_YORK, min_count=1, rules=rules)
    assert "new_york" in corpus.words and "york" in corpus.words
    assert corpus.vocabulary.counts[corpus.vocabulary.id("new_york")] == 12
    r = corpus.reading
    assert (r.joined_tokens, r.stop_words) == (12, 2)
    assert r.kept_tokens + r.rare_tokens + r.cut_tokens + r.stop_tokens == r.tokens
    assert corpus.sentence(0) == "x0 new york."
    (phrase,) = proposed_phrases(corpus)
    assert (phrase.words, phrase.count, phrase.joined) == (("new", "york"), 12, 12)
    assert proposed_phrases(NEW_YORK, Rules(phrases=1.0)) == [phrase]


def test_longer_phrases_take_further_passes() -> None:
    lines = [f"x{i} new york times. times y{i}. new z{i}. york w{i}." for i in range(20)]
    once, twice = (
        Corpus.from_text(
            " ".join(lines), min_count=1, rules=Rules(phrases=1.8, passes=passes)
        ).words
        for passes in (1, 2)
    )
    assert "new_york" in once and "new_york_times" in twice


def test_phrases_of_ones_own() -> None:
    text = "New York, new york times. A new york."
    rules = Rules(joined=("new york", "New York Times"))
    corpus = Corpus.from_text(text, min_count=1, rules=rules)
    assert corpus.words == ("new_york", "new_york_times", "a")
    assert corpus.reading.joined_tokens == 4


def test_a_phrase_that_overlaps_itself_is_joined_from_the_left() -> None:
    corpus = Corpus.from_text("a a a a a. b a", min_count=1, rules=Rules(joined=("a a",)))
    assert corpus.words == ("a_a", "a", "b") and corpus.vocabulary.counts.tolist() == [2, 2, 1]


def test_a_phrase_is_no_longer_than_a_word() -> None:
    one, other = "x" * 40, "y" * 40
    text = f"{one} {other}. " * 20 + "a b. c"
    corpus = Corpus.from_text(
        text, min_count=1, rules=Rules(phrases=0.5, joined=(f"{one} {other}",))
    )
    assert corpus.words[:2] == (one, other)


def test_typed_words_are_joined_as_far_as_they_are_known() -> None:
    known = {"new_york", "new_york_times", "the", "old"}
    assert join_known("the new york times".split(), known) == ["the", "new_york_times"]
    assert join_known("new york the york".split(), known) == ["new_york", "the", "york"]
    assert join_known([], known) == []
