"""Answers that took a while, kept for as long as the question is the same."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import streamlit as st

from embviz.errors import FileError, TextError
from embviz.jobs import queries
from embviz.jobs.engine import Work
from embviz.ui.state import server
from embviz.ui.widgets import polling

_KEPT = "embviz_answers"
MOST = 8

Answer = TypeVar("Answer")


def remember(question: tuple[Hashable, ...], answer: Callable[[], Answer]) -> Answer:
    """Give the answer to a question; it is only worked out if it is not known.

    Args:
        question: First its kind, of each of which the last MOST are known; then what it is about.
        answer: Works it out.
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
    """Give what a worker gets by calling a function; kept likewise.

    Args:
        question: As in `remember`.
        wording: What stands beside the clock meanwhile.
        function: An importable one; what it raises is raised here.
        args: What it is called with.
    """
    return remember(question, lambda: polling.first_result(_call(function, args), wording))


def awaited(slot: str, key: str, wording: str, function: Callable[..., Any], *args: Any) -> Any:
    """The same for an answer that the caller keeps; a rerun meanwhile finds the work under way.

    Of the works of one slot only the last one asked for goes on.
    """
    begun, work = st.session_state.get(slot, (None, None))
    # A file that is faulty stays so; what failed otherwise is tried again.
    if begun != key or not isinstance(work.error, TextError | FileError | None):
        if work is not None:
            work.pause()
        work = _call(function, args)
        st.session_state[slot] = key, work
    answer = polling.first_result(work, wording)
    del st.session_state[slot]
    return answer


def _call(function: Callable[..., Any], args: tuple[Any, ...]) -> Work:
    return server.engine().launch(queries.call, (function, args), None)
