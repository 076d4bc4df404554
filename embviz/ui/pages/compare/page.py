"""The Compare page: the map at the left, and at the right what differs from what, and how far."""

from collections.abc import Callable

import streamlit as st

from embviz.errors import EmbvizError
from embviz.ui.map import beside
from embviz.ui.pages.compare import edited_part, models_part, periods_part, settings_part
from embviz.ui.state.tab import Tab
from embviz.ui.widgets import faults, tabs

PARTS: dict[str, Callable[[Tab], None]] = {
    "settings": settings_part.show,
    "models": models_part.show,
    "periods": periods_part.show,
    "edited": edited_part.show,
}
"""The tabs, by the keys of their names."""


def show() -> None:
    """Draw the page."""
    with beside.visit() as tab:
        key, place = tabs.draw("compare", PARTS)
        with place:
            _draw(tab, PARTS[key])


def _draw(tab: Tab, part: Callable[[Tab], None]) -> None:
    try:
        part(tab)
    except EmbvizError as error:  # settings or texts that cannot be compared
        st.error(faults.worded(error))
