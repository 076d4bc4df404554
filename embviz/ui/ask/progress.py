"""How far works are that belong together, with a button that pauses them."""

from collections.abc import Callable

import streamlit as st

from embviz.ui.state.under_way import UnderWay
from embviz.ui.texts import say


def draw(under_way: UnderWay, key: str, *, cancel: Callable[[], None] | None = None) -> None:
    """Draw a bar and buttons, as long as results are missing; under a key of its own.

    Who can cancel the works has a button for that, too.
    """
    if under_way.failed:
        st.error(say("errors", "failed"))
    if under_way.done:
        return
    widths = [4, 1] if cancel is None else [3, 1, 1]
    bar, button, *others = st.columns(widths, vertical_alignment="center")
    facts = {"done": under_way.results, "all": under_way.runs}
    bar.progress(under_way.results / under_way.runs, say("progress", "runs", **facts))
    action = "pause" if under_way.busy else "resume"
    button.button(
        say("progress", action),
        key=f"{key}.{action}",
        width="stretch",
        on_click=under_way.pause if under_way.busy else under_way.resume,
    )
    for place in others:
        place.button(
            say("progress", "cancel"), key=f"{key}.cancel", width="stretch", on_click=cancel
        )
