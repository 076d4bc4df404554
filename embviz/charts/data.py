"""Figures of what stands still: heat maps, curves, strips of numbers, parallelograms.

Each is a pure function of data; equal data give equal figures, byte for byte, so that the browser
can keep what it has. Colours of text and lines are left to the page's theme. Words come from users'
texts, and Plotly takes tags in a text for markup: every word goes through `literal`.

Not here: anything that moves (see `wordmap`).
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import Any

import numpy as np
import plotly.graph_objects as go

from embviz.types import Floating

HUES = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#999999")
"""Okabe and Ito's colours, which also the colour-blind can tell apart."""

DIVERGING = ("#b35806", "#f1a340", "#f7f7f7", "#67a9cf", "#2166ac")  # from -1 by way of 0 to 1
NUMBERED = 12  # a heat map of so many words has room for its numbers
ROW_PX, MARGIN_PX = 26, 96  # height of a row of a heat map, and of what is around the rows
LONGEST = 24  # letters of a word beside a chart
CURVE_PX = 260
SHARES_PX = 330
LEAST_SHARE = 0.01  # percent, below which a share is only said to be less
PLAIN = {"showgrid": False, "zeroline": False}  # an axis without lines
COLOURBAR = {"thickness": 12, "outlinewidth": 0}
ABOVE = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}  # a legend above


def literal(word: str) -> str:
    """Write a word so that Plotly shows it as it is.

    >>> literal('<a href="x">')
    '&lt;a href="x"&gt;'
    """
    return word.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def brief(word: str) -> str:
    """Cut a word so that it leaves room for the chart that it stands beside.

    >>> len(brief("a" * 900))
    24
    """
    return word if len(word) <= LONGEST else f"{word[: LONGEST - 1]}…"


def heat_map(words: Sequence[str], cosines: Floating) -> go.Figure:
    """Draw how similar n words are to one another by their cosines (n, n)."""
    n, names = len(words), [literal(word) for word in words]
    numbers = np.round(cosines.astype(np.float64), 3)
    cells = go.Heatmap(
        z=numbers,
        **{"zmin": -1, "zmax": 1, "colorscale": DIVERGING, "colorbar": COLOURBAR},
        customdata=[[(a, b) for b in names] for a in names],
        hovertemplate="%{customdata[0]} · %{customdata[1]}<br>%{z:.3f}<extra></extra>",
    )
    if n <= NUMBERED:
        cells.update(text=[[f"{x:.2f}" for x in row] for row in numbers], texttemplate="%{text}")
    places = {**PLAIN, **_named([brief(word) for word in words])}
    layout = base_layout(ROW_PX * n + MARGIN_PX)
    return go.Figure(cells, layout).update_layout(
        xaxis={**places, "side": "bottom", "constrain": "domain"},
        yaxis={**places, "autorange": "reversed"},
    )


def curves(
    epochs: Sequence[float],
    lines: Mapping[str, Sequence[float]],
    *,
    named: Sequence[str] = (),
    now: float | None = None,
    label: str,
    epoch_label: str,
    span: tuple[float, float] | None = None,
    falling: bool = False,
) -> go.Figure:
    """Draw values over the F rising epochs of a film, and a line at the one that is shown `now`.

    Where frames are no epochs but have names, they are evenly far from each other, and `now` is the
    number of one. Lines are F values by name; nan leaves a gap. The `span` is shown at least, and
    more where values lie outside. `falling` is for ranks, of which the first is the best: it is
    drawn above, on a logarithmic axis.
    """
    figure = go.Figure(layout=base_layout(CURVE_PX))
    cut = [brief(name) for name in named]
    names = cut if len(set(cut)) == len(named) else named
    places: list[Any] = [literal(name) for name in names] or [round(float(x), 4) for x in epochs]
    for i, (name, values) in enumerate(lines.items()):
        figure.add_scatter(
            x=places,
            y=[None if math.isnan(y) else round(float(y), 5) for y in values],
            mode="lines",
            name=literal(name),
            line={"color": HUES[i % len(HUES)], "width": 2},
            hovertemplate="%{y}<extra>%{fullData.name}</extra>",
        )
    axis = {"title": label, "zeroline": False}
    if falling:
        axis |= {"type": "log", "autorange": "reversed", "dtick": 1}
    elif span is not None:
        axis |= {"range": _span(span, lines.values())}
    figure.update_layout(
        xaxis={
            **{"title": literal(epoch_label), "zeroline": False, "rangemode": "tozero"},
            **({"type": "category"} if named else {}),
        },
        yaxis=axis,
        hovermode="x unified",
        showlegend=len(lines) > 1,
        legend=ABOVE,
    )
    if now is not None:
        figure.add_vline(x=round(float(now), 4), line={"width": 1, "dash": "dot", "color": "#888"})
    return figure


def strips(words: Sequence[str], rows: Floating, *, label: str) -> go.Figure:
    """Draw rows (n, d) of words as strips of colour, one below the other; a label along them."""
    numbers, hover = np.round(rows.astype(np.float64), 4), "%{customdata} · %{x}<br>%{z:.4f}"
    cells = coloured(numbers, largest(rows), f"{hover}<extra></extra>", words)
    cells.update(ygap=3, colorbar=COLOURBAR)
    return go.Figure(cells, base_layout(22 * len(words) + MARGIN_PX)).update_layout(
        xaxis={"title": label, **PLAIN},
        yaxis={**PLAIN, **_named([brief(word) for word in words]), "autorange": "reversed"},
    )


def shares(
    words: Sequence[str], bars: Mapping[str, Sequence[float]], dots: tuple[str, Sequence[float]]
) -> go.Figure:
    """Draw shares (n,) of words, 0 … 1, as bars by name, and what was counted as dots."""
    places, figure = list(range(len(words))), go.Figure(layout=base_layout(SHARES_PX))
    for (name, values), colour in zip(bars.items(), HUES, strict=False):
        figure.add_bar(x=places, y=_percent(values), name=name, marker={"color": colour})
    if len(dots[1]):
        diamond = {"color": HUES[2], "size": 13, "symbol": "diamond"}
        counted = _percent(dots[1])
        figure.add_scatter(x=places, y=counted, name=dots[0], mode="markers", marker=diamond)
    figure.update_traces(hovertemplate="%{y:.2f} %<extra>%{fullData.name}</extra>")
    return figure.update_layout(
        xaxis={**_named(words), "tickfont": {"size": 15}},
        yaxis={"ticksuffix": " %", "rangemode": "tozero", "fixedrange": True},
        legend=ABOVE,
    )


def ranked(
    words: Sequence[str], values: Sequence[float], marked: int | None, height: int
) -> go.Figure:
    """Draw shares (n,) of words, 0 … 1, as bars from above to below, one in another colour."""
    places = list(range(len(words)))
    bars = go.Bar(
        x=_percent(values),
        y=places,
        orientation="h",
        marker={"color": [HUES[2] if place == marked else HUES[0] for place in places]},
        text=[_written(100 * value) for value in values],
        textposition="outside",
        cliponaxis=False,
        hoverinfo="skip",
    )
    return go.Figure(bars, base_layout(height)).update_layout(
        xaxis={"visible": False, "range": [0, 1.25 * max([1e-9, *_percent(values)])]},
        yaxis={**_named(words), "autorange": "reversed", "tickfont": {"size": 15}},
    )


def _written(percent: float) -> str:
    """A share as it stands beside its bar: small ones without powers of ten."""
    return literal(f"< {LEAST_SHARE} %") if 0 < percent < LEAST_SHARE else f"{percent:.3g} %"


def _named(words: Sequence[str]) -> dict[str, object]:
    """Words in place of the numbers of an axis."""
    return {"tickvals": list(range(len(words))), "ticktext": [literal(word) for word in words]}


def _percent(values: Sequence[float]) -> list[float]:
    return [round(100 * float(value), 6) for value in values]


def parallelogram(
    corners: Sequence[tuple[str, float, float]],
    target: tuple[str, float, float],
    answers: Sequence[tuple[str, float, float]] = (),
) -> go.Figure:
    """Draw an analogy a : b = c : ? in a plane: what a to b and c to the answer have in common.

    The corners are a, b and c, the target stands at b - a + c, and the best of the answers is
    first.
    """
    (a, b, c), hidden = corners, {"showlegend": False, "hoverinfo": "skip"}
    figure = go.Figure(layout=base_layout(340))
    for start, end in ((a, b), (c, target)):
        figure.add_annotation(
            **{"x": end[1], "y": end[2], "ax": start[1], "ay": start[2]},
            **{"xref": "x", "yref": "y", "axref": "x", "ayref": "y", "text": ""},
            **{"arrowhead": 3, "arrowwidth": 2, "arrowcolor": HUES[1], "standoff": 6},
        )
    for start, end in ((a, c), (b, target)):
        x, y = [start[1], end[1]], [start[2], end[2]]
        dotted = {"color": "#888", "width": 1, "dash": "dot"}
        figure.add_scatter(x=x, y=y, mode="lines", line=dotted, **hidden)
    for points, colour, symbol, place in (
        (list(corners), HUES[0], "circle", "top center"),
        ([target], HUES[1], "x", "bottom center"),
        (list(answers), HUES[2], "circle-open", "top center"),
    ):
        figure.add_scatter(
            x=[x for _, x, _ in points],
            y=[y for _, _, y in points],
            text=[literal(word) for word, _, _ in points],
            mode="markers+text",
            textposition=place,
            textfont={"size": 15},
            marker={"color": colour, "size": 10, "symbol": symbol},
            **hidden,
        )
    bare = {"visible": False, **PLAIN}
    across = [x for _, x, _ in (*corners, target, *answers)]
    room = 0.15 * ((max(across) - min(across)) or 1.0)  # for names at the edges
    limits = [min(across) - room, max(across) + room]
    return figure.update_layout(
        xaxis={**bare, "range": limits}, yaxis={**bare, "scaleanchor": "x", "automargin": True}
    )


def coloured(
    rows: Floating, most: float, hover: str, words: Sequence[str] | None = None
) -> go.Heatmap:
    """The numbers of rows (n, d) as colours about zero, the columns counted from 1.

    The scale ends at `most` and its negative; `hover` is one of Plotly's templates, which finds the
    words (n,) in its `customdata`.
    """
    names = None if words is None else [[literal(word)] * rows.shape[1] for word in words]
    scale = {"zmin": -most, "zmax": most, "colorscale": DIVERGING}
    return go.Heatmap(z=rows, **scale, x0=1, dx=1, customdata=names, hovertemplate=hover)


def largest(rows: Floating) -> float:
    """The highest absolute number, for a scale about zero; 1 where all are zero."""
    return float(np.nanmax(np.abs(rows), initial=0.0)) or 1.0


def base_layout(height: int) -> go.Layout:
    """What all figures have in common, at a height in pixels."""
    # Plotly looks whether pandas is there, and takes it half imported where another thread, which
    # draws a table, is at it: it has to be there or not.
    import_module("pandas")
    margin = {"l": 8, "r": 8, "t": 24, "b": 8}
    return go.Layout(height=height, margin=margin, font={"size": 14}, dragmode=False)


def _span(span: tuple[float, float], lines: Iterable[Sequence[float]]) -> list[float]:
    """The span, made wider where values lie outside of it."""
    values = [y for line in lines for y in line if not math.isnan(y)]
    return [min([span[0], *values]), max([span[1], *values])]


def standalone(figure: go.Figure) -> bytes:
    """Write a figure as an HTML page of its own, which needs no network; its bar saves a PNG."""
    page = figure.to_html(include_plotlyjs=True, config={"displaylogo": False})
    return bytes(page, "utf-8")
