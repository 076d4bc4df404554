"""The input of a number, as the sidebar has many.

It takes any number: one out of range stays where it was typed, and it is said what would be right.
(A browser that knows the range keeps such a number to itself, and nobody hears of it.)
"""

from typing import Any

import streamlit as st

from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain

_OUTSIDE = "embviz_out_of_range"


def number(
    place: Any, table: str, entry: str, low: float, high: float, key: str, step: Any = None
) -> float:
    """Draw an input with its explanation in a place, which outlives a visit to another page.

    Its name is an entry of a table of words; its explanation ends in `help` instead of `label`, or
    in `_help`. Whole limits make an input of whole numbers.
    """
    about = f"{entry.removesuffix('label')}help" if entry.endswith("label") else f"{entry}_help"
    return ranged(place, say(table, entry), low, high, key, step=step, help=say(table, about))


def ranged(place: Any, label: str, low: float, high: float, key: str, **options: Any) -> float:
    """Draw an input under a name; gives its number, or the nearest one in the range.

    Further options go to `st.number_input`.
    """
    kind = type(low)
    st.session_state.setdefault(key, low)
    options["step"] = options.get("step") or kind(1)
    value = place.number_input(label, key=key, persist_state="session", **options)
    outside: dict[str, str] = st.session_state.setdefault(_OUTSIDE, {})
    outside.pop(key, None)
    if low <= value <= high:
        return kind(value)
    outside[key] = label
    facts = {name: f"{x:,.10g}" for name, x in (("value", value), ("low", low), ("high", high))}
    place.error(say("errors", "out_of_range", setting=label, **facts))
    return min(max(kind(value), low), high)


def is_outside(key: str) -> bool:
    """Whether what was typed into an input is out of its range."""
    return key in st.session_state.get(_OUTSIDE, {})


def forget_outside() -> None:
    """Begin to draw a form anew: nothing in it is out of range yet."""
    st.session_state[_OUTSIDE] = {}


def tell_outside() -> bool:
    """Name the inputs of the form that are out of range; gives whether there are any."""
    labels = list(st.session_state.get(_OUTSIDE, {}).values())
    if labels:
        st.error(say("train", "out_of_range", settings=plain(labels)))
    return bool(labels)
