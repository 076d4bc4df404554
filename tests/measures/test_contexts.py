"""Shared contexts against a loop over the text."""

import math
from collections import Counter, defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embviz import sample
from embviz.errors import MissingWord, SettingError
from embviz.measures.contexts import SharedContexts, shared_contexts
from embviz.text.corpus import Corpus


def by_hand(corpus, window):
    """#(w, c), and the sentences of each pair."""
    counts, sentences = defaultdict(Counter), defaultdict(list)
    for s in range(len(corpus.spans)):
        words = [corpus.words[i] for i in corpus.ids[corpus.starts[s] : corpus.starts[s + 1]]]
        for i, w in enumerate(words):
            for j, c in enumerate(words):
                if i != j and abs(i - j) <= window:
                    counts[w][c] += 1
                    if s not in sentences[w, c]:
                        sentences[w, c].append(s)
    return counts, sentences


def check(corpus, a, b, window, n=10**6):
    counts, sentences = by_hand(corpus, window)
    totals = {c: sum(counts[c].values()) for c in corpus.words}
    smoothed = sum(total**0.75 for total in totals.values())

    def ppmi(w, c):
        p = counts[w][c] / sum(counts[w].values())
        return max(0.0, math.log(p / (totals[c] ** 0.75 / smoothed)))

    found = shared_contexts(corpus, a, b, window, n, sentences=2)
    both = set(counts[a]) & set(counts[b])
    assert (found.shared, found.of_a, found.of_b) == (len(both), len(counts[a]), len(counts[b]))
    assert len(found.contexts) == min(n, len(both))
    for each in found.contexts:
        c = each.word
        assert (each.count_a, each.count_b) == (counts[a][c], counts[b][c])
        assert each.weight == pytest.approx(min(ppmi(a, c), ppmi(b, c)), abs=1e-9)
        assert list(each.sentences_a) == sentences[a, c][:2]
        assert list(each.sentences_b) == sentences[b, c][:2]
    keys = [
        (-each.weight, -min(each.count_a, each.count_b), corpus.vocabulary.id(each.word))
        for each in found.contexts
    ]
    assert keys == sorted(keys)
    left_out = both - {each.word for each in found.contexts}
    worst = min((each.weight for each in found.contexts), default=math.inf)
    assert all(min(ppmi(a, c), ppmi(b, c)) <= worst + 1e-9 for c in left_out)


words = st.lists(st.sampled_from("abcdefg"), min_size=2, max_size=9).map(" ".join)


@given(st.lists(words, min_size=1, max_size=8).map(". ".join), st.integers(1, 6), st.data())
@settings(deadline=None)
def test_small_texts(text, window, data):
    corpus = Corpus.from_text(f"{text}. a b", min_count=1)
    pair = st.sampled_from(corpus.words)
    check(corpus, data.draw(pair), data.draw(pair), window, data.draw(st.integers(0, 9)))


@pytest.mark.parametrize("window", [2, 5, 1000])
def test_a_sample(window):
    check(sample("kingdom"), "king", "queen", window, n=10)


def test_the_places_are_those_of_the_text():
    corpus = Corpus.from_text("A king rules. The queen rules! Rare.", min_count=1)
    (rules,) = shared_contexts(corpus, "king", "queen").contexts
    assert [corpus.sentence(i) for i in rules.sentences_a] == ["A king rules."]
    assert [corpus.sentence(i) for i in rules.sentences_b] == ["The queen rules!"]
    assert shared_contexts(corpus.without_text(), "king", "queen").contexts == (rules,)


def test_a_word_without_contexts_shares_none():
    corpus = Corpus.from_text("Alone. The king rules.", min_count=1)
    assert shared_contexts(corpus, "alone", "king") == SharedContexts((), shared=0, of_a=0, of_b=2)


def test_bad_questions():
    corpus = sample("tiny")
    with pytest.raises(MissingWord):
        shared_contexts(corpus, "king", "unicorn")
    for window in (0, 1001):
        with pytest.raises(SettingError) as error:
            shared_contexts(corpus, "king", "queen", window)
        assert error.value.reason == "out_of_range"
