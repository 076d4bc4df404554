"""Tabs of which only the open one is drawn, and which a visit to another page does not close."""

from collections.abc import Iterable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from embviz.ui.texts import say


def draw(page: str, keys: Iterable[str]) -> tuple[str, DeltaGenerator]:
    """Draw the tabs of a page; give the key of the open one, and the place in it.

    Args:
        page: Its name in the texts, where the tabs are named as well.
        keys: Of the tabs.
    """
    names = {say(page, f"tabs.{key}"): key for key in keys}
    kept, widget = f"embviz_tab.{page}", f"{page}.tab"
    if kept in st.session_state:  # before another page was visited, which forgets it
        st.session_state.setdefault(widget, st.session_state[kept])
    tabs = st.tabs(list(names), key=widget, on_change="rerun")
    place, name = next(
        (tab, name) for tab, name in zip(tabs, names, strict=True) if tab.open or tab is tabs[-1]
    )
    st.session_state[kept] = name
    return names[name], place
