"""What settings do, as figures: a measure by the values of one, a line for each value of another.

Values stand at equal distances, as they were chosen: of d, each is often twice the one before. The
axes know all that will come, or begin and end at round numbers, so that they seldom move while
points come in.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from embviz.charts.bands import Look, Reach, line
from embviz.charts.data import (
    ABOVE,
    COLOURBAR,
    HUES,
    MARGIN_PX,
    NUMBERED,
    PLAIN,
    ROW_PX,
    base_layout,
    literal,
)
from embviz.measures.pip_curves import PipParts
from embviz.measures.sweeps import Band

HEIGHT_PX = 340
LOOKS = tuple(
    Look(colour, dash, mark)
    for colour, dash, mark in zip(
        HUES,
        ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "solid"),
        ("circle", "square", "diamond", "triangle-up", "x", "star", "circle-open"),
        strict=True,
    )
)
"""As many lines can be told apart."""

FAINT = 0.9  # how much of a single run is left: seen on black, too
SEEDS = 3  # below so many a band is wider than it says anything
ROUNDING = 1e-6  # of numbers: what lies nearer to one another is equal
PIP_NAMES = ("bias", "variance", "total")
GREY = {"width": 1, "dash": "dot", "color": "#888"}

Write = Callable[[float], str]


@dataclass(frozen=True)
class Axes:
    """What the axes of a figure are.

    Attributes:
        setting: What the setting is called.
        values: All of its values that will be there.
        label: What the measure is called.
        write: How one of its numbers is written.
        span: What the axis shows at least; None: as numbers come.
        percent: Whether its numbers are shares.
    """

    setting: str
    values: Sequence[float]
    label: str
    write: Write
    span: tuple[float, float] | None = None
    percent: bool = False


@dataclass(frozen=True)
class Line:
    """What is known of a measure along one setting.

    Attributes:
        bands: By the value of the setting.
        runs: Each run, as value and number.
        name: The value of the other setting, if there is one.
    """

    bands: Mapping[float, Band]
    runs: Sequence[tuple[float, float]] = ()
    name: str = ""


@dataclass(frozen=True)
class Mark:
    """A value that something is said of, or a level that chance reaches."""

    at: float
    said: str


def sweep_curves(
    lines: Sequence[Line],
    axes: Axes,
    *,
    elbow: Mark | None = None,
    chance: Mark | None = None,
) -> go.Figure:
    """Draw the means of a measure with their intervals, and each run as a dot.

    Args:
        lines: One, or one for each value of another setting: as many as there are looks.
        axes: Theirs.
        elbow: A value of the setting that is marked.
        chance: A number of the measure that is marked.
    """
    figure = go.Figure(layout=base_layout(HEIGHT_PX))
    for each, look in zip(lines, LOOKS, strict=False):
        _runs(figure, each, look)
        bands = each.bands.items()
        reaches = [Reach(named(x), *_rounded(band)) for x, band in bands]
        written = [_written(band, axes.write) for _, band in bands]
        line(figure, reaches, look, literal(each.name or axes.label), written)
    if elbow is not None and elbow.at in axes.values:
        x = [*axes.values].index(elbow.at)
        figure.add_vline(x=x, line=GREY, annotation=_note(elbow.said))
    if chance is not None and not math.isnan(chance.at):
        figure.add_hline(y=chance.at, line=GREY, annotation=_note(chance.said))
    return _laid_out(figure, axes, _seen(lines), len(lines) > 1)


def pip_parts(parts: Sequence[PipParts], names: Mapping[str, str], axes: Axes) -> go.Figure:
    """Draw bias, variance and their sum by rising dimension; each has a name."""
    figure = go.Figure(layout=base_layout(HEIGHT_PX))
    for name, look in zip(PIP_NAMES, (LOOKS[0], LOOKS[1], LOOKS[2]), strict=True):
        numbers = [round(float(getattr(part, name)), 6) for part in parts]
        reaches = [
            Reach(named(part.d), number, math.nan, math.nan)
            for part, number in zip(parts, numbers, strict=True)
        ]
        line(figure, reaches, look, literal(names[name]), [*map(axes.write, numbers)])
    return _laid_out(figure, axes, [part.total for part in parts], True)


def sweep_cells(
    lines: Sequence[Line], axes: Axes, other: str, others: Sequence[float]
) -> go.Figure:
    """Draw the means of a measure as cells, by the values of two settings.

    Args:
        lines: For each value of the other setting.
        axes: The first setting, and the measure.
        other: What the other setting is called.
        others: Its values.
    """
    cells = [[each.bands.get(x) for x in axes.values] for each in lines]
    few = len(axes.values) <= NUMBERED
    texts = [["" if cell is None else _written(cell, axes.write) for cell in row] for row in cells]
    shown = [["" if cell is None else axes.write(cell.mean) for cell in row] for row in cells]
    map_ = go.Heatmap(
        x=[*map(named, axes.values)],
        y=[*map(named, others)],
        z=[[None if cell is None else round(cell.mean, 6) for cell in row] for row in cells],
        colorscale="Viridis",
        colorbar={**COLOURBAR, "title": {"text": literal(axes.label), "font": {"size": 12}}},
        customdata=texts,
        hovertemplate="%{x} · %{y}<br>%{customdata}<extra></extra>",
    )
    if few:
        map_.update(text=shown, texttemplate="%{text}")
    place = {"type": "category", **PLAIN}
    return go.Figure(map_, base_layout(ROW_PX * len(cells) + 2 * MARGIN_PX)).update_layout(
        xaxis={**place, "title": literal(axes.setting)},
        yaxis={**place, "title": literal(other)},
    )


def named(value: float) -> str:
    """Give the name of a place on an axis of values.

    >>> named(25), named(0.0001)
    ('25', '0.0001')
    """
    return f"{value:.10g}"


def still(low: float, high: float) -> list[float]:
    """Give round ends of an axis that holds numbers from the one to the other.

    >>> still(1.63, 2.44)
    [1.6, 2.6]
    """
    most = max(1.0, abs(low), abs(high))
    span = high - low if high - low > ROUNDING * most else most
    power = 10.0 ** math.floor(math.log10(span))
    step = next(part * power for part in (5, 2, 1, 0.5, 0.2) if span >= 2 * part * power)
    return [
        round(math.floor(low / step) * step, 10),
        round(math.ceil(high / step) * step, 10),
    ]


def _runs(figure: go.Figure, each: Line, look: Look) -> None:
    """Each run as a small dot."""
    figure.add_scatter(
        x=[named(x) for x, _ in each.runs],
        y=[round(y, 6) for _, y in each.runs],
        mode="markers",
        marker={"size": 5, "color": look.colour, "opacity": FAINT},
        hoverinfo="skip",
        showlegend=False,
        legendgroup=literal(each.name),
    )


def _rounded(band: Band) -> tuple[float, float, float]:
    low, high = (band.low, band.high) if band.n >= SEEDS else (math.nan, math.nan)
    return round(band.mean, 6), round(low, 6), round(high, 6)


def _written(band: Band, write: Write) -> str:
    """A mean with its interval, where it has one."""
    mean = write(band.mean)
    return mean if math.isnan(band.low) else f"{mean} ({write(band.low)} … {write(band.high)})"


def _seen(lines: Sequence[Line]) -> list[float]:
    """All numbers that are drawn."""
    ends = (_rounded(band) for each in lines for band in each.bands.values())
    drawn = [number for three in ends for number in three if not math.isnan(number)]
    return drawn + [number for each in lines for _, number in each.runs]


def _note(said: str) -> dict[str, object]:
    return {"text": literal(said), "font": {"size": 12}}


def _laid_out(figure: go.Figure, axes: Axes, seen: Iterable[float], legend: bool) -> go.Figure:
    numbers = [*seen, *(axes.span or ())]
    places = [*map(named, axes.values)]
    yaxis: dict[str, object] = {"title": literal(axes.label), "zeroline": False}
    yaxis |= {"range": still(min(numbers), max(numbers))} if numbers else {"showticklabels": False}
    return figure.update_layout(
        xaxis={
            **{"title": literal(axes.setting), "zeroline": False, "type": "category"},
            **{"categoryorder": "array", "categoryarray": places},
            **{"tickvals": places, "range": [-0.3, len(places) - 0.7]},
        },
        yaxis=yaxis | ({"tickformat": ".0%"} if axes.percent else {}),
        hovermode="x unified",
        showlegend=legend,
        legend=ABOVE,
    )
