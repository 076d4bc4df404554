"""Figures of rows that a step reads and changes: strips of colour side by side; see `data`.

Titles are words of the page's own.
"""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from embviz.charts.data import HUES, base_layout, coloured, largest, literal
from embviz.types import Floating

ROLES = {"input": HUES[0], "target": HUES[2], "negative": HUES[1]}
"""The colours of the words of a step: those of E, the true word, the negatives."""

NUMBERED = 14  # rows of so many numbers have room to be printed
ROW_PX = 34  # height of a strip that is to be seen from far away


def lookup(
    words: Sequence[str], picked: int, rows: Floating, titles: Sequence[str], height: int
) -> go.Figure:
    """Draw a one-hot vector times E: rows (n, d) of words times 0, the `picked` one times 1, and
    their sum. The titles are of the one-hot vector, E, and the products.
    """
    (n, d), most = rows.shape, largest(rows)
    hot = np.zeros((n, 1))
    hot[picked] = 1
    products = np.full((n + 2, d), np.nan)  # zeros are written, not coloured
    products[[picked, n + 1]] = rows[picked]
    figure = _panels(titles, (0.1, 0.45, 0.45), height)
    colours = [[0, "rgba(128,128,128,0.08)"], [1, HUES[0]]]
    cells = {"zmin": 0, "zmax": 1, "xgap": 2, "ygap": 2, "showscale": False, "hoverinfo": "skip"}
    figure.add_heatmap(z=hot, colorscale=colours, **cells, row=1, col=1)
    figure.add_trace(_cells(words, rows, most), row=1, col=2)
    figure.add_trace(_cells([*words, "", words[picked]], products, most), row=1, col=3)
    others = [place for place in range(n) if place != picked]
    figure.add_trace(_written(0, others, "0"), row=1, col=1)
    figure.add_trace(_written(0, [picked], "1", "#ffffff"), row=1, col=1)
    figure.add_trace(_written((d + 1) / 2, others, "0"), row=1, col=3)
    frame = {"x0": 0.5, "x1": d + 0.5, "y0": picked - 0.5, "y1": picked + 0.5}
    figure.add_shape(type="rect", line={"color": HUES[0], "width": 3}, **frame, row=1, col=2)
    return _named_rows(figure, [*(literal(word) for word in words), "", "Σ"])


def update(
    words: Sequence[str],
    roles: Sequence[str],
    before: Floating,
    change: Floating,
    after: Floating,
    titles: Sequence[str],
) -> go.Figure:
    """Draw rows (n, d) of E and of U before a step, what the step adds, and the rows after it.

    The roles of words are keys of `ROLES`, those of E first; the change has a scale of its own.
    """
    most = max(largest(before), largest(after))
    figure = _panels(titles, (1, 1, 1), ROW_PX * len(words) + 70)
    scales = most, largest(change), most
    for column, (rows, high) in enumerate(zip((before, change, after), scales, strict=True), 1):
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

    A panel is a title, a matrix (n, d), and the rows that take part with their roles.
    """
    figure = _panels([title for title, _, _ in panels], [1] * len(panels), height)
    names = np.array([literal(word) for word in words])
    for column, (_, rows, active) in enumerate(panels, start=1):
        hover = "%{y} · %{x}<br>%{z:.3g}<extra></extra>"
        cells = coloured(rows.astype(np.float32), largest(rows), hover)
        cells.update(y=names, showscale=False, hoverongaps=False)
        figure.add_trace(cells, row=1, col=column)
        for role, colour in ROLES.items():
            marked = names[[place for place, what in active if what == role]]
            figure.add_scatter(
                x=[-0.02 * rows.shape[1]] * len(marked),
                y=marked,
                mode="markers",
                marker={"symbol": "triangle-right", "size": 13, "color": colour},
                hovertemplate="%{y}<extra></extra>",
                showlegend=False,
                row=1,
                col=column,
            )
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
    """Draw named vectors (n, d) below one another, each on a scale of its own."""
    return same_scale(names, rows / np.abs(rows).max(axis=1, keepdims=True, initial=1e-300))


def same_scale(names: Sequence[str], rows: Floating) -> go.Figure:
    """Draw named rows (n, d) below one another, all on one scale."""
    figure = _panels([""], [1], ROW_PX * len(names) + 24)
    figure.add_trace(_cells(names, rows, largest(rows)), row=1, col=1)
    return _named_rows(figure, [literal(name) for name in names]).update_layout(margin={"t": 4})


def _named_rows(figure: go.Figure, names: Sequence[str]) -> go.Figure:
    bare = {"showgrid": False, "zeroline": False, "fixedrange": True, "ticks": ""}
    figure.update_xaxes(**bare, showticklabels=False)
    figure.update_yaxes(**bare, autorange="reversed")
    return figure.update_yaxes(
        tickvals=list(range(len(names))), ticktext=list(names), tickfont={"size": 15}, col=1
    )


def _cells(words: Sequence[str], rows: Floating, most: float) -> go.Heatmap:
    d, numbers = rows.shape[1], rows.astype(np.float64)
    cells = coloured(numbers, most, "%{customdata} · %{x}<br>%{z:.3g}<extra></extra>", words)
    cells.update(showscale=False, hoverongaps=False, ygap=2, xgap=2 if d <= NUMBERED else 0)
    if d <= NUMBERED:
        text = [[_printed(x) for x in row] for row in numbers]
        cells.update(text=text, texttemplate="%{text}")
    return cells


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
