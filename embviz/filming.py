"""Training that is watched: each kept frame is drawn and judged as soon as it exists.

One job for the engine, made of three pure steps: train up to the next kept frame, draw it, and see
how many of each word's true neighbours are its neighbours on the picture, too.
"""

import math
import time
from dataclasses import dataclass

import numpy as np

from embviz import faithfulness, training
from embviz._threads import one_thread
from embviz.film import Snapshot
from embviz.projections import pca
from embviz.training import Run
from embviz.types import Floating
from embviz.vectors import nearest
from embviz.wordmap import Picture

NEIGHBOURS = 10
"""How many neighbours are listed, and compared with those on screen."""

JUDGING_S = 9e-9
"""Seconds that a frame takes for each pair of shown words, drawing and judging together."""


@dataclass(frozen=True, eq=False)
class Shot:
    """A kept frame and what it looks like."""

    snapshot: Snapshot
    picture: Picture


@dataclass(frozen=True, eq=False)
class Filming:
    """Where a watched run stands: its training, and the basis that the picture follows."""

    training: training.State
    basis: pca.Basis | None = None

    @property
    def finished(self) -> bool:
        """Whether the run has come to its end."""
        return self.training.finished


def estimate_s(run: Run) -> float:
    """Estimate the seconds that a watched run takes on one core: training, drawing and judging."""
    n = run.plan.words
    return training.estimate(run).seconds + len(run.moments) * n**2 * JUDGING_S


def warm() -> None:
    """Load in a new worker what its first chunk will need."""
    with one_thread():
        import embviz.models  # noqa: F401


def shoot(
    run: Run, state: Filming | None, budget_s: float, most: int | None = None
) -> tuple[Filming, list[Shot]]:
    """Train, draw and judge for about `budget_s` seconds: a step for the engine.

    Args:
        run: What to carry out.
        state: Where it stands; None to begin. The first shot is the untrained matrix.
        budget_s: Seconds of work, overrun by one frame at most.
        most: How many shots at most.

    Returns:
        Where it stands now, and the new shots.
    """
    end = time.perf_counter() + budget_s
    state = state or Filming(training.start(run))
    shots: list[Shot] = []
    while not state.finished and (most is None or len(shots) < most):
        left_s = max(end - time.perf_counter(), 0.0)
        trained, snapshots = training.advance(run, state.training, left_s, most=1)
        basis = state.basis
        for snapshot in snapshots:
            basis, shot = _draw(run, basis, snapshot)
            shots.append(shot)
        state = Filming(trained, basis)
        if time.perf_counter() >= end:
            break
    return state, shots


def _draw(run: Run, basis: pca.Basis | None, snapshot: Snapshot) -> tuple[pca.Basis, Shot]:
    E = shown_rows(run, snapshot)  # (n, d)
    with one_thread():
        basis, xy = pca.follow(basis, E)
        neighbours, cosines = nearest(E, NEIGHBOURS)
        shares = faithfulness.kept(neighbours, xy)
    picture = Picture(
        epoch=snapshot.epoch,
        loss=snapshot.loss,
        trust=float(shares.mean()) * NEIGHBOURS if len(E) > 2 * NEIGHBOURS else math.nan,
        xy=xy,
        neighbours=neighbours,
        cosines=cosines,
    )
    return basis, Shot(snapshot, picture)


def shown_rows(run: Run, snapshot: Snapshot) -> Floating:
    """Give the rows (n, d) of the shown words; a whole frame has those of all V words."""
    return np.ascontiguousarray(snapshot.E[run.shown]) if snapshot.whole else snapshot.E
