"""Two films side by side: the one on screen, and the shuffled text or the run before, seen alike.

Both maps have one look and one selection, by name; that they have one moment is the browser's
matter (`assets/pair.js`).
"""

from dataclasses import replace

import streamlit as st

from embviz.jobs import queries
from embviz.text.shuffled import shuffled
from embviz.ui.map.messages import what_is_drawn
from embviz.ui.map.run_difference import difference
from embviz.ui.state import server
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.tab import PATIENCE_S, Against, Beside, Sent, Tab
from embviz.ui.texts import say
from embviz.ui.widgets import polling


def offer(session: Tab, source: FilmOnScreen) -> None:
    """Draw the buttons that begin and end a comparison."""
    against = session.beside.against if session.beside is not None else None
    st.caption(say("map", "beside.help"))
    if source.run is None:
        st.caption(say("map", "beside.no_text"))
    elif against != "shuffled" and _button("shuffled"):
        begin(session, "shuffled", _shuffled(source))
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


def begin(session: Tab, against: Against, source: FilmOnScreen) -> None:
    """Put a run beside the one on screen, and play both."""
    if session.source is None:
        return
    session.beside = Beside(against, session.source.key, Tab(source=source))
    session.order("play")


def close(session: Tab) -> None:
    """End a comparison. What is trained or drawn for it goes on as long as anybody looks."""
    session.beside = None


def maps(session: Tab) -> list[Tab]:
    """Give what stands on the page: the film on screen, and what it is compared with."""
    beside = session.beside
    source = _compared(session, beside) if beside is not None else None
    if beside is None or source is None or session.source is None:
        close(session)
        return alone(session)
    other = beside.map
    if other.source is not source:
        other.source, other.sent = source, Sent()
    if source.work.forgotten and not other.hidden:
        source.work.resume()
    _follow(session, other)
    _call(session, session.source, beside, source)
    return [session, other]


def alone(session: Tab) -> list[Tab]:
    """Give the one map of a page that compares nothing."""
    session.told = ""
    return [session]


def _compared(session: Tab, beside: Beside) -> FilmOnScreen | None:
    """Give what stands beside the film; None where that has lost its meaning."""
    if beside.against == "before":
        return session.previous
    same = session.source is not None and session.source.key == beside.of
    return beside.map.source if same else None


def _follow(session: Tab, other: Tab) -> None:
    """Ask for the same on both maps."""
    other.projection = session.projection
    other.axes, other.colour = session.axes, session.colour
    other.selected, other.only = session.selected, session.only


def _call(session: Tab, source: FilmOnScreen, beside: Beside, compared: FilmOnScreen) -> None:
    """Say which is which."""
    other = beside.map
    session.told = what_is_drawn(session, source)
    if beside.against == "shuffled":
        other.called, other.told = compared.name, say("map", "beside.shuffled_told")
    else:
        other.called = say("map", "beside.before_name", text=compared.name)
        other.told = difference(compared, source)
    if session.wanted_look().projection.name != other.wanted_look().projection.name:
        other.told = say("map", "beside.no_axes")


def _shuffled(source: FilmOnScreen) -> FilmOnScreen:
    """Train on the shuffled text, as anybody here may have done before."""
    if source.run is None:
        raise ValueError("a film without its text cannot be shuffled")
    job = shuffled, (source.run.corpus,)
    work = server.engine().launch(queries.call, job, None)
    corpus = polling.first_result(work, say("map", "beside.shuffling"))
    run = replace(source.run, corpus=corpus)
    made = server.sources().get(run.hash)
    if made is None:
        name = say("map", "beside.shuffled_name", text=source.name)
        # The same words, so the same colours: what belongs together in the text.
        sample = source.sample
        made = FilmOnScreen.launch(server.engine(), run, PATIENCE_S, name=name, sample=sample)
        server.sources().put(made.key, made)
    made.work.resume()
    return made
