"""Parts of which only one is open, as a row of buttons.

Not tabs: they would take the arrow keys for themselves, which are to step and to slide the window.
"""

from collections.abc import Sequence

import streamlit as st

from embviz.ui.texts import say

_OPEN = "embviz_inside_open"


def opened(keys: Sequence[str], group: str) -> str:
    """Draw the buttons, and give the key of the part that is open; it stays so on other pages.

    Args:
        keys: Of the parts, in their order.
        group: Where their names stand in the texts, and under what the open one is kept.
    """
    kept: dict[str, str] = st.session_state.setdefault(_OPEN, {})
    here = kept.setdefault(group, keys[0])
    with st.container(horizontal=True, gap="small"):
        for key in keys:
            name = say("inside", f"{group}.{key}")
            st.button(
                f"**{name}**" if key == here else name,
                key=f"inside.{group}.{key}",
                type="secondary" if key == here else "tertiary",
                on_click=_open,
                args=(group, key),
            )
    return here


def _open(group: str, key: str) -> None:
    st.session_state[_OPEN][group] = key
