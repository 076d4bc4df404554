"""Widgets whose value changes elsewhere, too: another one then takes the place of the one before.

A browser that has not heard of the change yet still names the old value in whatever it sends, and
would have it chosen again. What it says of a widget that is gone is not heard.
"""

from typing import Any

import streamlit as st

_SHOWN = "embviz_shown_values"


def shown(name: str) -> Any:
    """Give what the widget of a name shows; None: there has been none."""
    return _kept().get(name, (None, 0))[0]


def show(name: str, value: Any) -> None:
    """Have the widget of a name show a value; if it shows another one, a new one will."""
    before, number = _kept().get(name, (value, 0))
    _kept()[name] = value, number + int(value != before)


def key_of(name: str) -> str:
    """Give the key of the widget that shows the value of a name."""
    _, number = _kept()[name]
    return f"{name}.{number}" if number else name


def hear(name: str, key: str) -> bool:
    """Take over what a widget says, in its callback; False: another one has taken its place."""
    if key != key_of(name):
        return False
    _kept()[name] = st.session_state[key], _kept()[name][1]
    return True


def _kept() -> dict[str, tuple[Any, int]]:
    kept: dict[str, tuple[Any, int]] = st.session_state.setdefault(_SHOWN, {})
    return kept
