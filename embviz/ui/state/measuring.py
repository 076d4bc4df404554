"""Sweeps and ensembles on this server: each is carried out once for all of its visitors."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from embviz.jobs import sweeps
from embviz.jobs.sweeps import Sweep
from embviz.measures.agreement import NEIGHBOURS
from embviz.measures.sweeps import Point
from embviz.training.run import Run
from embviz.types import Float32
from embviz.ui.state import patience, server
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.measured import Measured


def find(job: Sweep) -> Measured | None:
    """Give what is under way, or found, of a sweep or an ensemble; None: nobody asked for it."""
    return server.measured().get(job.hash)


def begin(job: Sweep) -> Measured:
    """Begin to carry one out, but for the runs that others have carried out; go on if it paused.

    Raises:
        SettingError: As `sweeps.check_cost`.
    """
    measured = find(job)
    if measured is not None:
        measured.resume()
        return measured
    check(job)
    workers, known = _workers(), _known(job)
    measured = Measured(len(job.tasks), job=job, known=known)
    measured.works += sweeps.launch(
        server.engine(), job, workers, known=known, patience_s=patience.PATIENCE_S
    )
    server.measured().put(job.hash, measured)
    return measured


def check(job: Sweep) -> None:
    """Refuse what takes too long or too much memory. Raises SettingError."""
    sweeps.check_cost(job, _workers())


def expected_s(job: Sweep) -> float:
    """Estimate the seconds that it takes from now on, but for the runs that are known."""
    return sum(map(job.seconds, job.left(_known(job)))) / _workers()


def _workers() -> int:
    return os.cpu_count() or 1


def _known(job: Sweep) -> tuple[Point, ...]:
    """Give those of its points that others have found."""
    others = [each for each in server.measured().values() if each.job.exam.hash == job.exam.hash]
    return job.known(point for each in others for point in each.points)


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
    known = [each for each in others if each.job.subject == source.subject]
    return max(known, key=lambda each: each.results, default=None)


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
    known = ensemble_known(source)
    runs = known.members if known is not None else None
    if runs is None or len(runs.words) - 1 <= NEIGHBOURS:
        return None
    of_all = np.full(len(runs.words), np.nan, dtype=np.float32)
    of_all[: len(runs.agreement)] = runs.agreement
    shared: Float32 = NEIGHBOURS * of_all[source.film.shown]
    return Sureness(shared, NEIGHBOURS * runs.luck.chance, len(runs))
