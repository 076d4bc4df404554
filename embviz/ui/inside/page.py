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
    softmax,
    step,
)
from embviz.ui.inside.example import Example
from embviz.ui.session import Session
from embviz.ui.texts import say

PARTS: dict[str, Callable[[Example], None]] = {
    "lookup": lookup.show,
    "matrices": matrices.show,
    "step": step.show,
    "negatives": negatives.show,
    "softmax": softmax.show,
}
"""The tabs, by the keys of their names."""

_STYLE = """<style>
.st-key-inside-window { padding: .3rem; }
</style>"""
"""The frame of the window is no higher than it must be."""


def show() -> None:
    """Draw the page."""
    st.html(_STYLE)
    session = controls.prepare(st.container())
    opening.show(session)
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
    names = {say("inside", f"tabs.{key}"): key for key in PARTS}
    tabs = st.tabs(list(names), key="inside.tab", on_change="rerun")
    for tab, key in zip(tabs, names.values(), strict=True):
        if tab.open:
            with tab:
                PARTS[key](told)
