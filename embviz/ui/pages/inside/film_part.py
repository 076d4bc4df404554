"""E in motion: the map at the left, and at the right the rows of E of which it is a picture."""

import numpy as np
import streamlit as st

from embviz.charts.data import DIVERGING
from embviz.jobs.train_and_draw import shown_rows
from embviz.text import samples
from embviz.types import Float32
from embviz.ui.map import component, map
from embviz.ui.pages.inside.example import Example
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.remembered import remember
from embviz.ui.state.tab import Tab, current_tab
from embviz.ui.texts import say
from embviz.ui.widgets.number_format import short
from embviz.wordmap.heat_map import encode_cells, scale_of

ROWS = 32  # words whose rows can be read
COLUMNS = 100  # numbers of a row that can be told apart
BYTES = 1_500_000  # what all frames may take: less is shown where they would take more
HEIGHT = "max(20rem, calc(100vh - 25rem))"
TEXTS = ("alt", "cell", "epoch")


def show(told: Example) -> None:
    """Draw the part."""
    tab, source = current_tab(), told.moment.source
    tab.followed = True  # so that the selection is marked here, too
    left, right = st.columns([6, 6], gap="medium")
    with left, st.container(key="inside-film"):
        map.show()
    with right:
        _heat_map(tab, source, told.moment.snapshot.epoch)


def _heat_map(tab: Tab, source: FilmOnScreen, at: float) -> None:
    words = source.words
    rows, selected, grouped = _chosen(tab, source)
    frames = len(source.frames)
    question = ("cells", source.key, frames, tuple(rows))
    cells: Float32 = remember(question, lambda: _cells(source, rows, frames))
    look = {
        "colours": DIVERGING,
        "height": HEIGHT,
        "at": at,
        "texts": {key: say("inside", f"film.{key}", **_blanks()) for key in TEXTS},
    }
    epochs = [source.frames[i].snapshot.epoch for i in range(frames)]
    names = [words[i] for i in rows]
    data = encode_cells(names, cells, epochs, range(selected), look)
    component.companion("heatmap", data)
    _tell(source, cells, grouped)


def _blanks() -> dict[str, str]:
    """Leave the places of a text to the browser."""
    return {name: f"{{{name}}}" for name in ("word", "column", "value", "epoch")}


def _chosen(tab: Tab, source: FilmOnScreen) -> tuple[list[int], int, bool]:
    """The places of the words whose rows are drawn; how many are selected; whether groups count.

    Selected words come first; then, in a text with groups, those of one after the other, so that
    similar rows stand together, else the most frequent ones.
    """
    places = {word: i for i, word in enumerate(source.words)}
    groups = samples.answers(source.sample).groups if source.sample is not None else {}
    planted = [places[word] for group in groups.values() for word in group if word in places]
    selected = [places[word] for word in tab.selected if word in places][:ROWS]
    rows = list(dict.fromkeys([*selected, *planted, *places.values()]))[:ROWS]
    return rows, len(selected), len(planted) > 0


def _cells(source: FilmOnScreen, rows: list[int], frames: int) -> Float32:
    """The first numbers of some rows of E at each frame, (F, n, c)."""
    shown = source.film.shown
    d = int(source.frames[0].snapshot.E.shape[1])
    c = max(1, min(d, COLUMNS, BYTES // (frames * len(rows))))
    cells = np.empty((frames, len(rows), c), dtype=np.float32)
    for i in range(frames):
        cells[i] = shown_rows(shown, source.frames[i].snapshot, "E")[rows, :c]
    return cells


def _tell(source: FilmOnScreen, cells: Float32, grouped: bool) -> None:
    _, n, c = cells.shape
    d, words = int(source.frames[0].snapshot.E.shape[1]), len(source.words)
    key = "rows_grouped" if grouped else "rows"
    lines = [say("inside", "film.scale", most=short(scale_of(cells), 2))]
    lines.append(say("inside", f"film.{key}", n=n, all=f"{words:,}"))
    if c < d:
        lines.append(say("inside", "film.columns", n=c, d=f"{d:,}"))
    st.caption(" ".join([*lines, say("inside", "film.follow")]))
