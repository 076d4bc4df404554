"""The Context page: the map of rows at the left, and one word in its sentences at the right."""

from collections.abc import Callable

import streamlit as st

from embviz.errors import FileError
from embviz.ui.ask import frame_asked
from embviz.ui.map import beside, map
from embviz.ui.pages.context import (
    asked,
    attention_part,
    guesses_part,
    merge_part,
    occurrences_part,
    sentence_part,
)
from embviz.ui.pages.context.asked import Network
from embviz.ui.sidebar import sidebar
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.tab import Tab, current_tab
from embviz.ui.texts import model_name, say
from embviz.ui.widgets import faults, polling, tabs

PARTS: dict[str, Callable[[Network], None]] = {
    "occurrences": occurrences_part.show,
    "sentence": sentence_part.show,
    "attention": attention_part.show,
    "guesses": guesses_part.show,
    "merge": merge_part.show,
}
"""The tabs, by the keys of their names."""

SOON_S = 0.5  # seconds between two looks for the first frame
POLL_S = 2.5  # seconds between two looks at a run under way
SAMPLE, MODEL = "bank", "bert"  # what one click trains


def show() -> None:
    """Draw the page."""
    with sidebar.visit(st.container(), followed=True) as tab:
        left, right = beside.columns()
        with left:
            map.show()
        with right:
            _parts(tab)


def _parts(tab: Tab) -> None:
    source = tab.source
    if source is None or not asked.has_network(source):
        _offer("no_text" if source is not None and source.run is None else "no_network")
        return
    if not len(source.frames):
        soon = say("context", "start.soon")
        polling.poll(lambda: _say(soon), lambda: _begins(tab, source), every_s=SOON_S)
        return
    if source.untouched:
        _offer("untrained")
    asked.draw_word(tab, source)
    key, place = tabs.draw("context", PARTS)
    with place:
        polling.poll(lambda: _part(tab, key), lambda: _trains(tab, source), every_s=POLL_S)


def _part(tab: Tab, key: str) -> None:
    if tab.intent is not None:
        st.rerun()  # asked for from within: the whole page has to know of it
    here = frame_asked.current(tab)
    found = asked.network(here) if here is not None else None
    if found is None:
        return
    try:
        PARTS[key](found)
    except FileError as error:  # weights that do not fit their settings
        st.error(faults.worded(error))


def _say(text: str) -> None:
    st.caption(text)


def _begins(tab: Tab, source: FilmOnScreen) -> bool:
    return _trains(tab, source) and not len(source.frames)


def _trains(tab: Tab, source: FilmOnScreen) -> bool:
    return tab.source is source and source.work.status == "running"


def _offer(why: str) -> None:
    """Say why there is nothing to see, and offer a run."""
    st.markdown(say("context", f"start.{why}"))
    source = current_tab().source
    here = source is not None and asked.has_network(source)
    model = source.film.recipe.model if source is not None and here else MODEL
    label = say("context", "start.train", model=model_name(model))
    st.button(label, key="context.train", type="primary", on_click=_train)


def _train() -> None:
    tab = current_tab()
    if not asked.has_network(tab.source):
        st.session_state["text"] = SAMPLE
        st.session_state["model"] = MODEL
        tab.selected = ()
    tab.intent = "train"
