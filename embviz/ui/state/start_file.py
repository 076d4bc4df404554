"""The file that `embviz open` was given: where every visit begins."""

import hashlib
import io
import json
import os
from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from embviz.errors import FileError, TextError
from embviz.files import detect, read
from embviz.files.film import film_npz
from embviz.files.film.film_npz import Saved
from embviz.files.paths import reading
from embviz.files.rows.how import How
from embviz.jobs.queries import MOST_FILM_BYTES
from embviz.text.corpus import decode
from embviz.text.labelled import Labelled
from embviz.text.labelled_tables import (
    NO_TABLE,
    guess_columns,
    is_named_so,
    read_table,
    sentences,
)
from embviz.ui.state import settings_form, vector_files, vectors_on_screen
from embviz.ui.state.link import PARAMETER
from embviz.ui.state.tab import Tab
from embviz.util.places import HOW, LIMIT, OPENED, OPENED_AS

_BEGUN = "embviz_begun"


@dataclass(frozen=True, eq=False)
class File:
    """What is in the file: a text, a film, vectors, or a fault. All visitors share it."""

    name: str
    text: str = ""
    labels: tuple[str, ...] = ()  # the class of each of its sentences, if it is a table of them
    film: tuple[Saved, str] | None = None  # and the hash of the file
    vectors: str = ""  # the whole path
    fault: TextError | FileError | OSError | None = None


def begin(tab: Tab) -> TextError | FileError | OSError | None:
    """Bring a fresh visit to the file, unless its address names something else.

    It gives what is wrong with the file, if it cannot be read.
    """
    file = _read()
    if file is None or file.fault is not None or not _is_fresh():
        return file.fault if file is not None else None
    st.session_state[_BEGUN] = True
    if file.film is not None:
        tab.loaded = file.film
    elif file.vectors:
        most = os.environ.get(LIMIT)
        limit = st.session_state[vectors_on_screen.LIMIT] = int(most) if most else None
        how = How(**json.loads(os.environ.get(HOW) or "{}"))
        try:
            vectors_on_screen.open_file(tab, vector_files.of_path(file.vectors, limit, how=how))
        except OSError as error:
            return error
    else:
        settings_form.keep_text(file.name, file.text, file.labels)
        st.session_state["text"] = settings_form.KEPT
    return None


def leads_to_files() -> bool:
    """Tell whether a fresh visit to the first page should begin with a file of vectors instead."""
    file = _read()
    return file is not None and bool(file.vectors) and _is_fresh()


def _is_fresh() -> bool:
    return not st.session_state.get(_BEGUN) and not st.query_params.get(PARAMETER)


@st.cache_resource(show_spinner=False)
def _read() -> File | None:
    """Read the file, once; vectors are only recognised."""
    if not os.environ.get(OPENED):
        return None
    path = Path(os.environ[OPENED])
    try:
        kind = _kind(path)
        if kind == detect.FILM:
            data = _bytes(path)
            key = hashlib.blake2b(data, digest_size=8).hexdigest()
            saved = film_npz.read(io.BytesIO(data), most_bytes=MOST_FILM_BYTES)
            return File(path.name, film=(replace(saved, title=saved.title or path.name), key))
        if kind:
            return File(path.name, vectors=str(path))
        return _labelled(path) if is_named_so(path.name) else File(path.name, decode(_bytes(path)))
    except (TextError, FileError, OSError) as error:
        return File(path.name, fault=error)


def _labelled(path: Path) -> File:
    """Read a table of labels; what is none is a text. Raises TextError."""
    data = _bytes(path)
    try:
        table = read_table(data, path.name)
        rows = sentences(table, *guess_columns(table))
    except TextError as error:
        if error.reason not in NO_TABLE:
            raise
        return File(path.name, decode(data))
    Labelled.of(rows.texts, rows.labels)  # raises what is wrong with the labels
    return File(path.name, rows.text, tuple(rows.labels))


def _bytes(path: Path) -> bytes:
    with reading(path) as file:
        return file.read()


def _kind(path: Path) -> str:
    """Give the kind of a file, as it was said or is told; empty: it may be a text."""
    said = os.environ.get(OPENED_AS)
    if said is not None and path.is_file():
        return {"text": "", "film": detect.FILM}.get(said, said)
    try:
        return read.kind_or_text(path)
    except FileError as error:
        if error.reason == "empty_file":
            return ""
        raise
