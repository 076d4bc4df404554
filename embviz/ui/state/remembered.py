"""Answers that took a while, kept for as long as the question is the same."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import streamlit as st

from embviz.errors import FileError, TextError
from embviz.ui.state import server
from embviz.ui.widgets import polling

_KEPT = "embviz_answers"
MOST = 8

Answer = TypeVar("Answer")


def remember(question: tuple[Hashable, ...], answer: Callable[[], Answer]) -> Answer:
    """Give the answer to a question; it is only worked out if it is not known.

    A question is first its kind, of each of which the last MOST are known; then what it is about.
    """
    kept = st.session_state.setdefault(_KEPT, {}).setdefault(question[0], {})
    if question not in kept:
        found = answer()
        while len(kept) >= MOST:
            del kept[next(iter(kept))]
        kept[question] = found
    known: Answer = kept[question]
    return known


def worked_out(
    question: tuple[Hashable, ...], wording: str, function: Callable[..., Any], *args: Any
) -> Any:
    """Give what a worker gets by calling an importable function; kept likewise.

    The wording stands beside the clock meanwhile. What the function raises is raised here.
    """
    return remember(
        question,
        lambda: polling.first_result(server.engine().call(function, *args), wording),
    )


def awaited(slot: str, key: str, wording: str, function: Callable[..., Any], *args: Any) -> Any:
    """The same for an answer that the caller keeps; a rerun meanwhile finds the work under way.

    Of the works of one slot only the last one asked for goes on.
    """
    begun, work = st.session_state.get(slot, (None, None))
    # A file that is faulty stays so; what failed otherwise is tried again.
    if begun != key or not isinstance(work.error, TextError | FileError | None):
        if work is not None:
            work.pause()
        work = server.engine().call(function, *args)
        st.session_state[slot] = key, work
    answer = polling.first_result(work, wording)
    del st.session_state[slot]
    return answer
