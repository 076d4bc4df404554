"""The three scores against cases worked out by hand, and chance against experiment."""

from math import isnan

import numpy as np
import pytest

from embviz.measures import analogy_accuracy, chance_precision, planted_precision
from embviz.vectors.vectors import Vectors

GROUPS = {"animals": ("cat", "dog", "cow"), "food": ("bread", "milk", "rice")}
WORDS = ("cat", "dog", "cow", "bread", "milk", "rice", "the", "of")

# Two clear bundles, but cow stands among the food, and the two others apart.
ANGLES = dict(cat=0, dog=1, cow=61, bread=60, milk=62, rice=64, the=150, of=200)
VECTORS = Vectors(
    WORDS, np.array([[np.cos(np.radians(a)), np.sin(np.radians(a))] for a in ANGLES.values()])
)


def test_planted_precision_by_hand():
    # cat: dog 1/1; dog: cat 1/1; cow: bread or milk 0/1; bread: cow 0; milk: cow 0; rice: milk 1
    assert planted_precision(VECTORS, GROUPS, n=1) == pytest.approx(3 / 6)
    # cat: dog, bread; dog: cat, bread; cow: bread, milk; bread: cow, milk;
    # milk: cow and one of bread, rice; rice: milk, cow
    assert planted_precision(VECTORS, GROUPS, n=2) == pytest.approx((1 + 1 + 0 + 1 + 1 + 1) / 12)


def test_ungrouped_words_are_neighbours_but_not_questions():
    vectors = Vectors(("cat", "dog", "the"), np.array([[1, 0], [0, 1], [1, 0.1]]))
    assert planted_precision(vectors, {"animals": ("cat", "dog")}, n=1) == 0


def test_a_word_of_two_groups_has_the_mates_of_both():
    vectors = Vectors(("hen", "cat", "egg"), np.array([[1, 0], [1, 0.1], [1, 0.2]]))
    groups = {"animals": ("hen", "cat"), "farm": ("hen", "egg")}
    # hen: cat, egg both; cat: hen of hen, egg; egg: hen of cat, hen
    assert planted_precision(vectors, groups, n=2) == pytest.approx((1 + 0.5 + 0.5) / 3)


def test_missing_words_are_skipped():
    with_missing = {"animals": ("cat", "dog", "cow", "yak"), "stones": ("opal", "onyx")}
    assert planted_precision(VECTORS, with_missing, n=2) == planted_precision(
        VECTORS, {"animals": ("cat", "dog", "cow")}, n=2
    )
    assert chance_precision(WORDS, with_missing) == pytest.approx(2 / 7)
    assert analogy_accuracy(VECTORS, [("yak", "cat", "dog", "cow")] * 3 + [_RIGHT]) == 1


_RIGHT = ("cat", "bread", "dog", "cow")  # 0 : 60 = 1 : 61


def test_analogy_accuracy_by_hand():
    wrong = ("cat", "bread", "dog", "rice")
    assert analogy_accuracy(VECTORS, [_RIGHT, wrong]) == 0.5


def test_nothing_to_judge_is_nan():
    stones = {"stones": ("opal", "onyx")}
    assert isnan(planted_precision(VECTORS, stones))
    assert isnan(chance_precision(WORDS, stones))
    assert isnan(analogy_accuracy(VECTORS, [("opal", "cat", "onyx", "dog")]))


@pytest.mark.parametrize("n", [1, 3, 20])
def test_chance_is_what_random_vectors_score(n):
    words = tuple(f"w{i}" for i in range(12))
    groups = {"a": words[:3], "b": words[2:7]}
    scores = [
        planted_precision(
            Vectors(words, np.random.default_rng(seed).normal(size=(12, 8))), groups, n
        )
        for seed in range(300)
    ]
    error = np.std(scores) / np.sqrt(len(scores))
    assert abs(np.mean(scores) - chance_precision(words, groups, n)) <= 3 * error + 1e-12
