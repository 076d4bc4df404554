"""The Files page: the picture at the left; vectors that come in, and vectors that go out."""

import streamlit as st

from embviz.files.write import Columns
from embviz.ui.ask import frame_asked
from embviz.ui.map import map
from embviz.ui.pages.files import contents, locality, open_vectors, save_vectors
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
                PANELS[key](tab, locality.is_local())
        with left:
            map.show()


def _open(tab: Tab, local: bool) -> None:
    """Open a file; tell what is in the one on screen."""
    open_vectors.show(tab, local)
    vectors_on_screen.put_on_screen(tab)  # what has just been read is seen at once
    source = tab.source
    if source is not None and source.from_file is not None:
        contents.show(tab, source.from_file.file)


def _save(tab: Tab, local: bool) -> None:
    """Save what is on screen."""
    asked = frame_asked.current(tab)
    if asked is None:
        st.caption(say("words", "nothing_yet"))
    else:
        save_vectors.show(tab, asked, _columns(tab), local=local)


def _columns(tab: Tab) -> Columns:
    """What the file on screen says of each word besides its vector."""
    from_file = tab.source.from_file if tab.source is not None else None
    return from_file.file.opened.columns if from_file is not None else {}


PANELS = {"open": _open, "save": _save}
"""The tabs, by the keys of their names."""
