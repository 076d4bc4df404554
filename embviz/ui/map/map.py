"""The middle of a page: the moving picture, and what there is to say about its run."""

import time
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from embviz.projections import compiled
from embviz.projections.axes import Axes
from embviz.ui.map import component, side_by_side
from embviz.ui.state import measuring, projection_choice, server, settings_form
from embviz.ui.state.film_drawing import DrawingProgress
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.map_state import MapState
from embviz.ui.state.tab import Tab, current_tab
from embviz.ui.texts import say

STYLE = Path(__file__).parent / "under_way.css"
"""Lays what is said of a picture under way over the map: nothing moves when it comes and goes."""

POLLS = 40  # looks at a run: each costs a kilobyte, and between them the picture glides on
POLL_S = (0.5, 2.0)  # the least and the most seconds between two looks
POLL_SHARE_S = 0.005  # seconds added for each run on this server: many visitors ask less often
FIRST_S = 0.25  # that a rerun waits for the first new frame, so as to bring it along
FLUSHED_S = 0.02
"""Seconds in which the map gets to the browser: of what a page sent, Streamlit drops a fragment's
part where that fragment runs again at once, and the browser takes the map away for a moment."""
QUICK_S = 0.7  # that a picture may take before anything is said about it


def show(*, compared: bool = False) -> None:
    """Draw the picture of the run on screen; compared: and beside it what it is compared with."""
    tab = current_tab()
    source = tab.source
    if source is None:
        st.info(say("train", "nothing_yet"))
        return
    _show_fault(tab, source)
    st.html(STYLE)
    if source.work.stepping:
        source.work.wait(len(source.frames) + 1, FIRST_S)
    maps = _maps(tab, compared)
    active = _active(tab, maps)
    every = min(_every(each.source) for each in maps if each.source is not None)
    st.fragment(_watch, run_every=every if active else None)(active, compared)
    time.sleep(FLUSHED_S)


def _maps(tab: Tab, compared: bool) -> list[MapState]:
    return side_by_side.maps(tab) if compared else side_by_side.alone(tab)


def _every(source: FilmOnScreen) -> float:
    least, most = POLL_S
    run = source.run
    expected_s = server.estimate_s(run, source.live) if run is not None else 0.0
    return min(max(expected_s / POLLS, least), most) + POLL_SHARE_S * server.running()


def _watch(active: bool, compared: bool) -> None:
    """Look at the runs once, and send what is new.

    `active` tells whether one was under way when the page was drawn; its buttons say so.
    """
    tab = current_tab()
    if tab.source is None:
        return
    if tab.intent is not None or tab.changed:
        # Asked for from within the picture: settings and buttons have to know of it.
        tab.changed = False
        st.rerun()
    maps = _maps(tab, compared)
    for each in maps:
        each.settle(tab)  # begins what is not drawn yet
    if not active and _active(tab, maps):
        st.rerun()  # to look from now on; nothing has been sent that could get lost
    if active:
        _wait(maps)
    before = _sent(maps)
    _show_what_takes_long(tab, maps)
    _mount(tab, maps, compared)
    # Only once all is sent: a rerun of the page overtakes what its fragment has just sent.
    if active != _active(tab, maps) and _sent(maps) == before:
        st.rerun()


def _wait(maps: Sequence[MapState]) -> None:
    """Say that somebody looks, and wait a moment for the first frames."""
    for each in maps:
        if each.source is not None and not each.hidden:
            each.source.work.watch()
            if each.sent.frames <= 1:
                each.source.work.wait(2, FIRST_S)


def _mount(tab: Tab, maps: Sequence[MapState], compared: bool) -> None:
    """Draw the maps side by side; the first one stays the same whatever stands beside it."""
    columns = st.columns(len(maps), gap="small") if compared else [st.container()]
    for column, each in zip(columns, maps, strict=True):
        if each.source is not None:
            with column:
                component.word_map(tab, each, each.source)


def _sent(maps: Sequence[MapState]) -> list[tuple[str, int, int]]:
    return [(each.sent.film, each.sent.frames, each.sent.sure) for each in maps]


def _active(tab: Tab, maps: Sequence[MapState]) -> bool:
    """Whether there may be more to see soon; a paused run still ends its last chunk."""
    return any(
        each.source is not None
        and (
            each.source.work.status == "running"
            or not each.source.work.at_rest
            or each.source.drawing(each.wanted_look(tab))
            or (each.source.counting and not each.sent.turnover)
            or (each.source.clustering(each.look.vectors) and not each.sent.groups)
            or _becomes_surer(tab, each, each.source)
        )
        for each in maps
    )


def _becomes_surer(tab: Tab, shown: MapState, source: FilmOnScreen) -> bool:
    """Whether more runs with other seeds are on their way, or a map has not heard of the last."""
    asked = source.complete and tab.doubts(source)
    known = measuring.ensemble_known(source) if asked else None
    if known is None:
        return False
    found = measuring.sureness(source)
    return known.busy or (found is not None and found.runs != shown.sent.sure)


def _show_fault(tab: Tab, source: FilmOnScreen) -> None:
    if source.failed(tab.wanted_look()):
        crashed = getattr(source.work.error, "reason", "") == "crashed"
        st.error(say("errors", "crashed" if crashed else "failed"))
    elif source.complete and source.trouble is not None:
        trouble = source.trouble
        rates = {
            "learning_rate": f"{trouble.learning_rate:g}",
            "suggested": f"{trouble.suggested:g}",
        }
        st.warning(say("errors", "diverged", epoch=f"{trouble.epoch:.2f}", **rates))


def _show_what_takes_long(tab: Tab, maps: Sequence[MapState]) -> None:
    """Say what is drawn for the first map that waits for another picture, and offer to cancel."""
    with st.container(key="under_way"):
        for each in maps:
            if each.source is not None and each.waits(tab) and _takes_long(tab, each, each.source):
                _show_progress(tab, each, each.source, maps)
                return


def _takes_long(tab: Tab, shown: MapState, source: FilmOnScreen) -> bool:
    waited = time.monotonic() - shown.asked.look_at
    return waited > QUICK_S and not source.failed(shown.wanted_look(tab))


def _show_progress(
    tab: Tab, shown: MapState, source: FilmOnScreen, maps: Sequence[MapState]
) -> None:
    look = shown.wanted_look(tab)
    bar, button = st.columns([4, 1], vertical_alignment="center")
    progress = source.progress(look)
    name = say("projections", f"{look.projection.name}.name")
    share = progress.share if progress is not None else 0.0
    bar.progress(share, _progress_in_words(name, progress, source, look.projection.live))
    button.button(
        say("map", "under_way.cancel"),
        key="cancel_drawing",
        width="stretch",
        on_click=cancel,
        args=(tab, shown, maps),
    )


def _progress_in_words(
    name: str, progress: DrawingProgress | None, source: FilmOnScreen, live: bool
) -> str:
    if progress is None or (not source.complete and not live):
        return say("map", "under_way.waiting", name=name)
    if source.from_file is not None and progress.stage == "drawing":
        return say("map", "under_way.still", name=name)
    facts = {"drawn": progress.drawn, "frames": progress.frames}
    loading = progress.stage == "preparing" and compiled.is_kept()
    return say("map", f"under_way.{'loading' if loading else progress.stage}", name=name, **facts)


def cancel(tab: Tab, shown: MapState, maps: Sequence[MapState]) -> None:
    """Draw no more of what is asked for, on any map, and ask for what is shown on one."""
    look = shown.look
    for each in maps:
        if each.source is not None:
            each.source.cancel(each.wanted_look(tab))
    tab.axes = look.projection.axes
    tab.only = tuple(shown.words()) if look.words else ()
    # What is drawn knows axes by the places of their words; they are asked for by the words.
    by_words = settings_form.projection(Axes.name) if isinstance(look.projection, Axes) else None
    projection_choice.choose(tab, by_words or look.projection)
    tab.changed = True
