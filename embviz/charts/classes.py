"""Figures of classes: what each word contributed to one, and which are taken for which."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from embviz.charts.data import (
    DIVERGING,
    HUES,
    MARGIN_PX,
    NUMBERED,
    PLAIN,
    ROW_PX,
    base_layout,
    brief,
    literal,
)
from embviz.types import Counts

LEAST_ROW_PX = 14  # height of a row where there are too many to read their numbers
BESIDE = 1.35  # room for the numbers beside bars, as a multiple of the longest bar
RISING = ((0.0, DIVERGING[2]), (1.0, DIVERGING[4]))


def contributions(words: Sequence[str], points: Sequence[float]) -> go.Figure:
    """Draw what n words contributed, in points of a hundred, as bars to either side of zero.

    They stand from above to below, in the order in which they are given.
    """
    values = [round(float(each), 2) for each in points]
    most = BESIDE * max([1.0, *map(abs, values)])
    bars = go.Bar(
        x=values,
        y=list(range(len(words))),
        orientation="h",
        marker={"color": [HUES[0] if value >= 0 else HUES[1] for value in values]},
        text=[signed(value) for value in values],
        textposition="outside",
        cliponaxis=False,
        hoverinfo="skip",
    )
    names = [literal(brief(word)) for word in words]
    axis = {"tickvals": list(range(len(words))), "ticktext": names, "tickfont": {"size": 15}}
    zero = {"zeroline": True, "zerolinecolor": "#888", "showgrid": False}
    return go.Figure(bars, base_layout(ROW_PX * len(words) + MARGIN_PX // 2)).update_layout(
        xaxis={**zero, "showticklabels": False, "range": [-most, most], "fixedrange": True},
        yaxis={**axis, "autorange": "reversed", "fixedrange": True},
    )


def confusion(classes: Sequence[str], counts: Counts, *, true: str, predicted: str) -> go.Figure:
    """Draw how many sentences of each class (a row) were sorted into each (a column), (C, C).

    A colour stands for the share of its row, since classes differ in size; `true` and `predicted`
    name both axes. Where there are few classes the numbers stand in the cells.
    """
    C, names = len(classes), [literal(brief(name)) for name in classes]
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    cells = go.Heatmap(
        z=np.round(shares, 3),
        **{"zmin": 0, "zmax": 1, "colorscale": RISING, "showscale": False, "xgap": 1, "ygap": 1},
        customdata=[
            [(a, b, int(n)) for b, n in zip(names, row, strict=True)]
            for a, row in zip(names, counts, strict=True)
        ],
        hovertemplate="%{customdata[0]} → %{customdata[1]}: %{customdata[2]:,}<extra></extra>",
    )
    if C <= NUMBERED:
        numbers = [[f"{n:,}" if n else "" for n in row] for row in counts.tolist()]
        cells.update(text=numbers, texttemplate="%{text}", textfont={"size": 15})
    row = 2 * ROW_PX if C <= NUMBERED // 3 else ROW_PX if C <= NUMBERED else LEAST_ROW_PX
    size = {} if C <= NUMBERED else {"tickfont": {"size": 10}}
    places = {**PLAIN, "tickvals": list(range(C)), "ticktext": names, "fixedrange": True, **size}
    return go.Figure(cells, base_layout(row * C + MARGIN_PX + ROW_PX)).update_layout(
        xaxis={**places, "title": predicted, "side": "bottom"},
        yaxis={**places, "title": true, "autorange": "reversed"},
    )


def signed(points: float) -> str:
    """Write points with their sign.

    >>> signed(3.14), signed(-0.04), signed(-12)
    ('+3.1', '0', '−12.0')
    """
    return "0" if abs(points) < 0.05 else f"{points:+.1f}".replace("-", "−")
