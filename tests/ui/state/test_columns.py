"""Colours by columns of metadata."""

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.ui.state.columns import FEW, MOST_GROUPS, grouped, numbers

cells = st.lists(st.text(max_size=4), max_size=60)


@given(cells)
def test_groups_are_the_commonest_cells_and_nothing_else(cells):
    found = grouped(cells)
    sizes = Counter(cell for cell in cells if cell)
    assert len(found.names) == min(len(sizes), MOST_GROUPS) == len(set(found.names))
    assert [sizes[name] for name in found.names] == sorted(sizes.values(), reverse=True)[
        :MOST_GROUPS
    ]
    for cell, group in zip(cells, found.of, strict=True):
        assert found.names[group] == cell if group >= 0 else cell not in found.names


@given(cells)
def test_groups_do_not_depend_on_the_order_of_words(cells):
    assert grouped(cells).names == grouped(cells[::-1]).names


@given(st.lists(st.floats(-1e6, 1e6, width=32), min_size=1, max_size=40))
def test_numbers_are_a_scale_where_there_are_many(values):
    found = numbers([repr(value) for value in values])
    if len(set(values)) <= FEW:
        assert found is None
    else:
        assert found.tolist() == values


@pytest.mark.parametrize("cell", ["nan", "inf", "1e99", "a", "1 2"])
def test_what_is_no_finite_number_makes_no_scale(cell):
    found = numbers([*map(str, range(20)), cell])
    assert found is None or all(map(math.isfinite, found.tolist()))
    assert (found is None) == (cell != "nan")
