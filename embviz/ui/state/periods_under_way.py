"""Texts over time on this server: the runs of periods, and those on resamples of the first one."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from embviz.jobs import over_time
from embviz.jobs.engine import Work
from embviz.jobs.sweeps import Sweep
from embviz.measures.over_time import OverTime
from embviz.ui.state import measuring
from embviz.ui.state.measured import Measured
from embviz.ui.state.remembered import remember
from embviz.ui.state.under_way import UnderWay

_CANCELLED = "embviz_periods_cancelled"


@dataclass(frozen=True, eq=False)
class PeriodRuns:
    """What is to be trained.

    Attributes:
        names: Of the periods.
        periods: The run of each.
        noise: Those on resamples of the first period; None: nobody asks what chance moves.
    """

    names: tuple[str, ...]
    periods: Sweep
    noise: Sweep | None

    @property
    def jobs(self) -> tuple[Sweep, ...]:
        """Both."""
        return (self.periods,) if self.noise is None else (self.periods, self.noise)

    @property
    def hash(self) -> str:
        """Of all of them and their names."""
        return " ".join((*self.names, *(job.hash for job in self.jobs)))


@dataclass(eq=False)
class PeriodsUnderWay(UnderWay):
    """The runs of periods, those of the noise, and what comes of them."""

    asked: PeriodRuns = field(kw_only=True)
    parts: tuple[Measured, ...] = field(kw_only=True)  # of the jobs, in their order

    @property
    def every(self) -> Sequence[Work]:
        """All works."""
        return [work for part in self.parts for work in part.every]

    @property
    def results(self) -> int:
        """How many runs have ended so far."""
        return sum(part.results for part in self.parts)

    @property
    def key(self) -> tuple[str, int]:
        """What its answer depends on."""
        return self.asked.hash, self.results

    def found(self) -> OverTime | None:
        """What is known so far; None as long as fewer than two periods are trained.

        Raises:
            SettingError: `period_diverged`.
            EvaluationError: `no_common_words`.
        """
        periods, *noise = (part.points for part in self.parts)
        if len(periods) < 2:
            return None
        others = noise[0] if noise else ()
        return remember(
            ("over_time", *self.key, len(periods), len(others)),
            lambda: over_time.result(
                self.asked.names, self.asked.periods, periods, self.asked.noise, others
            ),
        )


def find(asked: PeriodRuns) -> PeriodsUnderWay | None:
    """Give what is under way of the runs of periods, or found; None: nobody asked for all."""
    if cancelled(asked):
        return None
    parts = [measuring.find(job) for job in asked.jobs]
    known = tuple(part for part in parts if part is not None)
    if len(known) < len(parts):
        return None
    return PeriodsUnderWay(_count(asked), asked=asked, parts=known)


def begin(asked: PeriodRuns) -> None:
    """Begin to carry them out; what was carried out before is there.

    Raises:
        SettingError: As `sweeps.check_cost`.
    """
    _cancelled().discard(asked.hash)
    for job in asked.jobs:
        measuring.begin(job)


def cancel(under_way: PeriodsUnderWay) -> None:
    """Carry out no more of it; what was found stays known, and is not carried out again."""
    under_way.pause()
    _cancelled().add(under_way.asked.hash)


def cancelled(asked: PeriodRuns) -> bool:
    """Whether the visitor has cancelled it."""
    return asked.hash in _cancelled()


def _cancelled() -> set[str]:
    kept: set[str] = st.session_state.setdefault(_CANCELLED, set())
    return kept


def _count(asked: PeriodRuns) -> int:
    return sum(len(job.tasks) for job in asked.jobs)
