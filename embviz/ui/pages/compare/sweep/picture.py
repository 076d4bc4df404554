"""The picture of a sweep in one measure, and the same to take along."""

import plotly.graph_objects as go
import streamlit as st

from embviz.charts.data import standalone
from embviz.charts.sweeps import (
    PIP_NAMES,
    Axes,
    Mark,
    named,
    pip_parts,
    sweep_cells,
    sweep_curves,
)
from embviz.measures.comparable import LEARNING
from embviz.measures.pip_curves import PipCurve
from embviz.measures.sweeps import Table
from embviz.ui.ask import answers
from embviz.ui.pages.compare.sweep import answer, lines, measures
from embviz.ui.pages.compare.sweep.lines import Lie
from embviz.ui.pages.compare.sweep.measures import MEASURES, PIP_CURVE
from embviz.ui.state.measured import Measured
from embviz.ui.state.remembered import remember
from embviz.ui.texts import say

PERCENT = {PIP_CURVE, "pip_share"}


def draw(measured: Measured, table: Table, how: Lie, measure: str) -> None:
    """Draw a measure, and what it says."""
    if measure == PIP_CURVE:
        _bias_and_variance(measured, table)
        return
    answer.tell_best(measured, table, measure)
    if measure == "loss" and not _comparable(measured, how):
        st.caption(say("compare", "settings.lines"))
    drawn = lines.of(measured, table, measure, how)
    axes = _axes(measured, how, measure)
    if how.other is not None and how.cells:
        other = lines.setting_label(measured, how.other)
        _shown(measured, sweep_cells(drawn, axes, other, how.others), measure)
        return
    at = answer.elbow_at(table, how) if measure == "loss" else None
    elbow = None
    if at is not None:
        elbow = Mark(at, say("compare", "settings.elbow", at=named(at)))
    level = measures.chance(measured, measure)
    chance = None if level is None else Mark(level, say("compare", "settings.chance"))
    _shown(measured, sweep_curves(drawn, axes, elbow=elbow, chance=chance), measure)


def _comparable(measured: Measured, how: Lie) -> bool:
    """Whether losses of different lines measure the same predictions."""
    return how.other is None or measured.job.settings[how.other] in LEARNING


def _bias_and_variance(measured: Measured, table: Table) -> None:
    """The PIP loss in its two parts, of each value of the other setting that is chosen."""
    along = measured.job.settings.index("dimension")
    other = next((i for i in range(len(measured.job.settings)) if i != along), None)
    where: dict[str, float] = {}
    if other is not None:
        values = sorted({place.values[other] for place in measured.job.places})
        name = lines.setting_label(measured, other)
        chosen = st.selectbox(name, values, format_func=named, key="compare.pip_where")
        where = {measured.job.settings[other]: chosen}
    question = "pip curve", measured.job.hash, len(table), tuple(where.items())
    curve: PipCurve = remember(question, lambda: table.pip_curve(where))
    answer.tell_pip(curve)
    values_ = tuple(sorted({place.values[along] for place in measured.job.places}))
    axes = _axes(measured, Lie(along, values_), PIP_CURVE)
    names = {name: say("compare", f"settings.pip.{name}") for name in PIP_NAMES}
    _shown(measured, pip_parts(curve.parts, names, axes), PIP_CURVE)


def _axes(measured: Measured, how: Lie, measure: str) -> Axes:
    return Axes(
        lines.setting_label(measured, how.along),
        how.values,
        measures.label(measured, measure),
        MEASURES[measure].write,
        MEASURES[measure].span,
        measure in PERCENT,
    )


def _shown(measured: Measured, figure: go.Figure, measure: str) -> None:
    """Draw a figure, and offer it."""
    name = f"sweep-{'-'.join(measured.job.settings)}-{measure.replace('_', '-')}"
    alt = say("compare", "settings.alt", measure=measures.label(measured, measure))
    answers.chart(figure, alt=alt, key="compare.chart", file=name)
    st.download_button(
        say("compare", "settings.html"),
        lambda: standalone(figure),
        file_name=f"{name}.html",
        mime="text/html",
        on_click="ignore",
        key="compare.html",
        type="tertiary",
        icon=":material/download:",
    )
