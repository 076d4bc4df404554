"""The file that `embviz open` was given: where every visit begins."""

import hashlib
import io
import json
import os
from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from embviz.errors import FileError, TextError
from embviz.files import detect, read, text_files
from embviz.files.film import film_npz
from embviz.files.film.film_npz import Saved
from embviz.files.paths import reading
from embviz.files.rows.how import How
from embviz.files.text_files import Brought, PathFile
from embviz.jobs.queries import MOST_FILM_BYTES
from embviz.text import several, text_tables
from embviz.text.corpus import decode
from embviz.text.labelled_tables import NO_TABLE, is_named_so, read_table
from embviz.text.several import MOST_BYTES, common_name
from embviz.ui.state import settings_form, vector_files, vectors_on_screen
from embviz.ui.state.link import PARAMETER
from embviz.ui.state.settings_form import TableRead
from embviz.ui.state.tab import Tab
from embviz.util.places import HOW, LIMIT, OPENED, OPENED_AS, opened_paths

_BEGUN = "embviz_begun"


@dataclass(frozen=True, eq=False)
class File:
    """What is in the file: a text, a film, vectors, or a fault. All visitors share it."""

    name: str
    text: str = ""
    labels: tuple[str, ...] = ()  # the class of each of its sentences, if somebody sorted them
    table: TableRead | None = None  # that it is of
    files: tuple[Brought, ...] = ()  # likewise
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
        settings_form.keep_text(file.name, file.text, file.labels, file.table, file.files)
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
    paths = opened_paths(os.environ[OPENED])
    path = Path(paths[0])
    try:
        several = _several([Path(each) for each in paths])
        if several is not None:
            return several
        kind = _kind(path)
        if kind == detect.FILM:
            data = _bytes(path)
            key = hashlib.blake2b(data, digest_size=8).hexdigest()
            saved = film_npz.read(io.BytesIO(data), most_bytes=MOST_FILM_BYTES)
            return File(path.name, film=(replace(saved, title=saved.title or path.name), key))
        if kind:
            return File(path.name, vectors=str(path))
        return _table(path) if is_named_so(path.name) else File(path.name, decode(_bytes(path)))
    except (TextError, FileError, OSError) as error:
        return File(path.name, fault=error)


def _several(paths: list[Path]) -> File | None:
    """Read several texts as one; None: it is something else. Raises TextError, FileError."""
    said = os.environ.get(OPENED_AS, "text")
    if len(paths) == 1 and (said != "text" or not text_files.holds_texts(paths[0])):
        return None
    files: tuple[Brought, ...] = tuple(PathFile(path, path.name) for path in paths)
    name = paths[0].name
    if len(paths) > 1:
        name = common_name([path.name for path in paths]) or paths[0].parent.name
    elif paths[0].is_dir():
        files = text_files.of_folder(paths[0])
    found = several.read(text_files.contents(files), {}, MOST_BYTES)
    return File(name, found.text, files=files)


def _table(path: Path) -> File:
    """Read a table of texts; what is none is a text. Raises TextError."""
    data = _bytes(path)
    try:
        table = read_table(data, path.name)
    except TextError as error:
        if error.reason not in NO_TABLE:
            raise
        return File(path.name, decode(data))
    text, labels = text_tables.of_columns(table, text_tables.proposed(table))
    return File(path.name, text, labels, TableRead(str(path), path.name, table))


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
