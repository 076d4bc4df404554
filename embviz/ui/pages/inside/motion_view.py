"""The same step again and again, in slow motion: arrows in a plane, and the loss as it falls."""

import itertools
from collections.abc import Iterator, Sequence

import numpy as np
import streamlit as st

from embviz.charts import arrows
from embviz.charts.arrows import NAMED, Controls
from embviz.one_step.cell import Cell
from embviz.one_step.cell import schedule as cell_schedule
from embviz.one_step.plane import plane_of
from embviz.one_step.step import OneStep, schedule
from embviz.types import Float64
from embviz.ui.ask import answers
from embviz.ui.pages.inside import html_pieces
from embviz.ui.pages.inside.example import Example
from embviz.ui.pages.inside.step_arrows import FEW
from embviz.ui.texts import lesson, say

STEPS = 100
HEIGHT = 325
Moment = tuple[Float64, float]
"""Rows (n, d), that which moves in E first, and their loss; no more of a step is kept."""


def of_pair(told: Example, step: OneStep) -> None:
    """Draw the view of a pair."""
    outputs = told.outputs()
    most = NAMED if told.against == "drawn" else FEW
    places = [place for place, _ in told.shown_outputs()[: 1 + most]]

    def moments() -> Iterator[Moment]:
        yield np.vstack([step.before.h, step.before.u[places]]), step.loss
        for each in itertools.takewhile(lambda each: each.finite, schedule(step.before, step.rate)):
            yield np.vstack([each.after.h, each.after.u[places]]), each.loss_after

    names = [told.h_name, *(outputs[place] for place in places)]
    lesson_ = f"inside-repeated-{told.against}"
    draw(moments(), names, lesson_, HEIGHT - html_pieces.noted_px(told.against))
    html_pieces.key(html_pieces.MOTION, told.letters.plain, told.against)


def of_cell(told: Example, now: Cell, rate: float) -> None:
    """Draw the view of a cell."""
    cells = itertools.takewhile(lambda each: each.finite, cell_schedule(now, rate))
    moments = ((each.theta[:, :-1], each.loss) for each in cells)
    draw(moments, [told.choice.centre, told.choice.context], "inside-repeated-cell", HEIGHT)
    html_pieces.key(html_pieces.MOTION[:2], "v")


def draw(moments: Iterator[Moment], names: Sequence[str], lesson_: str, height: int) -> None:
    """Draw the moments, as far as their numbers are finite, and STEPS of them at most."""
    rows, losses = zip(*itertools.islice(moments, STEPS + 1), strict=True)
    if len(rows) < 2:
        st.error(say("inside", "step.overflow"))
        return
    plane = plane_of(np.vstack([rows[0], rows[-1]]))
    figure = arrows.slow_motion(
        np.array([plane.places(each) for each in rows]),
        names,
        losses,
        Controls(*(say("inside", f"repeated.{key}") for key in ("play", "pause", "step", "loss"))),
        height,
    )
    answers.chart(figure, alt=say("inside", "repeated.alt"), key="inside.chart.motion")
    if len(rows) <= STEPS:
        st.error(say("inside", "repeated.overflow", n=len(rows) - 1))
    st.markdown(lesson(lesson_, steps=STEPS))
