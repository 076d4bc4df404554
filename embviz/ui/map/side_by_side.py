"""Two films side by side: the one on screen, and the shuffled text or the run before, seen alike.

Both maps have one look and one selection, by name; that they have one moment is the browser's
matter (`assets/link/pair.js`).
"""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from embviz.text.shuffled import shuffled
from embviz.training.run import Run
from embviz.ui.map.messages import what_is_drawn
from embviz.ui.map.run_difference import difference
from embviz.ui.state import server
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.map_state import MapState
from embviz.ui.state.patience import wake
from embviz.ui.state.remembered import awaited
from embviz.ui.state.tab import Beside, Tab
from embviz.ui.texts import say

_SHUFFLING = "embviz_shuffling"


def offer(tab: Tab, source: FilmOnScreen) -> None:
    """Draw the buttons that begin and end a comparison."""
    against = tab.beside.against if tab.beside is not None else None
    st.caption(say("map", "beside.help"))
    if source.run is None:
        st.caption(say("map", "beside.no_text"))
    elif against != "shuffled":
        _button("shuffled", lambda: setattr(tab, "comparing", "shuffled"))
    if tab.previous is not None and against != "before":
        _button("before", lambda: setattr(tab, "comparing", "before"))
    if against is not None:  # what is trained or drawn for it goes on as long as anybody looks
        _button("close", lambda: setattr(tab, "beside", None))
    _begin(tab, source)


def _button(name: str, asked: Callable[[], None]) -> None:
    key, label = f"beside_{name}", say("map", f"beside.{name}")
    st.button(label, key=key, on_click=asked, width="stretch")


def _begin(tab: Tab, source: FilmOnScreen) -> None:
    """Begin the comparison that is asked for: also where another rerun cut the one before short."""
    against, compared = tab.comparing, tab.previous
    if against == "shuffled":
        compared = _shuffled(source, source.run) if source.run is not None else None
    tab.comparing = None
    if against is not None and compared is not None:
        tab.beside = Beside(against, source.key, MapState(compared))
        tab.order("play")
        st.rerun()


def maps(tab: Tab) -> list[MapState]:
    """Give what stands on the page: the film on screen, and what it is compared with."""
    beside = tab.beside
    compared = _compared(tab, beside) if beside is not None else None
    if beside is None or compared is None or tab.source is None:
        tab.beside = None
        return alone(tab)
    if beside.map.source is not compared:
        beside.map.show(compared)
    if not beside.map.hidden:
        wake(compared.work)
    _label(tab, tab.source, beside, compared)
    return [tab.map, beside.map]


def alone(tab: Tab) -> list[MapState]:
    """Give the one map of a page that compares nothing."""
    tab.map.note = ""
    return [tab.map]


def _compared(tab: Tab, beside: Beside) -> FilmOnScreen | None:
    """Give what stands beside the film; None where that has lost its meaning."""
    if beside.against == "before":
        return tab.previous
    same = tab.source is not None and tab.source.key == beside.of
    return beside.map.source if same else None


def _label(tab: Tab, source: FilmOnScreen, beside: Beside, compared: FilmOnScreen) -> None:
    other = beside.map
    tab.map.note = what_is_drawn(tab.map, source)
    if beside.against == "shuffled":
        other.called, other.note = compared.name, say("map", "beside.shuffled_told")
    else:
        other.called = say("map", "beside.before_name", text=compared.name)
        other.note = difference(compared, source)
    if tab.wanted_look().projection.name != other.wanted_look(tab).projection.name:
        other.note = say("map", "beside.no_axes")


def _shuffled(source: FilmOnScreen, run: Run) -> FilmOnScreen:
    """Train on the shuffled text, as anybody here may have done before."""
    wording = say("map", "beside.shuffling")
    run = replace(run, corpus=awaited(_SHUFFLING, run.hash, wording, shuffled, run.corpus))
    made = server.sources().get(run.hash)
    if made is None:
        name = say("map", "beside.shuffled_name", text=source.name)
        # The same words, so the same colours: what belongs together in the text.
        sample = source.sample
        made = FilmOnScreen.launch(server.engine(), run, name=name, sample=sample, live=source.live)
        server.sources().put(made.key, made)
    made.work.resume()
    return made
