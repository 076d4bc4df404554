"""A table of sentences and their classes: which columns are which, and what was read of it."""

from typing import Any, NamedTuple

import streamlit as st

from embviz.errors import EmbvizError
from embviz.text import labelled_tables
from embviz.text.labelled import BETWEEN, Labelled, line
from embviz.text.labelled_tables import MOST_ROWS, NO_LABELS, NO_TABLE, WORKBOOKS, Rows, Table
from embviz.ui.state.remembered import awaited
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain

SMALL_BYTES = 2 * 2**20  # bytes up to which a table is read at once; larger ones by a worker

_TABLE, _LINES, _READING = "embviz_table", "embviz_lines", "embviz_reading_table"
_TEXTS = "embviz_tables_as_texts"
TEXT, LABEL = "table.text", "table.label"


class Lines(NamedTuple):
    """What a table comes to: a text whose lines have classes."""

    text: str
    labels: tuple[str, ...]


def is_named_so(name: str) -> bool:
    """Whether a file is called like a table; workbooks are refused as such."""
    return labelled_tables.is_named_so(name) or name.lower().endswith(WORKBOOKS)


def choose(file: Any, encoding: str | None = None) -> Lines:
    """Draw the choice of the columns, guessed at first. Raises TextError."""
    table = read(file, encoding)
    which = file.file_id, encoding
    if st.session_state.get(_TABLE, ("",))[0] != which or TEXT not in st.session_state:
        st.session_state[TEXT], st.session_state[LABEL] = labelled_tables.guess_columns(table)
    st.session_state[_TABLE] = which, table
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
    lines, found = _lines(which, table, st.session_state[TEXT], st.session_state[LABEL])
    for key, count in (("empty", found.left_out), ("repeated", found.repeated)):
        if count:
            st.caption(say("use", f"table.{key}", count=f"{count:,}"))
    if found.broken:
        facts = {"count": f"{len(found.broken):,}", "line": f"{found.broken[0]:,}"}
        st.caption(say("use", "table.broken", **facts))
    if found.drawn:
        rows = {"rows": f"{found.of_rows:,}", "read": f"{MOST_ROWS:,}"}
        st.caption(say("use", "table.drawn", **rows))
    return lines


def offer_as_text(error: EmbvizError) -> None:
    """Offer to read an uploaded file as a text, where that may help."""
    file = st.session_state.get("file")
    if file is None or not is_named_so(file.name) or error.reason not in NO_TABLE | NO_LABELS:
        return
    wording = "table.as_text" if error.reason in NO_TABLE else "table.without_labels"
    if st.button(say("use", wording), key="table_as_text"):
        known = st.session_state.setdefault(_TEXTS, {})
        known[file.file_id] = error.reason in NO_LABELS
        st.rerun()


def is_text_after_all(file: Any) -> bool:
    """Whether somebody wants a table to be read as a text."""
    return file.file_id in st.session_state.get(_TEXTS, {})


def as_text(file: Any, encoding: str | None = None) -> str:
    """Give the sentences of a table without their labels; empty: it is no table. Raises TextError.

    They are those of the column that was chosen last.
    """
    if not st.session_state[_TEXTS][file.file_id]:
        return ""
    table = read(file, encoding)
    text = str(st.session_state.get(TEXT))
    if text not in table.columns:
        text, _ = labelled_tables.guess_columns(table)
    st.caption(say("use", "table.only_text", column=plain(text)))
    return BETWEEN.join(line(cell) for cell in table.columns[text] if cell)


def told(corpus: Labelled) -> list[str]:
    """Say how many sentences there are, of which classes, and what was left out."""
    sizes = ", ".join(
        say("use", "table.size", name=name, count=f"{count:,}")
        for name, count in corpus.sizes.items()
    )
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


def read(file: Any, encoding: str | None) -> Table:
    """The cells of an uploaded file, read once. Raises TextError."""
    kept, table = st.session_state.get(_TABLE, ("", None))
    if kept == (file.file_id, encoding) and table is not None:
        known: Table = table
        return known
    data = file.getvalue()
    if len(data) <= SMALL_BYTES:
        return labelled_tables.read_table(data, file.name, encoding)
    wording, asked = say("train", "text.reading"), f"{file.file_id} {encoding}"
    found: Table = awaited(
        _READING, asked, wording, labelled_tables.read_table, data, file.name, encoding
    )
    return found


def _lines(
    which: tuple[str, str | None], table: Table, text: str, label: str
) -> tuple[Lines, Rows]:
    """What two columns come to, made once. Raises TextError."""
    asked = which, text, label
    kept, made = st.session_state.get(_LINES, ((), None))
    if kept != asked or made is None:
        found = labelled_tables.sentences(table, text, label)
        made = Lines(found.text, tuple(found.labels)), found
        st.session_state[_LINES] = asked, made
    known: tuple[Lines, Rows] = made
    return known
