"""The frame of every page: configuration, navigation, and what a server does once.

A visit to a page's own address on a fresh server runs that file without `app.py`. So every page
asks `begin` first, which lays the frame where it is missing and brings the visitor to the page,
address and all.
"""

import gc
from pathlib import Path
from typing import Literal

import streamlit as st

from embviz.ui.state import garbage, server, shown_page
from embviz.ui.texts import say
from embviz.util.places import app_folder

SIDEBAR_PX = 320

_FRAMED = "embviz_framed"
_SHOWN = "embviz_shown_page"

_CLOSED = """<script>
/* {page} */
if (innerWidth < 768) {{
  document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
}}
</script>"""
"""Closes the menu of a phone, where it lies over the page that was chosen in it."""


PAGES = ("train", "words", "map", "compare", "context", "use", "inside", "files")
"""Names of the pages: their files, addresses and titles (`texts/<language>/frame.toml`)."""

HERE = Path(__file__).parent


def run() -> None:
    """Lay the frame and run the page that was asked for."""
    # First of all: what follows must come to a fresh browser in one go, or its sidebar keeps the
    # width that it had before it knew better.
    prepare()
    st.set_page_config(
        page_title=say("frame", "title"),
        page_icon=HERE / "icon.svg",
        layout="wide",
        initial_sidebar_state=SIDEBAR_PX,
    )
    st.logo(HERE / "logo.svg", size="large")
    st.html(HERE / "legible.css")
    pages = _pages()
    page = st.navigation(list(pages.values()), position="top")
    st.session_state[_FRAMED] = True
    if page.url_path == pages[""].url_path:
        if _begins_with_vectors():
            st.switch_page(pages["files"])
        st.html(HERE / "first_page.css")
    _close_menu(page.url_path)
    page.run()


def _close_menu(page: str) -> None:
    """Close the menu of a phone when another page has been chosen in it."""
    menu = st.container(key="menu")  # also while it is empty, so that nothing else moves
    before, st.session_state[_SHOWN] = st.session_state.get(_SHOWN), page
    if before is not None and before != page:
        menu.html(_CLOSED.format(page=page), unsafe_allow_javascript=True)


def _begins_with_vectors() -> bool:
    from embviz.ui.state import start_file  # heavy, and imported in the background by then

    return start_file.leads_to_files()


def begin(name: str) -> bool:
    """Make sure that the page stands in its frame.

    Returns:
        Whether to go on; otherwise the visitor is being brought here by way of the frame.
    """
    shown_page.note(name)
    if st.session_state.get(_FRAMED):
        return True
    st.session_state[_FRAMED] = True
    pages = _pages()
    st.navigation(list(pages.values()), position="top")
    st.switch_page(pages[name], query_params=st.query_params.to_dict())
    return False


def _pages() -> dict[str, st.Page]:
    """Give the pages by address."""
    pages = {name: _page(name, url_path=name) for name in PAGES}
    # The first page has an address of its own and is found at the root as well.
    pages[""] = _page(PAGES[0], url_path="start", default=True, visibility="hidden")
    return pages


def _page(
    name: str,
    *,
    url_path: str,
    default: bool = False,
    visibility: Literal["visible", "hidden"] = "visible",
) -> st.Page:
    return st.Page(
        app_folder() / "pages" / f"{name}.py",
        title=say("frame", f"pages.{name}"),
        url_path=url_path,
        default=default,
        visibility=visibility,
    )


@st.cache_resource(show_spinner=False)
def prepare() -> None:
    """Start the workers, and spare later garbage collections all that was imported so far."""
    server.engine().warm()
    # What the pages will import anyway.
    import embviz.ui.map.map  # noqa: F401

    server.drawing_speed()
    gc.collect()
    gc.freeze()
    garbage.watch(server.running)
