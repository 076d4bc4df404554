"""Waiting for a worker in sight of the reader."""

from typing import Any

import streamlit as st

from embviz.jobs.engine import Work


def first_result(work: Work, said: str) -> Any:
    """Wait for the first result of a work, and say what is being done meanwhile.

    Args:
        work: Under way. A rerun of the page ends the waiting, but not the work.
        said: What stands beside the clock.

    Raises:
        BaseException: What ended the work, if it failed.
    """
    with st.spinner(said, show_time=True):
        while not work.wait(1, timeout_s=0.2) and work.status == "running":
            work.watch()
    if work.error is not None:
        raise work.error
    return work.results[0]
