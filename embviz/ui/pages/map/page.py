"""The Map page: how the film is drawn and how far it can be trusted; below the map, what moved."""

from pathlib import Path

import streamlit as st

from embviz.ui.map import side_by_side
from embviz.ui.pages.map import export, trust_table, what_changed, what_differs
from embviz.ui.sidebar import projection_settings, shown_words, which_matrix
from embviz.ui.sidebar import sidebar as controls
from embviz.ui.state import comparison, server
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.tab import Tab, current_tab
from embviz.ui.texts import say

STYLE = Path(__file__).parent / "map_page.css"


def sidebar() -> None:
    """Draw the sidebar."""
    server.prepare_umap()
    with controls.visit(st.sidebar) as tab, st.sidebar:
        projection_settings.draw(tab)
        which_matrix.draw(tab)
        tab.map.settle(tab)  # what follows is about the picture that will be seen
        if tab.source is None or tab.source.untouched:
            st.caption(say("map", "untrained"))
            # Heard of by the rerun that follows, before anything is drawn.
            st.button(
                say("train", "train"),
                key="map.train",
                type="primary",
                width="stretch",
                on_click=lambda: _train(tab),
            )
        else:
            _about(tab, tab.source)


def below() -> None:
    """Draw what stands below the map, where tables have room."""
    st.html(STYLE)
    tab = current_tab()
    source = tab.source
    if source is not None and source.from_file is None and not source.untouched:
        if comparison.beside(tab) is not None:
            with st.expander(say("map", "differs.heading")):
                what_differs.show(tab, source)
        with st.expander(say("map", "movement.heading")):
            what_changed.show(tab, source)


def _about(tab: Tab, source: FilmOnScreen) -> None:
    projection_settings.tell_axes(tab, source)
    with st.expander(say("map", "trust.heading"), expanded=True):
        trust_table.show(tab, source)
    if source.from_file is None:
        heading, opened = say("map", "beside.heading"), bool(tab.beside or tab.comparing)
        # With a state of its own it stays open whatever comes and goes above it.
        with st.expander(heading, opened, key="map.beside", on_change="rerun"):
            side_by_side.offer(tab, source)
    else:
        shown_words.draw_of_file(tab)
    with st.expander(say("map", "home.heading")):
        export.offer(tab, source)


def _train(tab: Tab) -> None:
    tab.intent = "train"
