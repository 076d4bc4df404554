"""Parts of a page of which only the open one is drawn, and stays open on a visit to another page.

As tabs; or as a row of buttons, where tabs would take the arrow keys for themselves, which are to
step and to slide the window.
"""

from collections.abc import Iterable, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from embviz.ui.texts import say

_OPEN = "embviz_inside_open"


def choose(page: str, key: str) -> None:
    """Have a tab open on the next visit to a page."""
    st.session_state[f"embviz_tab.{page}"] = say(page, f"tabs.{key}")


def draw(page: str, keys: Iterable[str]) -> tuple[str, DeltaGenerator]:
    """Draw the tabs of a page, as its texts name them; give the open one's key, and its place."""
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


def remember_open(keys: Iterable[str], group: str, key: str) -> None:
    """Open a part of a group of buttons, if there is such a one."""
    if key in keys:
        st.session_state.setdefault(_OPEN, {})[group] = key


def is_open(group: str) -> str:
    """Give the key of the part of a group of buttons that was opened last; empty: none yet."""
    open_: str = st.session_state.get(_OPEN, {}).get(group, "")
    return open_


def opened(keys: Sequence[str], group: str) -> str:
    """Draw a group of buttons, and give the key of the part that is open, on later visits too."""
    kept: dict[str, str] = st.session_state.setdefault(_OPEN, {})
    here = kept.get(group, "")
    here = here if here in keys else keys[0]
    kept.setdefault(group, here)
    with st.container(horizontal=True, gap="small"):
        for key in keys:
            name = say("inside", f"{group}.{key}")
            st.button(
                f"**{name}**" if key == here else name,
                key=f"inside.{group}.{key}",
                type="secondary" if key == here else "tertiary",
                on_click=kept.update,
                args=({group: key},),
            )
    return here
