"""What changed between two moments: in the model, not on the picture."""

import math

import streamlit as st

from embviz.charts import csv_tables
from embviz.jobs import queries
from embviz.jobs.queries import Changes
from embviz.jobs.train_and_draw import shown_rows
from embviz.ui.state import moments
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.remembered import worked_out
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say

MOST = 30  # words in the list on the page; the file has all
SELECTED = 5  # words that are selected together
_BETWEEN = "embviz_between"


def show(tab: Tab, source: FilmOnScreen) -> None:
    """Draw the choice of two moments, and what changed between them."""
    frames = source.frames[: len(source.frames)]
    if len(frames) < 2:
        st.caption(say("map", "movement.one_frame"))
        return
    question, answer = st.columns([1, 2], gap="medium")
    with question:
        first, last = _moments(source, len(frames))
        if first == last:
            st.caption(say("map", "movement.same"))
            return
        changes = _changes(tab, source, first, last)
        _tell(tab, source, changes)
    if changes.words:
        with answer:
            _list(source.words, changes)


def _tell(tab: Tab, source: FilmOnScreen, changes: Changes) -> None:
    """Say how much changed, and offer what changed most."""
    st.markdown(say("map", "movement.turnover", share=f"{10 * changes.share:.1f}"))
    if not math.isnan(changes.rotation):
        st.markdown(say("map", "movement.rotation", share=f"{changes.rotation:.0%}"))
    if source.complete:
        along = source.film.recipe.along is not None
        st.caption(say("map", "movement.curve_along" if along else "movement.curve"))
    if not changes.words:
        st.caption(say("map", "movement.nothing"))
        return
    st.button(
        say("map", "movement.select"),
        key="select_changed",
        width="stretch",
        on_click=tab.select,  # heard of by the rerun that follows, before the map is drawn
        args=([source.words[change.word] for change in changes.words[:SELECTED]],),
    )
    st.download_button(
        say("map", "movement.csv"),
        lambda: csv_tables.changes_csv(source.words, changes.words),
        file_name=f"{source.stem}-changes.csv",
        mime="text/csv",
        on_click="ignore",
        width="stretch",
        key="changes_csv",
    )


def _moments(source: FilmOnScreen, frames: int) -> tuple[int, int]:
    """Draw the choice, which outlives new frames: an end that was the last frame stays so."""
    ends = frames - 1
    kept_film, first, last = st.session_state.get(_BETWEEN, ("", 0, None))
    if kept_film != source.key:
        first, last = 0, None
    chosen: tuple[int, int] = st.select_slider(
        say("map", "movement.between"),
        range(frames),
        (min(first, ends), ends if last is None else min(last, ends)),
        format_func=lambda i: _named(source, i) if i < frames else "",
        # Its frames are a part of what a slider is: with others it begins anew, where it was left.
        key=f"movement.{source.key}.{frames}",
    )
    first, last = chosen
    st.session_state[_BETWEEN] = (source.key, first, None if last == ends else last)
    return first, last


def _named(source: FilmOnScreen, frame: int) -> str:
    if source.film.recipe.along is not None:
        return moments.value(source, frame)
    return f"{source.frames[frame].snapshot.epoch:.2f}"


def _changes(tab: Tab, source: FilmOnScreen, first: int, last: int) -> Changes:
    """Have a worker compare two frames, once; where some words stand alone, those alone."""
    places, vectors = tab.look.words or None, tab.look.vectors
    snapshots = (source.frames[frame].snapshot for frame in (first, last))
    rows = [shown_rows(source.film.shown, snapshot, vectors) for snapshot in snapshots]
    question = ("changes", source.key, first, last, places, vectors)
    wording = say("map", "movement.comparing")
    changes: Changes = worked_out(question, wording, queries.changes, *rows, places)
    return changes


def _list(words: tuple[str, ...], changes: Changes) -> None:
    # Words of a visitor's text: st.dataframe renders no markup.
    listed = changes.words[:MOST]
    columns = {
        say("map", "movement.word"): [words[each.word] for each in listed],
        say("map", "movement.gained"): [" ".join(words[i] for i in each.gained) for each in listed],
        say("map", "movement.lost"): [" ".join(words[i] for i in each.lost) for each in listed],
    }
    st.dataframe(columns, hide_index=True, height=260)
