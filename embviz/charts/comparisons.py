"""How two models differ, as figures: change by frequency, and both places of words in one plane."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from embviz.charts.data import ABOVE, HUES, PLAIN, base_layout, brief, literal
from embviz.measures.both_places import Places
from embviz.measures.comparison import Comparison
from embviz.types import Counts, Float64

CHANGE_PX, CLOUDS_PX = 360, 460
FAINT, LINE = "#999999", "#888888"
BEYOND, SELECTED = HUES[1], HUES[2]
DIGITS = 4
MOST_PARTED = 10_000  # times the least number of an axis: up to here it has 20 and 50 besides 10
DOTS = 3000  # words that a picture shows, so that a browser keeps up
WIDTH_PX, LETTER_PX, ROW_PX = 520, 8, 18  # of a picture, a letter and a line of names, about


@dataclass(frozen=True)
class Labels:
    """What a picture of change by frequency says.

    Attributes:
        frequency: What the horizontal axis is.
        change: What the vertical axis is.
        line: What the noise line is called.
        beyond: What words above it are called.
        within: What all other words are called.
    """

    frequency: str
    change: str
    line: str
    beyond: str
    within: str


def judged(found: Comparison) -> Float64:
    """How far each word changed, (m,): in multiples of the noise line where it is known, else 1
    less the cosine, else the share of neighbours.
    """
    if found.noise is not None:
        return found.noise.judge.times
    return found.changed.astype(np.float64) if found.cosine is None else 1 - found.cosine


def drawn(found: Comparison) -> Counts:
    """Which words have dots, as their rows: all, or of very many the most changed, and of the
    others some at even distances by their frequency.
    """
    if len(found) <= DOTS:
        return np.arange(len(found))
    first, rest = np.arange(DOTS // 3), np.arange(DOTS // 3, len(found))
    by_frequency = rest[np.argsort(found.places[rest], kind="stable")]
    some = np.linspace(0, len(rest) - 1, DOTS - len(first)).astype(np.int64)
    return np.concatenate([first, np.sort(by_frequency[some])])


def change_by_frequency(
    found: Comparison, labels: Labels, named: Collection[str], marked: str | None = None
) -> go.Figure:
    """Draw each word as a dot: how often it stands, and how far it changed.

    Where other seeds are known, 1 is the line that none of them passes. Where nobody knows how
    often words stand, they come by their places, 1 for the most frequent.

    Args:
        found: What was compared.
        labels: What the picture says.
        named: Words that have their names beside them.
        marked: A word in a colour of its own.
    """
    figure = go.Figure(layout=base_layout(CHANGE_PX))
    x = found.places + 1 if found.counts is None else found.counts
    y = judged(found).round(DIGITS)
    beyond = np.zeros(len(found), bool) if found.noise is None else found.noise.beyond
    seen = drawn(found)
    for which, name, colour in (
        (seen[~beyond[seen]], labels.within, HUES[0] if found.noise is None else FAINT),
        (seen[beyond[seen]], labels.beyond, BEYOND),
    ):
        if len(which):
            _dots(figure, found.words, x, y, which, literal(name), colour)
    places = {word: i for i, word in enumerate(found.words)}
    if marked in places:
        marking = [places[marked]]
        figure.add_scatter(
            **{"x": x[marking], "y": y[marking], "mode": "markers", "hoverinfo": "skip"},
            marker={"size": 13, "color": "rgba(0,0,0,0)", "line": {"width": 3, "color": SELECTED}},
            showlegend=False,
        )
    _names(figure, [places[word] for word in named if word in places], found.words, x, y)
    if found.noise is not None:
        figure.add_hline(
            **{"y": 1, "line": {"width": 2, "dash": "dash", "color": LINE}},
            **{"annotation_text": literal(labels.line), "annotation_position": "top left"},
        )
    across = {"title": literal(labels.frequency), "type": "log", "zeroline": False, **written(x)}
    if found.counts is None:
        across["autorange"] = "reversed"
    return figure.update_layout(
        xaxis=across,
        yaxis={"title": literal(labels.change), "zeroline": False},
        showlegend=found.noise is not None,
        legend=ABOVE,
    )


def written(numbers: Counts) -> dict[str, object]:
    """Ticks of a logarithmic axis as whole numbers, so that 20 is not read as 2.

    >>> written(np.array([3, 300]))["ticktext"]
    ['5', '10', '20', '50', '100', '200']
    """
    low, high = max(1, int(numbers.min())), max(1, int(numbers.max()))
    parts = (1, 2, 5) if high < MOST_PARTED * low else (1,)
    ticks = [part * 10**power for power in range(len(str(high))) for part in parts]
    shown = [tick for tick in ticks if low <= tick <= high]
    return {"tickvals": shown or [low], "ticktext": [f"{tick:,}" for tick in shown or [low]]}


def _dots(
    figure: go.Figure,
    words: Sequence[str],
    x: Counts,
    y: Float64,
    which: Counts,
    name: str,
    colour: str,
) -> None:
    figure.add_scatter(
        x=x[which],
        y=y[which],
        customdata=[literal(brief(words[i])) for i in which],
        mode="markers",
        name=name,
        marker={"size": 6, "color": colour, "opacity": 0.7},
        hovertemplate="%{customdata}<br>%{y:.3f}<extra></extra>",
    )


def _names(
    figure: go.Figure, which: Sequence[int], words: Sequence[str], x: Counts, y: Float64
) -> None:
    """Names beside dots, those that come first before others that would lie over them."""
    across = np.log10(np.maximum(x.astype(np.float64), 1.0))
    names = [brief(words[i]) for i in which]
    which = [which[i] for i in apart(_shares(across)[which], _shares(y)[which], names, CHANGE_PX)]
    figure.add_scatter(
        x=[x[i] for i in which],
        y=[y[i] for i in which],
        text=[literal(brief(words[i])) for i in which],
        **{"mode": "text", "textposition": "top center", "cliponaxis": False},
        **{"hoverinfo": "skip", "showlegend": False},
    )


def apart(x: Float64, y: Float64, names: Sequence[str], height: int) -> list[int]:
    """Which names have room: each in turn, unless it would lie over one before it.

    Args:
        x: Where they are across the picture, 0 to 1.
        y: How high, 0 to 1.
        names: What is written there, around its x.
        height: Of the picture, in pixels.
    """
    kept: list[int] = []
    for i, name in enumerate(names):
        beside = (
            abs(x[i] - x[j]) * WIDTH_PX > LETTER_PX * (len(name) + len(names[j])) / 2
            or abs(y[i] - y[j]) * height > ROW_PX
            for j in kept
        )
        if all(beside):
            kept.append(i)
    return kept


def _shares(values: Float64) -> Float64:
    """Where numbers lie between the least and the greatest, 0 to 1."""
    low, high = float(values.min()), float(values.max())
    shares: Float64 = (values - low) / ((high - low) or 1.0)
    return shares


def two_clouds(
    places: Places,
    lines: Collection[str],
    names: tuple[str, str],
    marked: str | None = None,
) -> go.Figure:
    """Draw both places of words in one plane, and a line from the first to the second of some.

    Args:
        places: Where they are.
        lines: Words that have a line, and their name at its end.
        names: What the two models are called.
        marked: A word whose line has a colour of its own.
    """
    figure = go.Figure(layout=base_layout(CLOUDS_PX))
    looks = (("circle-open", HUES[0]), ("circle", HUES[4]))
    for rows, name, (symbol, colour) in zip(
        (places.first, places.second), names, looks, strict=True
    ):
        figure.add_scatter(
            **{"x": rows[:, 0].round(DIGITS), "y": rows[:, 1].round(DIGITS), "mode": "markers"},
            name=literal(name),
            customdata=[literal(brief(word)) for word in places.words],
            marker={"symbol": symbol, "color": colour, "size": 6, "opacity": 0.65},
            hovertemplate="%{customdata}<extra>%{fullData.name}</extra>",
        )
    drawn = [i for i, word in enumerate(places.words) if word in lines]
    for chosen, colour in (
        ([i for i in drawn if places.words[i] != marked], LINE),
        ([i for i in drawn if places.words[i] == marked], SELECTED),
    ):
        _lines(figure, places, chosen, colour)
    bare = {"visible": False, **PLAIN}
    return figure.update_layout(xaxis=bare, yaxis={**bare, "scaleanchor": "x"}, legend=ABOVE)


def _lines(figure: go.Figure, places: Places, which: Sequence[int], colour: str) -> None:
    """Lines from the first places to the second, with the words at their ends."""
    if not which:
        return
    ways = [(places.first[i], places.second[i]) for i in which]
    hidden = {"hoverinfo": "skip", "showlegend": False}
    x, y = (
        [end for way in ways for end in (*(round(float(at[k]), DIGITS) for at in way), None)]
        for k in (0, 1)
    )
    figure.add_scatter(x=x, y=y, mode="lines", line={"width": 1.5, "color": colour}, **hidden)
    names = [brief(places.words[i]) for i in which]
    across, up = (_shares(places.second[:, k])[which] for k in (0, 1))
    named = apart(across, up, names, CLOUDS_PX)
    figure.add_scatter(
        x=[round(float(ways[i][1][0]), DIGITS) for i in named],
        y=[round(float(ways[i][1][1]), DIGITS) for i in named],
        text=[literal(names[i]) for i in named],
        **{"mode": "text", "textposition": "top center", "cliponaxis": False},
        **hidden,
    )
