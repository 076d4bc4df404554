"""The middle of the Train page: the moving picture, and what there is to say about its run."""

import streamlit as st

from embviz import filming
from embviz.ui import component
from embviz.ui import session as sessions
from embviz.ui.session import Session
from embviz.ui.takes import Take
from embviz.ui.texts import say

POLLS = 40
"""Looks at a run under way: each costs a kilobyte, and between them the picture glides on."""

POLL_S = (0.5, 2.0)
"""The least and the most seconds between two looks."""

POLL_SHARE_S = 0.04
"""Seconds added for each run on this server, so that many visitors do not ask too often."""

FIRST_S = 0.25
"""Seconds that a rerun waits for the first new frame, so as to bring it along."""


def show() -> None:
    """Draw the picture of the run on screen."""
    session = sessions.current()
    take = session.take
    if take is None:
        st.info(say("train", "nothing_yet"))
        return
    _tell_end(session, take)
    if take.work.stepping:
        take.work.wait(len(take.shots) + 1, FIRST_S)
    active = _active(session)
    st.fragment(_watch, run_every=_every(take) if active else None)(active)


def _every(take: Take) -> float:
    """Seconds between two looks at a run."""
    least, most = POLL_S
    expected_s = filming.estimate_s(take.run) if take.run is not None else 0.0
    alone = min(max(expected_s / POLLS, least), most)
    return alone + POLL_SHARE_S * sessions.watchers()


def _watch(active: bool) -> None:
    """Look at the run once, and send what is new.

    Args:
        active: Whether the run was under way when the page was drawn; its buttons say so.
    """
    session = sessions.current()
    take = session.take
    if take is None:
        return
    if session.intent is not None or session.changed:
        # Asked for from within the picture: settings and buttons have to know of it.
        session.changed = False
        st.rerun()
    session.settle()  # begins what is not drawn yet
    if not active and _active(session):
        st.rerun()  # to look from now on; nothing has been sent that could get lost
    if active and not session.hidden:
        take.work.watch()
        if session.sent.frames <= 1:
            take.work.wait(2, FIRST_S)
    before = session.sent.film, session.sent.frames
    component.word_map(session, take)
    # Only once all is sent: a rerun of the page overtakes what its fragment has just sent.
    if active != _active(session) and (session.sent.film, session.sent.frames) == before:
        st.rerun()


def _active(session: Session) -> bool:
    """Whether there may be more to see soon; a paused run still ends its last chunk."""
    take = session.take
    if take is None:
        return False
    drawing = take.drawing(session.wanted_look())
    return take.work.status == "running" or not take.work.at_rest or drawing


def _tell_end(session: Session, take: Take) -> None:
    """Say why a run ended, where it did not end well."""
    if take.failed(session.wanted_look()):
        crashed = getattr(take.work.error, "reason", "") == "crashed"
        st.error(say("errors", "crashed" if crashed else "failed"))
    elif take.complete and take.trouble is not None:
        trouble = take.trouble
        st.warning(
            say(
                "errors",
                "diverged",
                epoch=f"{trouble.epoch:.2f}",
                learning_rate=f"{trouble.learning_rate:g}",
                suggested=f"{trouble.suggested:g}",
            )
        )
