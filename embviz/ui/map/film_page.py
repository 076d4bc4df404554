"""The film on screen as one HTML file that plays offline, and the buttons that give it."""

from collections.abc import Callable

import streamlit as st

from embviz.jobs.train_and_draw import NEIGHBOURS, DrawJob
from embviz.ui.map.messages import message, title
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.map_state import MapState
from embviz.ui.state.tab import Tab
from embviz.ui.texts import LANGUAGE, films, say
from embviz.wordmap.message import Colour, FilmFacts, Message, Stretch
from embviz.wordmap.packing import encode
from embviz.wordmap.rows import Rows, rows_of
from embviz.wordmap.standalone import standalone
from embviz.wordmap.whole_film import MOST_COSINES

PACKED: tuple[Colour, ...] = ("trust", "moved", "column")
"""Colours that can be chosen in a page to take home, besides the one that is seen now."""


def button_beside_save(tab: Tab) -> None:
    """Offer the film on screen as a page, once it is complete."""
    source = tab.source
    if source is not None:
        button(source, lambda: made(tab, source), say("train", "save_html"))


def button(source: FilmOnScreen, make: Callable[[], str], label: str) -> None:
    """Draw a button that gives a page; the page is made when it is asked for."""
    st.download_button(
        label,
        lambda: make().encode(),
        file_name=f"{source.stem}.html",
        mime="text/html",
        on_click="ignore",
        width="stretch",
        key="html",
        disabled=not source.complete,
    )


def made(tab: Tab, source: FilmOnScreen) -> str:
    """Make the film on screen one HTML file that plays offline."""
    shown = MapState(source)
    seen = Tab(
        shown,
        axes=tab.axes,
        projection=tab.projection,
        usual=tab.usual,
        only=tab.only,
        vectors=tab.vectors,
        selected=tab.selected,
        colour=tab.colour,
        pale=tab.pale,
        doubted=tab.doubted,
        column=tab.column,
        steps=tab.steps,
    )
    messages = [message(seen, shown, source)]
    seen.colour = "group"  # clusters go along where they are known
    messages.append(message(seen, shown, source))
    shown.trails, shown.asked.table = True, len(source.frames) - 1
    for seen.colour in PACKED:
        messages.append(message(seen, shown, source))
    vectors = source.vectors_by(shown.look.vectors)
    affordable = vectors is not None and len(vectors) * len(source.words) <= MOST_COSINES
    if vectors is not None and affordable and not shown.look.words:
        ranked = {i: vectors.most_similar(word, NEIGHBOURS) for i, word in enumerate(source.words)}
        facts = FilmFacts(shown.sent.film, len(source.words), "done")
        exact = Message(facts, Stretch(first=shown.sent.frames), final=ranked)
        messages.append(encode(exact))
    return standalone(
        messages,
        title=title(shown, source),
        language=LANGUAGE,
        about=_about(shown, source),
        rows=_rows(shown, source),
    )


def _rows(shown: MapState, source: FilmOnScreen) -> Rows:
    """E of all frames, of the words on the map."""
    look, snapshots = shown.look, [drawn.snapshot for drawn in source.frames[: shown.sent.frames]]
    job = DrawJob(look, source.film.shown, snapshots)
    return rows_of([job[i] for i in range(len(job))])


def _about(shown: MapState, source: FilmOnScreen) -> list[str]:
    which = shown.look.vectors
    if source.from_file is not None:
        V, d = source.from_file.file.vectors.matrix.shape
        return list(films.about_still(source.name, len(shown.words()), V, d))
    film = source.film.extended(drawn.snapshot for drawn in list(source.frames))
    return list(films.about(film, source.name, which, len(shown.words())))
