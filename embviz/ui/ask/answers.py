"""How answers look: tables and charts, each with words for those who cannot see it, and as CSV."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import streamlit as st

from embviz.charts import csv_tables, data
from embviz.ui.ask.frame_asked import FrameAsked
from embviz.ui.state import moments, vectors_on_screen
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say

Columns: TypeAlias = Mapping[str, Sequence[Any]]  # by heading


def table(
    columns: Columns,
    *,
    alt: str,
    name: str,
    config: Any = None,
    most: int | None = None,
    on_row: Callable[[int], None] | None = None,
) -> None:
    """Draw a table, `most` rows of it, and offer all of it as a file of that name.

    Words in it are shown as they are. A click on a cell tells `on_row` the number of its row.
    """
    drawn = {heading: cells[:most] for heading, cells in columns.items()}
    look: dict[str, Any] = {"hide_index": True, "column_config": config, "alt": alt}
    if on_row is None:
        st.dataframe(drawn, **look)
    else:
        key = f"asking.table.{name}"
        look |= {"key": key, "selection_mode": "single-cell", "height": "content"}
        st.dataframe(drawn, on_select=lambda: _tell_row(key, on_row), **look)
    download(columns, name=name)


def _tell_row(key: str, on_row: Callable[[int], None]) -> None:
    cells = st.session_state[key]["selection"]["cells"]
    if cells:
        on_row(cells[0][0])


def ranked(
    answers: Sequence[tuple[str, float]], *, alt: str, name: str, cosines: bool = True
) -> None:
    """Draw words and their scores, cosines or others, the best first; as `table`."""
    word = say("words", "analogy.answer")
    score = say("words", "neighbours.cosine" if cosines else "analogy.score")
    columns: Columns = {
        word: [each for each, _ in answers],
        score: [round(number, 6) for _, number in answers],
    }
    most = 1.0 if cosines else max([1e-9, *(number for _, number in answers)])
    bar = st.column_config.ProgressColumn(min_value=0.0, max_value=most, format="%.3f")
    table(columns, alt=alt, name=name, config={score: bar})


def download(columns: Columns, *, name: str, label: str = "") -> None:
    """Offer columns as a file that is safe to open in a spreadsheet; it is made when asked for."""
    st.download_button(
        label or say("words", "download"),
        lambda: csv_tables.columns_csv(columns),
        file_name=f"{name}.csv",
        mime="text/csv",
        on_click="ignore",
        key=f"asking.csv.{name}",
        type="tertiary",
        icon=":material/download:",
    )


def chart(figure: Any, *, alt: str, key: str, file: str = "") -> None:
    """Draw a figure; with a name for its file, a button on it saves it as SVG."""
    config: dict[str, Any] = {"displayModeBar": False}
    if file:
        config = {
            "displayModeBar": True,
            "displaylogo": False,
            "modeBarButtons": [["toImage"]],
            "toImageButtonOptions": {"format": "svg", "filename": file},
        }
    st.plotly_chart(figure, key=key, alt=alt, config=config)


def on_map(tab: Tab, asked: FrameAsked, words: Sequence[str]) -> None:
    """Offer to select words on the map: those that are there, or all that a file has."""
    from_file, shown = asked.source.from_file, asked.source.words
    known = shown if from_file is None else from_file.file.vectors
    there = tuple(word for word in dict.fromkeys(words) if word in known)
    if there and (there != tab.selected or any(word not in shown for word in there)):
        st.button(
            say("words", "on_map" if len(there) > 1 else "on_map_one"),
            key="asking.on_map",
            type="tertiary",
            icon=":material/my_location:",
            on_click=vectors_on_screen.bring if from_file is not None else Tab.select,
            args=(tab, there),
        )


def curves(
    asked: FrameAsked,
    lines: Mapping[str, Sequence[float]],
    *,
    label: str,
    alt: str,
    name: str,
    span: tuple[float, float] | None = None,
    falling: bool = False,
) -> None:
    """Draw lines, by name, of a value for each of a film's first frames; offer them as a file."""
    frames = asked.source.frames[: len(next(iter(lines.values()), ()))]
    heading = moments.heading(asked.source.film.recipe)
    along = asked.source.film.recipe.along
    figure = data.curves(
        [drawn.snapshot.epoch for drawn in frames],
        lines,
        named=along.values[: len(frames)] if along is not None else (),
        now=asked.source.frames[asked.frame].snapshot.epoch,
        label=label,
        epoch_label=heading,
        span=span,
        falling=falling,
    )
    chart(figure, alt=alt, key=f"asking.chart.{name}")
    columns = {
        line: ["" if math.isnan(value) else round(float(value), 6) for value in values]
        for line, values in lines.items()
    }
    download({heading: moments.cells(asked.source, len(frames)), **columns}, name=f"{name}-curves")


def folded(name: str, draw: Callable[[], None]) -> None:
    """Draw a part that is only worked out when it is open."""
    heading = say("words", f"{name}.heading")
    with st.expander(heading, key=f"asking.fold.{name}", on_change="rerun") as fold:
        if fold.open:
            draw()
