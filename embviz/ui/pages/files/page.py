"""The Files page: the picture at the left; vectors that come in, and vectors that go out."""

import streamlit as st

from embviz.files.rows.file_being_read import NO_COLUMNS
from embviz.ui.ask import frame_asked
from embviz.ui.map import map
from embviz.ui.pages.files import contents, open_vectors, save_to_path, save_vectors
from embviz.ui.sidebar import sidebar
from embviz.ui.state import vectors_on_screen
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say
from embviz.ui.widgets import tabs


def show() -> None:
    """Draw the page."""
    with sidebar.visit(st.container(), followed=True) as tab:
        left, right = st.columns([6, 7], gap="medium")
        with right:
            key, panel = tabs.draw("files", PANELS)
            with panel:
                PANELS[key](tab, save_to_path.is_local())
        with left:
            map.show()


def _open(tab: Tab, local: bool) -> None:
    open_vectors.show(tab, local)
    vectors_on_screen.put_on_screen(tab)  # what has just been read is seen at once
    source = tab.source
    if source is not None and source.from_file is not None:
        contents.show(tab, source.from_file.file)


def _save(tab: Tab, local: bool) -> None:
    """Save what is on screen, with what a file says of each word besides its vector."""
    asked = frame_asked.current(tab)
    if asked is None:
        st.caption(say("words", "nothing_yet"))
        return
    from_file = asked.source.from_file
    columns = NO_COLUMNS if from_file is None else from_file.file.opened.columns
    save_vectors.show(tab, asked, columns, local=local)


PANELS = {"open": _open, "save": _save}  # the tabs, by the keys of their names
