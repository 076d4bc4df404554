"""Words of a few classes as dots, in two pictures side by side with the same colours."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from embviz.charts.data import ABOVE, HUES, base_layout, brief, literal
from embviz.types import Floating, Ids

HEIGHT_PX = 320
MARKS = ("circle", "square", "diamond", "cross", "x", "triangle-up", "star")
NAMED = 2  # words of each class that are written beside their dots: the commonest


@dataclass(frozen=True, eq=False)
class Panel:
    """One picture."""

    title: str
    xy: Floating  # (n, 2)


def classes_of_words(
    panels: Sequence[Panel], words: Sequence[str], of: Ids, names: Sequence[str]
) -> go.Figure:
    """Draw n words, each of the class (n,) whose name is given, in each of the panels."""
    figure = make_subplots(1, len(panels), subplot_titles=[literal(each.title) for each in panels])
    for column, panel in enumerate(panels, 1):
        for i, name in enumerate(names):
            own = [j for j, each in enumerate(of) if each == i]
            figure.add_scatter(
                x=[round(float(panel.xy[j, 0]), 3) for j in own],
                y=[round(float(panel.xy[j, 1]), 3) for j in own],
                text=[literal(brief(words[j])) if k < NAMED else "" for k, j in enumerate(own)],
                customdata=[literal(words[j]) for j in own],
                mode="markers+text",
                textposition="top center",
                textfont={"size": 11},
                name=literal(name),
                legendgroup=name,
                showlegend=column == 1,
                marker={
                    "color": HUES[i % len(HUES)],
                    "symbol": MARKS[(i // len(HUES) + i) % len(MARKS)],
                    "size": 7,
                },
                hovertemplate="%{customdata}<extra>%{fullData.name}</extra>",
                row=1,
                col=column,
            )
    plain = {"showgrid": False, "zeroline": False, "showticklabels": False}
    figure.update_xaxes(**plain).update_yaxes(**plain)
    return figure.update_layout(base_layout(HEIGHT_PX)).update_layout(legend={**ABOVE, "y": 1.12})
