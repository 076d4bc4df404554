"""The Words page: the picture at the left, a question and its answer at the right."""

from collections.abc import Callable

import streamlit as st

from embviz.ui import address, controls, matrix_input, picture, tabs
from embviz.ui.asking import (
    analogy,
    arithmetic,
    film_choice,
    neighbours,
    quality,
    similarity,
    source,
)
from embviz.ui.asking.source import Source
from embviz.ui.session import Session
from embviz.ui.texts import say

PANELS: dict[str, Callable[[Session, Source], None]] = {
    "neighbours": neighbours.show,
    "similarity": similarity.show,
    "analogy": analogy.show,
    "arithmetic": arithmetic.show,
    "quality": quality.show,
}
"""The tabs, by the keys of their names."""


def show() -> None:
    """Draw the page."""
    session = controls.prepare(st.container())
    session.followed = True
    left, right = st.columns([6, 7], gap="medium")
    with left:
        picture.show()
    with right:
        if source.current(session) is None:
            st.caption(say("words", "nothing_yet"))
        else:
            _panels(session)
    address.publish(session)


def _panels(session: Session) -> None:
    """Draw the tabs."""
    key, tab = tabs.draw("words", PANELS)
    with tab:
        film, told, choice = st.columns([2, 4, 2.6], vertical_alignment="center")
        with film:
            film_choice.draw(session)
        with choice:
            matrix_input.draw(session)
        asked = source.current(session)
        if asked is not None:
            with told:
                source.tell(asked)
            PANELS[key](session, asked)
