"""An edited text trained again, and other seeds of the text as it was, as one work."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from embviz.jobs.engine import Work
from embviz.jobs.sweeps import Sweep
from embviz.training.run import Run
from embviz.ui.state import comparison, measuring, server
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.measured import Measured
from embviz.ui.state.under_way import UnderWay

MOST = 3  # films of edited texts that a visit keeps, whatever the server lets go

_KEPT = "embviz_retrained"


@dataclass(eq=False)
class Retraining(UnderWay):
    """The run of an edited text, and other seeds of the text as it was."""

    film: FilmOnScreen = field(kw_only=True)
    noise: Measured = field(kw_only=True)

    @classmethod
    def of(cls, film: FilmOnScreen, noise: Measured) -> "Retraining":
        """Both together."""
        return cls(1 + noise.runs, film=film, noise=noise)

    @property
    def every(self) -> Sequence[Work]:
        """All works."""
        return [self.film.work, *self.noise.works]

    @property
    def results(self) -> int:
        """How many runs have come to their end."""
        return int(self.film.complete) + self.noise.results


def find(run: Run, job: Sweep) -> Retraining | None:
    """Give the run of an edited text with its other seeds; None: not all have been begun."""
    film = _kept().get(run.hash) or server.sources().get(run.hash)
    noise = measuring.find(job)
    if film is None or film.untouched or noise is None:
        return None
    _keep(film)
    return Retraining.of(film, noise)


def begin(run: Run, job: Sweep, name: str) -> Retraining:
    """Begin to train both, or go on.

    Raises:
        SettingError: As `sweeps.check_cost`, or where the model refuses the text.
    """
    noise = measuring.begin(job)
    film = comparison.launched(run, name, None)
    film.work.resume()
    _keep(film)
    return Retraining.of(film, noise)


def estimate_s(run: Run, job: Sweep) -> int:
    """Estimate the seconds that it takes, but for what is there already."""
    live = server.usual(run.plan.words, run.model.dimension)
    own_s = server.estimate_s(run, live) / measuring.workers()
    return max(1, math.ceil(own_s + measuring.expected_s(job)))


def _keep(film: FilmOnScreen) -> None:
    kept = _kept()
    kept.pop(film.key, None)
    kept[film.key] = film
    while len(kept) > MOST:
        del kept[next(iter(kept))]


def _kept() -> dict[str, FilmOnScreen]:
    kept: dict[str, FilmOnScreen] = st.session_state.setdefault(_KEPT, {})
    return kept
