"""Which film is asked: the one on screen, the run before, or a saved one."""

import streamlit as st

from embviz.errors import FileError
from embviz.ui.state import saved_films, train_commands
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say
from embviz.ui.widgets import faults
from embviz.ui.widgets.escaping import plain

_OPENED = "embviz_asking_film"


def draw(tab: Tab) -> None:
    """Draw the choice; another film comes on screen on every page."""
    source = tab.source
    name = plain(source.name) if source is not None else say("words", "film.none")
    from_file = source is not None and source.from_file is not None
    with st.popover(name, icon=":material/description:" if from_file else ":material/movie:"):
        if tab.previous is not None:
            st.button(
                say("words", "film.before", name=plain(tab.previous.name)),
                key="asking.before",
                on_click=lambda: train_commands.ask_for_previous(tab),
                width="stretch",
            )
        file = st.file_uploader(say("words", "film.saved"), type=["npz"], key="asking.film")
        if file is not None and st.session_state.get(_OPENED) != file.file_id:
            try:
                st.session_state[_OPENED] = file.file_id
                saved_films.open_file(tab, file)
            except FileError as error:
                st.error(faults.worded(error))
