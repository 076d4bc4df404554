"""Saving to a path of the visitor's own computer: for files too large for a browser, and others."""

from pathlib import Path

import streamlit as st

from embviz.jobs import write_vectors
from embviz.jobs.write_vectors import Refusal, Written
from embviz.ui.pages.files.kinds import Kind
from embviz.ui.pages.files.outcomes import follow, megabytes, tell_refusal
from embviz.ui.pages.files.prepared_files import Contents, Copy
from embviz.ui.state import server
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain

_DONE = "embviz_saved_to"
"""What was saved last, or why not; and its format."""

_PATH = "saving.path"


def show(contents: Contents, kind: Kind, example: str, large: bool) -> None:
    """Draw the input of a path, and what came of the last one.

    Args:
        contents: What is saved.
        kind: As what.
        example: A name for the file.
        large: Whether there is no other way, so that this one must not be overlooked.
    """
    last: tuple[Copy | Refusal, str] | None = st.session_state.get(_DONE)
    place = st.container() if large else st.expander(say("saving", "path.heading"))
    with place:
        where = Path.home() / example
        left, right = st.columns([4, 1.4], vertical_alignment="bottom")
        left.text_input(say("saving", "path.label"), key=_PATH, placeholder=str(where))
        right.button(
            say("saving", "path.save"),
            key="saving.save",
            disabled=last is not None and isinstance(last[0], Copy) and last[0].busy,
            on_click=_save,
            args=(contents, kind.format),
            width="stretch",
        )
        if last is not None:
            _tell(*last, where)


def _save(contents: Contents, format: str) -> None:
    """Begin to write, unless it is plain that this cannot be done."""
    path = _path(st.session_state[_PATH])
    refused = path if isinstance(path, Refusal) else write_vectors.refusal(path)
    if isinstance(path, Refusal) or refused is not None:
        st.session_state[_DONE] = refused, format
        return
    copy = Copy.begin(server.engine(), contents, format, path)
    st.session_state[_DONE] = copy, format


def _path(typed: str) -> Path | Refusal:
    if not typed.strip():
        return Refusal("no_path")
    try:
        return Path(typed.strip()).expanduser().absolute()
    except RuntimeError:  # the home of somebody who is not known here
        return Refusal("no_folder")


def _tell(last: Copy | Refusal, format: str, where: Path) -> None:
    if isinstance(last, Refusal):
        tell_refusal(last, format, where)
        return
    if last.busy:
        follow(last, key="saving.path")
        return
    outcome = last.outcome
    if isinstance(outcome, Written):
        size = megabytes(outcome.size)
        st.success(say("saving", "path.saved", path=plain(last.path), size=size))
    elif outcome is not None:
        tell_refusal(outcome, format, where)
