"""A table of sentences and their classes: which columns are which, and what was read of it."""

from typing import Any, NamedTuple

import streamlit as st

from embviz.text import labelled_tables
from embviz.text.labelled import BETWEEN, Labelled, line
from embviz.text.labelled_tables import MOST_ROWS, Rows, Table
from embviz.ui.state.remembered import awaited
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain

ENDINGS = (".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".parquet")
SMALL_BYTES = 2 * 2**20  # bytes up to which a table is read at once; larger ones by a worker

_TABLE, _LINES, _READING = "embviz_table", "embviz_lines", "embviz_reading_table"
TEXT, LABEL = "table.text", "table.label"


class Lines(NamedTuple):
    """What a table comes to: a text whose lines have classes."""

    text: str
    labels: tuple[str, ...]


def is_named_so(name: str) -> bool:
    """Whether a file is called like a table."""
    return name.lower().endswith(ENDINGS)


def choose(file: Any) -> Lines:
    """Draw the choice of the columns, guessed at first. Raises TextError."""
    table = _read(file)
    if st.session_state.get(_TABLE, ("",))[0] != file.file_id or TEXT not in st.session_state:
        st.session_state[TEXT], st.session_state[LABEL] = labelled_tables.guess_columns(table)
    st.session_state[_TABLE] = file.file_id, table
    names = list(table.columns)
    left, right = st.columns(2)
    for place, key in ((left, TEXT), (right, LABEL)):
        place.selectbox(
            say("use", f"{key}.label"),
            names,
            key=key,
            format_func=plain,
            help=say("use", f"{key}.help"),
            persist_state="session",
        )
    if not table.header:
        st.caption(say("use", "table.no_header"))
    lines, found = _lines(file.file_id, table, st.session_state[TEXT], st.session_state[LABEL])
    if found.left_out:
        st.caption(say("use", "table.empty", count=f"{found.left_out:,}"))
    if found.of_rows > MOST_ROWS:
        rows = {"rows": f"{found.of_rows:,}", "read": f"{MOST_ROWS:,}"}
        st.caption(say("use", "table.drawn", **rows))
    return lines


def told(corpus: Labelled) -> list[str]:
    """Say how many sentences there are, of which classes, and what was left out."""
    sizes = ", ".join(f"{name} {count:,}" for name, count in corpus.sizes.items())
    lines = [say("use", "table.classes", sizes=sizes)]
    parts = corpus.parts(0)
    facts = dict(zip(("training", "validation", "test"), map(len, parts), strict=True))
    lines.append(say("use", "table.parts", **{name: f"{n:,}" for name, n in facts.items()}))
    unsorted = int((corpus.labels < 0).sum())
    for key, count in (("unsorted", unsorted), ("cut", corpus.cut)):
        if count:
            lines.append(say("use", f"table.{key}", count=f"{count:,}"))
    if corpus.only_learnt:
        lines.append(say("use", "table.small", classes=", ".join(corpus.only_learnt)))
    return lines


def _read(file: Any) -> Table:
    """The cells of an uploaded file, read once."""
    kept, table = st.session_state.get(_TABLE, ("", None))
    if kept == file.file_id and table is not None:
        known: Table = table
        return known
    data = file.getvalue()
    if len(data) <= SMALL_BYTES:
        return labelled_tables.read_table(data, file.name)
    wording = say("train", "text.reading")
    read: Table = awaited(
        _READING, file.file_id, wording, labelled_tables.read_table, data, file.name
    )
    return read


def _lines(file_id: str, table: Table, text: str, label: str) -> tuple[Lines, Rows]:
    """What two columns come to, made once. Raises TextError."""
    asked = file_id, text, label
    kept, made = st.session_state.get(_LINES, ((), None))
    if kept != asked or made is None:
        found = labelled_tables.sentences(table, text, label)
        made = Lines(BETWEEN.join(map(line, found.texts)), tuple(found.labels)), found
        st.session_state[_LINES] = asked, made
    known: tuple[Lines, Rows] = made
    return known
