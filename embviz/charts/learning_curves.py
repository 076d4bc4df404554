"""Learning curves as a figure: accuracy over labels, a line and a band for each way of training."""

import math
from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from embviz.charts.bands import Look, Reach, line
from embviz.charts.data import ABOVE, HUES, base_layout, literal
from embviz.measures.learning_curves import MODES, Band, Mode

HEIGHT_PX = 320
LOOKS: Mapping[Mode, Look] = {
    "random": Look(HUES[1], "dot", "circle-open"),
    "frozen": Look(HUES[0], "dash", "square"),
    "tuned": Look(HUES[2], "solid", "diamond"),
}
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
            reaches = [Reach(each.size, *_rounded(each)) for each in own]
            line(figure, reaches, LOOKS[mode], literal(names[mode]), [*map(_written, own)])
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


def _rounded(band: Band) -> tuple[float, float, float]:
    return round(band.mean, 4), round(band.low, 4), round(band.high, 4)


def _written(band: Band) -> str:
    """A mean with its interval, where it has one."""
    if math.isnan(band.low):
        return f"{band.mean:.1%}"
    return f"{band.mean:.1%} ({band.low:.1%} … {band.high:.1%})"
