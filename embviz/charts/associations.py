"""An association test as a figure: each target word on the way from one end to the other."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from embviz.charts.data import ABOVE, HUES, base_layout, brief, literal
from embviz.measures.association import Part

ROW_PX, MARGIN_PX = 19, 110  # height of a word, and of what is around all of them
LOOKS: Mapping[str, tuple[str, str]] = {"X": (HUES[0], "circle"), "Y": (HUES[1], "diamond")}
"""The colour and the mark of each list: told apart without colours, too."""

EDGE = 0.06  # room beside the outermost words, as a share of the axis
LEAST = 0.05  # length of the axis, where all words are at zero
FAINT = "#888"


def associations(targets: Sequence[Part], names: Mapping[str, str], *, label: str) -> go.Figure:
    """Draw s(w) of each word of X and Y: the nearer to A the farther right, and the higher.

    Args:
        targets: The words, in any order.
        names: What X, Y, A and B are called; A and B name the ends of the axis.
        label: Below the axis.
    """
    ordered = sorted(targets, key=lambda part: -part.association)
    figure = go.Figure(layout=base_layout(ROW_PX * len(ordered) + MARGIN_PX))
    for each, (colour, mark) in LOOKS.items():
        own = [(row, part) for row, part in enumerate(ordered) if part.list == each]
        name = literal(names[each])
        figure.add_scatter(
            x=[round(part.association, 4) for _, part in own],
            y=[row for row, _ in own],
            mode="markers",
            name=name,
            marker={"color": colour, "symbol": mark, "size": 10},
            customdata=[(literal(part.word), round(part.contribution, 3)) for _, part in own],
            hovertemplate="%{customdata[0]}<br>s = %{x:.3f} · d: %{customdata[1]:+.3f}"
            "<extra>%{fullData.name}</extra>",
        )
        mean = float(np.mean([part.association for _, part in own]))
        figure.add_vline(x=round(mean, 4), line={"width": 2, "dash": "dash", "color": colour})
    figure.add_vline(x=0, line={"width": 1, "color": FAINT}, layer="below")
    for text, x, anchor in ((f"← {names['B']}", 0, "left"), (f"{names['A']} →", 1, "right")):
        figure.add_annotation(
            **{"text": f"<b>{literal(text)}</b>", "x": x, "xref": "paper", "xanchor": anchor},
            **{"y": 0, "yref": "paper", "yanchor": "top", "yshift": -22, "showarrow": False},
        )
    rows = {"tickvals": list(range(len(ordered))), "range": [len(ordered) - 0.4, -0.6]}
    words = [literal(brief(part.word)) for part in ordered]
    return figure.update_layout(
        xaxis={"title": {"text": label, "standoff": 26}, "range": _range(ordered)},
        yaxis={**rows, "ticktext": words, "zeroline": False, "tickfont": {"size": 13}},
        legend=ABOVE,
        showlegend=True,
    )


def _range(parts: Sequence[Part]) -> list[float]:
    """All associations, and zero, with some room beside them."""
    values = [0.0, *(part.association for part in parts)]
    room = EDGE * max(max(values) - min(values), LEAST)
    return [round(min(values) - room, 4), round(max(values) + room, 4)]
