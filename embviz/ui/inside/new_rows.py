"""Third: the rows before the step, what is added, the rows after it."""

import numpy as np
import streamlit as st

from embviz import step_charts
from embviz.inside.step import Step
from embviz.ui.asking import answers
from embviz.ui.inside import formulas
from embviz.ui.inside.example import Example
from embviz.ui.texts import say

SHOWN = 8
"""Rows that are drawn."""


def show(told: Example, step: Step) -> None:
    """Draw the view."""
    _formulas(told, step)
    if step.finite:
        _strips(told, step)


def _formulas(told: Example, step: Step) -> None:
    """Say how rows move; and of rows that make up a mean, what is left out."""
    h, true, row, _ = told.letters
    m = len(told.inputs)
    help_ = say("inside", "symbols.descent")
    shared = row != h
    columns = iter(st.columns(3 if shared else 2, vertical_alignment="center"))
    next(columns).latex(formulas.descent(row, step.rate, by=h), help=help_)
    if shared:
        share = formulas.share(told.letters, m)
        next(columns).latex(share, help=say("inside", "symbols.share"))
    next(columns).latex(formulas.descent(true, step.rate), help=help_)
    if shared and m > 1:
        key = "rows.undivided_bag" if told.averaged else "rows.undivided_pieces"
        st.caption(say("inside", key, n=m))


def _strips(told: Example, step: Step) -> None:
    inputs = list(told.inputs[: SHOWN // 3])
    outputs = told.outputs()[: SHOWN - len(inputs)]
    roles = ["input"] * len(inputs) + ["target"] + ["negative"] * (len(outputs) - 1)
    before, after = (
        np.vstack([parts.v[: len(inputs)], parts.u[: len(outputs)]])
        for parts in (step.before, step.after)
    )
    titles = tuple(say("inside", f"rows.{key}") for key in ("before", "change", "after"))
    figure = step_charts.update(
        [*inputs, *outputs], roles, before, after - before, after, (titles[0], titles[1], titles[2])
    )
    answers.chart(figure, alt=say("inside", "rows.alt"), key="inside.chart.update")
