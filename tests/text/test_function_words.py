from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import embviz as ev
from embviz.text import samples
from embviz.text.function_words import LONG, MOST, function_words

TEXTS = Path(__file__).parent / "rivers"
TOPICS = {
    "english": ({"the", "and", "a"}, {"river", "ice", "water"}),
    "russian": ({"и", "в", "на"}, {"река", "реки", "реке", "лёд"}),
}


def usual(corpus):
    found = corpus.function_words
    return {corpus.words[i] for i in found.ranked[: found.usual]}


@pytest.mark.parametrize("language", TOPICS)
def test_what_a_short_text_is_about_stays(language):
    hidden, topic = TOPICS[language]
    text = (TEXTS / f"{language}.txt").read_text(encoding="utf-8")
    corpus = ev.Corpus.from_text(text, min_count=1)
    found = usual(corpus)
    assert topic & set(corpus.words[:4]), "it is among the most frequent words"
    assert hidden <= found and not topic & found


@pytest.mark.parametrize("name", samples.SAMPLES)
def test_no_planted_word_of_a_sample_is_hidden(name):
    found = usual(ev.sample(name))
    planted = {word for group in samples.answers(name).groups.values() for word in group}
    assert len(found) >= 4 and not found & planted


def test_a_word_that_keeps_to_its_chapter_ranks_below_one_that_does_not():
    rng = np.random.default_rng(0)
    ids = rng.integers(3, 60, 4000).astype(np.int32)
    ids[np.arange(0, 4000, 40)] = 0  # everywhere
    ids[2000 + np.arange(1, 400, 4)] = 1  # as often, in a tenth of the text
    ids[np.arange(3, 4000, 43)] = 2
    ranked = function_words(ids, np.array([0, 4000]), 60).ranked.tolist()
    assert ranked.index(0) < ranked.index(2) < ranked.index(1)


def test_a_long_text_is_looked_at_all_over_and_quickly():
    rng = np.random.default_rng(1)
    ids = (rng.zipf(1.3, 2 * LONG) % 2000).astype(np.int32)
    found = function_words(ids, np.arange(0, len(ids) + 1, 20), 2000)
    assert found.ranked[MOST:].tolist() == list(range(MOST, 2000)) and found.usual <= 50


@given(st.lists(st.lists(st.integers(0, 30), min_size=1, max_size=12), min_size=1, max_size=30))
def test_any_text_has_an_order_of_all_its_words(sentences):
    text = "\n".join(" ".join(f"w{i}" for i in sentence) for sentence in [*sentences, [1, 2]])
    corpus = ev.Corpus.from_text(text, min_count=1)
    found = corpus.function_words
    assert sorted(found.ranked.tolist()) == list(range(len(corpus.words)))
    assert 0 <= found.usual <= len(corpus.words) // 10
