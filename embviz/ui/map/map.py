"""The middle of the Train page: the moving picture, and what there is to say about its run."""

from collections.abc import Sequence

import streamlit as st

from embviz.jobs import train_and_draw
from embviz.ui.map import component, side_by_side, under_way
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.tab import Tab, current_tab, watchers
from embviz.ui.texts import say

POLLS = 40
"""Looks at a run under way: each costs a kilobyte, and between them the picture glides on."""

POLL_S = (0.5, 2.0)
"""The least and the most seconds between two looks."""

POLL_SHARE_S = 0.04
"""Seconds added for each run on this server, so that many visitors do not ask too often."""

FIRST_S = 0.25
"""Seconds that a rerun waits for the first new frame, so as to bring it along."""


def show(*, compared: bool = False) -> None:
    """Draw the picture of the run on screen.

    Args:
        compared: Whether what it is compared with may stand beside it.
    """
    session = current_tab()
    source = session.source
    if source is None:
        st.info(say("train", "nothing_yet"))
        return
    _tell_end(session, source)
    under_way.style()
    if source.work.stepping:
        source.work.wait(len(source.frames) + 1, FIRST_S)
    maps = _maps(session, compared)
    active = any(map(_active, maps))
    every = min(_every(each.source) for each in maps if each.source is not None)
    st.fragment(_watch, run_every=every if active else None)(active, compared)


def _maps(session: Tab, compared: bool) -> list[Tab]:
    return side_by_side.maps(session) if compared else side_by_side.alone(session)


def _every(source: FilmOnScreen) -> float:
    """Seconds between two looks at a run."""
    least, most = POLL_S
    expected_s = train_and_draw.estimate_s(source.run) if source.run is not None else 0.0
    alone = min(max(expected_s / POLLS, least), most)
    return alone + POLL_SHARE_S * watchers()


def _watch(active: bool, compared: bool) -> None:
    """Look at the runs once, and send what is new.

    Args:
        active: Whether one was under way when the page was drawn; its buttons say so.
        compared: As in `show`.
    """
    session = current_tab()
    if session.source is None:
        return
    if session.intent is not None or session.changed:
        # Asked for from within the picture: settings and buttons have to know of it.
        session.changed = False
        st.rerun()
    maps = _maps(session, compared)
    for each in maps:
        each.settle()  # begins what is not drawn yet
    if not active and any(map(_active, maps)):
        st.rerun()  # to look from now on; nothing has been sent that could get lost
    if active:
        _wait(maps)
    before = _sent(maps)
    under_way.show(maps)
    _mount(maps, compared)
    # Only once all is sent: a rerun of the page overtakes what its fragment has just sent.
    if active != any(map(_active, maps)) and _sent(maps) == before:
        st.rerun()


def _wait(maps: Sequence[Tab]) -> None:
    """Say that somebody looks, and wait a moment for the first frames."""
    for each in maps:
        if each.source is not None and not each.hidden:
            each.source.work.watch()
            if each.sent.frames <= 1:
                each.source.work.wait(2, FIRST_S)


def _mount(maps: Sequence[Tab], compared: bool) -> None:
    """Draw the maps side by side; the first one stays the same whatever stands beside it."""
    first = maps[0]
    columns = st.columns(len(maps), gap="small") if compared else [st.container()]
    for column, each in zip(columns, maps, strict=True):
        if each.source is not None:
            with column:
                component.word_map(each, each.source, None if each is first else first)


def _sent(maps: Sequence[Tab]) -> list[tuple[str, int]]:
    return [(each.sent.film, each.sent.frames) for each in maps]


def _active(session: Tab) -> bool:
    """Whether there may be more to see soon; a paused run still ends its last chunk."""
    source = session.source
    if source is None:
        return False
    drawing = source.drawing(session.wanted_look())
    counting = source.counting and not session.sent.turnover
    return source.work.status == "running" or not source.work.at_rest or drawing or counting


def _tell_end(session: Tab, source: FilmOnScreen) -> None:
    """Say why a run ended, where it did not end well."""
    if source.failed(session.wanted_look()):
        crashed = getattr(source.work.error, "reason", "") == "crashed"
        st.error(say("errors", "crashed" if crashed else "failed"))
    elif source.complete and source.trouble is not None:
        trouble = source.trouble
        st.warning(
            say(
                "errors",
                "diverged",
                epoch=f"{trouble.epoch:.2f}",
                learning_rate=f"{trouble.learning_rate:g}",
                suggested=f"{trouble.suggested:g}",
            )
        )
