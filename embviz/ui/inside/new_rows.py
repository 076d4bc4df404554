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
    left, right = st.columns(2)
    for column, letter in ((left, formulas.V_I), (right, formulas.U_O)):
        column.latex(formulas.descent(letter, step.rate), help=say("inside", "symbols.descent"))
    if step.finite:
        _strips(told, step)


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
