"""The word to begin with: one whose neighbours training will find."""

import math
from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import embviz as ev
from embviz.measures import telling_word as telling
from embviz.measures.telling_word import telling_word
from embviz.text import samples
from embviz.text.corpus import Corpus
from embviz.training.run import Run

RIVER = "the river flows to the sea . the river is deep . boats go on the river and the sea . "


def shown(corpus, hide=0):
    return Run(ev.SkipGram(), corpus, hide=hide).shown


def test_in_a_sample_it_has_a_family():
    corpus = ev.sample("kingdom")
    word = telling_word(corpus, shown(corpus, hide=24))
    groups = samples.answers("kingdom").groups.values()
    assert any(word in group and len(group) > 3 for group in groups), word


def test_a_text_of_ones_own_has_one_too():
    corpus = Corpus.from_text(RIVER * 3, min_count=1)
    assert telling_word(corpus, shown(corpus, hide=1)) in corpus.words
    few = Corpus.from_text("a b a", min_count=1)
    assert telling_word(few, shown(few)) == "a"


def by_hand(corpus, ids):
    """The rows of contexts, counted one by one."""
    near = Counter()
    for start, stop in zip(corpus.starts, corpus.starts[1:], strict=False):
        for i, j in combinations(range(start, stop), 2):
            if j - i <= telling.WINDOW:
                a, b = int(corpus.ids[i]), int(corpus.ids[j])
                near[a, b] += 1
                near[b, a] += 1
    counts = np.array([[near[a, c] for c in range(len(corpus.words))] for a in ids], float)
    smooth = counts.sum(axis=0) ** 0.75
    rows = np.zeros_like(counts)
    for i, c in zip(*np.nonzero(counts), strict=True):
        expected = counts[i].sum() * smooth[c] / smooth.sum()
        rows[i, c] = max(0.0, math.log(counts[i, c] / expected))
    return rows


sentence = st.lists(st.sampled_from("cdefghij"), min_size=1, max_size=8)
sentences = st.lists(sentence, min_size=1).map(lambda some: [*some, ["a", "b"]])


@given(sentences)
@settings(max_examples=20, deadline=None)
def test_it_is_the_one_that_counting_by_hand_finds(sentences):
    corpus = Corpus.from_text(". ".join(" ".join(each) for each in sentences), min_count=1)
    ids = shown(corpus)
    if len(ids) <= telling.COMPANY:
        return
    rows = by_hand(corpus, ids)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    units = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    cosines = units @ units.T
    np.fill_diagonal(cosines, -1)
    company = np.sort(cosines, axis=1)[:, -telling.COMPANY :].mean(axis=1)
    found = list(ids).index(corpus.vocabulary.id(telling_word(corpus, ids)))
    assert company[found] == pytest.approx(company.max(), abs=1e-5)
