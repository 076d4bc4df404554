"""Answers that took a while, kept for as long as the question is the same."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import streamlit as st

from embviz.jobs.engine import Step
from embviz.ui.state import server
from embviz.ui.widgets import polling

_KEPT = "embviz_answers"
MOST = 32

Answer = TypeVar("Answer")


def remember(question: Hashable, answer: Callable[[], Answer]) -> Answer:
    """Give the answer to a question; it is only worked out if it is not known."""
    kept: dict[Hashable, Any] = st.session_state.setdefault(_KEPT, {})
    if question not in kept:
        found = answer()
        while len(kept) >= MOST:
            del kept[next(iter(kept))]
        kept[question] = found
    known: Answer = kept[question]
    return known


def worked_out(question: Hashable, step: Step, job: Any, said: str) -> Any:
    """Give the one result of a job for a worker; kept likewise.

    Args:
        question: What the answer is kept under.
        step: The job's step.
        job: What it needs.
        said: What stands beside the clock meanwhile.
    """
    return remember(
        question, lambda: polling.first_result(server.engine().launch(step, job, None), said)
    )
