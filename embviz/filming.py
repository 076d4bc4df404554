"""Training that is watched: each kept frame is drawn and judged as soon as it exists.

One job for the engine, made of three pure steps: train up to the next kept frame, draw it, and see
how many of each word's true neighbours are its neighbours on the picture, too. A second job draws
the frames that there are in another way: in space, or some of the words alone.
"""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from embviz import faithfulness, training
from embviz._threads import one_thread
from embviz.film import Snapshot
from embviz.projections import pca
from embviz.training import Run
from embviz.types import Floating, Ids
from embviz.vectors import nearest
from embviz.wordmap import Picture

NEIGHBOURS = 10
"""How many neighbours are listed, and compared with those on screen."""

JUDGING_S = 9e-9
"""Seconds that a frame takes for each pair of shown words, drawing and judging together."""


@dataclass(frozen=True)
class Look:
    """How frames are drawn.

    Attributes:
        axes: 2 for a plane, 3 for a space.
        words: Places among the shown words of those to draw, rising; empty: all.
    """

    axes: int = 2
    words: tuple[int, ...] = ()


PLAIN = Look()
"""How a run is drawn while it is trained."""


@dataclass(frozen=True, eq=False)
class Shot:
    """A kept frame and what it looks like."""

    snapshot: Snapshot
    picture: Picture


@dataclass(frozen=True, eq=False)
class Scene:
    """What is to be filmed: a job for the engine.

    Attributes:
        shown: (n,) ids of the shown words among all V.
        run: What to train; None where there is nothing to go on from.
        earlier: Snapshots of a film that was loaded, to be drawn first.
    """

    shown: Ids
    run: Run | None
    earlier: tuple[Snapshot, ...] = ()


@dataclass(frozen=True, eq=False)
class Filming:
    """Where a watched run stands.

    Attributes:
        training: Its training; None where there is none to come.
        basis: What the picture follows.
        drawn: How many of the earlier snapshots are drawn.
        left: How many of them are not.
    """

    training: training.State | None
    basis: pca.Basis | None = None
    drawn: int = 0
    left: int = 0

    @property
    def finished(self) -> bool:
        """Whether there is nothing left to do."""
        return self.left == 0 and (self.training is None or self.training.finished)


@dataclass(frozen=True, eq=False)
class Frames:
    """Frames to be drawn in another way: a job for the engine.

    Attributes:
        look: How.
        shown: (n,) ids of the shown words among all V.
        snapshots: The frames in their order.
    """

    look: Look
    shown: Ids
    snapshots: Sequence[Snapshot]


@dataclass(frozen=True, eq=False)
class Drawing:
    """How far the drawing of frames has come.

    Attributes:
        basis: What the picture follows.
        done: Frames drawn.
        finished: Whether it was the last.
    """

    basis: pca.Basis | None = None
    done: int = 0
    finished: bool = False


def estimate_s(run: Run) -> float:
    """Estimate the seconds that a watched run takes on one core: training, drawing and judging."""
    n = run.plan.words
    return training.estimate(run).seconds + len(run.moments) * n**2 * JUDGING_S


def warm() -> None:
    """Load in a new worker what its first chunk will need."""
    with one_thread():
        import embviz.models  # noqa: F401


def shoot(
    scene: Scene, state: Filming | None, budget_s: float, most: int | None = None
) -> tuple[Filming, list[Shot]]:
    """Train, draw and judge for about `budget_s` seconds: a step for the engine.

    Args:
        scene: What to film.
        state: Where it stands; None to begin. The first shot of a run is the untrained matrix.
        budget_s: Seconds of work, overrun by one frame at most.
        most: How many shots at most.

    Returns:
        Where it stands now, and the new shots.
    """
    end = time.perf_counter() + budget_s
    state = state or begin(scene)
    shots: list[Shot] = []
    while not state.finished and (most is None or len(shots) < most):
        state, snapshots = _next(scene, state, max(end - time.perf_counter(), 0.0))
        for snapshot in snapshots:
            rows = shown_rows(scene.shown, snapshot)
            basis, picture = _draw(rows, PLAIN, state.basis, snapshot)
            state = replace(state, basis=basis)
            shots.append(Shot(snapshot, picture))
        if time.perf_counter() >= end:
            break
    return state, shots


def begin(scene: Scene, trained: training.State | None = None) -> Filming:
    """Give the state to begin a scene from.

    Args:
        scene: What to film.
        trained: Where training stood at the end of the earlier snapshots; None: nowhere yet.
    """
    if trained is None and scene.run is not None:
        trained = training.start(scene.run)
    return Filming(trained, left=len(scene.earlier))


def _next(scene: Scene, state: Filming, budget_s: float) -> tuple[Filming, Sequence[Snapshot]]:
    """Give the next snapshot: an earlier one, or one that is trained now."""
    if state.left:
        moved = replace(state, drawn=state.drawn + 1, left=state.left - 1)
        return moved, scene.earlier[state.drawn : state.drawn + 1]
    if scene.run is None or state.training is None:
        return state, ()
    trained, snapshots = training.advance(scene.run, state.training, budget_s, most=1)
    return replace(state, training=trained), snapshots


def redraw(
    frames: Frames, state: Drawing, budget_s: float, most: int | None = None
) -> tuple[Drawing, list[Picture]]:
    """Draw frames in another way for about `budget_s` seconds: a step for the engine."""
    end = time.perf_counter() + budget_s
    pictures: list[Picture] = []
    basis, done, look = state.basis, state.done, frames.look
    while done < len(frames.snapshots) and (most is None or len(pictures) < most):
        snapshot = frames.snapshots[done]
        rows = shown_rows(frames.shown, snapshot)
        rows = rows[list(look.words)] if look.words else rows
        basis, picture = _draw(rows, look, basis, snapshot)
        pictures.append(picture)
        done += 1
        if time.perf_counter() >= end:
            break
    return Drawing(basis, done, finished=done == len(frames.snapshots)), pictures


def _draw(
    E: Floating, look: Look, basis: pca.Basis | None, snapshot: Snapshot
) -> tuple[pca.Basis, Picture]:
    """Draw and judge the rows (n, d) of one frame."""
    with one_thread():
        basis, xy = pca.follow(basis, E, look.axes)
        neighbours, cosines = nearest(E, NEIGHBOURS)
        shares = faithfulness.kept(neighbours, xy)
        norms = np.linalg.norm(E.astype(np.float32), axis=1)
    k = neighbours.shape[1]
    picture = Picture(
        epoch=snapshot.epoch,
        loss=snapshot.loss,
        trust=float(shares.mean()) * NEIGHBOURS if len(E) > 2 * NEIGHBOURS else math.nan,
        xy=xy,
        neighbours=neighbours,
        cosines=cosines,
        kept=np.rint(shares * k).astype(np.uint8),
        norms=norms.astype(np.float32),
    )
    return basis, picture


def shown_rows(shown: Ids, snapshot: Snapshot) -> Floating:
    """Give the rows (n, d) of the shown words; a whole frame has those of all V words."""
    return np.ascontiguousarray(snapshot.E[shown]) if snapshot.whole else snapshot.E
