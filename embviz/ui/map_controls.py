"""The sidebar of the Map page: how the film is drawn, how far it can be trusted, what moved."""

import streamlit as st

from embviz.ui import (
    address,
    axes_input,
    beside,
    controls,
    judging,
    matrix_input,
    movements,
    sampling_input,
    taking_home,
    way_input,
)
from embviz.ui.session import Session
from embviz.ui.takes import Take
from embviz.ui.texts import say


def sidebar() -> None:
    """Draw the sidebar."""
    session = controls.prepare(st.sidebar)
    take = session.take
    with st.sidebar:
        way_input.draw(session)
        matrix_input.draw(session)
        session.settle()  # what follows is about the picture that will be seen
        if take is None or take.untouched:
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
            axes_input.tell(session, take)
            with st.expander(say("map", "trust.heading"), expanded=True):
                judging.show(session, take)
            if take.still is None:
                _films(session, take)
            else:
                sampling_input.draw(session)
            with st.expander(say("map", "home.heading")):
                taking_home.offer(session, take)
    address.publish(session)


def _films(session: Session, take: Take) -> None:
    """Draw what there is to ask of several frames only."""
    with st.expander(say("map", "movement.heading")):
        movements.show(session, take)
    with st.expander(say("map", "beside.heading"), expanded=session.beside is not None):
        beside.offer(session, take)


def _train(session: Session) -> None:
    session.intent = "train"
