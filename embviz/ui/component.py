"""The word map's place in a page, and what it tells and asks.

Each callback writes down what the browser said; the rerun that follows answers.
"""

import functools
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from embviz.projections import PROJECTIONS
from embviz.ui import direction, form
from embviz.ui import session as sessions
from embviz.ui.messages import message
from embviz.ui.session import Sent, Session
from embviz.ui.takes import Take
from embviz.ui.view import COLOURS

KEY = "wordmap"


@functools.lru_cache(maxsize=1)
def _register() -> Any:
    return st.components.v2.component("embviz.wordmap", js="wordmap.js", css="wordmap.css")


def word_map(session: Session, take: Take) -> None:
    """Mount the word map, or feed it."""
    _register()(
        key=KEY,
        data=message(session, take),
        on_selected_change=_on_selected,
        on_rest_change=_on_rest,
        on_hidden_change=_on_hidden,
        on_colour_change=_on_colour,
        on_trails_change=_on_trails,
        on_dims_change=_on_dims,
        on_way_change=_on_way,
        on_isolate_change=_on_isolate,
        on_missing_change=_on_missing,
        on_search_change=_on_search,
        on_table_change=_on_table,
        on_press_change=_on_press,
        on_swap_change=_on_swap,
        on_always_change=_on_always,
    )


def _said(name: str) -> Any:
    return st.session_state[KEY].get(name)


def _words_of(session: Session, said: Any) -> tuple[str, ...] | None:
    """Give the words that the browser means by their places; None if it means another film."""
    if not isinstance(said, Mapping) or said.get("run") != session.film():
        return None
    words = session.words()
    places: Sequence[int] = said.get("words") or []
    return tuple(words[int(i)] for i in places if 0 <= int(i) < len(words))


def _on_selected() -> None:
    session = sessions.current()
    words = _words_of(session, _said("selected"))
    if words is not None:
        session.changed |= session.followed and session.selected != words
        session.selected = words


def _on_isolate() -> None:
    session = sessions.current()
    words = _words_of(session, _said("isolate"))
    if words is not None:
        session.only = words


def _on_rest() -> None:
    session, rest = sessions.current(), _said("rest")
    if rest and rest.get("run") == session.film():
        # Where the picture rests, words are clicked: their neighbours should be there already.
        session.changed |= session.followed and session.rested != int(rest["frame"])
        session.rested = session.asked.table = int(rest["frame"])


def _on_colour() -> None:
    colour = _said("colour")
    if colour in COLOURS:
        sessions.current().colour = colour


def _on_trails() -> None:
    sessions.current().trails = bool(_said("trails"))


def _on_dims() -> None:
    axes = _said("dims")
    if axes in (2, 3):
        sessions.current().axes = axes


def _on_way() -> None:
    session, way = sessions.current(), _said("way")
    if way in PROJECTIONS:
        session.projection = form.projection(way)
        session.changed = True


def _on_hidden() -> None:
    session = sessions.current()
    session.hidden = bool(_said("hidden"))
    take = session.take
    if take is not None and not session.hidden and take.work.forgotten:
        take.work.resume()


def _on_search() -> None:
    asked = _said("search")
    if asked:
        sessions.current().asked.search = str(asked.get("text", ""))[:100]


def _on_table() -> None:
    session, asked = sessions.current(), _said("table")
    if asked and asked.get("run") == session.film():
        session.asked.table = int(asked["frame"])


def _on_press() -> None:
    press = _said("press")
    if press in ("train", "pause"):
        sessions.current().intent = press


def _on_swap() -> None:
    if _said("swap"):
        direction.ask_for_previous(sessions.current())


def _on_always() -> None:
    word = _said("always")
    if word:
        direction.ask_for_word(sessions.current(), str(word))


def _on_missing() -> None:
    """Send again what the browser says it has not got."""
    session, missing = sessions.current(), _said("missing")
    if not missing or session.take is None:
        return
    if missing.get("words") or missing.get("run") != session.film():
        session.sent = Sent()
        return
    sent = session.sent
    first = max(0, int(missing.get("from", 0)))
    sent.frames = min(sent.frames, first)
    asked = missing.get("lists") or []
    sent.lists = {word: 0 if word in asked else min(n, first) for word, n in sent.lists.items()}
    layers = missing.get("layers") or []
    sent.layers = {
        name: (0 if name in layers else min(n, first), high)
        for name, (n, high) in sent.layers.items()
    }
    sent.finals.clear()
