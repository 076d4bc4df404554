"""The table of a sweep: a row for each value, and all runs to take along."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import streamlit as st

from embviz.measures.sweeps import Band, Table
from embviz.ui.ask import answers
from embviz.ui.pages.compare.sweep import lines, measures
from embviz.ui.state.measured import Measured
from embviz.ui.texts import say

DIGITS = 4
COSTS = ("seconds", "parameters", "bytes")
SPREAD = ("loss", "agreement")  # whose intervals have a column


def draw(measured: Measured, table: Table) -> None:
    """Draw the table, and offer the rows of all runs."""
    st.dataframe(
        columns(measured, table), hide_index=True, alt=say("compare", "settings.table_alt")
    )
    names = [*table[0]] if len(table) else []
    runs = {name: [_cell(row[name]) for row in table] for name in names}
    answers.download(
        runs,
        name=f"sweep-{'-'.join(table.settings)}",
        label=say("compare", "settings.rows", runs=len(table)),
    )


def columns(measured: Measured, table: Table) -> answers.Columns:
    """A column for each setting and each measure that is known, a row for each setting's values."""
    every = sorted({point.values for point in table.points})
    found: dict[str, Sequence[object]] = {
        lines.setting_label(measured, i): [values[i] for values in every]
        for i in range(len(table.settings))
    }
    for name in measures.there(measured):
        if name != measures.PIP_CURVE and (bands := table.bands(name)):
            by_values = {band.values: band for band in bands}
            known = [by_values.get(values) for values in every]
            found |= _columns(measures.label(measured, name), name, known)
    return found


def _columns(
    heading: str, name: str, bands: Sequence[Band | None]
) -> Mapping[str, Sequence[object]]:
    """The means of a measure; of those that are compared, half of the intervals as well."""
    write = measures.MEASURES[name].write if name in COSTS else lambda x: round(x, DIGITS)
    means = {heading: [None if band is None else write(band.mean) for band in bands]}
    if name not in SPREAD:
        return means
    key = "spread_loss" if name == "loss" else "spread"
    spread = say("compare", f"settings.{key}", measure=heading)
    return means | {
        spread: [None if band is None else _half(band.low, band.high) for band in bands]
    }


def _half(low: float, high: float) -> float | None:
    return None if math.isnan(low) else round((high - low) / 2, DIGITS)


def _cell(value: object) -> object:
    """A number as it is written in a file; nothing where it is not known."""
    if isinstance(value, float | np.floating):
        return "" if math.isnan(value) else float(f"{value:.6g}")
    return value
