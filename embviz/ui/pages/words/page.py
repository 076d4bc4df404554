"""The Words page: the picture at the left, a question and its answer at the right."""

from collections.abc import Callable

import streamlit as st

from embviz.errors import FileError
from embviz.files.film import film_npz
from embviz.ui.ask import frame_asked
from embviz.ui.ask.frame_asked import FrameAsked
from embviz.ui.map import beside
from embviz.ui.pages.words import (
    analogy,
    arithmetic,
    association,
    neighbours,
    quality,
    similarities,
)
from embviz.ui.sidebar import which_matrix
from embviz.ui.state import saved_films, train_commands
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say
from embviz.ui.widgets import faults, tabs
from embviz.ui.widgets.escaping import plain

_OPENED = "embviz_asking_film"

PANELS: dict[str, Callable[[Tab, FrameAsked], None]] = {
    "neighbours": neighbours.show,
    "similarity": similarities.show,
    "analogy": analogy.show,
    "arithmetic": arithmetic.show,
    "association": association.show,
    "quality": quality.show,
}
"""The tabs, by the keys of their names."""


def show() -> None:
    """Draw the page."""
    with beside.visit() as tab:
        if frame_asked.current(tab) is None:
            st.caption(say("words", "nothing_yet"))
        else:
            _panels(tab)


def _panels(tab: Tab) -> None:
    key, panel = tabs.draw("words", PANELS)
    with panel:
        film, about, choice = st.columns([2, 4, 2.6], vertical_alignment="center")
        with film:
            _film(tab)
        with choice:
            which_matrix.draw(tab)
        asked = frame_asked.current(tab)
        if asked is not None:
            with about:
                frame_asked.tell(asked)
            PANELS[key](tab, asked)


def _film(tab: Tab) -> None:
    """Draw which film is asked: the one on screen, the run before, or a saved one."""
    source = tab.source
    name = plain(source.name) if source is not None else say("words", "film.none")
    from_file = source is not None and source.from_file is not None
    with st.popover(name, icon=":material/description:" if from_file else ":material/movie:"):
        if (before := tab.previous) is not None:
            label = "film.before" if before.from_file is None else "film.file_before"
            st.button(
                say("words", label, name=plain(before.name)),
                key="asking.before",
                on_click=lambda: train_commands.ask_for_previous(tab),
                width="stretch",
            )
        file = st.file_uploader(
            say("words", "film.saved"), type=film_npz.ENDINGS, key="asking.film"
        )
        if file is not None and st.session_state.get(_OPENED) != file.file_id:
            try:
                st.session_state[_OPENED] = file.file_id
                saved_films.open_film(tab, file.getvalue(), file.name)
            except FileError as error:
                st.error(faults.worded(error))
