"""The Inside page: a sentence at the top, and below it one idea at a time."""

from collections.abc import Callable

import streamlit as st

from embviz.ui import address, controls
from embviz.ui.inside import (
    choice,
    example,
    header,
    lookup,
    matrices,
    moment,
    negatives,
    opening,
    parts,
    softmax,
    step,
)
from embviz.ui.inside.example import Example
from embviz.ui.session import Session

PARTS: dict[str, Callable[[Example], None]] = {
    "lookup": lookup.show,
    "matrices": matrices.show,
    "step": step.show,
    "negatives": negatives.show,
    "softmax": softmax.show,
}
"""By the keys of their names."""

FIRST_S = 2.0
"""Seconds to wait for the first frame of a run."""

_STYLE = """<style>
.st-key-inside-window { padding: .3rem; }
.stMain .katex-display { overflow: visible; }
@media (max-width: 640px) { .stMain .katex-display { font-size: .72em; } }
</style>"""
"""The frame of the window is no higher than it must be; formulas fit, and so need no scrolling."""


def show() -> None:
    """Draw the page."""
    st.html(_STYLE)
    session = controls.prepare(st.container())
    if session.take is not None and session.take.still is not None:
        opening.tell_still()
        address.publish(session)
        return
    opening.show(session)
    if session.take is not None and not len(session.take.shots):
        session.take.work.wait(1, FIRST_S)
    here = moment.current(session)
    if here is not None:
        _tell(session, here)
    address.publish(session)


def _tell(session: Session, here: moment.Moment) -> None:
    chosen = choice.current(session, here)
    header.show(session, here, chosen)
    opening.tell_frame(here)
    told = example.current(here, chosen)
    if told is None:
        header.missing(here, chosen)
        return
    PARTS[parts.opened(list(PARTS), "parts")](told)
