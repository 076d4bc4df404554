"""What every step has beside it: its loss, the way back and on, and η."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from embviz.ui.pages.inside.choice import StepChoice
from embviz.ui.pages.inside.example import Example
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain
from embviz.ui.widgets.number_format import short

RATE = "inside.rate"  # key of the input of η
_RATE_FOR = "embviz_inside_rate_for"
HIGHEST = 1e300  # η that can be set: higher than any number survives


def rate_of(told: Example) -> float:
    """Give η; it begins as the run's, when another run or epoch comes on screen.

    With the exact objective, each centre has its own.
    """
    here = told.moment
    wanted = here.source.key, here.frame, told.first_rate
    if st.session_state.get(_RATE_FOR) != wanted or RATE not in st.session_state:
        st.session_state[_RATE_FOR] = wanted
        st.session_state[RATE] = told.first_rate
    if told.choice.eta is not None:
        st.session_state[RATE], told.choice.eta = told.choice.eta, None
    st.session_state[RATE] = st.session_state[RATE]  # kept while another tab is open
    return float(st.session_state[RATE])


def changed_rate(told: Example) -> float | None:
    """Give η where it is another than the run's."""
    wanted = told.moment.source.key, told.moment.frame, told.first_rate
    rate = st.session_state.get(RATE, told.first_rate)
    same = rate == told.first_rate or st.session_state.get(_RATE_FOR) != wanted
    return None if same else float(rate)


def show(told: Example, losses: tuple[float, float] | None, finite: bool) -> None:
    """Draw the losses before and after a step, buttons to take it if it is finite, and η."""
    if losses is not None:
        _loss(told, *losses, finite)
    choice = told.choice
    row = st.container(horizontal=True, gap="xsmall")
    _arrow(row, choice, -1, disabled=choice.steps == 0)
    _arrow(row, choice, 1, disabled=not finite)
    st.caption(say("inside", "step.taken", n=f"{choice.steps:,}"))
    _rates(told)


def _loss(told: Example, before: float, after: float, finite: bool) -> None:
    change = after - before
    with st.container(key="inside-loss"):
        st.metric(
            say("inside", f"step.loss_{'cell' if told.moment.lesson.cell else told.against}"),
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


def _arrow(row: DeltaGenerator, choice: StepChoice, way: int, disabled: bool) -> None:
    key = "back" if way < 0 else "forward"
    row.button(
        say("inside", f"step.{key}"),
        key=f"inside.step_{key}",
        type="secondary" if way < 0 else "primary",
        shortcut="Left" if way < 0 else "Right",
        width="stretch",
        disabled=disabled,
        on_click=lambda: _move(choice, way),
    )


def _rates(told: Example) -> None:
    here = told.moment
    help_ = "step.rate_falls" if "final_rate" in here.settings else "step.rate_help"
    if told.expectation is not None:
        help_ = "step.rate_expected"
    rate = st.number_input(
        say("inside", "step.rate"),
        0.0,
        HIGHEST,
        key=RATE,
        format="%g",
        step=0.01,
        help=say(
            "inside",
            help_,
            first=f"{here.first_rate:g}",
            now=short(here.rate),
            own=f"{told.first_rate:g}",
            word=plain(told.choice.centre),
        ),
    )
    row = st.container(horizontal=True, gap="xxsmall")
    others = {"less": rate / 10, "own": told.first_rate, "more": min(10 * rate, HIGHEST)}
    for key, value in others.items():
        row.button(
            say("inside", f"step.rate_{key}"),
            key=f"inside.rate_{key}",
            width="stretch",
            on_click=st.session_state.update,
            args=({RATE: value},),
        )


def _move(choice: StepChoice, way: int) -> None:
    choice.steps = max(0, choice.steps + way)
