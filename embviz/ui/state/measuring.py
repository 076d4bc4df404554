"""Sweeps and ensembles on this server: each run is carried out once for all of its visitors."""

import os
from dataclasses import dataclass

from embviz.jobs import sweeps
from embviz.jobs.sweeps import Sweep
from embviz.measures.sweeps import Point
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
    return os.cpu_count() or 1


def find(job: Sweep) -> Measured | None:
    """Give what is under way, or found, of a sweep or an ensemble; None: nobody asked for it."""
    return server.measured().get(job.hash)


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


def ensemble_of(source: FilmOnScreen, seeds: int) -> Sweep | None:
    """Give the runs that differ from that on screen in their seeds alone; None: it has no text.

    Raises:
        SettingError: Fewer than two seeds, or too many.
    """
    run = source.run
    return None if run is None else Sweep.over_seeds(run.model, run.corpus, seeds=seeds)
