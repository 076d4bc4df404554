"""How far works are that belong together, with a button that pauses them."""

import streamlit as st

from embviz.ui.state.under_way import UnderWay
from embviz.ui.texts import say


def draw(under_way: UnderWay, key: str) -> None:
    """Draw a bar and a button, as long as results are missing; under a key of its own."""
    if under_way.failed:
        st.error(say("errors", "failed"))
    if under_way.done:
        return
    bar, button = st.columns([4, 1], vertical_alignment="center")
    facts = {"done": under_way.results, "all": under_way.runs}
    bar.progress(under_way.results / under_way.runs, say("progress", "runs", **facts))
    action = "pause" if under_way.busy else "resume"
    button.button(
        say("progress", action),
        key=f"{key}.{action}",
        width="stretch",
        on_click=under_way.pause if under_way.busy else under_way.resume,
    )
