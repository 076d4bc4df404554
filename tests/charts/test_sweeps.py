"""Pictures of sweeps: every point is where it belongs, and axes stay while points come."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.charts.data import standalone
from embviz.charts.sweeps import (
    LOOKS,
    Axes,
    Line,
    Mark,
    named,
    pip_parts,
    still,
    sweep_cells,
    sweep_curves,
)
from embviz.measures.pip_curves import PipParts
from embviz.measures.sweeps import Band

AXES = Axes("<d>", (2, 5, 100), "loss & co", "{:.2f}".format)


def band(x, mean, half=0.1, n=5):
    return Band((x,), mean, mean - half, mean + half, n)


def a_line(*means, name="", n=5):
    bands = {x: band(x, mean, n=n) for x, mean in zip(AXES.values, means, strict=False)}
    return Line(bands, [(x, each.mean) for x, each in bands.items()], name)


def curves(figure):
    return [trace for trace in figure.data if trace.mode == "lines+markers"]


def test_means_bands_and_runs_stand_at_their_values():
    figure = sweep_curves([a_line(2.0, 1.5)], AXES)
    (curve,) = curves(figure)
    assert (curve.x, curve.y) == (("2", "5"), (2.0, 1.5))
    assert curve.customdata == ("2.00 (1.90 … 2.10)", "1.50 (1.40 … 1.60)")
    (shape,) = [trace for trace in figure.data if trace.fill == "toself"]
    assert shape.y == (2.1, 1.6, 1.4, 1.9)
    (dots,) = [trace for trace in figure.data if trace.mode == "markers"]
    assert (dots.x, dots.y) == (("2", "5"), (2.0, 1.5))


def luminance(colour):
    """Of sRGB, 0 ... 255 each, as WCAG 2 has it."""
    parts = [c / 255 for c in colour]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))


@pytest.mark.parametrize("behind", [(255, 255, 255), (14, 17, 23)])
def test_runs_and_bands_are_seen_in_both_themes(behind):
    def contrast(colour, kept):
        blended = [kept * c + (1 - kept) * b for c, b in zip(colour, behind, strict=True)]
        low, high = sorted((luminance(blended), luminance(behind)))
        return (high + 0.05) / (low + 0.05)

    figure = sweep_curves([a_line(2.0, 1.5)], AXES)
    (dots,) = [trace for trace in figure.data if trace.mode == "markers"]
    colour = [int(dots.marker.color[i : i + 2], 16) for i in (1, 3, 5)]
    assert contrast(colour, dots.marker.opacity) > 3
    (shape,) = [trace for trace in figure.data if trace.fill == "toself"]
    edge = [float(each) for each in shape.line.color[5:-1].split(",")]
    assert shape.line.width and contrast(edge[:3], edge[3]) > 2


def test_places_are_there_before_points_and_words_are_no_markup():
    empty, some = sweep_curves([Line({})], AXES), sweep_curves([a_line(2.0)], AXES)
    assert empty.layout.xaxis == some.layout.xaxis
    assert some.layout.xaxis.categoryarray == ("2", "5", "100")
    assert some.layout.xaxis.title.text == "&lt;d&gt;"
    assert empty.layout.yaxis.range is None and some.layout.yaxis.range is not None


def test_two_seeds_have_no_band_that_hides_everything():
    figure = sweep_curves([a_line(2.0, 1.0, n=2)], AXES)
    assert not [trace for trace in figure.data if trace.fill == "toself"]


def test_lines_are_told_apart_without_colour():
    assert len({(look.dash, look.mark) for look in LOOKS}) == len(LOOKS)
    figure = sweep_curves([a_line(2.0, name=f"K: {i}") for i in range(7)], AXES)
    drawn = curves(figure)
    assert len({(each.line.dash, each.marker.symbol) for each in drawn}) == 7
    assert [each.name for each in drawn] == [f"K: {i}" for i in range(7)]
    assert figure.layout.showlegend and not sweep_curves([a_line(2.0)], AXES).layout.showlegend


def test_elbow_and_chance_are_marked_where_they_are():
    elbow, chance = Mark(5, "enough"), Mark(0.25, "chance")
    figure = sweep_curves([a_line(2.0)], AXES, elbow=elbow, chance=chance)
    upright, level = figure.layout.shapes
    assert (upright.x0, level.y0) == (1, 0.25)
    assert {each.text for each in figure.layout.annotations} == {"enough", "chance"}
    nowhere = sweep_curves([a_line(2.0)], AXES, elbow=Mark(7, ""), chance=Mark(math.nan, ""))
    assert not nowhere.layout.shapes


def test_a_range_that_is_known_is_shown_at_least():
    shares = Axes("d", (2,), "share", str, span=(0.0, 1.0), percent=True)
    figure = sweep_curves([Line({2: band(2, 0.5)})], shares)
    assert figure.layout.yaxis.range == (0.0, 1.0) and figure.layout.yaxis.tickformat == ".0%"


def test_bias_variance_and_sum_are_three_lines():
    parts = [PipParts(2, 0.5, 0.1, 5), PipParts(5, 0.0, 0.3, 5)]
    names = {"bias": "a", "variance": "b", "total": "c"}
    figure = pip_parts(parts, names, AXES)
    assert {each.name: each.y for each in curves(figure)} == {
        "a": (0.5, 0.0),
        "b": (0.1, 0.3),
        "c": (0.6, 0.3),
    }


def test_cells_stand_for_two_settings_with_gaps_where_nothing_is_known():
    figure = sweep_cells([a_line(2.0, 1.5), a_line(1.0)], AXES, "K", (1, 5))
    (cells,) = figure.data
    assert [*map(list, cells.z)] == [[2.0, 1.5, None], [1.0, None, None]]
    assert cells.y == ("1", "5") and cells.text[1][1] == ""


@given(low=st.floats(-1e6, 1e6), more=st.floats(0, 1e6))
def test_ends_of_axes_are_round_and_hold_what_is_drawn(low, more):
    first, last = still(low, low + more)
    slack = 1e-9 * max(1, abs(low), more)
    assert first <= low + slack and last >= low + more - slack
    assert last - first <= 3 * max(more, abs(low + more), 1)


@given(x=st.floats(1.6, 1.85), y=st.floats(2.3, 2.4))
def test_axes_seldom_move(x, y):
    assert still(x, y) in ([1.6, 2.4], [1.8, 2.4])


@pytest.mark.parametrize("value", [2, 0.0001, 2_000_000, 0.25])
def test_values_are_named_so_that_they_can_be_typed(value):
    assert float(named(value)) == value


def test_a_page_of_its_own_needs_no_network():
    page = standalone(sweep_curves([a_line(2.0)], AXES)).decode()
    assert "src=" not in page.split("Plotly.newPlot")[-1] and "<script src" not in page
    assert "loss &amp; co" in page or "loss \\u0026amp; co" in page
