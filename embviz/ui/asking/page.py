"""The Words page: the picture at the left, a question and its answer at the right."""

from collections.abc import Callable

import streamlit as st

from embviz.ui import address, controls, matrix_input, picture
from embviz.ui.asking import analogy, arithmetic, neighbours, quality, similarity, source
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
        asked = source.current(session)
        if asked is None:
            st.caption(say("words", "nothing_yet"))
        else:
            matrix_input.draw(session)
            _panels(session, source.current(session) or asked)
    address.publish(session)


def _panels(session: Session, asked: Source) -> None:
    """Draw the tabs; only the open one is worked out."""
    names = {say("words", f"tabs.{key}"): key for key in PANELS}
    tabs = st.tabs(list(names), key="words.tab", on_change="rerun")
    for tab, key in zip(tabs, names.values(), strict=True):
        if tab.open:
            with tab:
                source.tell(asked)
                PANELS[key](session, asked)
