import numpy as np
import pytest
from sklearn.metrics import pairwise_distances

from embviz.language.senses import by_chance, cosines_by_sense, explained, nearest_agree


def test_the_share_is_that_of_sums_of_squares_pair_by_pair() -> None:
    """1 - within/total, by distances of pairs: Σ|x - m|² = Σ pairs |x - y|² / n."""
    rng = np.random.default_rng(0)
    x, senses = rng.standard_normal((30, 5)).astype(np.float32), rng.choice(["a", "b", "c"], 30)
    x[senses == "a"] += 2
    squares = pairwise_distances(x.astype(np.float64)) ** 2
    total = squares.sum() / 2 / len(x)
    within = sum(
        squares[np.ix_(senses == s, senses == s)].sum() / 2 / (senses == s).sum() for s in "abc"
    )
    assert explained(x, senses.tolist()) == pytest.approx(1 - within / total)


def test_its_ends() -> None:
    points = np.array([[0.0, 1.0], [0.0, 1.0], [3.0, 0.0]], dtype=np.float32)
    assert explained(points, ["a", "a", "b"]) == pytest.approx(1)
    assert explained(np.ones((4, 2), np.float32), ["a", "b", "a", "b"]) == 0
    mirrored = np.array([[1.0], [-1.0], [1.0], [-1.0]], dtype=np.float32)
    assert explained(mirrored, ["a", "a", "b", "b"]) == 0


def test_random_labels_explain_what_is_said() -> None:
    rng = np.random.default_rng(1)
    senses = ["a", "b"] * 10
    found = [explained(rng.standard_normal((20, 30)).astype("f"), senses) for _ in range(200)]
    assert np.mean(found) == pytest.approx(by_chance(senses), rel=0.05)


def test_nearest_ones() -> None:
    x = np.array([[1, 0], [1, 0.1], [0, 1], [0.1, 1], [1, 0.12]], dtype=np.float32)
    assert nearest_agree(x, ["a", "a", "b", "b", "b"]) == pytest.approx(3 / 5)


def test_mean_cosines_of_one_sense_and_of_two() -> None:
    rng = np.random.default_rng(3)
    x, senses = rng.standard_normal((9, 4)).astype(np.float32), list("abbabaaab")
    within, between = [], []
    for i in range(9):
        for j in range(i):
            cosine = x[i] @ x[j] / np.linalg.norm(x[i]) / np.linalg.norm(x[j])
            (within if senses[i] == senses[j] else between).append(cosine)
    assert cosines_by_sense(x, senses) == pytest.approx(
        (np.mean(within), np.mean(between)), abs=1e-5
    )
