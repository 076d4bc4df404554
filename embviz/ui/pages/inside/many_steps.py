"""Fourth and fifth: a step with every η from too small to too large, and a hundred in slow motion.

All of it on copies of the rows.
"""

import itertools

import numpy as np
import streamlit as st

from embviz.charts import arrows
from embviz.charts.arrows import NAMED, Controls
from embviz.one_step.plane import plane_of
from embviz.one_step.step import OneStep, losses_at, schedule, take
from embviz.ui.ask import answers
from embviz.ui.pages.inside import html_pieces
from embviz.ui.pages.inside.example import Example
from embviz.ui.texts import lesson, say

RATES = np.logspace(-3, 3, 49)
STEPS = 100
CURVE_PX, FILM_PX = 300, 325


def rates(told: Example, step: OneStep) -> None:
    """Draw the view of what η does."""
    losses = losses_at(step.before, RATES.tolist())
    labels = [say("inside", f"rows.{key}") for key in ("rate", "loss", "level")]
    figure = arrows.loss_over_rate(RATES.tolist(), losses, step.rate, step.loss, labels, CURVE_PX)
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
        grows = [say("inside", "rows.grows", times=f"{times:.0f}")] if times > 2 else []
        st.markdown(" ".join([say("inside", "rows.falls"), *grows, say("inside", "rows.try")]))


def slow_motion(told: Example, step: OneStep) -> None:
    """Draw the view of the same step again and again, as far as its numbers are finite."""
    repeated = itertools.islice(schedule(step.before, step.rate), STEPS)
    steps = list(itertools.takewhile(lambda each: each.finite, repeated))
    if not steps:
        st.error(say("inside", "step.overflow"))
        return
    moments = [step.before, *(each.after for each in steps)]
    places = [place for place, _ in told.shown_outputs()[: 1 + NAMED]]
    rows = [np.vstack([parts.h, parts.u[places]]) for parts in moments]  # each (2 + K, d)
    plane = plane_of(np.vstack([rows[0], rows[-1]]))
    figure = arrows.slow_motion(
        np.array([plane.places(each) for each in rows]),
        [told.h_name, *(told.outputs()[place] for place in places)],
        [step.loss, *(each.loss_after for each in steps)],
        Controls(*(say("inside", f"repeated.{key}") for key in ("play", "pause", "step", "loss"))),
        FILM_PX,
    )
    answers.chart(figure, alt=say("inside", "repeated.alt"), key="inside.chart.motion")
    html_pieces.key(html_pieces.MOTION, told.letters.plain)
    if len(steps) < STEPS:
        st.error(say("inside", "repeated.overflow", n=len(steps)))
    st.markdown(lesson("inside-repeated", steps=STEPS))
