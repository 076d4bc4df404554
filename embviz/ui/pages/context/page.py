"""The Context page: the map of rows at the left, and one word in its sentences at the right."""

from collections.abc import Callable

import streamlit as st

from embviz.errors import FileError
from embviz.language.reading import is_network
from embviz.text import samples
from embviz.ui.ask import frame_asked
from embviz.ui.map import beside, map
from embviz.ui.pages.context import (
    asked,
    attention_part,
    guesses_part,
    occurrences_part,
    sentence_part,
)
from embviz.ui.pages.context.asked import Network
from embviz.ui.sidebar import sidebar
from embviz.ui.state.tab import Tab, current_tab
from embviz.ui.texts import say
from embviz.ui.widgets import faults, tabs

PARTS: dict[str, Callable[[Network], None]] = {
    "occurrences": occurrences_part.show,
    "sentence": sentence_part.show,
    "attention": attention_part.show,
    "guesses": guesses_part.show,
}
"""The tabs, by the keys of their names."""

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
    here = frame_asked.current(tab)
    found = asked.network(here) if here is not None else None
    if here is None or found is None:
        _offer("no_text" if here is not None and here.source.run is None else "no_network")
        return
    if here.source.untouched:
        _offer("untrained")
    asked.word(found, tab.selected)
    key, place = tabs.draw("context", PARTS)
    with place:
        try:
            PARTS[key](found)
        except FileError as error:  # weights that do not fit their settings
            st.error(faults.worded(error))


def _offer(why: str) -> None:
    """Say why there is nothing to see, and offer a run."""
    st.markdown(say("context", f"start.{why}"))
    st.button(say("context", "start.train"), key="context.train", type="primary", on_click=_train)


def _train() -> None:
    tab = current_tab()
    if why_not_here(tab):
        st.session_state["text"] = (
            SAMPLE if SAMPLE in samples.SAMPLES else next(iter(samples.SAMPLES))
        )
        tab.selected = ()
    st.session_state["model"] = MODEL
    tab.intent = "train"


def why_not_here(tab: Tab) -> bool:
    """Whether what is on screen is no network that could be trained on."""
    source = tab.source
    return source is None or not is_network(source.film) or source.run is None
