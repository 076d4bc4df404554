"""What a setting does, as a figure: a measure by the values of a setting, with bands over seeds."""

from collections.abc import Sequence

import plotly.graph_objects as go

from embviz.charts.bands import Look, Reach, line
from embviz.charts.data import HUES, base_layout, literal
from embviz.measures.sweeps import Band

HEIGHT_PX = 320
LOOK = Look(HUES[0])


def sweep_curve(
    bands: Sequence[Band], setting: str, values: Sequence[float], *, label: str
) -> go.Figure:
    """Draw the mean of a measure by the values of one setting, with its intervals.

    Values stand at equal distances, as they were chosen: of d, each is often twice the one before.

    Args:
        bands: What is known so far.
        setting: What the setting is called.
        values: All that will be there: the axis stays while points come.
        label: What the measure is called.
    """
    figure = go.Figure(layout=base_layout(HEIGHT_PX))
    places = {value: i for i, value in enumerate(values)}
    reaches = [Reach(places[each.values[0]], each.mean, each.low, each.high) for each in bands]
    line(figure, reaches, LOOK, literal(label), [f"{each.mean:.3f}" for each in bands])
    ticks = {"tickvals": [*places.values()], "ticktext": [f"{value:g}" for value in values]}
    edges = [-0.3, len(values) - 0.7]
    return figure.update_layout(
        xaxis={"title": literal(setting), "zeroline": False, "range": edges, **ticks},
        yaxis={"title": literal(label), "zeroline": False},
        hovermode="x unified",
        showlegend=False,
    )
