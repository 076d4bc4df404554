"""What can be taken home: the film as an HTML file, positions as a table, the map as a picture."""

from typing import get_args

import streamlit as st

from embviz.charts import csv_tables
from embviz.ui.map import film_page, selected_words
from embviz.ui.state import server
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say
from embviz.wordmap.message import PictureKind


def offer(tab: Tab, source: FilmOnScreen) -> None:
    """Draw the buttons; files are made when they are asked for."""
    if not source.complete:
        st.caption(say("map", "home.incomplete"))
        return
    look, name = tab.look, source.stem
    ending = "" if source.from_file is None else "_still"
    film_page.button(source, lambda: film_page.made(tab, source), say("map", f"home.html{ending}"))
    st.download_button(
        say("map", "home.csv"),
        lambda: _csv(tab, source),
        file_name=f"{name}-{look.projection.name}.csv",
        mime="text/csv",
        on_click="ignore",
        width="stretch",
        key="csv",
    )
    st.download_button(
        say("map", "home.selected"),
        lambda: selected_words.csv(tab, source),
        file_name=f"{name}-words.csv",
        mime="text/csv",
        on_click="ignore",
        width="stretch",
        key="csv_selected",
        help=say("map", "home.selected_help"),
    )
    _pictures(tab)
    st.caption(say("map", f"home.help{ending}"))


def _pictures(tab: Tab) -> None:
    """Offer what the map shows as a picture for papers, which the browser makes."""
    for kind, column in zip(get_args(PictureKind), st.columns(2, gap="small"), strict=True):
        column.button(
            say("map", f"home.{kind}"),
            key=f"picture_{kind}",
            width="stretch",
            on_click=tab.save_picture,  # heard of by the rerun that follows
            args=(kind,),
        )


def _csv(tab: Tab, source: FilmOnScreen) -> bytes:
    pictures = source.pictures(server.engine(), tab.look)
    words = tab.map.words()
    counts = None
    if source.film.counts is not None:
        count_of = dict(zip(source.film.words, source.film.counts.tolist(), strict=True))
        counts = [count_of[word] for word in words]
    return csv_tables.positions_csv(words, counts, pictures, along=source.film.recipe.along)
