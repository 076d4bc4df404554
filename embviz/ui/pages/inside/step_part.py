"""The step: its settings at the left, and at the right one thing after the other that it does."""

from collections.abc import Callable

import streamlit as st

from embviz.one_step.step import OneStep
from embviz.ui.pages.inside import (
    cell_step,
    motion_view,
    rate_view,
    step_arrows,
    step_buttons,
    step_numbers,
)
from embviz.ui.pages.inside.choice import StepChoice
from embviz.ui.pages.inside.example import Example
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain
from embviz.ui.widgets.tabs import opened

VIEWS: dict[str, Callable[[Example, OneStep], None]] = {
    "scores": step_numbers.scores,
    "pulling": step_arrows.pulling,
    "rows": step_numbers.rows,
    "rate": rate_view.of_pair,
    "repeated": motion_view.of_pair,
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
    elif told.against == "expected":
        _tell_why_not(told)
    else:
        st.info(say("inside", "step.none"))


def _tell_why_not(told: Example) -> None:
    """Say why there is no step of the exact objective."""
    key = "no_text" if told.moment.corpus is None else "no_pairs"
    st.info(say("inside", f"step.{key}", word=plain(told.choice.centre)))


def _pair(told: Example) -> None:
    step = told.step(step_buttons.rate_of(told))
    left, right = st.columns([3, 10], gap="medium")
    with left:
        losses = None if step is None else (step.loss, step.loss_after)
        finite = step is not None and step.finite
        step_buttons.show(told, losses, finite)
        if told.against == "drawn":
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
    here, outputs, n = told.moment, step.before.outputs, len(told.moment.matrices.vocabulary)
    keys = [here.lesson.step_note] if here.lesson.step_note else []
    if here.lesson.mean == "pieces" and not told.mean:
        keys.append("note_pieces")
    if told.against != "drawn" and not here.snapshot.whole:
        keys.append("note_shown")
    if not step.before.u.any():
        keys.append(f"zero_U_{told.against}")
    elif told.against != "drawn":
        pass
    elif outputs[0] in outputs[1:]:
        keys.append("own_negative")
    elif len(outputs) - 1 > n:
        keys.append("more_K")
    if keys:
        facts = {"n": f"{n:,}", "word": plain(told.choice.centre), "rate": f"{told.first_rate:g}"}
        facts["eta"] = f"{here.first_rate:g}"
        notes = (say("inside", f"step.{key}", **facts) for key in keys)
        st.caption(":material/info: " + " ".join(notes))


def _redraw(choice: StepChoice) -> None:
    choice.draws += 1
    choice.steps = 0
