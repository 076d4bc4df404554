"""Saving to a path of the visitor's own computer, and what is said of files that are written."""

from pathlib import Path

import streamlit as st

from embviz.jobs import write_vectors
from embviz.jobs.write_vectors import Refusal, Written
from embviz.ui.pages.files.prepared_files import Contents, Copy
from embviz.ui.state import locality, server
from embviz.ui.texts import say
from embviz.ui.widgets import polling
from embviz.ui.widgets.escaping import plain

POLL_S = 0.5
_DONE = "embviz_saved_to"  # what was saved last, or why not, and its format
_PATH = "saving.path"


def show(contents: Contents, format: str, example: str, large: bool) -> None:
    """Draw the input of a path, not to be overlooked if large: no other way is left then."""
    last: tuple[Copy | Refusal, str] | None = st.session_state.get(_DONE)
    with st.container() if large else st.expander(say("saving", "path.heading")):
        where = Path.home() / example
        left, right = st.columns([4, 1.4], vertical_alignment="bottom")
        left.text_input(say("saving", "path.label"), key=_PATH, placeholder=str(where))
        right.button(
            say("saving", "path.save"),
            key="saving.save",
            disabled=last is not None and isinstance(last[0], Copy) and last[0].busy,
            on_click=lambda: _save(contents, format),
            width="stretch",
        )
        if last is not None:
            _tell(*last, where)


def follow(copy: Copy, *, key: str) -> None:
    """Show how far a file under way is, until it is whole; then the page is drawn anew."""
    polling.poll(lambda: _progress(copy, key), lambda: copy.busy, every_s=POLL_S)


def tell_refusal(refusal: Refusal, format: str, example: Path) -> None:
    """Say why there is no file, and what to do about it: an example is a path that would do."""
    reason, facts = refusal.reason, {name: plain(fact) for name, fact in refusal.facts.items()}
    if reason == "unwritable_word" and not refusal.keeping:
        reason = "unwritable_nowhere"
    elif reason == "unwritable_word":
        facts["needs"] = say("saving", f"needs.{format}")
        facts["formats"] = ", ".join(say("saving", f"formats.{name}") for name in refusal.keeping)
    st.error(say("saving", f"refused.{reason}", example=plain(example), **facts))


def megabytes(size: float) -> str:
    """Write a number of bytes as one reads it.

    >>> megabytes(300), megabytes(1_500_000), megabytes(120 * 2**20)
    ('1 kB', '1.4 MB', '120 MB')
    """
    if size < 2**20:
        return say("saving", "kilobytes", size=max(1, round(size / 2**10)))
    number = size / 2**20
    return say("saving", "megabytes", size=f"{number:.1f}" if number < 10 else f"{number:,.0f}")


def _progress(copy: Copy, key: str) -> None:
    copy.work.watch()
    bar, button = st.columns([4, 1], vertical_alignment="center")
    done, expected = megabytes(copy.share * copy.expected), megabytes(copy.expected)
    bar.progress(copy.share, say("saving", "writing", done=done, all=expected))
    button.button(
        say("saving", "cancel"), key=f"{key}.cancel", on_click=copy.cancel, width="stretch"
    )


def _save(contents: Contents, format: str) -> None:
    st.session_state[_DONE] = _begun(st.session_state[_PATH].strip(), contents, format), format


def _begun(typed: str, contents: Contents, format: str) -> Copy | Refusal:
    """Begin to write, unless it is plain that this cannot be done."""
    if not locality.is_here():
        return Refusal("not_here")
    if not typed:
        return Refusal("no_path")
    try:
        path = Path(typed).expanduser().absolute()
    except RuntimeError:  # the home of somebody who is not known here
        return Refusal("no_folder")
    return write_vectors.refusal(path) or Copy.begin(server.engine(), contents, format, path)


def _tell(last: Copy | Refusal, format: str, where: Path) -> None:
    if isinstance(last, Copy) and last.busy:
        follow(last, key="saving.path")
        return
    outcome = last.outcome if isinstance(last, Copy) else last
    if isinstance(outcome, Refusal):
        tell_refusal(outcome, format, where)
    elif isinstance(outcome, Written) and isinstance(last, Copy):
        size = megabytes(outcome.size)
        st.success(say("saving", "path.saved", path=plain(last.path), size=size))
