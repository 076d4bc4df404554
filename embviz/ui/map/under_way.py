"""A picture that takes its time: how far it is, and the way back to the one before."""

import time
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from embviz.projections.axes import Axes
from embviz.ui.state import projection_choice, settings_form
from embviz.ui.state.film_drawing import DrawingProgress
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say

STYLE = Path(__file__).parent / "under_way.css"

QUICK_S = 0.7
"""Seconds that a picture may take before anything is said about it."""


def style() -> None:
    """Lay what is shown here over the map: nothing moves when it comes and goes."""
    st.html(STYLE)


def show(maps: Sequence[Tab]) -> None:
    """Say what is drawn for the first map that waits for another picture, and offer to cancel."""
    with st.container(key="under_way"):
        for session in maps:
            source = session.source
            if source is not None and session.waits and _takes_long(session, source):
                _tell(session, source, maps)
                return


def _takes_long(session: Tab, source: FilmOnScreen) -> bool:
    waited = time.monotonic() - session.asked.look_at
    return waited > QUICK_S and not source.failed(session.wanted_look())


def _tell(session: Tab, source: FilmOnScreen, maps: Sequence[Tab]) -> None:
    look = session.wanted_look()
    bar, button = st.columns([4, 1], vertical_alignment="center")
    progress = source.progress(look)
    name = say("projections", f"{look.projection.name}.name")
    share = progress.share if progress is not None else 0.0
    bar.progress(share, _what(name, progress, source, look.projection.live))
    button.button(
        say("map", "under_way.cancel"),
        key="cancel_drawing",
        width="stretch",
        on_click=cancel,
        args=(session, maps),
    )


def _what(name: str, progress: DrawingProgress | None, source: FilmOnScreen, live: bool) -> str:
    """Say what is being done."""
    if progress is None or (not source.complete and not live):
        return say("map", "under_way.waiting", name=name)
    if source.from_file is not None and progress.stage == "drawing":
        return say("map", "under_way.still", name=name)
    facts = {"drawn": progress.drawn, "frames": progress.frames}
    return say("map", f"under_way.{progress.stage}", name=name, **facts)


def cancel(session: Tab, maps: Sequence[Tab]) -> None:
    """Draw no more of what is asked for, and ask for what is on screen.

    Args:
        session: Whose picture is waited for.
        maps: All on the page; the first one is the tab's.
    """
    tab, shown = maps[0], session.look
    for each in maps:
        if each.source is not None:
            each.source.cancel(each.wanted_look())
    tab.axes = shown.projection.axes
    tab.only = tuple(session.words()) if shown.words else ()
    # What is drawn knows axes by the places of their words; they are asked for by the words.
    by_words = settings_form.projection(Axes.name) if isinstance(shown.projection, Axes) else None
    projection_choice.choose(tab, by_words or shown.projection)
    tab.changed = True
