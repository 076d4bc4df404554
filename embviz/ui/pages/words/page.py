"""The Words page: the picture at the left, a question and its answer at the right."""

from collections.abc import Callable

import streamlit as st

from embviz.ui.ask import frame_asked
from embviz.ui.ask.frame_asked import FrameAsked
from embviz.ui.map import map
from embviz.ui.pages.words import (
    analogy,
    arithmetic,
    film_choice,
    neighbours,
    quality,
    similarities,
)
from embviz.ui.sidebar import sidebar, which_matrix
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say
from embviz.ui.widgets import tabs

PANELS: dict[str, Callable[[Tab, FrameAsked], None]] = {
    "neighbours": neighbours.show,
    "similarity": similarities.show,
    "analogy": analogy.show,
    "arithmetic": arithmetic.show,
    "quality": quality.show,
}
"""The tabs, by the keys of their names."""


def show() -> None:
    """Draw the page."""
    with sidebar.visit(st.container(), followed=True) as tab:
        left, right = st.columns([6, 7], gap="medium")
        with left:
            map.show()
        with right:
            if frame_asked.current(tab) is None:
                st.caption(say("words", "nothing_yet"))
            else:
                _panels(tab)


def _panels(tab: Tab) -> None:
    key, panel = tabs.draw("words", PANELS)
    with panel:
        film, about, choice = st.columns([2, 4, 2.6], vertical_alignment="center")
        with film:
            film_choice.draw(tab)
        with choice:
            which_matrix.draw(tab)
        asked = frame_asked.current(tab)
        if asked is not None:
            with about:
                frame_asked.tell(asked)
            PANELS[key](tab, asked)
