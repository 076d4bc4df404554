"""Figures of a step: the right numbers in the right places, and words that stay words."""

import json
import math

import numpy as np
import pytest

from embviz.charts import arrows, data, one_step
from embviz.charts.arrows import Arrow, Controls
from tests.charts.texts import NASTY, texts

ROWS = np.array([[1.0, -2.0], [0.5, 0.25], [0.0, 3.0]])
WORDS = Controls("Play", "Pause", "Step", "L")


def heatmaps(figure):
    return [each for each in figure.data if each.type == "heatmap"]


def test_a_lookup_keeps_one_row_and_adds_them_up():
    hot, E, products = heatmaps(one_step.lookup(["a", "b", "c"], 1, ROWS, ("x", "E", "xE"), 300))
    assert hot.z.ravel().tolist() == [0, 1, 0]
    assert np.array_equal(E.z, ROWS)
    assert np.array_equal(products.z[[1, 4]], ROWS[[1, 1]])
    assert np.isnan(products.z[[0, 2, 3]]).all()


def test_an_update_is_a_sum_of_rows():
    change = np.full((3, 2), 0.001)
    figure = one_step.update(
        ["a", "b", "c"], ["input", "target", "negative"], ROWS, change, ROWS + change, ("", "", "")
    )
    before, added, after = heatmaps(figure)
    assert np.allclose(before.z + added.z, after.z)
    assert before.zmax == after.zmax and added.zmax == 0.001, "small changes have their own scale"


def test_matrices_mark_the_rows_that_take_part():
    change = np.full((3, 2), np.nan)
    change[1] = 0.1
    figure = one_step.matrices(
        ["a", "b", "c"], [("E", ROWS, [(1, "input")]), ("ΔE", change, [])], 300
    )
    assert [list(each.y) for each in figure.data if each.type == "scatter" and len(each.y)] == [
        ["b"]
    ]
    assert heatmaps(figure)[1].zmax == pytest.approx(0.1)


def test_gradients_have_scales_of_their_own():
    [cells] = heatmaps(one_step.gradients(["a", "b"], np.array([[1.0, 2.0], [0.1, 0.2]])))
    assert np.allclose(cells.z[0], cells.z[1])
    assert np.isfinite(heatmaps(one_step.gradients(["a"], np.zeros((1, 2))))[0].z).all()


def test_arrows_go_from_start_to_end():
    [drawn] = arrows.arrows([Arrow((0, 1), (2, 3), "a")], 300).data
    assert (list(drawn.x), list(drawn.y)) == ([0, 2], [1, 3])


def test_a_curve_over_rates_leaves_out_what_is_not_finite():
    figure = arrows.loss_over_rate(
        [0.1, 1, 10], [1.0, math.nan, math.inf], 0.1, 2.0, ("η", "L", "L before"), 300
    )
    assert list(figure.data[0].y) == [1.0, None, None]
    assert figure.layout.xaxis.type == "log"


def test_slow_motion_ends_where_the_steps_do():
    tips = np.cumsum(np.ones((101, 3, 2)), axis=0)
    losses = np.linspace(2, 1, 101).tolist()
    figure = arrows.slow_motion(tips, ["v", "o", "k"], losses, WORDS, 300)
    assert [frame.name for frame in figure.frames][-1] == "100"
    h, _, _, names, dot = figure.frames[-1].data
    assert (h.x[1], h.y[1]) == (101, 101) and list(names.x) == [101, 101, 101]
    assert (dot.x[0], dot.y[0]) == (100, 1.0)
    assert len(figure.layout.sliders[0].steps) == len(figure.frames)
    assert figure.layout.xaxis.range[1] > 101, "the plane holds still, wide enough for all"


def test_shares_are_drawn_in_percent():
    figure = data.shares(["a", "b"], {"P": [0.25, 0.75]}, ("drawn", [0.5, 0.5]))
    assert list(figure.data[0].y) == [25, 75] and list(figure.data[1].y) == [50, 50]


def test_ranked_bars_mark_one():
    [bars] = data.ranked(["a", "b"], [0.6, 0.4], 1, 200).data
    assert bars.marker.color[0] != bars.marker.color[1]


def test_words_that_look_like_markup_are_written_as_they_are():
    n = len(NASTY)
    rows, roles = np.ones((n, 2)), ["input", *["negative"] * (n - 1)]
    panels = [("E", rows, [(0, "input")])]
    some = [Arrow((0, 0), (1, 1), word) for word in NASTY]
    tips = np.ones((5, n, 2))
    for figure in (
        one_step.lookup(NASTY, 0, rows, ("", "", ""), 300),
        one_step.update(NASTY, roles, rows, rows, rows, ("", "", "")),
        one_step.matrices(NASTY, panels, 300),
        one_step.gradients(NASTY, rows),
        arrows.arrows(some, 300),
        arrows.slow_motion(tips, NASTY, [1.0] * 5, WORDS, 300),
        data.shares(NASTY, {"P": [0.1] * n}, ("drawn", [])),
        data.ranked(NASTY, [0.1] * n, None, 300),
    ):
        spec = json.loads(figure.to_json())
        spec["layout"].pop("template", None)
        for text in texts(spec):
            ours = "extra" in text or text.startswith('<span style="color:#')
            assert ours or "<" not in text, text
            assert "<b>" not in text and "<a" not in text
