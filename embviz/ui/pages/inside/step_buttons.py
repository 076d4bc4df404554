"""What every step has beside it: its loss, the way back and on, and η."""

import streamlit as st

from embviz.ui.pages.inside.choice import StepChoice
from embviz.ui.pages.inside.moment import Moment
from embviz.ui.texts import say
from embviz.ui.widgets.number_format import short

RATE = "inside.rate"
"""Key of the input of η."""

_RATE_FOR = "embviz_inside_rate_for"

HIGHEST = 1e300
"""η that can be set: higher than any number survives."""


def rate_of(here: Moment) -> float:
    """Give η; it begins as the run's, when another run or epoch comes on screen."""
    wanted = here.source.key, here.frame
    if st.session_state.get(_RATE_FOR) != wanted or RATE not in st.session_state:
        st.session_state[_RATE_FOR] = wanted
        st.session_state[RATE] = here.first_rate
    st.session_state[RATE] = st.session_state[RATE]  # kept while another tab is open
    return float(st.session_state[RATE])


def losses(before: float, after: float, finite: bool) -> None:
    """Say the loss before and after, and whether the step overshot.

    Args:
        before: L.
        after: L after the step.
        finite: Whether all numbers after it are.
    """
    change = after - before
    st.metric(
        say("inside", "step.loss"),
        f"{short(before)} → {short(after)}" if finite else short(before),
        # Streamlit looks for an ASCII minus to tell down from up.
        short(change).replace("−", "-", 1) if finite else None,
        delta_color="inverse" if short(change) != short(0.0) else "off",
        help=say("inside", "symbols.loss"),
    )
    if not finite:
        st.error(say("inside", "step.overflow"))
    elif change > 1e-12 * max(1.0, before):
        st.warning(say("inside", "step.overshot"))


def buttons(choice: StepChoice, forward: bool) -> None:
    """Draw the way back and on.

    Args:
        choice: Where the steps are counted.
        forward: Whether a step can be taken.
    """
    row = st.container(horizontal=True, gap="xsmall")
    row.button(
        say("inside", "step.back"),
        key="inside.step_back",
        shortcut="Left",
        width="stretch",
        disabled=choice.steps == 0,
        on_click=_move,
        args=(choice, -1),
    )
    row.button(
        say("inside", "step.forward"),
        key="inside.step_forward",
        type="primary",
        shortcut="Right",
        width="stretch",
        disabled=not forward,
        on_click=_move,
        args=(choice, 1),
    )
    st.caption(say("inside", "step.taken", n=f"{choice.steps:,}"))


def rates(here: Moment) -> None:
    """Draw the input of η."""
    help_ = "step.rate_falls" if "final_rate" in here.settings else "step.rate_help"
    st.number_input(
        say("inside", "step.rate"),
        0.0,
        HIGHEST,
        key=RATE,
        format="%g",
        step=0.01,
        help=say("inside", help_, first=f"{here.first_rate:g}", now=short(here.rate)),
    )
    rate = float(st.session_state[RATE])
    row = st.container(horizontal=True, gap="xxsmall")
    for key, value in (
        ("less", rate / 10),
        ("own", here.first_rate),
        ("more", min(10 * rate, HIGHEST)),
    ):
        row.button(
            say("inside", f"step.rate_{key}"),
            key=f"inside.rate_{key}",
            width="stretch",
            on_click=_set_rate,
            args=(value,),
        )


def _move(choice: StepChoice, way: int) -> None:
    choice.steps = max(0, choice.steps + way)


def _set_rate(value: float) -> None:
    st.session_state[RATE] = value
