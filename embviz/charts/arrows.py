"""Figures of a step in the plane: what pulls, what pushes, and where repeated steps lead.

Pure functions, as those of `data`. What moves here is played by the browser alone, from frames that
come with the figure.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from embviz.charts.data import HUES, base_layout, literal
from embviz.types import Float64

SIDES = ("top center", "bottom center", "middle left", "middle right")  # of names, in turn
NAMED = 8  # negatives that have room for their names
STRIDE = 4  # steps from one frame to the next: making frames takes a millisecond each
FRAME_MS = 480  # milliseconds from one frame to the next
HEAD = {"symbol": "arrow", "angleref": "previous", "opacity": 1}  # the tip of an arrow
BARE = {"cliponaxis": False, "showlegend": False}  # neither cut at the edge nor named in a legend
Point = tuple[float, float]


@dataclass(frozen=True)
class Arrow:
    """An arrow in the plane."""

    start: Point  # where it begins
    end: Point  # where its tip is
    name: str = ""  # what stands at its tip; empty: nothing
    colour: str = HUES[0]  # as HTML writes it
    dash: str = "solid"  # Plotly's name of a pattern of lines
    beside: str = "top center"  # where the name stands, as Plotly says it


@dataclass(frozen=True)
class Controls:
    """Words of the player: what its buttons and its slider say."""

    play: str
    pause: str
    step: str
    loss: str


def arrows(some: Sequence[Arrow], height: int, ring: Point | None = None) -> go.Figure:
    """Draw arrows, those behind first, on axes of one scale; a ring marks a place in the colour of
    what moves.
    """
    figure = go.Figure(layout=base_layout(height))
    for arrow in some:
        figure.add_trace(_arrow(arrow))
    if ring is not None:
        mark = {"symbol": "circle-open", "size": 12, "color": HUES[0], "line": {"width": 3}}
        x, y = ([round(each, 5)] for each in ring)
        figure.add_scatter(x=x, y=y, mode="markers", marker=mark, cliponaxis=False)
    axis = {"showgrid": True, "zeroline": True, "showticklabels": False, "fixedrange": True}
    return figure.update_layout(
        xaxis=axis, yaxis={**axis, "scaleanchor": "x"}, showlegend=False, hovermode=False
    )


def loss_over_rate(
    rates: Sequence[float],
    losses: Sequence[float],
    now: float,
    before: float,
    labels: Sequence[str],
    height: int,
) -> go.Figure:
    """Draw the loss after one step over rising rates η above 0, and where we stand. Losses that are
    not finite are left out; the loss before the step is a level, and the labels are those of the
    two axes and of the level.
    """
    drawn = [None if not math.isfinite(y) else round(y, 5) for y in losses]
    figure = go.Figure(layout=base_layout(height))
    line, hover = {"color": HUES[0], "width": 3}, "η %{x:.3g}<br>%{y:.3f}<extra></extra>"
    figure.add_scatter(x=list(rates), y=drawn, mode="lines", line=line, hovertemplate=hover)
    figure.add_hline(y=before, line={"dash": "dot", "color": "#888"}, annotation_text=labels[2])
    if now > 0:
        figure.add_vline(x=now, line={"color": HUES[1], "width": 2})
    most = max([before, *(y for y in drawn if y is not None and y <= 4 * before)])
    return figure.update_layout(
        xaxis={"title": labels[0], "type": "log", "fixedrange": True},
        yaxis={"title": labels[1], "range": [0, 1.15 * most], "fixedrange": True},
        showlegend=False,
    )


def slow_motion(
    tips: Float64, names: Sequence[str], losses: Sequence[float], words: Controls, height: int
) -> go.Figure:
    """Draw many steps as a film: arrows at the left, the loss at the right. Every STRIDE-th step is
    a frame; the browser glides from one to the next.

    The tips of h, u_o and the u_k before the first step and after each are (S + 1, 2 + K, 2), with
    (2 + K,) names; losses are (S + 1,).
    """
    figure = make_subplots(cols=2, column_widths=[0.58, 0.42], horizontal_spacing=0.1)
    figure.update_layout(base_layout(height))
    sheaves = [(0, 1, HUES[0]), (1, 2, HUES[2]), (2, len(names), HUES[1])]
    for first, last, colour in sheaves:
        figure.add_trace(_sheaf(tips[0, first:last], colour), row=1, col=1)
    figure.add_trace(_names(tips[0], names), row=1, col=1)
    dot = {"mode": "markers", "marker": {"size": 13, "color": HUES[1]}}
    figure.add_scatter(x=[0], y=[losses[0]], **dot, row=1, col=2)
    curve = {"mode": "lines", "line": {"color": HUES[0], "width": 3}}
    figure.add_scatter(x=list(range(len(losses))), y=losses, **curve, row=1, col=2)

    shown = list(range(0, len(losses), STRIDE))
    frames = []
    for step in shown:
        places = [go.Scatter(_lines(tips[step, first:last])) for first, last, _ in sheaves]
        places += [go.Scatter(_tips(tips[step])), go.Scatter(x=[step], y=[losses[step]])]
        frames.append({"name": str(step), "traces": list(range(5)), "data": places})
    figure.frames = frames
    _scale(figure, tips)
    figure.update_xaxes(title=words.step, fixedrange=True, col=2)
    figure.update_yaxes(title=words.loss, rangemode="tozero", fixedrange=True, col=2)
    return figure.update_layout(
        showlegend=False, hovermode=False, margin={"b": 84}, **_player(shown, words)
    )


def _sheaf(tips: Float64, colour: str) -> go.Scatter:
    """Arrows from the origin, all of one colour."""
    head = {**HEAD, "size": [0, 15, 0] * len(tips), "color": colour}
    line = {"color": colour, "width": 3}
    return go.Scatter(**_lines(tips), mode="lines+markers", line=line, marker=head, **BARE)


def _names(tips: Float64, names: Sequence[str]) -> go.Scatter:
    """The names at the tips: apart from the arrows, whose gaps would move them."""
    return go.Scatter(
        **_tips(tips),
        mode="text",
        text=[literal(name) for name in names],
        textposition=["top center", *(SIDES[i % len(SIDES)] for i in range(len(names) - 1))],
        textfont={"size": 16},
        **BARE,
    )


def _tips(tips: Float64) -> dict[str, list[float]]:
    x, y = np.round(tips, 5).T.tolist()
    return {"x": x, "y": y}


def _lines(tips: Float64) -> dict[str, list[float | None]]:
    """Lines from the origin to each tip, apart from one another."""
    x, y = ([part for each in axis for part in (0.0, each, None)] for axis in _tips(tips).values())
    return {"x": x, "y": y}


def _arrow(arrow: Arrow) -> go.Scatter:
    (x0, y0), (x1, y1) = arrow.start, arrow.end
    return go.Scatter(
        x=[round(x0, 5), round(x1, 5)],
        y=[round(y0, 5), round(y1, 5)],
        mode="lines+markers+text",
        line={"color": arrow.colour, "width": 3, "dash": arrow.dash},
        marker={**HEAD, "size": [0, 15], "color": arrow.colour},
        text=["", literal(arrow.name)],
        textposition=arrow.beside,
        textfont={"size": 16},
        **BARE,
    )


def _scale(figure: go.Figure, tips: Float64) -> None:
    """Hold the plane still: the same axes for all frames, with room for names."""
    low = tips.reshape(-1, 2).min(axis=0).clip(max=0)
    high = tips.reshape(-1, 2).max(axis=0).clip(min=0)
    room = 0.18 * float((high - low).max() or 1.0)
    for axis, place in ((figure.layout.xaxis, 0), (figure.layout.yaxis, 1)):
        axis.range = [float(low[place]) - room, float(high[place]) + room]
        axis.fixedrange, axis.showticklabels, axis.zeroline = True, False, True
    figure.layout.yaxis.scaleanchor = "x"


def _player(steps: Sequence[int], words: Controls) -> dict[str, object]:
    def to(label: str, frames: list[str | None] | None, **how: object) -> dict[str, object]:
        return {"label": label, "method": "animate", "args": [frames, {"mode": "immediate", **how}]}

    played = {
        "fromcurrent": True,
        "frame": {"duration": FRAME_MS, "redraw": False},
        "transition": {"duration": FRAME_MS, "easing": "linear"},
    }
    paused = {"frame": {"duration": 0, "redraw": False}, "transition": {"duration": 0}}
    buttons = {
        "type": "buttons",
        "direction": "right",
        "buttons": [to(words.play, None, **played), to(words.pause, [None], **paused)],
        "showactive": False,
        **{"x": 0, "y": -0.06, "xanchor": "left", "yanchor": "top"},
    }
    slider = {
        "steps": [to(str(i), [str(i)], **paused) for i in steps],
        "currentvalue": {"prefix": f"{words.step} ", "font": {"color": "#888"}},
        **{"x": 0.22, "y": -0.02, "len": 0.78, "ticklen": 0, "minorticklen": 0},
        "font": {"color": "rgba(0,0,0,0)"},
    }
    return {"updatemenus": [buttons], "sliders": [slider]}
