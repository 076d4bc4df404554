"""The frame of every page: configuration, navigation, and what a server does once.

A visit to a page's own address on a fresh server runs that file without `app.py`. So every page
asks `begin` first, which lays the frame where it is missing and brings the visitor to the page,
address and all.
"""

import gc
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from embviz._places import app_folder
from embviz.ui import server
from embviz.ui.texts import say

SIDEBAR_PX = 320

_FRAMED = "embviz_framed"


@dataclass(frozen=True)
class _Entry:
    name: str
    icon: str


PAGES = (_Entry("train", ":material/play_circle:"),)


def run() -> None:
    """Lay the frame and run the page that was asked for."""
    st.set_page_config(
        page_title=say("frame", "title"),
        page_icon=":material/scatter_plot:",
        layout="wide",
        initial_sidebar_state=SIDEBAR_PX,
    )
    st.logo(Path(__file__).with_name("logo.svg"), size="large")
    _once()
    page = st.navigation(list(_pages().values()), position="top")
    st.session_state[_FRAMED] = True
    page.run()


def begin(name: str) -> bool:
    """Make sure that the page stands in its frame.

    Returns:
        Whether to go on; otherwise the visitor is being brought here by way of the frame.
    """
    if st.session_state.get(_FRAMED):
        return True
    st.session_state[_FRAMED] = True
    pages = _pages()
    st.navigation(list(pages.values()), position="top")
    st.switch_page(pages[name], query_params=st.query_params.to_dict())
    return False


def _pages() -> dict[str, st.Page]:
    """Give the pages by address."""
    folder = app_folder() / "pages"
    first = PAGES[0]
    pages = {
        entry.name: st.Page(
            folder / f"{entry.name}.py",
            title=say("frame", f"pages.{entry.name}"),
            icon=entry.icon,
            url_path=entry.name,
        )
        for entry in PAGES
    }
    # The first page has an address of its own and is found at the root as well.
    pages[""] = st.Page(
        folder / f"{first.name}.py",
        title=say("frame", f"pages.{first.name}"),
        url_path="start",
        default=True,
        visibility="hidden",
    )
    return pages


@st.cache_resource(show_spinner=False)
def _once() -> None:
    """Start the workers, and spare later garbage collections all that was imported so far."""
    server.engine().warm()
    gc.collect()
    gc.freeze()
