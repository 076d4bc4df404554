"""Both routes of adding rows against the plain loop."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embviz.models.shared import add_rows
from tests.strategies import seeds

ROUTES = [add_rows.add_rows_publicly]
if add_rows.csc_matvecs is not None:
    ROUTES.append(add_rows.add_rows_directly)


@pytest.mark.parametrize("route", ROUTES)
@settings(max_examples=30, deadline=None)
@given(V=st.integers(1, 40), m=st.integers(0, 200), d=st.integers(1, 20), seed=seeds)
def test_adds_each_row_duplicates_summed(route, V, m, d, seed):
    rng = np.random.default_rng(seed)
    ids = rng.integers(0, V, size=m).astype(np.int32)
    G = 0.1 * rng.standard_normal((m, d), dtype=np.float32)
    A = rng.standard_normal((V, d), dtype=np.float32)
    expected = A.astype(np.float64)
    np.add.at(expected, ids, G)
    route(A, ids, G)
    assert np.abs(A - expected).max(initial=0) < 1e-5


@pytest.mark.parametrize("route", ROUTES)
@settings(max_examples=30, deadline=None)
@given(times=st.lists(st.integers(0, 5), min_size=1, max_size=40), seed=seeds)
def test_adds_each_row_in_several_places_with_weights(route, times, seed):
    rng = np.random.default_rng(seed)
    m, n, ptr = len(times), sum(times), np.concatenate([[0], np.cumsum(times)]).astype(np.int32)
    ids, g = rng.integers(0, 9, size=n).astype(np.int32), rng.random(n, dtype=np.float32)
    G = 0.1 * rng.standard_normal((m, 4), dtype=np.float32)
    A = rng.standard_normal((9, 4), dtype=np.float32)
    expected = A.astype(np.float64)
    for j in range(m):
        for k in range(ptr[j], ptr[j + 1]):
            expected[ids[k]] += g[k] * G[j]
    route(A, ids, G, g, ptr)
    assert np.abs(A - expected).max(initial=0) < 1e-5


def test_the_direct_route_is_taken_where_it_works():
    works = add_rows.csc_matvecs is not None
    assert add_rows.add_rows is ROUTES[-1] and add_rows._direct_route_works() == works


@pytest.mark.parametrize(
    "other", [lambda *_: None, lambda V, n, d: None], ids=["does nothing", "other signature"]
)
def test_another_function_of_that_name_is_not_trusted(monkeypatch, other):
    monkeypatch.setattr(add_rows, "csc_matvecs", other)
    assert not add_rows._direct_route_works()
