"""The step: its settings at the left, and at the right one thing after the other that it does."""

from collections.abc import Callable

import streamlit as st

from embviz.inside.step import Parts, Step
from embviz.ui.inside import new_rows, overshooting, pulling, repeated, scores
from embviz.ui.inside.example import Example
from embviz.ui.inside.numbers import short
from embviz.ui.texts import say

RATE = "inside.rate"
"""Key of the input of η."""

_RATE_FOR = "embviz_inside_rate_for"

HIGHEST = 1e300
"""η that can be set: higher than any number survives."""

VIEWS: dict[str, Callable[[Example, Step], None]] = {
    "scores": scores.show,
    "pulling": pulling.show,
    "rows": new_rows.show,
    "rate": overshooting.show,
    "repeated": repeated.show,
}
"""The tabs within the part, by the keys of their names."""


def show(told: Example) -> None:
    """Draw the part."""
    if told.parts is None:
        key = "step.no_U" if told.moment.matrices.U is None else "step.no_scheme"
        st.info(say("inside", key))
        return
    _rate_of(told)
    left, right = st.columns([3, 10], gap="medium")
    step = told.step(told.parts, float(st.session_state[RATE]))
    with left:
        _controls(told, told.parts, step)
    with right:
        if step is None:
            st.error(say("inside", "step.beyond"))
            return
        _notes(told, step)
        names = {say("inside", f"views.{key}"): key for key in VIEWS}
        tabs = st.tabs(list(names), key="inside.view", on_change="rerun")
        for tab, key in zip(tabs, names.values(), strict=True):
            if tab.open:
                with tab:
                    VIEWS[key](told, step)


def _rate_of(told: Example) -> None:
    """Set η to that of the run at this epoch, when another run or epoch comes on screen."""
    wanted = told.moment.take.key, told.moment.frame
    if st.session_state.get(_RATE_FOR) != wanted or RATE not in st.session_state:
        st.session_state[_RATE_FOR] = wanted
        st.session_state[RATE] = told.moment.first_rate
    st.session_state[RATE] = st.session_state[RATE]  # kept while another tab is open


def _controls(told: Example, parts: Parts, step: Step | None) -> None:
    taken = told.choice.steps
    _losses(step)
    row = st.container(horizontal=True, gap="xsmall")
    row.button(
        say("inside", "step.back"),
        key="inside.step_back",
        shortcut="Left",
        width="stretch",
        disabled=taken == 0,
        on_click=_move,
        args=(told, -1),
    )
    row.button(
        say("inside", "step.forward"),
        key="inside.step_forward",
        type="primary",
        shortcut="Right",
        width="stretch",
        disabled=step is None or not step.finite,
        on_click=_move,
        args=(told, 1),
    )
    st.caption(say("inside", "step.taken", n=f"{taken:,}"))
    st.number_input(
        say("inside", "step.rate"),
        0.0,
        HIGHEST,
        key=RATE,
        format="%g",
        step=0.01,
        help=say(
            "inside",
            "step.rate_help",
            first=f"{told.moment.first_rate:g}",
            now=short(told.moment.rate),
        ),
    )
    row = st.container(horizontal=True, gap="xxsmall")
    rate = float(st.session_state[RATE])
    for key, value in (
        ("less", rate / 10),
        ("own", told.moment.first_rate),
        ("more", min(10 * rate, HIGHEST)),
    ):
        row.button(
            say("inside", f"step.rate_{key}"),
            key=f"inside.rate_{key}",
            width="stretch",
            on_click=_set_rate,
            args=(value,),
        )
    st.button(
        say("inside", "step.redraw", K=len(parts.u) - 1),
        key="inside.redraw",
        icon=":material/casino:",
        width="stretch",
        on_click=_redraw,
        args=(told,),
    )


def _losses(step: Step | None) -> None:
    """Say the loss before and after, and whether the step overshot."""
    if step is None:
        return
    change = step.loss_after - step.loss
    st.metric(
        say("inside", "step.loss"),
        f"{short(step.loss)} → {short(step.loss_after)}",
        # Streamlit looks for an ASCII minus to tell down from up.
        short(change).replace("−", "-", 1) if step.finite else None,
        delta_color="inverse",
        help=say("inside", "symbols.loss"),
    )
    if not step.finite:
        st.error(say("inside", "step.overflow"))
    elif change > 0:
        st.warning(say("inside", "step.overshot"))


def _notes(told: Example, step: Step) -> None:
    """Say what is special about this pair."""
    outputs = step.before.outputs
    if told.moment.matrices.untouched and not step.before.u.any():
        st.info(say("inside", "step.zero_U"))
    elif outputs[0] in outputs[1:]:
        st.info(say("inside", "step.own_negative"))
    elif len(set(outputs.tolist())) < len(outputs) and len(step.before.u) > len(
        told.moment.matrices.vocabulary
    ):
        st.info(say("inside", "step.more_K"))


def _move(told: Example, way: int) -> None:
    told.choice.steps = max(0, told.choice.steps + way)


def _set_rate(value: float) -> None:
    st.session_state[RATE] = value


def _redraw(told: Example) -> None:
    told.choice.draws += 1
    told.choice.steps = 0
