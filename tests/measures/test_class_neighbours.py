"""What E arranges words by: against counting by hand, shuffled classes, and planted ones."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import power_divergence

import embviz as ev
from embviz.measures.class_neighbours import (
    CLEAR,
    FEWEST,
    NONE,
    arranged,
    by_counting,
    by_groups,
)
from embviz.text.labelled import Labelled
from tests.measures.planted_labels import BAD, GOOD, PLAIN, drawn, praise

seeds = st.integers(0, 10_000)


def rows(seed, n, d=4, classes=3):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, d)), rng.integers(-1, classes, n).astype(np.int32)


@given(seed=seeds, n=st.integers(0, 30), k=st.integers(1, 12))
def test_the_share_equals_brute_force(seed, n, k):
    E, classes = rows(seed, n)
    found = arranged(E, classes, k)
    chosen = [i for i in range(n) if classes[i] != NONE]
    assert found.words == len(chosen) and found.k == max(0, min(k, len(chosen) - 1))
    if not found.k:
        assert math.isnan(found.share) and math.isnan(found.chance)
        return
    units = E / np.linalg.norm(E, axis=1, keepdims=True)
    shares = []
    for i in chosen:
        others = sorted((j for j in chosen if j != i), key=lambda j: -(units[i] @ units[j]))
        shares += [classes[j] == classes[i] for j in others[: found.k]]
    assert found.share == pytest.approx(np.mean(shares))
    pairs = [classes[i] == classes[j] for i in chosen for j in chosen if i != j]
    assert found.chance == pytest.approx(np.mean(pairs))


def test_shuffled_classes_come_to_chance():
    E, classes = rows(1, 60)
    rng = np.random.default_rng(0)
    shares = [arranged(E, rng.permutation(classes), 5).share for _ in range(400)]
    assert np.mean(shares) == pytest.approx(arranged(E, classes, 5).chance, abs=0.01)


@given(seed=seeds, n=st.integers(2, 30))
def test_the_order_of_words_changes_nothing(seed, n):
    E, classes = rows(seed, n)
    order = np.random.default_rng(seed).permutation(n)
    one, other = arranged(E, classes, 3), arranged(E[order], classes[order], 3)
    assert one.chance == pytest.approx(other.chance, nan_ok=True)
    assert one.share == pytest.approx(other.share, nan_ok=True)


def z_by_hand(labelled, word, label):
    held = [
        word in labelled.words and labelled.vocabulary.id(word) in labelled.ids[a:b]
        for a, b in zip(labelled.starts, labelled.starts[1:], strict=False)
    ]
    table = np.zeros((2, 2))
    for has, own in zip(held, labelled.labels, strict=True):
        table[int(has), int(own == label)] += 1
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0) / table.sum()
    if (expected == 0).any():
        return 0.0, sum(held)
    g = power_divergence(table, expected, axis=None, lambda_="log-likelihood").statistic
    return math.copysign(math.sqrt(max(g, 0)), table[1, 1] - expected[1, 1]), sum(held)


@given(seed=seeds, sentences=st.integers(9, 60), classes=st.integers(2, 3))
def test_classes_of_words_equal_counting_by_hand(seed, sentences, classes):
    labelled = drawn(seed, sentences, words=5, classes=classes)
    found = by_counting(labelled, np.arange(len(labelled.labels)))
    for word, own in zip(labelled.words, found, strict=True):
        zs = [z_by_hand(labelled, word, label) for label in range(classes)]
        best = max(z for z, _ in zs)
        if own == NONE:
            assert best < CLEAR + 1e-9 or zs[0][1] < FEWEST
        else:
            assert zs[own][0] == pytest.approx(best) and best > CLEAR - 1e-9
            assert zs[own][1] >= FEWEST


def test_words_of_praise_have_their_class_and_others_have_none():
    labelled = praise(400, negated=False)
    found = dict(
        zip(labelled.words, by_counting(labelled, labelled.parts(0).training), strict=True)
    )
    assert [found[word] for word in GOOD] == [labelled.classes.index("yes")] * len(GOOD)
    assert [found[word] for word in BAD] == [labelled.classes.index("no")] * len(BAD)
    assert {found[word] for word in ("the", "was", *PLAIN)} == {NONE}


def test_negation_hides_them_from_counting():
    labelled = praise(400)
    found = by_counting(labelled, labelled.parts(0).training)
    assert (found == NONE).mean() > 0.8


def test_few_words_have_a_class_by_chance():
    rng = np.random.default_rng(0)
    texts = [" ".join(f"w{i}" for i in rng.integers(500, size=12)) for _ in range(1000)]
    labelled = Labelled.of(texts, [str(i % 2) for i in range(1000)])
    assert (by_counting(labelled, np.arange(1000)) != NONE).sum() <= 6


def test_the_classifier_arranges_by_class_and_skip_gram_does_not():
    labelled = praise(300, negated=False)
    classes = by_groups(labelled.words, {"good": GOOD, "bad": BAD})
    sorted_by = ev.train(ev.Bag(), labelled, frames=2, progress=False)
    company = ev.train(ev.SkipGram(epochs=5), labelled, frames=2, progress=False)
    found = arranged(sorted_by[-1].E, classes, 5)
    assert found.chance == pytest.approx(2 * 6 * 5 / (12 * 11))
    assert found.share > 0.95
    assert arranged(company[-1].E, classes, 5).share < 0.8


def test_a_word_in_two_groups_is_of_the_first():
    found = by_groups(("a", "b", "c"), {"one": ("a", "b"), "two": ("b", "x")})
    assert found.tolist() == [0, 0, NONE]
