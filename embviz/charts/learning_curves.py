"""Learning curves as a figure: accuracy over labels, a line and a band for each way of training."""

import math
from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from embviz.charts.data import ABOVE, HUES, base_layout, literal
from embviz.measures.learning_curves import MODES, Band, Mode

HEIGHT_PX = 320
LOOKS: Mapping[Mode, tuple[str, str, str]] = {
    "random": (HUES[1], "dot", "circle-open"),
    "frozen": (HUES[0], "dash", "square"),
    "tuned": (HUES[2], "solid", "diamond"),
}
"""The colour, the dash and the mark of each way: told apart without colours, too."""

FAINT = 0.18  # how much of a band's colour is left
EDGE = 0.05  # of a power of ten, beside the first and the last size


def learning_curves(
    bands: Sequence[Band],
    names: Mapping[Mode, str],
    *,
    chance: float,
    chance_label: str,
    size_label: str,
    label: str,
    sizes: Sequence[int],
) -> go.Figure:
    """Draw the mean accuracy by number of labels, on a logarithmic axis, with its intervals.

    Args:
        bands: What is known so far.
        names: What each way of training is called.
        chance: The accuracy of saying always the commonest class.
        chance_label: What that is called.
        size_label: Below the figure.
        label: Beside it.
        sizes: All that will be there: the axis stays while points come.
    """
    figure = go.Figure(layout=base_layout(HEIGHT_PX))
    for mode in MODES:
        own = [band for band in bands if band.mode == mode]
        if own:
            _band(figure, mode, own)
            _line(figure, mode, own, literal(names[mode]))
    edges = [math.log10(sizes[0]) - EDGE, math.log10(sizes[-1]) + EDGE]
    figure.add_hline(y=chance, line={"width": 1, "dash": "dot", "color": "#888"})
    figure.add_annotation(
        **{"x": 1, "y": chance, "xref": "paper", "text": literal(chance_label)},
        **{"showarrow": False, "xanchor": "right", "yanchor": "bottom", "font": {"size": 11}},
    )
    ticks = {"tickvals": sizes, "ticktext": [f"{size:,}" for size in sizes], "range": edges}
    return figure.update_layout(
        xaxis={"title": size_label, "type": "log", "zeroline": False, **ticks},
        yaxis={"title": label, "zeroline": False, "range": [0, 1.02], "tickformat": ".0%"},
        hovermode="x unified",
        legend=ABOVE,
    )


def _line(figure: go.Figure, mode: Mode, own: Sequence[Band], name: str) -> None:
    colour, dash, mark = LOOKS[mode]
    figure.add_scatter(
        x=[band.size for band in own],
        y=[round(band.mean, 4) for band in own],
        mode="lines+markers",
        name=name,
        legendgroup=mode,
        line={"color": colour, "dash": dash, "width": 2},
        marker={"symbol": mark, "size": 8, "color": colour},
        customdata=[_written(band) for band in own],
        hovertemplate="%{customdata}<extra>%{fullData.name}</extra>",
    )


def _written(band: Band) -> str:
    """A mean with its interval, where it has one."""
    if math.isnan(band.low):
        return f"{band.mean:.1%}"
    return f"{band.mean:.1%} ({band.low:.1%} … {band.high:.1%})"


def _band(figure: go.Figure, mode: Mode, own: Sequence[Band]) -> None:
    """The intervals as a shape, where there are such."""
    sure = [band for band in own if not math.isnan(band.low)]
    if not sure:
        return
    sizes = [band.size for band in sure]
    edge = [round(band.high, 4) for band in sure] + [round(band.low, 4) for band in sure[::-1]]
    red, green, blue = (int(LOOKS[mode][0][i : i + 2], 16) for i in (1, 3, 5))
    figure.add_scatter(
        x=sizes + sizes[::-1],
        y=edge,
        mode="lines",
        fill="toself",
        fillcolor=f"rgba({red},{green},{blue},{FAINT})",
        line={"width": 0},
        hoverinfo="skip",
        showlegend=False,
        legendgroup=mode,
    )
