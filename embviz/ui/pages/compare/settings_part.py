"""Which value of a setting? The same model trained with several of them, over seeds."""

import math
import re
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import streamlit as st

from embviz.charts.sweeps import sweep_curve
from embviz.jobs.sweeps import MOST_SEEDS, SEEDS, Sweep
from embviz.measures.sweeps import Elbow, Table
from embviz.training.run import Run
from embviz.ui.ask import answers, progress
from embviz.ui.sidebar.inputs import number
from embviz.ui.state import measuring
from embviz.ui.state.measured import Measured
from embviz.ui.state.remembered import remember
from embviz.ui.state.tab import Tab
from embviz.ui.texts import model_name, say
from embviz.ui.widgets import polling
from embviz.ui.widgets.number_format import short

POLL_S = 0.7
EXAMPLE = {"dimension": "2, 5, 10, 25, 50, 100"}
_SETTING, _VALUES, _SEEDS = "compare.setting", "compare.values", "compare.seeds"


def show(tab: Tab) -> None:
    """Draw the part."""
    run = tab.source.run if tab.source is not None else None
    if run is None:
        st.markdown(say("compare", "settings.no_text"))
        return
    st.markdown(say("compare", "settings.help", model=model_name(run.model.name)))
    job = _chosen(run)
    if job is None:
        return
    measured = measuring.find(job)
    if measured is None:
        begin = st.button(say("compare", "settings.begin"), key="compare.begin", type="primary")
        if begin:
            measuring.begin(job)
            st.rerun()
        return
    measured.watch()
    polling.poll(lambda: _look(measured), lambda: measured.busy, every_s=POLL_S)


def _chosen(run: Run) -> Sweep | None:
    """Draw the inputs; what they ask for, or None where it makes no sense."""
    names = [each.name for each in fields(run.model) if each.metadata]
    left, right, last = st.columns([2, 3, 1])
    setting = left.selectbox(
        say("compare", "settings.setting"),
        names,
        key=_SETTING,
        format_func=lambda name: say("settings", f"{run.model.name}.{name}.label"),
        persist_state="session",
    )
    st.session_state.setdefault(_VALUES, EXAMPLE["dimension"])
    typed = right.text_input(
        say("compare", "settings.values"), key=_VALUES, persist_state="session"
    )
    st.session_state.setdefault(_SEEDS, SEEDS)
    seeds = number(last, "compare", "settings.seeds.label", 1, MOST_SEEDS, _SEEDS)
    values = [float(each) for each in re.split(r"[,;\s]+", typed.strip())]
    whole = tuple(int(value) if value.is_integer() else value for value in values)
    question = "sweep", run.hash, setting, whole, seeds
    return remember(question, lambda: _sweep(run, setting, whole, int(seeds)))


def _sweep(run: Run, setting: str, values: Sequence[float], seeds: int) -> Sweep:
    swept: dict[str, Any] = {setting: values}
    return Sweep.of(run.model, run.corpus, seeds=seeds, **swept)


def _look(measured: Measured) -> None:
    measured.watch()
    progress.draw(measured, "compare.settings")
    table = measured.table
    if len(table):
        _picture(measured, table)
        for elbow in table.elbows:
            st.markdown(_worded(elbow))


def _picture(measured: Measured, table: Table) -> None:
    values = sorted({place.values[0] for place in measured.job.places})
    loss, name = say("compare", "settings.loss"), setting_name(measured)
    figure = sweep_curve(table.bands(), name, values, label=loss)
    answers.chart(figure, alt=say("compare", "settings.alt"), key="compare.chart")


def setting_name(measured: Measured) -> str:
    """Give what the page calls the setting that is swept."""
    job = measured.job
    return say("settings", f"{job.places[0].model.name}.{job.settings[0]}.label")


def _worded(elbow: Elbow) -> str:
    facts = {
        name: short(value)
        for name, value in (("gain", elbow.gain), ("differ", elbow.seeds_differ))
        if not math.isnan(value)
    }
    return say("compare", f"settings.said.{elbow.reason}", at=f"{elbow.at:g}", **facts)
