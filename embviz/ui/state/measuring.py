"""Sweeps and ensembles on this server: each is carried out once for all of its visitors."""

import os

from embviz.jobs import sweeps
from embviz.jobs.sweeps import Sweep
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
    workers = os.cpu_count() or 1
    sweeps.check_cost(job, workers)
    others = [each for each in server.measured().values() if each.job.exam.hash == job.exam.hash]
    known = job.known(point for each in others for point in each.points)
    measured = Measured(len(job.tasks), job=job, known=known)
    measured.works += sweeps.launch(
        server.engine(), job, workers, known=known, patience_s=patience.PATIENCE_S
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
