"""The sidebar of the Map page: how the film is drawn, how far it can be trusted, what moved."""

import streamlit as st

from embviz.ui.map import side_by_side
from embviz.ui.pages.map import export, trust_table, what_changed
from embviz.ui.sidebar import axes_input, file_words, projection, which_matrix
from embviz.ui.sidebar import sidebar as controls
from embviz.ui.state import address_bar
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.tab import Session
from embviz.ui.texts import say


def sidebar() -> None:
    """Draw the sidebar."""
    session = controls.prepare(st.sidebar)
    source = session.source
    with st.sidebar:
        projection.draw(session)
        which_matrix.draw(session)
        session.settle()  # what follows is about the picture that will be seen
        if source is None or source.untouched:
            st.caption(say("map", "untrained"))
            # Heard of by the rerun that follows, before anything is drawn.
            st.button(
                say("train", "train"),
                key="map.train",
                type="primary",
                width="stretch",
                on_click=_train,
                args=(session,),
            )
        else:
            axes_input.tell(session, source)
            with st.expander(say("map", "trust.heading"), expanded=True):
                trust_table.show(session, source)
            if source.from_file is None:
                _films(session, source)
            else:
                file_words.draw(session)
            with st.expander(say("map", "home.heading")):
                export.offer(session, source)
    address_bar.publish(session)


def _films(session: Session, source: FilmOnScreen) -> None:
    """Draw what there is to ask of several frames only."""
    with st.expander(say("map", "movement.heading")):
        what_changed.show(session, source)
    with st.expander(say("map", "beside.heading"), expanded=session.beside is not None):
        side_by_side.offer(session, source)


def _train(session: Session) -> None:
    session.intent = "train"
