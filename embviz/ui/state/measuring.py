"""Sweeps and ensembles on this server: each run is carried out once for all of its visitors."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from embviz.jobs import sweeps
from embviz.jobs.sweeps import OF_THE_TEXTS, Sweep
from embviz.measures.agreement import NEIGHBOURS
from embviz.measures.sweeps import Point
from embviz.training.model import Model
from embviz.training.run import Run
from embviz.types import Float32
from embviz.ui.state import patience, server
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.measured import Measured


@dataclass(frozen=True, eq=False)
class Known:
    """Points of a sweep that others have found, by whether the same was asked of them."""

    same: tuple[Point, ...]
    otherwise: tuple[Point, ...]  # to be examined again

    @property
    def every(self) -> tuple[Point, ...]:
        """All of them."""
        return (*self.same, *self.otherwise)


def workers() -> int:
    """Give how many workers carry out a sweep."""
    return server.engine().busy(os.cpu_count() or 1)


def find(job: Sweep) -> Measured | None:
    """Give what is under way, or found, of a sweep or an ensemble; None: nobody asked for it."""
    return server.measured().get(job.hash)


def sweeps_of(run: Run) -> tuple[Measured, ...]:
    """Give the sweeps of the model and text of a run, whoever asked for them; the newest last."""
    return tuple(each for each in server.measured().values() if _sweeps(each.job, run))


def _sweeps(job: Sweep, run: Run) -> bool:
    """Whether a job is a sweep that differs from a run in the swept settings alone."""
    if not job.settings or OF_THE_TEXTS in job.settings:
        return False
    kept = _kept(run.model, job)
    return any(
        place.model.name == run.model.name
        and place.corpus.hash == run.corpus.hash
        and _kept(place.model, job) == kept
        for place in job.places
    )


def _kept(model: Model, job: Sweep) -> dict[str, Any]:
    """The settings of a model that are not swept."""
    return {
        each.name: getattr(model, each.name)
        for each in fields(model)
        if each.name not in job.settings
    }


def known(job: Sweep) -> Known:
    """Give the points of its runs that are on this server, whatever they were carried out for."""
    others = server.measured().values()
    same = [each for each in others if each.job.exam.hash == job.exam.hash]
    found = job.known(point for each in same for point in each.points)
    there = {point.run for point in found}
    rest = (point for each in others for point in each.points if point.run not in there)
    return Known(found, job.known(rest))


def begin(job: Sweep) -> Measured:
    """Begin to carry one out, but for the runs that others have carried out; go on if it paused.

    Raises:
        SettingError: As `sweeps.check_cost`.
    """
    measured = find(job)
    if measured is not None and not measured.failed:
        measured.resume()
        return measured
    there = known(job)
    sweeps.check_cost(job, workers(), known=there.every)
    engine, patience_s = server.engine(), patience.PATIENCE_S
    measured = Measured(len(job.tasks), job=job, known=there.same)
    measured.works += (
        *sweeps.examine_again(engine, job, there.otherwise, patience_s=patience_s),
        *sweeps.launch(engine, job, workers(), known=there.every, patience_s=patience_s),
    )
    server.measured().put(job.hash, measured)
    return measured


def check(job: Sweep) -> None:
    """Refuse what takes too long or too much memory. Raises SettingError."""
    sweeps.check_cost(job, workers(), known=known(job).every)


def expected_s(job: Sweep) -> float:
    """Estimate the seconds that it takes from now on, but for the runs that are known."""
    return sum(map(job.seconds, job.left(known(job).every))) / workers()


def ensemble_of(run: Run, seeds: int) -> Sweep:
    """Give the runs that differ from one on screen in their seeds alone.

    Raises:
        SettingError: Fewer than two seeds, or too many.
    """
    return Sweep.like(run, seeds=seeds, others=True)


def ensemble_known(source: FilmOnScreen) -> Measured | None:
    """Give the ensemble of the run on screen that has most runs so far, whoever asked for it."""
    run = source.run
    ensembles = [each for each in server.measured().values() if not each.job.settings]
    if run is None or not ensembles:
        return None
    others = [each for each in ensembles if run.seed not in each.job.seeds]
    alike = [each for each in others if each.job.subject == source.subject]
    return max(alike, key=lambda each: each.results, default=None)


@dataclass(frozen=True, eq=False)
class Sureness:
    """What runs with other seeds share of words' neighbours.

    Attributes:
        shared: (n,) Of NEIGHBOURS each; NaN of words that are not among the most frequent ones.
        chance: What random lists would share.
        runs: How many were compared.
    """

    shared: Float32
    chance: float
    runs: int

    def of(self, words: Sequence[int]) -> "Sureness":
        """The same of some of the words."""
        return replace(self, shared=self.shared[list(words)])


def sureness(source: FilmOnScreen) -> Sureness | None:
    """Tell how sure the shown words are; None: less than two runs, or all words are neighbours."""
    found = ensemble_known(source)
    runs = found.members if found is not None else None
    if runs is None or len(runs.words) - 1 <= NEIGHBOURS:
        return None
    of_all = np.full(len(runs.words), np.nan, dtype=np.float32)
    of_all[: len(runs.agreement)] = runs.agreement
    shared: Float32 = NEIGHBOURS * of_all[source.film.shown]
    return Sureness(shared, NEIGHBOURS * runs.luck.chance, len(runs))
