"""What differs between two films side by side: words by the neighbours that they do not share."""

import numpy as np
import streamlit as st

from embviz.jobs import queries
from embviz.jobs.queries import Changes
from embviz.jobs.train_and_draw import shown_rows
from embviz.types import Float32
from embviz.ui.ask import answers
from embviz.ui.state import comparison, moments
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.map_state import MapState
from embviz.ui.state.remembered import worked_out
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say
from embviz.ui.widgets import tabs

FEWEST = 3  # words that both have
COMPARE, MODELS = "pages/compare.py", "models"  # where more is said: a page, and its tab


def show(tab: Tab, source: FilmOnScreen) -> None:
    """Draw the words, those first that share the fewest neighbours, at the moment shown."""
    other = comparison.beside(tab)
    if other is None or tab.beside is None:
        return
    frames = _frame(tab.map, source), _frame(tab.beside.map, other)
    if None in frames:
        return
    here, there = (int(frame) for frame in frames if frame is not None)
    words = tuple(word for word in source.words if word in set(other.words))
    if len(words) < FEWEST:
        st.caption(say("map", "differs.few"))
        return
    which = tab.map.wanted_vectors(tab), tab.beside.map.wanted_vectors(tab)
    rows = _rows(source, here, which[0], words), _rows(other, there, which[1], words)
    question = ("differs", source.key, here, which[0], other.key, there, which[1])
    wording = say("map", "movement.comparing")
    found: Changes = worked_out(question, wording, queries.changes, *rows)
    facts = {
        "share": f"{10 * (1 - found.share):.1f}",
        "here": moments.told(source, here),
        "there": moments.told(other, there),
        "n": f"{len(words):,}",
    }
    st.markdown(say("map", "differs.share", **facts))
    columns: answers.Columns = {
        say("map", "movement.word"): [words[each.word] for each in found.words],
        say("map", "differs.left"): [" ".join(words[i] for i in each.lost) for each in found.words],
        say("map", "differs.right"): [
            " ".join(words[i] for i in each.gained) for each in found.words
        ],
    }
    answers.table(columns, alt=say("map", "differs.alt"), name=f"{source.stem}-differs")
    if st.button(say("map", "differs.more"), key="differs.more", type="tertiary"):
        tabs.choose("compare", MODELS)
        st.switch_page(COMPARE)


def _frame(shown: MapState, source: FilmOnScreen) -> int | None:
    """The frame at which a map rests, or would."""
    if not len(source.frames):
        return None
    last = len(source.frames) - 1
    return source.resting if shown.rested is None else min(shown.rested, last)


def _rows(source: FilmOnScreen, frame: int, which: str, words: tuple[str, ...]) -> Float32:
    places = {word: i for i, word in enumerate(source.words)}
    rows = shown_rows(source.film.shown, source.frames[frame].snapshot, which)
    found: Float32 = rows[np.array([places[word] for word in words])].astype(np.float32)
    return found
