"""Fourth: what η does, from too small to too large."""

import numpy as np
import streamlit as st

from embviz import arrow_charts
from embviz.inside.step import Step, losses_at
from embviz.ui.asking import answers
from embviz.ui.inside.example import Example
from embviz.ui.texts import lesson, say

RATES = np.logspace(-3, 3, 49)

HEIGHT = 330


def show(told: Example, step: Step) -> None:
    """Draw the view."""
    _curve(step)
    st.markdown(lesson("inside-rate"))


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
