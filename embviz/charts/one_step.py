"""Figures of rows that a step reads and changes: strips of colour side by side.

Pure functions of data, as those of `charts`: equal data give equal figures, words go through
`literal`, text keeps the colour of the page's theme. Titles are words of the page's own.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from embviz.charts.data import DIVERGING, HUES, base_layout, literal
from embviz.types import Floating

ROLES = {"input": HUES[0], "target": HUES[2], "negative": HUES[1]}
"""The colours of the words of a step: those of E, the true word, the negatives."""

NUMBERED = 14
"""Rows of so many numbers have room to be printed."""

ROW_PX = 34
"""Height of a strip that is to be seen from far away."""


def lookup(
    words: Sequence[str], picked: int, rows: Floating, titles: Sequence[str], height: int
) -> go.Figure:
    """Draw a one-hot vector times E: all rows times 0, one times 1, and their sum.

    Args:
        words: n words in the order of rows.
        picked: The place of the one whose number is 1.
        rows: (n, d), their rows of E.
        titles: What stands above the one-hot vector, above E, and above the products.
        height: In pixels.
    """
    n, most = len(words), _most(rows)
    hot = np.zeros((n, 1))
    hot[picked] = 1
    products = np.full((n + 2, rows.shape[1]), np.nan)  # zeros are written, not coloured
    products[[picked, n + 1]] = rows[picked]
    figure = _panels(titles, (0.1, 0.45, 0.45), height)
    figure.add_trace(
        go.Heatmap(
            z=hot,
            zmin=0,
            zmax=1,
            colorscale=[[0, "rgba(128,128,128,0.08)"], [1, HUES[0]]],
            showscale=False,
            hoverinfo="skip",
            xgap=2,
            ygap=2,
        ),
        row=1,
        col=1,
    )
    figure.add_trace(_cells(words, rows, most), row=1, col=2)
    figure.add_trace(_cells([*words, "", words[picked]], products, most), row=1, col=3)
    others = [place for place in range(n) if place != picked]
    figure.add_trace(_written(0, others, "0"), row=1, col=1)
    figure.add_trace(_written(0, [picked], "1", "#ffffff"), row=1, col=1)
    figure.add_trace(_written((rows.shape[1] + 1) / 2, others, "0"), row=1, col=3)
    _mark(figure, picked, 2, rows.shape[1])
    names = [literal(word) for word in words]
    return _named_rows(figure, [*names, "", "Σ"])


def update(
    words: Sequence[str],
    roles: Sequence[str],
    before: Floating,
    change: Floating,
    after: Floating,
    titles: Sequence[str],
) -> go.Figure:
    """Draw rows before a step, what the step adds, and the rows after it.

    Args:
        words: n words.
        roles: What each does in the step, keys of `ROLES`; those of E come first.
        before: (n, d) rows of E and of U.
        change: (n, d) what is added; it has a scale of its own.
        after: (n, d).
        titles: What stands above each.
    """
    n, most = len(words), max(_most(before), _most(after))
    figure = _panels(titles, (1, 1, 1), ROW_PX * n + 70)
    for column, (rows, high) in enumerate(
        ((before, most), (change, _most(change)), (after, most)), start=1
    ):
        figure.add_trace(_cells(words, rows, high), row=1, col=column)
    names = [
        f'<span style="color:{ROLES[role]}">■</span> {literal(word)}'
        for word, role in zip(words, roles, strict=True)
    ]
    inputs = sum(role == "input" for role in roles)
    figure.add_hline(y=inputs - 0.5, line={"width": 3, "color": "#888"})
    return _named_rows(figure, names)


def matrices(
    words: Sequence[str],
    panels: Sequence[tuple[str, Floating, Sequence[tuple[int, str]]]],
    height: int,
) -> go.Figure:
    """Draw whole matrices side by side, to be zoomed into together.

    Args:
        words: n words in the order of rows.
        panels: A title, a matrix (n, d), and the rows that take part with their roles.
        height: In pixels.
    """
    figure = _panels([title for title, _, _ in panels], [1] * len(panels), height)
    names = np.array([literal(word) for word in words])
    for column, (_, rows, active) in enumerate(panels, start=1):
        cells = go.Heatmap(
            z=rows.astype(np.float32),
            y=names,
            zmin=-_most(rows),
            zmax=_most(rows),
            colorscale=DIVERGING,
            showscale=False,
            hoverongaps=False,
            x0=1,
            dx=1,
            hovertemplate="%{y} · %{x}<br>%{z:.3g}<extra></extra>",
        )
        figure.add_trace(cells, row=1, col=column)
        for role in ROLES:
            places = [place for place, what in active if what == role]
            figure.add_trace(_marks(names[places], role, rows.shape[1]), row=1, col=column)
    figure.update_xaxes(fixedrange=True, showticklabels=False, showgrid=False, zeroline=False)
    figure.update_yaxes(
        type="category",
        categoryorder="array",
        categoryarray=names,
        range=[len(names) - 0.5, -0.5],
        showgrid=False,
        ticks="",
        tickfont={"size": 14},
    )
    return figure.update_layout(dragmode="zoom")


def _marks(names: Any, role: str, d: int) -> go.Scatter:
    """Mark rows at their left."""
    return go.Scatter(
        x=[-0.02 * d] * len(names),
        y=names,
        mode="markers",
        marker={"symbol": "triangle-right", "size": 13, "color": ROLES[role]},
        hovertemplate="%{y}<extra></extra>",
        showlegend=False,
    )


def _panels(titles: Sequence[str], widths: Sequence[float], height: int) -> go.Figure:
    figure = make_subplots(
        cols=len(titles),
        shared_yaxes=True,
        column_titles=list(titles),
        column_widths=[width / sum(widths) for width in widths],
        horizontal_spacing=0.02,
    )
    return figure.update_layout(base_layout(height)).update_layout(margin={"t": 34})


def gradients(names: Sequence[str], rows: Floating) -> go.Figure:
    """Draw vectors below one another, each on a scale of its own.

    Args:
        names: Of each.
        rows: (n, d).
    """
    scaled = rows / np.abs(rows).max(axis=1, keepdims=True, initial=1e-300)
    figure = _panels([""], [1], ROW_PX * len(names) + 24)
    figure.add_trace(_cells(names, scaled, 1.0), row=1, col=1)
    return _named_rows(figure, [literal(name) for name in names]).update_layout(margin={"t": 4})


def _named_rows(figure: go.Figure, names: Sequence[str]) -> go.Figure:
    figure.update_xaxes(showgrid=False, zeroline=False, showticklabels=False, fixedrange=True)
    figure.update_xaxes(ticks="")
    figure.update_yaxes(
        autorange="reversed", ticks="", showgrid=False, zeroline=False, fixedrange=True
    )
    return figure.update_yaxes(
        tickvals=list(range(len(names))), ticktext=list(names), tickfont={"size": 15}, col=1
    )


def _cells(words: Sequence[str], rows: Floating, most: float) -> go.Heatmap:
    d, numbers = rows.shape[1], rows.astype(np.float64)
    printed = d <= NUMBERED
    return go.Heatmap(
        z=numbers,
        zmin=-most,
        zmax=most,
        colorscale=DIVERGING,
        showscale=False,
        ygap=2,
        xgap=2 if printed else 0,
        text=[[_printed(x) for x in row] for row in numbers] if printed else None,
        texttemplate="%{text}" if printed else None,
        customdata=[[literal(word)] * d for word in words],
        x0=1,
        dx=1,
        hovertemplate="%{customdata} · %{x}<br>%{z:.3g}<extra></extra>",
        hoverongaps=False,
    )


def _printed(x: float) -> str:
    """Write a number into a cell: two digits, without the zero before the point."""
    if np.isnan(x):
        return ""
    return f"{x:.2f}".replace("0.", ".", 1) if abs(x) < 10 else f"{x:.0e}"


def _written(x: float, places: Sequence[int], sign: str, colour: str | None = None) -> go.Scatter:
    """Write a sign into some rows, in the colour of the page's text unless another is set."""
    return go.Scatter(
        x=[x] * len(places),
        y=list(places),
        text=[sign] * len(places),
        mode="text",
        textfont={"size": 15, "color": colour},
        hoverinfo="skip",
        showlegend=False,
    )


def _mark(figure: go.Figure, row: int, column: int, d: int) -> None:
    """Put a frame around a row."""
    figure.add_shape(
        type="rect",
        x0=0.5,
        x1=d + 0.5,
        y0=row - 0.5,
        y1=row + 0.5,
        line={"color": HUES[0], "width": 3},
        row=1,
        col=column,
    )


def _most(rows: Floating) -> float:
    """The highest absolute number, for a scale about zero; 1 where all are zero."""
    return float(np.nanmax(np.abs(rows), initial=0.0)) or 1.0
