"""What a sweep costs, before it begins."""

import math
from collections.abc import Iterable

import streamlit as st

from embviz.errors import SettingError
from embviz.jobs import many_runs, sweeps
from embviz.jobs.sweeps import Sweep
from embviz.measures.sweeps import Point
from embviz.ui.state import measuring
from embviz.ui.texts import say
from embviz.ui.widgets import faults

MINUTES_S = 100.0  # from here on in minutes


def tell(job: Sweep) -> int:
    """Say how many runs are to be trained and how long that takes; gives how many, 0: too many."""
    known, cores = measuring.known(job).every, measuring.workers()
    left = job.left(known)
    seconds = many_runs.estimate_s(job, cores, left)
    facts = {
        "product": product(job),
        "runs": f"{len(job.tasks):,}",
        "time": written(seconds),
        "cores": min(cores, len(left)),
    }
    st.caption(say("compare", "settings.cost", **facts))
    if known:
        st.caption(say("compare", "settings.known", known=f"{len(known):,}"))
    try:
        sweeps.check_cost(job, cores, known=known)
    except SettingError as error:
        st.error(faults.worded(error))
        return 0
    return len(left)


def tell_spent(points: Iterable[Point]) -> None:
    """Say what the runs of a sweep took."""
    seconds = [point.seconds for point in points]
    facts = {"runs": f"{len(seconds):,}", "time": written(sum(seconds))}
    st.caption(say("compare", "settings.spent", **facts))


def product(job: Sweep) -> str:
    """Write how many runs there are as a product: 6 × 5."""
    counts = [len({place.values[i] for place in job.places}) for i in range(len(job.settings))]
    return " × ".join(f"{n:,}" for n in (*counts, len(job.seeds)))


def written(seconds: float) -> str:
    """Write a time that is only estimated."""
    if seconds >= MINUTES_S:
        return say("compare", "settings.minutes", n=f"{math.ceil(seconds / 60):,}")
    return say("compare", "settings.seconds", n=f"{max(1, math.ceil(seconds))}")
