"""Opening a file of vectors: uploaded, or by its path, and how far reading it is."""

import os
from typing import Any

import streamlit as st

from embviz.errors import FileError
from embviz.files.film.archive import too_large
from embviz.files.paths import reading
from embviz.jobs.queries import MOST_FILM_BYTES
from embviz.ui.state import locality, saved_films, server, vector_files, vectors_on_screen
from embviz.ui.state.patience import keep_going
from embviz.ui.state.tab import Tab
from embviz.ui.state.vector_files import Upload, VectorsFile
from embviz.ui.texts import say
from embviz.ui.widgets import polling
from embviz.ui.widgets.escaping import plain
from embviz.ui.widgets.faults import worded

FIRST_S = 0.6  # seconds to wait for a file: small ones are there at once
POLL_S = 0.3  # seconds between two looks at a file that is being read
PATH, WORDS_PATH, METADATA_PATH = "files.path", "files.words_path", "files.metadata_path"
_UPLOADED, _FAULT = "embviz_files_uploaded", "embviz_files_fault"


def show(tab: Tab, local: bool) -> None:
    """Draw the inputs, files of a local computer by name, and follow the file that is read."""
    if local and _how() == "path":
        _by_path(tab)
    else:
        _by_upload(tab)
    _follow_file(tab)


def has_failed() -> bool:
    """Whether the file that was asked for last could not be opened: another one is on screen."""
    return _FAULT in st.session_state


def _how() -> str:
    return st.segmented_control(
        say("files", "open.how"),
        ["upload", "path"],
        default="upload",
        key="files.how",
        format_func=lambda how: say("files", f"open.{how}"),
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )


def _by_path(tab: Tab) -> None:
    path, rows, button = st.columns([5, 2, 1.6], vertical_alignment="bottom")
    path.text_input(
        say("files", "open.path_label"),
        key=PATH,
        placeholder=say("files", "open.path_placeholder"),
        help=say("files", "open.formats"),
        on_change=lambda: _open_path(tab),
        persist_state="session",
    )
    _limit(rows)
    button.button(
        say("files", "open.button"),
        key="files.open",
        type="primary",
        width="stretch",
        on_click=lambda: _open_path(tab),
    )
    with st.expander(say("files", "open.beside")):
        for key, name in ((WORDS_PATH, "words"), (METADATA_PATH, "metadata")):
            st.text_input(
                say("files", f"open.{name}_path"),
                key=key,
                help=say("files", f"open.{name}_help"),
                persist_state="session",
            )


def _open_path(tab: Tab) -> None:
    path, words, metadata = (
        st.session_state.get(key, "").strip().strip("\"'")
        for key in (PATH, WORDS_PATH, METADATA_PATH)
    )
    st.session_state.pop(_FAULT, None)
    if not path or not locality.is_here():
        st.session_state[_FAULT] = say("files", "faults.no_path" if not path else "faults.not_here")
        return
    limit = st.session_state.get(vectors_on_screen.LIMIT)
    try:
        request = vector_files.of_path(path, limit, words or None, metadata or None)
        vectors_on_screen.open_file(tab, request)
    except (OSError, ValueError) as error:
        _keep_fault(os.path.basename(path), error, quoting=False)


def _by_upload(tab: Tab) -> None:
    left, right = st.columns([5, 2])
    file = left.file_uploader(
        say("files", "open.upload_label"), key="files.upload", help=say("files", "open.formats")
    )
    limit = _limit(right)
    with st.expander(say("files", "open.beside")):
        words, metadata = (
            st.file_uploader(
                say("files", f"open.{name}_upload"),
                key=f"files.{name}_upload",
                help=say("files", f"open.{name}_help"),
            )
            for name in ("words", "metadata")
        )
    if file is None:
        return
    ids = [each.file_id for each in (file, words, metadata) if each is not None]
    wanted = ids, words is None, limit
    if st.session_state.get(_UPLOADED) == wanted:
        return
    st.session_state[_UPLOADED] = wanted
    st.session_state.pop(_FAULT, None)
    others = (each.getvalue() if each is not None else None for each in (words, metadata))
    vectors_on_screen.open_upload(tab, Upload(file.name, file.getvalue(), limit, *others))


def _limit(place: Any) -> int | None:
    limit: int | None = place.number_input(
        say("files", "open.limit"),
        1,
        value=None,
        step=1000,
        key=vectors_on_screen.LIMIT,
        placeholder=say("files", "open.limit_placeholder"),
        help=say("files", "open.limit_help"),
        persist_state="session",
    )
    return limit


def _follow_file(tab: Tab) -> None:
    file = tab.file
    if file is not None and file.busy:
        file.work.wait(1, FIRST_S)
    if file is not None and file.busy:
        polling.poll(lambda: _progress(tab, file), lambda: _reads(tab, file), every_s=POLL_S)
    elif file is not None and file.fault is not None:
        server.files().drop(file.key)
        tab.file = None
        fault = _film_instead(tab, file) or file.fault
        _keep_fault(file.name, fault, quoting=not file.request.lasting)
    if _FAULT in st.session_state:
        st.error(st.session_state[_FAULT])


def _keep_fault(name: str, fault: BaseException, *, quoting: bool) -> None:
    """Keep what is wrong with the file that was asked for last, as it is said.

    Of a file that was named by its path nothing is quoted: it may be anything.
    """
    st.session_state[_FAULT] = say(
        "files", "faults.of_file", name=plain(name), why=worded(fault, quoting=quoting)
    )


def _film_instead(tab: Tab, file: VectorsFile) -> BaseException | None:
    """Open a file that is a film, as such; gives what is wrong with that."""
    if not (isinstance(file.fault, FileError) and file.fault.reason == "film"):
        return None
    try:
        with reading(file.request.path) as opened:
            if (size := opened.seek(0, os.SEEK_END)) > MOST_FILM_BYTES:
                return too_large(size, MOST_FILM_BYTES)
            opened.seek(0)
            data = opened.read()
        saved_films.open_film(tab, data, file.name)
    except (FileError, OSError) as error:
        return error
    return None


def _reads(tab: Tab, file: VectorsFile) -> bool:
    return tab.file is file and file.busy


def _progress(tab: Tab, file: VectorsFile) -> None:
    keep_going(file.work)
    progress = file.progress
    left, right = st.columns([5, 1], vertical_alignment="center")
    facts = {"name": plain(file.name), "rows": f"{progress.rows:,}"}
    left.progress(min(1.0, progress.share), say("files", "open.reading", **facts))
    cancel = say("files", "open.cancel")
    right.button(cancel, key="files.cancel", width="stretch", on_click=_cancel, args=(tab,))


def _cancel(tab: Tab) -> None:
    vectors_on_screen.leave(tab)
    tab.changed = True
