"""The shuffled text: the same words, counts and lengths, and nothing to learn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz import labelled, sample
from embviz.errors import TextError
from embviz.measures import chance_precision, planted_precision
from embviz.models.skipgram import SkipGram
from embviz.text.corpus import Corpus
from embviz.text.samples import SAMPLES, answers
from embviz.text.shuffled import shuffled
from embviz.training.run import train
from tests.text.mixed import max_words, min_counts, read, texts

seeds = st.integers(0, 2**40)


def lengths(corpus):
    return np.diff(corpus.starts).tolist()


def same_but_for_the_order(noise, corpus):
    assert noise.words == corpus.words
    np.testing.assert_array_equal(noise.vocabulary.counts, corpus.vocabulary.counts)
    np.testing.assert_array_equal(np.bincount(noise.ids), np.bincount(corpus.ids))
    assert lengths(noise) == lengths(corpus)


@given(texts, min_counts, max_words, st.booleans(), seeds)
def test_words_counts_and_lengths_stay(text, min_count, most, lowercase, seed):
    corpus = read(text, min_count=min_count, max_words=most, lowercase=lowercase)
    noise = shuffled(corpus, seed)
    same_but_for_the_order(noise, corpus)
    for i in range(noise.reading.sentences):
        words = noise.sentence(i).removesuffix(".").split(" ")
        ids = noise.ids[noise.starts[i] : noise.starts[i + 1]]
        assert words == [noise.words[k] for k in ids]


@given(texts, seeds)
def test_its_text_read_again_is_the_same_corpus(text, seed):
    noise = shuffled(read(text, min_count=1), seed)
    again = Corpus.from_text(noise.text, min_count=1)
    assert again.hash == noise.hash and again.words == noise.words
    np.testing.assert_array_equal(again.ids, noise.ids)


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_are_shuffled(name):
    corpus = sample(name)
    noise = shuffled(corpus)
    same_but_for_the_order(noise, corpus)
    assert np.mean(noise.ids == corpus.ids) < 0.2
    assert noise.hash != corpus.hash


@pytest.mark.parametrize("most", [None, 20])
@pytest.mark.parametrize("name", ["sentiment", "темы"])
def test_labelled_sentences_keep_their_classes(name, most):
    corpus = labelled(name).first(most)
    noise = shuffled(corpus)
    same_but_for_the_order(noise, corpus)
    assert noise.names() == corpus.names() and noise.most == most
    assert noise.classes == corpus.classes and noise.hash != corpus.hash
    for mine, theirs in zip(noise.parts(0), corpus.parts(0), strict=True):
        np.testing.assert_array_equal(mine, theirs)


def test_long_sentences_and_words_of_all_scripts_stay_whole():
    words = [
        "king's",
        "mother-in-law",
        "п'ять",
        "3",
        "Ελλάδος",
        "naïve",
        "中文",
        "क्षत्रिय",
        "میخواهم",
    ]
    corpus = Corpus.from_text(" ".join(words * 300) + ". The end. The end!", min_count=1)
    assert max(lengths(corpus)) == 1000
    same_but_for_the_order(shuffled(corpus), corpus)


def test_a_seed_names_a_shuffle():
    corpus = sample("tiny")
    one, again, other = shuffled(corpus, 1), shuffled(corpus, 1), shuffled(corpus, 2)
    assert one.text == again.text and one.hash == again.hash
    assert one.text != other.text and one.hash != other.hash


def test_a_corpus_without_its_text_can_be_shuffled():
    corpus = sample("tiny")
    assert shuffled(corpus.without_text()).text == shuffled(corpus).text
    with pytest.raises(TextError):
        shuffled(corpus).without_text().sentence(0)


def test_words_follow_one_another_as_luck_has_it():
    corpus = Corpus.from_text("a a b. b a c. a", min_count=1)
    pairs = np.zeros((3, 3))
    for seed in range(2000):
        ids = shuffled(corpus, seed).ids
        np.add.at(pairs, (ids[:-1], ids[1:]), 1)
    counts = corpus.vocabulary.counts
    expected = counts[:, None] * (counts - np.eye(3)) / (7 * 6) * 6 * 2000
    assert (np.abs(pairs - expected) < 5 * np.sqrt(expected + 1)).all()


def test_nothing_is_learned_of_it():
    corpus, planted = sample("kingdom"), answers("kingdom").groups
    model = SkipGram(dimension=20, epochs=10)
    precision = {
        kind: planted_precision(train(model, text, frames=2, progress=False).vectors(), planted)
        for kind, text in {"text": corpus, "noise": shuffled(corpus)}.items()
    }
    chance = chance_precision(corpus.words, planted)
    assert abs(precision["noise"] - chance) < 0.04
    assert precision["text"] > chance + 0.5
