"""The Files page: the picture at the left; vectors that come in, and vectors that go out."""

import streamlit as st

from embviz.formats.saving import Columns
from embviz.ui import address, controls, picture, stills, tabs
from embviz.ui.asking import source
from embviz.ui.files import contents, locality, opening, saving
from embviz.ui.session import Session
from embviz.ui.texts import say


def show() -> None:
    """Draw the page."""
    session = controls.prepare(st.container())
    session.followed = True
    left, right = st.columns([6, 7], gap="medium")
    with right:
        key, tab = tabs.draw("files", PANELS)
        with tab:
            PANELS[key](session, locality.is_local())
    with left:
        picture.show()
    address.publish(session)


def _open(session: Session, local: bool) -> None:
    """Open a file; tell what is in the one on screen."""
    opening.show(session, local)
    stills.put_on_screen(session)  # what has just been read is seen at once
    take = session.take
    if take is not None and take.still is not None:
        contents.show(session, take.still.file)


def _save(session: Session, local: bool) -> None:
    """Save what is on screen."""
    asked = source.current(session)
    if asked is None:
        st.caption(say("words", "nothing_yet"))
    else:
        saving.show(session, asked, _columns(session), local=local)


def _columns(session: Session) -> Columns:
    """What the file on screen says of each word besides its vector."""
    still = session.take.still if session.take is not None else None
    return still.file.opened.columns if still is not None else {}


PANELS = {"open": _open, "save": _save}
"""The tabs, by the keys of their names."""
