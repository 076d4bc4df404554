"""Figures of classes: the right numbers at the right places, and names that stay names."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.charts.classes import confusion, contributions, signed
from embviz.charts.data import HUES, NUMBERED
from tests.charts.texts import NASTY, texts

AXES = {"true": "True", "predicted": "Predicted"}


def test_bars_point_to_either_side_in_the_order_of_the_sentence():
    [bars] = contributions(["not", "good", "film"], [-40.0, 12.5, 0.0]).data
    assert list(bars.x) == [-40.0, 12.5, 0.0]
    assert list(bars.text) == ["−40.0", "+12.5", "0"]
    assert list(bars.marker.color) == [HUES[1], HUES[0], HUES[0]]


@given(points=st.lists(st.floats(-100, 100), min_size=1, max_size=30))
def test_numbers_beside_bars_have_room(points):
    figure = contributions([f"w{i}" for i in range(len(points))], points)
    low, high = figure.layout.xaxis.range
    assert low == -high and high > max(map(abs, points))


@given(st.floats(-100, 100))
def test_points_are_read_back(points):
    assert float(signed(points).replace("−", "-")) == pytest.approx(points, abs=0.05 + 1e-9)


def test_rows_are_shares_of_a_true_class():
    [cells] = confusion(["a", "b"], np.array([[3, 1], [0, 6]]), **AXES).data
    assert np.asarray(cells.z).tolist() == [[0.75, 0.25], [0, 1]]
    assert [list(row) for row in cells.text] == [["3", "1"], ["", "6"]]
    assert tuple(cells.customdata[0][1]) == ("a", "b", 1)


def test_a_class_without_sentences_is_an_empty_row():
    [cells] = confusion(["a", "b"], np.array([[0, 0], [1, 0]]), **AXES).data
    assert np.asarray(cells.z).tolist() == [[0, 0], [1, 0]]


@pytest.mark.parametrize("C", [2, NUMBERED, NUMBERED + 1, 50])
def test_many_classes_have_room_and_no_numbers(C):
    figure = confusion([f"class {i}" for i in range(C)], np.eye(C, dtype=np.int64), **AXES)
    assert (figure.data[0].text is not None) == (C <= NUMBERED)
    assert 10 * C < figure.layout.height < 1000


def test_names_that_look_like_markup_are_written_as_they_are():
    n = len(NASTY)
    for figure in (
        contributions(NASTY, [1.0] * n),
        confusion(NASTY, np.eye(n, dtype=np.int64), **AXES),
    ):
        parts = json.loads(figure.to_json())
        found = [*texts(parts["data"][0].get("customdata", [])), *texts(parts["layout"]["yaxis"])]
        assert not any("<b>" in each or "<a" in each or "<br" in each for each in found)
