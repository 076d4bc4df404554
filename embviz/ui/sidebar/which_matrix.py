"""Which vectors of a model are looked at: E, U, or their sum."""

import streamlit as st

from embviz.types import Which
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say, table


def draw(tab: Tab) -> None:
    """Draw the choice, where there is one; it counts on every page."""
    source = tab.source
    if source is None or len(source.choices) < 2:
        return
    names = table("map")["matrix"]
    key = f"matrix.{source.key}"
    st.session_state.setdefault(key, tab.map.wanted_vectors(tab))
    chosen: Which | None = st.segmented_control(
        say("map", "matrix.label"),
        source.choices,
        key=key,
        format_func=lambda which: names.get(which, which),
        help=names.get(f"help_{source.plain.vectors}"),
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    tab.vectors = None if chosen == source.plain.vectors else chosen
