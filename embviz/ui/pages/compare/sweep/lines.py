"""A table of a sweep as lines: along the first setting, one for each value of the second."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from embviz.charts.sweeps import LOOKS, Line, named
from embviz.measures.sweeps import Band, Table
from embviz.ui.pages.compare.sweep import choice
from embviz.ui.state.measured import Measured


@dataclass(frozen=True)
class Lie:
    """Which setting lies along the axis of a picture, and which one makes lines.

    Attributes:
        along: Its place among the settings.
        values: Its values.
        other: The place of the other setting; None: there is none.
        others: Its values.
    """

    along: int
    values: tuple[float, ...]
    other: int | None = None
    others: tuple[float, ...] = ()

    @property
    def cells(self) -> bool:
        """Whether there are more lines than can be told apart."""
        return len(self.others) > len(LOOKS)


def lie(measured: Measured) -> Lie:
    """Lay the settings out: the one that was chosen first along, unless lines would be too many."""
    places = measured.job.places
    values = [
        tuple(sorted({place.values[i] for place in places}))
        for i in range(len(measured.job.settings))
    ]
    if len(values) == 1:
        return Lie(0, values[0])
    turned = len(values[1]) > len(LOOKS) >= len(values[0])
    along, other = (1, 0) if turned else (0, 1)
    return Lie(along, values[along], other, values[other])


def setting_label(measured: Measured, i: int) -> str:
    """Give what the page calls a setting of a sweep."""
    job = measured.job
    return choice.label(job.places[0].model.name, job.settings[i])


def of(measured: Measured, table: Table, measure: str, how: Lie) -> list[Line]:
    """Give a measure as lines."""
    bands, runs = table.bands(measure), _runs(table, measure)
    if how.other is None:
        return [Line({band.values[0]: band for band in bands}, [(x[0], y) for x, y in runs])]
    i, j = how.along, how.other
    name = setting_label(measured, j)
    return [
        Line(
            {band.values[i]: band for band in bands if band.values[j] == other},
            [(x[i], y) for x, y in runs if x[j] == other],
            f"{name}: {named(other)}",
        )
        for other in how.others
    ]


def where(measured: Measured, how: Lie, other: float) -> Mapping[str, float]:
    """Give the value of the other setting as tables take it."""
    return {} if how.other is None else {measured.job.settings[how.other]: other}


def of_values(bands: list[Band], measured: Measured) -> str:
    """Name the settings of bands: their values, one after the other."""
    between = ", " if len(measured.job.settings) == 1 else "; "
    return between.join(value(band.values, measured) for band in bands)


def value(values: tuple[float, ...], measured: Measured) -> str:
    """Write the values of the settings of a run."""
    if len(values) == 1:
        return named(values[0])
    names = [setting_label(measured, i) for i in range(len(values))]
    return ", ".join(f"{name} {named(x)}" for name, x in zip(names, values, strict=True))


def _runs(table: Table, measure: str) -> list[tuple[tuple[float, ...], float]]:
    rows = [(tuple(row[name] for name in table.settings), row[measure]) for row in table]
    return [(values, float(y)) for values, y in rows if not math.isnan(y)]
