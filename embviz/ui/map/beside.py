"""The map at the left of a page, and answers at its right."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from embviz.ui.map import map
from embviz.ui.sidebar import sidebar
from embviz.ui.state.tab import Tab

STYLE = Path(__file__).parent / "beside.css"
"""Keeps the map in sight while answers scroll; on a phone, the answers come first."""


@contextmanager
def visit() -> Iterator[Tab]:
    """Draw the map at the left; what is drawn within stands at the right, and follows the map."""
    with sidebar.visit(st.container(), followed=True) as tab:
        st.html(STYLE)
        with st.container(key="beside-map"):
            left, right = st.columns([6, 7], gap="medium")
        with left:
            map.show()
        with right:
            yield tab
