"""Lines with bands: a mean by a number, and the interval in which it lies."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

FAINT, EDGE = 0.3, 0.7  # how much of its colour a band and its edge keep: seen on black, too


@dataclass(frozen=True)
class Look:
    """How a line is drawn: told apart without colours, too."""

    colour: str  # "#rrggbb"
    dash: str = "solid"
    mark: str = "circle"


@dataclass(frozen=True)
class Reach:
    """A mean at a place x, and where its interval begins and ends; NaN: there is none."""

    x: float | str  # of an axis of names, if it is one
    mean: float
    low: float
    high: float


def line(
    figure: go.Figure, reaches: Sequence[Reach], look: Look, name: str, written: Sequence[str]
) -> None:
    """Draw a line with its band, and what is written of each mean beside the pointer."""
    _band(figure, [each for each in reaches if not math.isnan(each.low)], look, name)
    figure.add_scatter(
        x=[each.x for each in reaches],
        y=[each.mean for each in reaches],
        mode="lines+markers",
        name=name,
        legendgroup=name,
        line={"color": look.colour, "dash": look.dash, "width": 2},
        marker={"symbol": look.mark, "size": 8, "color": look.colour},
        customdata=list(written),
        hovertemplate="%{customdata}<extra>%{fullData.name}</extra>",
    )


def _band(figure: go.Figure, sure: Sequence[Reach], look: Look, group: str) -> None:
    """The intervals as a shape, where there are such."""
    if not sure:
        return
    xs = [each.x for each in sure]
    colour = ",".join(str(int(look.colour[i : i + 2], 16)) for i in (1, 3, 5))
    figure.add_scatter(
        x=xs + xs[::-1],
        y=[each.high for each in sure] + [each.low for each in sure[::-1]],
        mode="lines",
        fill="toself",
        fillcolor=f"rgba({colour},{FAINT})",
        line={"width": 1, "color": f"rgba({colour},{EDGE})"},
        hoverinfo="skip",
        showlegend=False,
        legendgroup=group,
    )
