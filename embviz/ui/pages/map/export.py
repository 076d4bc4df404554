"""What can be taken home: the film as one HTML file, and its positions as a table."""

import streamlit as st

from embviz.charts import csv_tables
from embviz.jobs.train_and_draw import NEIGHBOURS
from embviz.ui.map.messages import message, title
from embviz.ui.state import server
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.map_state import MapState
from embviz.ui.state.tab import Tab
from embviz.ui.texts import LANGUAGE, say
from embviz.wordmap.message import Colour, FilmFacts, Message, Stretch
from embviz.wordmap.packing import encode
from embviz.wordmap.standalone import standalone

MOST_COSINES = 10**8
"""Cosines that are worked out for a page to take home, so that its lists are of all words; beyond,
they are of those on the map, and say so."""

PACKED: tuple[Colour, ...] = ("trust", "column")
"""Colours that can be chosen in a page to take home, besides the one that is seen now."""


def offer(tab: Tab, source: FilmOnScreen) -> None:
    """Draw the buttons; files are made when they are asked for."""
    if not source.complete:
        st.caption(say("map", "home.incomplete"))
        return
    look, name = tab.look, source.stem
    ending = "" if source.from_file is None else "_still"
    st.download_button(
        say("map", f"home.html{ending}"),
        lambda: film_page(tab, source).encode(),
        file_name=f"{name}.html",
        mime="text/html",
        on_click="ignore",
        width="stretch",
        key="html",
    )
    st.download_button(
        say("map", "home.csv"),
        lambda: _csv(tab, source),
        file_name=f"{name}-{look.projection.name}.csv",
        mime="text/csv",
        on_click="ignore",
        width="stretch",
        key="csv",
    )
    st.caption(say("map", f"home.help{ending}"))


def film_page(tab: Tab, source: FilmOnScreen) -> str:
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
        column=tab.column,
    )
    messages = [message(seen, shown, source)]
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
    return standalone(messages, title=title(shown, source), language=LANGUAGE)


def _csv(tab: Tab, source: FilmOnScreen) -> bytes:
    pictures = source.pictures(server.engine(), tab.look)
    words = tab.map.words()
    counts = None
    if source.film.counts is not None:
        count_of = dict(zip(source.film.words, source.film.counts.tolist(), strict=True))
        counts = [count_of[word] for word in words]
    return csv_tables.positions_csv(words, counts, pictures)
