"""The Inside page: a sentence at the top, and below it one idea at a time."""

from collections.abc import Callable

import streamlit as st

from embviz.ui.pages.inside import (
    before_training,
    choice,
    example,
    header,
    lookup_part,
    matrices_part,
    moment,
    negatives_part,
    softmax_part,
    step_part,
)
from embviz.ui.pages.inside.choice import StepChoice
from embviz.ui.pages.inside.example import Example
from embviz.ui.pages.inside.moment import Moment
from embviz.ui.sidebar import sidebar
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say
from embviz.ui.widgets.tabs import opened

PARTS: dict[str, Callable[[Example], None]] = {
    "lookup": lookup_part.show,
    "matrices": matrices_part.show,
    "step": step_part.show,
    "negatives": negatives_part.show,
    "softmax": softmax_part.show,
}
"""By the keys of their names."""

FIRST_S = 2.0  # seconds to wait for the first frame of a run
_STYLE = """<style>
.st-key-inside-window { padding: .3rem; }
.stMain .katex-display { overflow: visible; }
@media (max-width: 640px) { .stMain .katex-display { font-size: .72em; } }
</style>"""
"""The frame of the window is no higher than it must be; formulas fit, and so need no scrolling."""


def show() -> None:
    """Draw the page."""
    st.html(_STYLE)
    with sidebar.visit(st.container()) as tab:
        _parts(tab)


def _parts(tab: Tab) -> None:
    if tab.source is not None and tab.source.from_file is not None:
        before_training.offer(say("files", "other.inside"))
        return
    before_training.show(tab)
    if tab.source is not None and not len(tab.source.frames):
        tab.source.work.wait(1, FIRST_S)
    here = moment.current(tab)
    if here is not None:
        _show(here, choice.current(tab, here))


def _show(here: Moment, chosen: StepChoice) -> None:
    header.show(here, chosen)
    before_training.tell_frame(here)
    told = example.current(here, chosen)
    if told is None:
        header.missing(here, chosen)
    else:
        PARTS[opened(list(PARTS), "parts")](told)
