"""Which sweep a visitor looks at: that which is asked for, or else the last one of the same run."""

import streamlit as st

from embviz.jobs.sweeps import Sweep
from embviz.training.run import Run
from embviz.ui.state import measuring
from embviz.ui.state.measured import Measured

MOST = 8
_LAST, _CANCELLED = "embviz_sweeps", "embviz_sweeps_cancelled"


def asked(run: str, job: Sweep | None) -> Measured | None:
    """Give what is known of a sweep of a run; that of which all is known already needs no asking.

    None: it has to be begun, or is none.
    """
    if job is None:
        return None
    found = measuring.find(job)
    if job.hash in _cancelled() and not (found is not None and found.done):
        return None
    if found is None and not job.left(measuring.known(job).every):
        found = measuring.begin(job)
    if found is not None:
        _note(run, job)
    return found


def begin(run: str, job: Sweep) -> None:
    """Carry out a sweep. Raises SettingError as `measuring.begin`."""
    _cancelled().discard(job.hash)
    measuring.begin(job)
    _note(run, job)


def cancel(run: str, measured: Measured) -> None:
    """Look at it no more, and carry out no more of it; what was found stays known."""
    measured.pause()
    _cancelled().add(measured.job.hash)
    _sweeps().pop(run, None)


def cancelled(measured: Measured) -> bool:
    """Whether the visitor has cancelled it."""
    return measured.job.hash in _cancelled() and not measured.done


def last(run: str) -> Measured | None:
    """Give the sweep of a run that was looked at last, if the server still has it."""
    job = _sweeps().get(run)
    return measuring.find(job) if job is not None else None


def of_others(run: Run) -> Measured | None:
    """Give the last sweep of a run that the server has, whoever asked for it; not a cancelled one.

    A page that was loaded anew knows no more which one was looked at.
    """
    found = [each for each in measuring.sweeps_of(run) if not cancelled(each) and not each.failed]
    return found[-1] if found else None


def _note(run: str, job: Sweep) -> None:
    kept = _sweeps()
    kept.pop(run, None)
    kept[run] = job
    while len(kept) > MOST:
        del kept[next(iter(kept))]


def _sweeps() -> dict[str, Sweep]:
    """The last sweep of each run, the last run last."""
    kept: dict[str, Sweep] = st.session_state.setdefault(_LAST, {})
    return kept


def _cancelled() -> set[str]:
    kept: set[str] = st.session_state.setdefault(_CANCELLED, set())
    return kept
