"""Waiting for a worker in sight of the reader."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from embviz.jobs.engine import Work


def poll(draw: Callable[[], None], busy: Callable[[], bool], *, every_s: float) -> None:
    """Draw what is known by now, in a fragment, while more is to come; then the page anew."""
    waiting = busy()
    st.fragment(_look, run_every=every_s if waiting else None)(draw, busy, waiting)


def _look(draw: Callable[[], None], busy: Callable[[], bool], waiting: bool) -> None:
    if waiting and not busy():
        st.rerun()  # to look no more
    draw()


def first_result(work: Work, wording: str) -> Any:
    """Wait for the first result of a work, and say what is being done meanwhile.

    A rerun of the page ends the waiting, but not the work. Raises what ended the work.
    """
    with st.spinner(wording, show_time=True):
        while not work.wait(1, timeout_s=0.2) and work.status == "running":
            work.watch()
    if work.error is not None:
        raise work.error
    return work.results[0]
