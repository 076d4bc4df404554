"""The Context page: the map of rows at the left, and one word in its sentences at the right."""

from collections.abc import Callable

import streamlit as st

from embviz.ui.ask import parts
from embviz.ui.map import beside
from embviz.ui.pages.context import (
    asked,
    attention_part,
    guesses_part,
    merge_part,
    occurrences_part,
    sentence_part,
)
from embviz.ui.pages.context.asked import Network
from embviz.ui.state.tab import Tab, current_tab
from embviz.ui.texts import model_name, say

PARTS: dict[str, Callable[[Network], None]] = {
    "occurrences": occurrences_part.show,
    "sentence": sentence_part.show,
    "attention": attention_part.show,
    "guesses": guesses_part.show,
    "merge": merge_part.show,
}
"""The tabs, by the keys of their names."""

SAMPLE, MODEL = "bank", "bert"  # what one click trains


def show() -> None:
    """Draw the page."""
    with beside.visit() as tab:
        _parts(tab)


def _parts(tab: Tab) -> None:
    source = tab.source
    if source is None or not asked.has_network(source):
        _offer("no_text" if source is not None and source.run is None else "no_network")
        return
    if not parts.await_first(tab, source, "context"):
        return
    if source.untouched:
        _offer("untrained")
    asked.draw_word(tab, source)
    parts.draw(tab, source, "context", PARTS, asked.network)


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
