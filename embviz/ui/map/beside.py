"""The map at the left of a page, and answers at its right."""

from pathlib import Path
from typing import Any

import streamlit as st

STYLE = Path(__file__).parent / "beside.css"
"""Keeps the map in sight while answers scroll; on a phone, the answers come first."""


def columns() -> tuple[Any, Any]:
    """The two halves of the page."""
    st.html(STYLE)
    with st.container(key="beside-map"):
        left, right = st.columns([6, 7], gap="medium")
    return left, right
