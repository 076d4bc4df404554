"""Colours by columns of metadata."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from embviz.ui.state.columns import CLASSES, FEW, MOST_GROUPS, classed, grouped, numbers

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


@example([0.0, 2.0**-94, 2.0**-126, -1.0, -2.0, -3.0, -4.0, -5.0])
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
    assert found is None or all(map(math.isfinite, found.tolist()[:20]))
    assert (found is None) == (cell != "nan")


def test_what_has_no_number_is_in_no_class():
    values = numbers([*map(str, range(20)), "", " "])
    assert classed(values).of.tolist() == [i // 4 for i in range(20)] + [CLASSES] * 2


@example([0.0, 2.0**-94, 2.0**-126, -1.0, -2.0, -3.0, -4.0, -5.0])
@given(st.lists(st.floats(-1e6, 1e6, width=32), min_size=8, max_size=60, unique=True))
def test_a_class_reaches_from_one_edge_up_to_the_next(values):
    values = np.array(values, dtype=np.float32)
    for steps in ("equal", "quantile"):
        found = classed(values, steps)
        edges = np.array(found.edges)
        assert found.steps == steps and len(edges) == CLASSES + 1
        assert (edges[0], edges[-1]) == (values.min(), values.max())
        assert (np.diff(edges) >= 0).all()
        assert (edges[found.of] <= values).all() and (values <= edges[found.of + 1]).all()
    assert np.allclose(np.diff(np.array(classed(values, "equal").edges)), np.ptp(edges) / CLASSES)
    sizes = np.bincount(found.of, minlength=CLASSES)  # of different numbers
    assert np.ptp(sizes) <= 2


@pytest.mark.parametrize(
    ("values", "steps"),
    [
        (np.linspace(0, 1, 500), "equal"),
        (np.random.default_rng(0).random(500), "equal"),
        (np.random.default_rng(0).normal(size=500), "equal"),
        (np.random.default_rng(0).lognormal(sigma=2, size=500), "quantile"),
        (1e6 / np.arange(1, 500), "quantile"),
    ],
)
def test_steps_suit_the_numbers(values, steps):
    found = classed(values.astype(np.float32))
    assert found.steps == steps
    assert np.bincount(found.of).max() <= 0.6 * len(values)
