"""Which of the pages is on screen: each says so before anything else."""

import streamlit as st

_KEY = "embviz_page"


def note(name: str) -> None:
    """Note which page is drawn from now on."""
    st.session_state[_KEY] = name


def name() -> str:
    """Give the name of the page that is drawn."""
    noted: str = st.session_state.get(_KEY, "")
    return noted
