"""The kernels of queries against sorting everything."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from embviz.vectors import cosines as _cosines
from embviz.vectors.cosines import Rows, best, rank, reached

few_values = st.integers(-3, 3)  # many ties, some rows of zeros
scores = hnp.arrays(np.float32, st.integers(1, 900), elements=few_values)


@given(scores, st.integers(1, 40))
@settings(deadline=None)
def test_best_is_what_sorting_gives(values, n):
    np.testing.assert_array_equal(best(values, n), np.argsort(-values, kind="stable")[:n])


@given(scores, st.integers(1, 40))
@settings(deadline=None)
def test_the_bound_is_reached_by_n(values, n):
    n = min(n, len(values))
    assert np.count_nonzero(values >= reached(values, n)) >= n


def test_few_more_than_n_reach_the_bound():
    values = np.random.default_rng(0).normal(size=400_000)
    assert np.count_nonzero(values >= reached(values, 10)) < 100


@given(scores, st.data())
@settings(deadline=None)
def test_the_rank_is_the_place_in_the_sorted_list(values, data):
    of = data.draw(st.integers(0, len(values) - 1))
    without = data.draw(st.lists(st.integers(0, len(values) - 1), max_size=4))
    listed = [i for i in np.argsort(-values, kind="stable").tolist() if i not in without]
    expected = listed.index(of) + 1 if of in listed else None
    assert rank(values, of, without) == expected


@given(
    hnp.arrays(np.float32, st.tuples(st.integers(1, 60), st.just(5)), elements=few_values),
    hnp.arrays(np.float32, st.tuples(st.integers(0, 9), st.just(5)), elements=few_values),
    st.integers(0, 12),
)
@settings(deadline=None, max_examples=60)
def test_many_at_once_are_what_each_is_alone(matrix, X, n):
    rows = Rows.of(matrix)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_cosines, "FEWEST", 2)
        patch.setattr(_cosines, "BLOCK", 100)
        ids, cosines = rows.nearest_to(X, n)
    assert ids.shape == cosines.shape == (len(X), min(n, len(matrix)))
    for x, found, values in zip(X, ids, cosines, strict=True):
        exact = rows.cosines(x)
        order = np.argsort(-exact, kind="stable")[:n]
        np.testing.assert_array_equal(found, order)
        np.testing.assert_array_equal(values, exact[order])


@given(
    hnp.arrays(np.float64, st.tuples(st.integers(1, 8), st.integers(1, 70)), elements=few_values)
)
@settings(deadline=None)
def test_cosines_against_their_definition(matrix):
    x = matrix[0]
    lengths = np.linalg.norm(matrix, axis=1) * np.linalg.norm(x)
    expected = np.divide(matrix @ x, lengths, out=np.zeros(len(matrix)), where=lengths > 0)
    np.testing.assert_allclose(Rows.of(matrix).cosines(x), expected, atol=1e-6)
    single = Rows.of(matrix.astype(np.float32))
    np.testing.assert_allclose(single.cosines(x * 1e200), expected, atol=1e-6)


@pytest.mark.parametrize("d", [1, 3, 7, 50, 129])
def test_equal_rows_tie_wherever_they_stand(d):
    random = np.random.default_rng(d)
    matrix = np.tile(random.normal(size=d), (1000, 1)).astype(np.float32)
    assert np.unique(Rows.of(matrix).cosines(random.normal(size=d))).size == 1
