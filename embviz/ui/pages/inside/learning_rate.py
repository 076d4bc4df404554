"""Fourth: what η does, from too small to too large."""

import numpy as np
import streamlit as st

from embviz.charts import arrows
from embviz.one_step.step import OneStep, losses_at, take
from embviz.ui.ask import answers
from embviz.ui.pages.inside.example import Example
from embviz.ui.texts import lesson, say

RATES = np.logspace(-3, 3, 49)

HEIGHT = 300


def show(told: Example, step: OneStep) -> None:
    """Draw the view."""
    losses = losses_at(step.before, RATES.tolist())
    labels = [say("inside", f"rows.{key}") for key in ("rate", "loss", "level")]
    figure = arrows.loss_over_rate(RATES.tolist(), losses, step.rate, step.loss, labels, HEIGHT)
    answers.chart(figure, alt=say("inside", "rows.curve_alt"), key="inside.chart.rate")
    st.markdown(lesson("inside-rate"))
    above = [i for i, loss in enumerate(losses) if not loss <= step.loss]
    if above:
        # The last rate before the loss begins to rise towards overshooting.
        best = int(np.argmin([step.loss, *losses[: above[0]]])) - 1
        facts = {"best": f"{RATES[max(best, 0)]:.2g}", "from_": f"{RATES[above[0]]:.2g}"}
        st.markdown(say("inside", "rows.overshoots", **facts))
    else:
        far = take(step.before, 10.0)
        times = np.linalg.norm(far.after.h) / max(float(np.linalg.norm(step.before.h)), 1e-30)
        lines = [say("inside", "rows.falls")]
        if times > 2:
            lines.append(say("inside", "rows.grows", times=f"{times:.0f}"))
        st.markdown(" ".join([*lines, say("inside", "rows.try")]))
