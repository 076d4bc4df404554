"""An input of a number that is never empty: emptied, it holds again what it held before."""

from collections.abc import Callable
from typing import Any

import streamlit as st

_HELD = "embviz_numbers_held"


def draw(
    place: Any,
    label: str,
    *limits: float,
    key: str,
    on_change: Callable[[], None] | None = None,
    **options: Any,
) -> Any:
    """Draw an input whose value stands in the session; gives its number.

    Limits and further options go to `st.number_input`.
    """
    held: dict[str, float] = st.session_state.setdefault(_HELD, {})

    def changed() -> None:
        if st.session_state[key] is None:
            st.session_state[key] = held[key]
        elif on_change is not None:
            on_change()

    # A default would be what an emptied input holds.
    held[key] = place.number_input(
        label, *limits, value=None, key=key, on_change=changed, **options
    )
    return held[key]
