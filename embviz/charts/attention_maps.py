"""Attention as heat maps: where each word of a sentence looks, a picture for each head."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from embviz.charts.data import PLAIN, ROW_PX, brief, literal
from embviz.types import Floating

SCALE = ((0, "rgba(0, 114, 178, 0)"), (1, "rgba(0, 114, 178, 1)"))
AROUND_PX = 130
BETWEEN = 0.08


def attention(words: Sequence[str], A: Floating, titles: Sequence[str]) -> go.Figure:
    """Draw the weights of attention (h, T, T) over T words: a row looks, a column is looked at."""
    heads, T, _ = A.shape
    most = round(float(A.max(initial=1e-3)), 3)  # the darkest, so that small weights are seen, too
    gap = BETWEEN if heads < 5 else BETWEEN / 4
    figure = make_subplots(1, heads, subplot_titles=list(titles), horizontal_spacing=gap)
    names = [literal(brief(word)) for word in words]
    axis = {**PLAIN, "tickvals": list(range(T)), "ticktext": names}
    for head in range(heads):
        figure.add_heatmap(
            z=np.round(A[head].astype(np.float64), 3),
            **{"zmin": 0, "zmax": most, "colorscale": SCALE, "showscale": False},
            customdata=[[(a, b) for b in names] for a in names],
            hovertemplate="%{customdata[0]} → %{customdata[1]}: %{z:.2f}<extra></extra>",
            **{"xgap": 1, "ygap": 1, "row": 1, "col": head + 1},
        )
    figure.update_xaxes(**axis, tickangle=-60)
    figure.update_yaxes(**axis, autorange="reversed")
    for head in range(1, heads):
        figure.update_yaxes(showticklabels=False, row=1, col=head + 1)
    margin = {"l": 8, "r": 8, "t": 32, "b": 8}
    return figure.update_layout(height=ROW_PX * T + AROUND_PX, margin=margin)
