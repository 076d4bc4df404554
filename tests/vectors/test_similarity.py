"""Tables of cosines, and orders in which planted blocks must show."""

from itertools import pairwise, permutations

import numpy as np
import pytest

from embviz.errors import MissingWord
from embviz.vectors.similarity import block_order, similarity_matrix
from embviz.vectors.vectors import Vectors

WORDS = tuple(f"w{i}" for i in range(30))


def blocks(seed):
    """Three groups of words, shuffled: vectors, and the group of each."""
    random = np.random.default_rng(seed)
    group = random.permutation(np.repeat([0, 1, 2], 10))
    return Vectors(
        WORDS, random.normal(size=(3, 20))[group] + random.normal(size=(30, 20)) / 3
    ), group


def test_each_cosine():
    vectors, _ = blocks(0)
    table = similarity_matrix(vectors, WORDS[:8])
    for i, a in enumerate(WORDS[:8]):
        for j, b in enumerate(WORDS[:8]):
            assert table[i, j] == pytest.approx(vectors.similarity(a, b), abs=1e-9)
    assert (table == table.T).all() and (np.diag(table) == 1).all()


def test_words_without_a_direction():
    table = similarity_matrix(Vectors(("a", "b"), np.array([[0.0, 0], [1, 1]])), ["a", "b", "b"])
    np.testing.assert_allclose(table, [[0, 0, 0], [0, 1, 1], [0, 1, 1]])
    with pytest.raises(MissingWord):
        similarity_matrix(Vectors(("a",), np.ones((1, 2))), ["a", "king"])


@pytest.mark.parametrize("seed", range(5))
def test_planted_blocks_stand_together(seed):
    vectors, group = blocks(seed)
    order = block_order(similarity_matrix(vectors, WORDS))
    assert sorted(order) == list(range(30))
    assert sum(a != b for a, b in pairwise(group[order])) == 2


def test_no_order_of_the_same_tree_has_nearer_neighbours():
    # Of two pairs that are far apart, the tree allows for four orders and their reverses.
    cosines = similarity_matrix(
        Vectors(tuple("abcd"), np.array([[1, 0.2], [0.2, 1], [1, 0.0], [0.3, 1]])), "abcd"
    )
    order = block_order(cosines).tolist()

    def nearness(order):
        return sum(cosines[i, j] for i, j in pairwise(order))

    allowed = [p for p in permutations(range(4)) if {*p[:2]} in ({0, 2}, {1, 3})]
    assert tuple(order) in allowed and nearness(order) == pytest.approx(max(map(nearness, allowed)))
    assert order[0] < order[-1]


@pytest.mark.parametrize("n", [0, 1, 2])
def test_few_words_stay_as_they_are(n):
    assert block_order(np.eye(n)).tolist() == list(range(n))


def test_equal_words_are_no_trouble():
    assert sorted(block_order(np.ones((5, 5)))) == [0, 1, 2, 3, 4]
    assert sorted(block_order(np.zeros((4, 4)))) == [0, 1, 2, 3]
