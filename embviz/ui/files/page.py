"""The Files page: the picture at the left; what to open, what is in it, and how to save it."""

import streamlit as st

from embviz.formats.saving import Columns
from embviz.ui import address, controls, picture, stills
from embviz.ui.asking import source
from embviz.ui.files import contents, locality, opening, saving
from embviz.ui.session import Session
from embviz.ui.texts import say


def show() -> None:
    """Draw the page."""
    session = controls.prepare(st.container())
    session.followed = True
    local = locality.is_local()
    left, right = st.columns([6, 7], gap="medium")
    with right:
        st.subheader(say("files", "open.heading"))
        opening.show(session, local)  # what has just been read comes on screen
    stills.put_on_screen(session)
    with left:
        picture.show()
    with right:
        _about(session, local)
    address.publish(session)


def _about(session: Session, local: bool) -> None:
    """Tell what is on screen, and offer to save it."""
    take = session.take
    if take is not None and take.still is not None:
        st.subheader(say("files", "contents.heading"))
        contents.show(session, take.still.file)
    asked = source.current(session)
    if asked is not None:
        saving.show(session, asked, _columns(session), local=local)


def _columns(session: Session) -> Columns:
    """What the file on screen says of each word besides its vector."""
    still = session.take.still if session.take is not None else None
    return still.file.opened.columns if still is not None else {}
