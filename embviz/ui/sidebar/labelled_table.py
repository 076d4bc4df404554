"""A table of texts: which column holds them, which their classes or dates, and what was read."""

from typing import Any, NamedTuple

import streamlit as st

from embviz.errors import EmbvizError
from embviz.text import labelled_tables, text_tables
from embviz.text.labelled import Labelled
from embviz.text.labelled_tables import MOST_ROWS, NO_LABELS, NO_TABLE, WORKBOOKS, Table
from embviz.text.text_tables import Columns
from embviz.ui.state import settings_form
from embviz.ui.state.remembered import awaited
from embviz.ui.state.settings_form import TableRead
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain

SMALL_BYTES = 2 * 2**20  # bytes up to which a table is read at once; larger ones by a worker

_CHOSEN, _LINES, _READING = "embviz_table", "embviz_lines", "embviz_reading_table"
_TEXTS = "embviz_tables_as_texts"
TEXT, LABEL, DATE = "table.text", "table.label", "table.date"


class Lines(NamedTuple):
    """What a table comes to: a text, whose lines may have classes."""

    text: str
    labels: tuple[str, ...]
    told: tuple[str, ...] = ()  # what was left out, and why


def is_named_so(name: str) -> bool:
    """Whether a file is called like a table; workbooks are refused as such."""
    return labelled_tables.is_named_so(name) or name.lower().endswith(WORKBOOKS)


def choose(read: TableRead) -> Lines:
    """Draw the choice of the columns, proposed at first. Raises TextError."""
    table, state = read.table, st.session_state
    if state.get(_CHOSEN) != read.key or TEXT not in state:
        first = settings_form.kept_columns(read.key) or text_tables.proposed(table)
        state[TEXT], state[LABEL], state[DATE] = first.text, first.label, first.date
    state[_CHOSEN] = read.key
    _draw_columns(table)
    columns = Columns(state[TEXT], state[LABEL], state.get(DATE, ""))
    settings_form.keep_columns(read.key, columns)
    lines = _lines(read, columns)
    for told in lines.told:
        st.caption(told)
    return lines


def _draw_columns(table: Table) -> None:
    state, names = st.session_state, list(table.columns)
    dates = text_tables.dated_columns(table, state[TEXT])
    if state.get(DATE) not in dates:
        state[DATE] = ""
    left, right = st.columns(2)
    choices: list[tuple[Any, str, list[str]]] = [(left, TEXT, names), (right, LABEL, ["", *names])]
    if len(names) == 1:
        choices = []
    if dates:
        choices.append((st, DATE, ["", *dates]))
    for place, key, options in choices:
        place.selectbox(
            say("use", f"{key}.label"),
            options,
            key=key,
            format_func=lambda name: plain(name) or say("use", "table.none"),
            help=say("use", f"{key}.help"),
            persist_state="session",
        )
    if not table.header:
        st.caption(say("use", "table.no_header"))
    elif len(names) == 1:
        st.caption(say("use", "table.header", name=plain(names[0])))
    elif not state[LABEL]:
        st.caption(say("use", "table.no_classes"))


def offer_as_text(error: EmbvizError) -> None:
    """Offer to read a table as a text, or without its labels, where that may help."""
    file = _file()
    if error.reason in NO_LABELS:
        st.button(say("use", "table.without_labels"), key="table_as_text", on_click=_without_labels)
    elif file is not None and is_named_so(file.name) and error.reason in NO_TABLE:
        if st.button(say("use", "table.as_text"), key="table_as_text"):
            st.session_state[_TEXTS] = {*st.session_state.get(_TEXTS, ()), file.file_id}
            st.rerun()


def _file() -> Any:
    """The only file that is uploaded, or None."""
    files = st.session_state.get("file") or []
    return files[0] if len(files) == 1 else None


def _without_labels() -> None:
    st.session_state[LABEL] = ""


def is_text_after_all(file: Any) -> bool:
    """Whether somebody wants a table to be read as a text."""
    return file.file_id in st.session_state.get(_TEXTS, ())


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


def read(file: Any, encoding: str | None) -> TableRead:
    """The cells of an uploaded file, read once. Raises TextError."""
    key, kept = f"{file.file_id} {encoding}", settings_form.table_read()
    if kept is not None and kept.key == key:
        return kept
    data = file.getvalue()
    if len(data) <= SMALL_BYTES:
        table = labelled_tables.read_table(data, file.name, encoding)
    else:
        wording, function = say("train", "text.reading"), labelled_tables.read_table
        table = awaited(_READING, key, wording, function, data, file.name, encoding)
    found = TableRead(key, file.name, table)
    settings_form.keep_table(found)
    return found


def _lines(read: TableRead, columns: Columns) -> Lines:
    """What columns come to, made once. Raises TextError."""
    asked = read.key, columns
    kept, made = st.session_state.get(_LINES, ((), None))
    if kept != asked or made is None:
        made = lines_of(read.table, columns)
        st.session_state[_LINES] = asked, made
    known: Lines = made
    return known


def lines_of(table: Table, columns: Columns) -> Lines:
    """What columns come to. Raises TextError."""
    if columns.label:
        return _sorted_lines(table, columns)
    found = text_tables.texts(table, columns.text, columns.date)
    facts = {"empty": found.empty, "undated": found.undated}
    told = [say("use", f"table.{key}", count=f"{n:,}") for key, n in facts.items() if n]
    if found.first:
        span = {"first": plain(found.first), "last": plain(found.last)}
        told.append(say("use", "table.dated", **span))
    return Lines(found.text, (), (*told, *_broken(table)))


def _sorted_lines(table: Table, columns: Columns) -> Lines:
    found = labelled_tables.sentences(table, columns.text, columns.label)
    facts = {"empty": found.left_out, "repeated": found.repeated}
    told = [say("use", f"table.{key}", count=f"{n:,}") for key, n in facts.items() if n]
    told += _broken(table)
    if found.drawn:
        rows = {"rows": f"{found.of_rows:,}", "read": f"{MOST_ROWS:,}"}
        told.append(say("use", "table.drawn", **rows))
    return Lines(found.text, tuple(found.labels), tuple(told))


def _broken(table: Table) -> list[str]:
    if not table.broken:
        return []
    facts = {"count": f"{len(table.broken):,}", "line": f"{table.broken[0]:,}"}
    return [say("use", "table.broken", **facts)]
