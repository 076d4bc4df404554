"""Fourth: the same step a hundred times, in slow motion; on copies of its rows."""

import itertools

import numpy as np
import streamlit as st

from embviz.charts import arrows
from embviz.charts.arrows import NAMED, Controls
from embviz.one_step.plane import plane_of
from embviz.one_step.step import OneStep, schedule
from embviz.ui.ask import answers
from embviz.ui.pages.inside.example import Example
from embviz.ui.texts import lesson, say
from embviz.ui.widgets import arrow_key

STEPS = 100

HEIGHT = 325


def show(told: Example, step: OneStep) -> None:
    """Draw the view."""
    steps = _finite(step)
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
        HEIGHT,
    )
    answers.chart(figure, alt=say("inside", "repeated.alt"), key="inside.chart.motion")
    arrow_key.show(arrow_key.MOTION, told.letters.plain)
    if len(steps) < STEPS:
        st.error(say("inside", "repeated.overflow", n=len(steps)))
    st.markdown(lesson("inside-repeated", steps=STEPS))


def _finite(step: OneStep) -> list[OneStep]:
    """The steps from here on, as far as their numbers are finite."""
    steps = itertools.islice(schedule(step.before, step.rate), STEPS)
    return list(itertools.takewhile(lambda each: each.finite, steps))
