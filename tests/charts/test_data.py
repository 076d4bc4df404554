"""Figures: the right numbers in the right places, and words that stay words."""

import json
import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.charts import data
from tests.charts.texts import NASTY, texts


def parts(figure):
    return json.loads(figure.to_json())


def test_a_heat_map_has_every_pair_at_its_place():
    cosines = np.array([[1, 0.25], [0.5, 1]])
    figure = data.heat_map(["king", "queen"], cosines)
    assert np.array_equal(figure.data[0].z, cosines)
    assert list(figure.data[0].text[0]) == ["1.00", "0.25"]
    assert list(figure.layout.xaxis.ticktext) == ["king", "queen"]
    assert figure.layout.yaxis.autorange == "reversed", "the first row is above"


def test_only_small_heat_maps_print_their_numbers():
    words = [f"w{i}" for i in range(data.NUMBERED + 1)]
    assert data.heat_map(words, np.eye(len(words))).data[0].text is None


def test_curves_leave_gaps_where_there_is_nothing():
    figure = data.curves(
        [0.0, 1.0, 2.0], {"a": [0.1, math.nan, 0.3]}, now=1.0, label="y", epoch_label="x"
    )
    assert figure.data[0].y == (0.1, None, 0.3)
    assert not figure.layout.showlegend, "one line needs no name"
    [shape] = figure.layout.shapes
    assert shape.x0 == shape.x1 == 1.0


def test_frames_with_names_are_evenly_far_from_each_other():
    names = ["2", "50", "<b>"]
    figure = data.curves(
        [0, 1, 2], {"a": [1, 2, 3]}, named=names, now=1, label="y", epoch_label="x"
    )
    assert figure.data[0].x == ("2", "50", "&lt;b&gt;") and figure.layout.xaxis.type == "category"
    assert figure.layout.shapes[0].x0 == 1, "the number of the second one"


@pytest.mark.parametrize(
    ("values", "seen"), [([0.2, 0.4], (0, 1)), ([-0.5, 0.4], (-0.5, 1)), ([0.2, 3], (0, 3))]
)
def test_a_span_holds_all_values(values, seen):
    figure = data.curves([0, 1], {"a": values}, label="y", epoch_label="x", span=(0, 1))
    assert tuple(figure.layout.yaxis.range) == seen


def test_the_best_rank_is_above():
    figure = data.curves([0, 1], {"a": [50, 1]}, label="y", epoch_label="x", falling=True)
    assert figure.layout.yaxis.autorange == "reversed" and figure.layout.yaxis.type == "log"


def test_a_parallelogram_has_two_equal_arrows():
    corners = [("a", 0.0, 0.0), ("b", 1.0, 0.5), ("c", 0.2, 1.0)]
    figure = data.parallelogram(corners, ("b - a + c", 1.2, 1.5), [("d", 1.0, 1.4)])
    arrows = [(arrow.x - arrow.ax, arrow.y - arrow.ay) for arrow in figure.layout.annotations]
    assert arrows == [pytest.approx((1.0, 0.5)), pytest.approx((1.0, 0.5))]


def test_strips_are_coloured_about_zero():
    [cells] = data.strips(["a"], np.array([[0.5, -2.0]]), label="d").data
    assert (cells.zmin, cells.zmax) == (-2.0, 2.0)
    [still] = data.strips(["a"], np.zeros((1, 2)), label="d").data
    assert still.zmax > 0


@given(st.text())
def test_a_literal_word_holds_no_tag(word):
    assert not set("<>") & set(data.literal(word))


def test_words_that_look_like_markup_are_written_as_they_are():
    n = len(NASTY)
    points = [(word, 0.0, float(i)) for i, word in enumerate(NASTY)]
    for figure in (
        data.heat_map(NASTY, np.eye(n)),
        data.strips(NASTY, np.eye(n), label="d"),
        data.curves([0], {word: [1.0] for word in NASTY}, label="y", epoch_label="x"),
        data.parallelogram(points[:3], points[3], points[4:]),
    ):
        own = {"%{customdata[0]} · %{customdata[1]}<br>%{z:.3f}<extra></extra>"}
        own |= {
            "%{y}<extra>%{fullData.name}</extra>",
            "%{customdata} · %{x}<br>%{z:.4f}<extra></extra>",
        }
        assert not [
            text for text in texts(parts(figure)["data"]) if "<" in text and text not in own
        ]
        layout = parts(figure)["layout"]
        layout.pop("template", None)
        assert not [text for text in texts(layout) if "<" in text]


def test_equal_data_give_equal_figures():
    def drawn():
        return data.heat_map(["a", "b"], np.eye(2)).to_json()

    assert drawn() == drawn()


def test_bars_of_shares_are_written_without_powers_of_ten():
    figure = data.ranked(["a", "b", "c", "d"], [0.5, 0.000123, 1e-9, 0.0], 0, 100)
    assert list(figure.data[0].text) == ["50 %", "0.0123 %", "&lt; 0.01 %", "0 %"]


MEANWHILE = """
import threading
import plotly.graph_objects as go
from embviz.charts.data import base_layout

table = threading.Thread(target=__import__, args=("pandas",))
table.start()
while table.is_alive():
    go.Figure(layout=base_layout(100)).add_scatter(x=[1], y=[1], customdata=["a"])
"""


def test_a_chart_is_drawn_while_another_thread_imports_pandas_for_a_table():
    subprocess.run([sys.executable, "-c", MEANWHILE], check=True, timeout=60)
