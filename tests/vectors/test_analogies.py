"""Luck against asking each random pair by hand; the plane against four corners one can see."""

import numpy as np
import pytest

from embviz.errors import MissingWord
from embviz.vectors import analogies
from embviz.vectors.analogies import chance, margin, parallelogram
from embviz.vectors.vectors import Vectors

WORDS = tuple(f"w{i}" for i in range(40))


def random_vectors(seed=0, d=6):
    return Vectors(WORDS, np.random.default_rng(seed).normal(size=(40, d)))


def test_margin():
    vectors = random_vectors()
    answers = vectors.analogy("w0", "w1", "w2")
    assert margin(answers) == answers[0][1] - answers[1][1] > 0
    assert margin(answers[:1]) is margin([]) is None


@pytest.mark.parametrize("method", ["3CosAdd", "3CosMul"])
@pytest.mark.parametrize("exclude", [True, False])
def test_ranks_with_random_pairs(method, exclude):
    vectors = random_vectors()
    found = chance(vectors, WORDS[:4], method, exclude_inputs=exclude, pairs=30, seed=5)
    random = np.random.default_rng([analogies._CHANCE, 5, 0, 0])
    expected = []
    for _ in range(30):
        p, q = random.choice(np.arange(4, 40), 2, replace=False)
        listed = vectors.analogy(WORDS[p], WORDS[q], "w2", 99, method, exclude_inputs=exclude)
        expected.append([word for word, _ in listed].index("w3") + 1)
    assert list(found.ranks) == expected
    assert found.rank == vectors.rank_of("w3", *WORDS[:3], method, exclude_inputs=exclude)
    assert found.hits == np.mean(np.array(expected) == 1)
    assert found.as_good == np.mean(np.array(expected) <= found.rank)
    assert (found.mean_rank, found.median_rank) == (np.mean(expected), np.median(expected))


def test_equal_seeds_have_equal_luck():
    vectors = random_vectors()
    assert chance(vectors, WORDS[:4]) == chance(vectors, WORDS[:4])
    assert chance(vectors, WORDS[:4]) != chance(vectors, WORDS[:4], seed=1)
    assert len(chance(vectors, WORDS[:4]).ranks) == analogies.PAIRS


def test_in_noise_a_pair_is_as_good_as_any_other():
    shares = [chance(random_vectors(seed), WORDS[:4], pairs=60).as_good for seed in range(80)]
    assert abs(np.mean(shares) - 0.5) < 0.1


def test_nothing_to_compare_with():
    assert chance(random_vectors(), ("w0", "w1", "w2", "w1")) is None
    few = Vectors(WORDS[:5], np.eye(5))
    assert chance(few, WORDS[:4]) is None
    assert chance(few, ("w0", "w1", "w1", "w2"), pairs=3) is not None
    with pytest.raises(MissingWord):
        chance(few, ("w0", "w1", "w2", "king"))
    with pytest.raises(ValueError, match="pairs"):
        chance(few, WORDS[:4], pairs=0)


def unit(*rows):
    return np.array(rows) / np.linalg.norm(rows, axis=1, keepdims=True)


def test_the_target_closes_the_parallelogram():
    for seed in range(5):
        flat = parallelogram(random_vectors(seed), "w0", "w1", "w2")
        a, b, c = flat.xy
        np.testing.assert_allclose(flat.target, b - a + c, atol=1e-9)
        assert flat.share == pytest.approx(1)
        x = unit(*random_vectors(seed).matrix[:3])
        np.testing.assert_allclose(  # nothing is shortened in the plane
            np.linalg.norm([b - a, c - a], axis=1),
            np.linalg.norm([x[1] - x[0], x[2] - x[0]], axis=1),
        )


def test_the_plane_of_four_words_is_that_of_their_principal_components():
    vectors = random_vectors(3)
    drawn = parallelogram(vectors, *WORDS[:4])
    x = unit(*vectors.matrix[:4])
    values, axes = np.linalg.eigh(np.cov(x.T, bias=True))
    assert drawn.share == pytest.approx(values[-2:].sum() / values.sum())
    expected = (x - x.mean(0)) @ axes[:, [-1, -2]]
    np.testing.assert_allclose(np.abs(drawn.xy), np.abs(expected), atol=1e-6)
    target = (x[1] - x[0] + x[2] - x.mean(0)) @ axes[:, [-1, -2]]
    np.testing.assert_allclose(np.abs(drawn.target), np.abs(target), atol=1e-6)


def test_b_is_right_of_a_and_c_is_not_below():
    for seed in range(20):
        a, b, c, _ = parallelogram(random_vectors(seed), *WORDS[:4]).xy
        assert b[0] >= a[0] and c[1] >= a[1]


def test_planes_of_few_dimensions():
    line = Vectors(("a", "b", "c"), np.array([[1.0], [-1], [0]]))
    drawn = parallelogram(line, "a", "b", "c", "a")
    assert drawn.share == 1 and not drawn.xy[:, 1].any()
    point = parallelogram(line, "a", "a", "a", "a")
    assert point.share == 1 and not point.xy.any()
