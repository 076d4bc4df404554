"""Opening a file of vectors: uploaded, or by its path, and how far reading it is."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from embviz.errors import FileError
from embviz.files.film.archive import too_large
from embviz.files.paths import reading
from embviz.jobs.queries import MOST_FILM_BYTES
from embviz.ui.pages.files import how_read
from embviz.ui.state import locality, saved_films, server, vector_files, vectors_on_screen
from embviz.ui.state.patience import keep_going
from embviz.ui.state.tab import Tab, current_tab
from embviz.ui.state.vector_files import Request, Upload, VectorsFile
from embviz.ui.state.vectors_on_screen import Waiting
from embviz.ui.texts import say
from embviz.ui.widgets import polling
from embviz.ui.widgets.escaping import plain
from embviz.ui.widgets.faults import worded

FIRST_S = 0.6  # seconds to wait for a file: small ones are there at once
POLL_S = 0.3  # seconds between two looks at a file that is being read
_UPLOADED, _FAULT = "embviz_files_uploaded", "embviz_files_fault"


@dataclass(frozen=True)
class Opener:
    """A place on a page where files are opened.

    Attributes:
        name: What the keys of its inputs begin with.
        waiting: Who the file is for.
        open_film: What becomes of a file that is a film, by its bytes and name. Raises FileError.
    """

    name: str
    waiting: Waiting
    open_film: Callable[[bytes, str], None]

    @classmethod
    def of(cls, tab: Tab) -> "Opener":
        """The place where files are put on screen."""
        return cls("files", tab, lambda data, name: saved_films.open_film(tab, data, name))

    def key(self, name: str) -> str:
        """The key of an input."""
        return f"{self.name}.{name}"

    @property
    def fault(self) -> str | None:
        """What is wrong with the file that was asked for last, as it is said; None: nothing."""
        faults: dict[str, str] = st.session_state.get(_FAULT, {})
        return faults.get(self.name)

    def forget_fault(self) -> None:
        """Begin anew."""
        st.session_state.setdefault(_FAULT, {}).pop(self.name, None)
        how_read.forget(self.name)

    def read_again(self, request: Request) -> None:
        """Read a file as somebody says."""
        self.forget_fault()
        vectors_on_screen.open_file(self.waiting, request)

    def keep_fault(self, said: str) -> None:
        """Keep what is wrong with the file that was asked for last."""
        st.session_state.setdefault(_FAULT, {})[self.name] = said


def show(opener: Opener, local: bool) -> None:
    """Draw the inputs, files of a local computer by name, and follow the file that is read."""
    if local and _how(opener) == "path":
        _by_path(opener)
    else:
        _by_upload(opener)
    _follow_file(opener)


def _how(opener: Opener) -> str:
    return st.segmented_control(
        say("files", "open.how"),
        ["upload", "path"],
        default="upload",
        key=opener.key("how"),
        format_func=lambda how: say("files", f"open.{how}"),
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )


def _by_path(opener: Opener) -> None:
    path, rows, button = st.columns([5, 2, 1.6], vertical_alignment="bottom")
    path.text_input(
        say("files", "open.path_label"),
        key=opener.key("path"),
        placeholder=say("files", "open.path_placeholder"),
        help=say("files", "open.formats"),
        on_change=lambda: _open_path(opener),
        persist_state="session",
    )
    _limit(opener, rows)
    button.button(
        say("files", "open.button"),
        key=opener.key("open"),
        type="primary",
        width="stretch",
        on_click=lambda: _open_path(opener),
    )
    with st.expander(say("files", "open.beside")):
        for name in ("words", "metadata"):
            st.text_input(
                say("files", f"open.{name}_path"),
                key=opener.key(f"{name}_path"),
                help=say("files", f"open.{name}_help"),
                persist_state="session",
            )


def _open_path(opener: Opener) -> None:
    path, words, metadata = (
        st.session_state.get(opener.key(name), "").strip().strip("\"'")
        for name in ("path", "words_path", "metadata_path")
    )
    opener.forget_fault()
    if not path or not locality.is_here():
        opener.keep_fault(say("files", "faults.no_path" if not path else "faults.not_here"))
        return
    limit = st.session_state.get(opener.key("limit"))
    try:
        request = vector_files.of_path(path, limit, words or None, metadata or None)
        vectors_on_screen.open_file(opener.waiting, request)
    except (OSError, ValueError) as error:
        _keep_fault(opener, os.path.basename(path), error, quoting=False)


def _by_upload(opener: Opener) -> None:
    left, right = st.columns([5, 2])
    file = left.file_uploader(
        say("files", "open.upload_label"),
        key=opener.key("upload"),
        help=say("files", "open.formats"),
    )
    limit = _limit(opener, right)
    with st.expander(say("files", "open.beside")):
        words, metadata = (
            st.file_uploader(
                say("files", f"open.{name}_upload"),
                key=opener.key(f"{name}_upload"),
                help=say("files", f"open.{name}_help"),
            )
            for name in ("words", "metadata")
        )
    if file is None:
        return
    ids = [each.file_id for each in (file, words, metadata) if each is not None]
    wanted = ids, words is None, limit
    uploaded = st.session_state.setdefault(_UPLOADED, {})
    if uploaded.get(opener.name) == wanted:
        return
    uploaded[opener.name] = wanted
    opener.forget_fault()
    beside = [each.getvalue() if each is not None else None for each in (words, metadata)]
    vectors_on_screen.open_upload(
        opener.waiting, Upload(file.name, file.getvalue(), limit, beside[0], beside[1])
    )


def _limit(opener: Opener, place: Any) -> int | None:
    limit: int | None = place.number_input(
        say("files", "open.limit"),
        1,
        value=None,
        step=1000,
        key=opener.key("limit"),
        placeholder=say("files", "open.limit_placeholder"),
        help=say("files", "open.limit_help"),
        persist_state="session",
    )
    return limit


def _follow_file(opener: Opener) -> None:
    file = opener.waiting.file
    if file is not None and file.busy:
        file.work.wait(1, FIRST_S)
    if file is not None and file.busy:
        polling.poll(lambda: _progress(opener, file), lambda: _reads(opener, file), every_s=POLL_S)
    elif file is not None and file.fault is not None:
        server.files().drop(file.key)
        opener.waiting.file = None
        fault = _film_instead(opener, file) or file.fault
        _keep_fault(opener, file.name, fault, quoting=not file.request.lasting)
        how_read.refuse(opener.name, file.request, fault)
    if opener.fault is not None:
        st.error(opener.fault)
        if (refused := how_read.refused(opener.name)) is not None:
            how_read.draw(opener.name, refused, opener.read_again, open_=True)
        how_read.offer_as_text(opener.name)


def _keep_fault(opener: Opener, name: str, fault: BaseException, *, quoting: bool) -> None:
    """Keep what is wrong with the file that was asked for last, as it is said.

    Of a file that was named by its path nothing is quoted: it may be anything.
    """
    why = worded(fault, quoting=quoting)
    opener.keep_fault(say("files", "faults.of_file", name=plain(name), why=why))


def _film_instead(opener: Opener, file: VectorsFile) -> BaseException | None:
    """Open a file that is a film, as such; gives what is wrong with that."""
    if not (isinstance(file.fault, FileError) and file.fault.reason == "film"):
        return None
    try:
        with reading(file.request.path) as opened:
            if (size := opened.seek(0, os.SEEK_END)) > MOST_FILM_BYTES:
                return too_large(size, MOST_FILM_BYTES)
            opened.seek(0)
            data = opened.read()
        opener.open_film(data, file.name)
    except (FileError, OSError) as error:
        return error
    return None


def _reads(opener: Opener, file: VectorsFile) -> bool:
    return opener.waiting.file is file and file.busy


def _progress(opener: Opener, file: VectorsFile) -> None:
    keep_going(file.work)
    progress = file.progress
    left, right = st.columns([5, 1], vertical_alignment="center")
    facts = {"name": plain(file.name), "rows": f"{progress.rows:,}"}
    left.progress(min(1.0, progress.share), say("files", "open.reading", **facts))
    right.button(
        say("files", "open.cancel"),
        key=opener.key("cancel"),
        width="stretch",
        on_click=_cancel,
        args=(opener,),
    )


def _cancel(opener: Opener) -> None:
    vectors_on_screen.leave(opener.waiting)
    current_tab().changed = True
