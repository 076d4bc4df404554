"""Two films side by side: the one on screen, and noise or the run before, seen in the same way.

Both maps have one look and one selection, by name; that they have one moment is the browser's
matter (`assets/pair.js`).
"""

from dataclasses import replace

import streamlit as st

from embviz.jobs import queries
from embviz.ui.map.messages import what_is_drawn
from embviz.ui.map.run_difference import difference
from embviz.ui.state import server
from embviz.ui.state.film_on_screen import Take
from embviz.ui.state.tab import PATIENCE_S, Against, Beside, Sent, Session
from embviz.ui.texts import say
from embviz.ui.widgets import polling


def offer(session: Session, take: Take) -> None:
    """Draw the buttons that begin and end a comparison."""
    against = session.beside.against if session.beside is not None else None
    st.caption(say("map", "beside.help"))
    if take.run is None:
        st.caption(say("map", "beside.no_text"))
    elif against != "noise" and _button("noise"):
        begin(session, "noise", _noise(take))
        st.rerun()
    before = session.previous
    if before is not None and against != "before" and _button("before"):
        begin(session, "before", before)
        st.rerun()
    if against is not None and _button("close"):
        close(session)
        st.rerun()


def _button(name: str) -> bool:
    key = f"beside_{name}"
    return bool(st.button(say("map", f"beside.{name}"), key=key, width="stretch"))


def begin(session: Session, against: Against, take: Take) -> None:
    """Put a run beside the one on screen, and play both."""
    if session.take is None:
        return
    session.beside = Beside(against, session.take.key, Session(take=take))
    session.order("play")


def close(session: Session) -> None:
    """End a comparison. What is trained or drawn for it goes on as long as anybody looks."""
    session.beside = None


def maps(session: Session) -> list[Session]:
    """Give what stands on the page: the film on screen, and what it is compared with."""
    beside = session.beside
    take = _compared(session, beside) if beside is not None else None
    if beside is None or take is None or session.take is None:
        close(session)
        return alone(session)
    other = beside.map
    if other.take is not take:
        other.take, other.sent = take, Sent()
    if take.work.forgotten and not other.hidden:
        take.work.resume()
    _follow(session, other)
    _call(session, session.take, beside, take)
    return [session, other]


def alone(session: Session) -> list[Session]:
    """Give the one map of a page that compares nothing."""
    session.told = ""
    return [session]


def _compared(session: Session, beside: Beside) -> Take | None:
    """Give what stands beside the film; None where that has lost its meaning."""
    if beside.against == "before":
        return session.previous
    same = session.take is not None and session.take.key == beside.of
    return beside.map.take if same else None


def _follow(session: Session, other: Session) -> None:
    """Ask for the same on both maps."""
    other.projection = session.projection
    other.axes, other.colour = session.axes, session.colour
    other.selected, other.only = session.selected, session.only


def _call(session: Session, take: Take, beside: Beside, compared: Take) -> None:
    """Say which is which."""
    other = beside.map
    session.told = what_is_drawn(session, take)
    if beside.against == "noise":
        other.called, other.told = compared.name, say("map", "beside.noise_told")
    else:
        other.called = say("map", "beside.before_name", text=compared.name)
        other.told = difference(compared, take)
    if session.wanted_look().projection.name != other.wanted_look().projection.name:
        other.told = say("map", "beside.no_axes")


def _noise(take: Take) -> Take:
    """Train on the shuffled text, as anybody here may have done before."""
    if take.run is None:
        raise ValueError("a film without its text has no noise")
    work = server.engine().launch(queries.shuffle, take.run.corpus, None)
    corpus = polling.first_result(work, say("map", "beside.shuffling"))
    run = replace(take.run, corpus=corpus)
    made = server.takes().get(run.hash)
    if made is None:
        name = say("map", "beside.noise_name", text=take.name)
        # The same words, so the same colours: what belongs together in the text.
        sample = take.sample
        made = Take.launch(server.engine(), run, PATIENCE_S, name=name, sample=sample)
        server.takes().put(made.key, made)
    made.work.resume()
    return made
