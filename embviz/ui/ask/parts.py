"""Tabs about the film on screen that follow it while it is trained."""

from collections.abc import Callable, Mapping
from typing import TypeVar

import streamlit as st

from embviz.errors import EmbvizError
from embviz.ui.ask import frame_asked
from embviz.ui.ask.frame_asked import FrameAsked
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say
from embviz.ui.widgets import faults, polling, tabs

Asked = TypeVar("Asked")
Part = Callable[[Asked], None]

SOON_S = 0.5  # seconds between two looks for the first frame
POLL_S = 2.0  # seconds between two looks at a run under way


def await_first(tab: Tab, source: FilmOnScreen, page: str) -> bool:
    """Whether there is a frame to ask; while there is none, say that there will be soon."""
    if len(source.frames):
        return True
    soon = say(page, "start.soon")
    polling.poll(
        lambda: _say(soon),
        lambda: _trains(tab, source) and not len(source.frames),
        every_s=SOON_S,
    )
    return False


def draw(
    tab: Tab,
    source: FilmOnScreen,
    page: str,
    parts: Mapping[str, Part[Asked]],
    find: Callable[[FrameAsked], Asked | None],
) -> None:
    """Draw the tabs of a page, and in the open one what it says of what is found in a frame."""
    key, place = tabs.draw(page, parts)
    with place:
        polling.poll(
            lambda: _draw(tab, parts[key], find), lambda: _trains(tab, source), every_s=POLL_S
        )


def _draw(tab: Tab, part: Part[Asked], find: Callable[[FrameAsked], Asked | None]) -> None:
    if tab.intent is not None:
        st.rerun()  # asked for from within: the whole page has to know of it
    here = frame_asked.current(tab)
    found = find(here) if here is not None else None
    if here is None or found is None:
        return
    _tell_moment(here)
    try:
        part(found)
    except EmbvizError as error:  # weights that do not fit their settings
        st.error(faults.worded(error))


def _tell_moment(here: FrameAsked) -> None:
    """Say of which epoch all is told: the map beside may be playing."""
    best = here.source.best == here.frame and here.source.complete
    st.caption(say("words", "moment.best" if best else "moment.shown", moment=here.moment))


def _say(text: str) -> None:
    st.caption(text)


def _trains(tab: Tab, source: FilmOnScreen) -> bool:
    return tab.source is source and source.work.status == "running"
