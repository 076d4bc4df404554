"""Third: the rows before the step, what is added, the rows after it; and what η does."""

import numpy as np
import streamlit as st

from embviz import arrow_charts, step_charts
from embviz.inside.step import Step, losses_at
from embviz.ui.asking import answers
from embviz.ui.inside import formulas
from embviz.ui.inside.example import Example
from embviz.ui.texts import lesson, say

SHOWN = 9
"""Rows that are drawn."""

RATES = np.logspace(-3, 3, 61)

HEIGHT = 250


def show(told: Example, step: Step) -> None:
    """Draw the view."""
    if step.finite:
        _strips(told, step)
    left, right = st.columns([6, 5], gap="medium")
    with left:
        _curve(step)
    with right:
        st.latex(formulas.descent(formulas.V_I, step.rate), help=say("inside", "symbols.descent"))
        st.latex(formulas.descent(formulas.U_O, step.rate), help=say("inside", "symbols.descent"))
        st.markdown(lesson("inside-rate"))


def _strips(told: Example, step: Step) -> None:
    inputs = [told.word(int(i)) for i in step.before.inputs][: SHOWN // 3]
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


def _curve(step: Step) -> None:
    figure = arrow_charts.loss_over_rate(
        RATES.tolist(),
        losses_at(step.before, RATES.tolist()),
        step.rate,
        step.loss,
        (
            say("inside", "rows.rate"),
            say("inside", "rows.loss"),
            say("inside", "rows.level"),
        ),
        HEIGHT,
    )
    answers.chart(figure, alt=say("inside", "rows.curve_alt"), key="inside.chart.rate")
