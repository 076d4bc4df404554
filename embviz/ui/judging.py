"""How far the picture can be trusted, in plain words."""

import math

import streamlit as st

from embviz import filming
from embviz.faithfulness import Trust
from embviz.filming import NEIGHBOURS
from embviz.ui import server
from embviz.ui.session import Session
from embviz.ui.takes import Take
from embviz.ui.texts import say

WAIT_S = 2.0
_JUDGED = "embviz_judged"


def show(session: Session, take: Take) -> None:
    """Say what the measures of a picture mean: at the frame at rest, and over the film."""
    pictures = take.pictures(server.engine(), session.look)
    if not pictures:
        return
    at = session.rested if session.rested is not None else len(pictures) - 1
    at = min(at, len(pictures) - 1)
    shares = [picture.trust for picture in pictures if not math.isnan(picture.trust)]
    trust = _judged(session, take, at)
    if trust is None or not shares:
        st.caption(say("map", "trust.unknown"))
        return
    facts = {
        "epoch": f"{pictures[at].epoch:.1f}",
        "share": f"{10 * trust.share:.1f}",
        "film": f"{sum(shares) / len(shares) * 10 / NEIGHBOURS:.1f}",
        "trustworthiness": f"{trust.trustworthiness:.2f}",
        "continuity": f"{trust.continuity:.2f}",
    }
    for line in ("share", "trustworthiness", "continuity"):
        st.markdown(say("map", f"trust.{line}", **facts))


def _judged(session: Session, take: Take, frame: int) -> Trust | None:
    """Have a worker judge a frame; None where that takes too long or there are too few words."""
    name = (session.film(), frame)
    known: tuple[tuple[str, int], Trust] | None = st.session_state.get(_JUDGED)
    if known is not None and known[0] == name:
        return known[1]
    picture = take.pictures(server.engine(), session.look)[frame]
    snapshot = take.shots[frame].snapshot
    frames = filming.Frames(session.look, take.film.shown, (snapshot,))
    work = server.engine().launch(filming.judge, (frames, picture.xy), None)
    if not work.wait(1, WAIT_S):
        return None
    trust: Trust = work.results[0]
    if math.isnan(trust.trustworthiness):
        return None
    st.session_state[_JUDGED] = (name, trust)
    return trust
