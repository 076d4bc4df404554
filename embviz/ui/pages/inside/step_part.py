"""The step: its settings at the left, and at the right one thing after the other that it does."""

from collections.abc import Callable

import streamlit as st

from embviz.one_step.step import OneStep, Parts
from embviz.ui.pages.inside import (
    glove_cell,
    gradient_arrows,
    learning_rate,
    scores_part,
    slow_motion,
    step_buttons,
    updated_rows,
)
from embviz.ui.pages.inside.choice import StepChoice
from embviz.ui.pages.inside.example import Example
from embviz.ui.texts import say
from embviz.ui.widgets.tabs import opened

VIEWS: dict[str, Callable[[Example, OneStep], None]] = {
    "scores": scores_part.show,
    "pulling": gradient_arrows.show,
    "rows": updated_rows.show,
    "rate": learning_rate.show,
    "repeated": slow_motion.show,
}
"""What is told of a step, by the keys of the names."""

NOTED = ("softmax", "exact")
"""Models that step in another way than the pair that is told."""


def show(told: Example) -> None:
    """Draw the part."""
    here = told.moment
    if here.matrices.U is None:
        st.info(say("inside", "step.no_U"))
    elif told.parts is None:
        OTHERS[here.model](told)
    else:
        _pair(told, told.parts)


def _pair(told: Example, rows: Parts) -> None:
    """Tell the step of a pair and its negatives."""
    rate = step_buttons.rate_of(told.moment)
    left, right = st.columns([3, 10], gap="medium")
    step = told.step(rows, rate)
    with left:
        if step is not None:
            step_buttons.losses(step.loss, step.loss_after, step.finite)
        step_buttons.buttons(told.choice, forward=step is not None and step.finite)
        step_buttons.rates(told.moment)
        st.button(
            say("inside", "step.redraw"),
            key="inside.redraw",
            icon=":material/casino:",
            width="stretch",
            on_click=_redraw,
            args=(told.choice,),
        )
    with right:
        if step is None:
            st.error(say("inside", "step.beyond"))
        else:
            _notes(told, step)
            _views(told, step)


def _views(told: Example, step: OneStep) -> None:
    VIEWS[opened(list(VIEWS), "views")](told, step)


def _notes(told: Example, step: OneStep) -> None:
    """Say what is special about this step."""
    here, outputs = told.moment, step.before.outputs
    keys = []
    if here.model in NOTED:
        keys.append(f"note_{here.model}")
    elif here.model == "fasttext" and not told.pieced:
        keys.append("note_pieces")
    if not step.before.u.any():
        keys.append("zero_U")
    elif outputs[0] in outputs[1:]:
        keys.append("own_negative")
    elif len(outputs) - 1 > len(here.matrices.vocabulary):
        keys.append("more_K")
    if keys:
        st.caption(":material/info: " + " ".join(say("inside", f"step.{key}") for key in keys))


def _redraw(choice: StepChoice) -> None:
    choice.draws += 1
    choice.steps = 0


OTHERS: dict[str, Callable[[Example], None]] = {"glove": glove_cell.show}
"""Models that have no pairs to tell of, and what they have instead."""
