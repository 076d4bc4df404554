"""The step: its settings at the left, and at the right one thing after the other that it does."""

from collections.abc import Callable

import streamlit as st

from embviz.one_step.step import OneStep
from embviz.ui.pages.inside import cell_step, step_arrows, step_buttons, step_numbers
from embviz.ui.pages.inside.choice import StepChoice
from embviz.ui.pages.inside.example import Example
from embviz.ui.texts import say
from embviz.ui.widgets.tabs import opened

VIEWS: dict[str, Callable[[Example, OneStep], None]] = {
    "scores": step_numbers.scores,
    "pulling": step_arrows.pulling,
    "rows": step_numbers.rows,
    "rate": step_arrows.rates,
    "repeated": step_arrows.slow_motion,
}
"""What is told of a step, by the keys of the names."""


def show(told: Example) -> None:
    """Draw the part."""
    if told.moment.matrices.U is None:
        st.info(say("inside", "step.no_U"))
    elif told.parts is not None:
        _pair(told)
    elif told.moment.lesson.cell:
        cell_step.show(told)
    else:
        st.info(say("inside", "step.none"))


def _pair(told: Example) -> None:
    step = told.step(step_buttons.rate_of(told.moment))
    left, right = st.columns([3, 10], gap="medium")
    with left:
        losses = None if step is None else (step.loss, step.loss_after)
        finite = step is not None and step.finite
        step_buttons.show(told.moment, told.choice, losses, finite)
        st.button(
            say("inside", "step.redraw"),
            key="inside.redraw",
            icon=":material/casino:",
            width="stretch",
            on_click=lambda: _redraw(told.choice),
        )
    with right:
        if step is None:
            st.error(say("inside", "step.beyond"))
        else:
            _notes(told, step)
            VIEWS[opened(list(VIEWS), "views")](told, step)


def _notes(told: Example, step: OneStep) -> None:
    here, outputs = told.moment, step.before.outputs
    keys = [here.lesson.step_note] if here.lesson.step_note else []
    if here.lesson.mean == "pieces" and not told.mean:
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
