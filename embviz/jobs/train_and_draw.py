"""Training that is watched: each kept frame is drawn and judged as soon as it exists.

One job for the engine, made of three pure steps: train up to the next kept frame, draw it, and see
how many of each word's true neighbours are its neighbours on the picture, too. A second job draws
the frames that there are in another way: in space, or some of the words alone.
"""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from embviz.measures import trust as faithfulness
from embviz.projections import PCA, Projection
from embviz.projections.axes import Axes, spread, thrown
from embviz.projections.picture import Picture
from embviz.projections.protocol import Drawn
from embviz.training import run as training
from embviz.training.film import Recipe, Snapshot
from embviz.training.run import Run
from embviz.types import Float32, Floating, Ids, Which
from embviz.util.threads import one_thread
from embviz.vectors.vectors import nearest

NEIGHBOURS = 10  # how many neighbours are listed, and compared with those on screen

WORD_S, PAIR_S = 9e-6, 1.2e-9
"""Seconds that a frame takes for each shown word, and for each pair of them, drawing by principal
components and judging together (249 words: 2 ms, 1000: 11, 5000: 76)."""


LIVE = PCA()  # how a run is drawn while it is trained, unless one says how


@dataclass(frozen=True)
class Look:
    """How frames are drawn."""

    projection: Projection = LIVE
    words: tuple[int, ...] = ()  # places among the shown ones of those to draw, rising; empty: all
    vectors: Which = "E"


PLAIN = Look()  # all words, by what is most models' result, drawn while they are trained


def plain(recipe: Recipe, projection: Projection = LIVE) -> Look:
    """Give the look in which a film is drawn while it is trained."""
    return Look(projection, vectors=recipe.result)


@dataclass(frozen=True, eq=False, slots=True)
class DrawnFrame:
    """A kept frame and what it looks like."""

    snapshot: Snapshot
    picture: Picture


@dataclass(frozen=True, eq=False)
class FilmJob:
    """What is to be filmed: a job for the engine."""

    shown: Ids  # (n,) among all V
    run: Run | None  # None: there is nothing to go on from
    earlier: tuple[Snapshot, ...] = ()  # of a film that was loaded, to be drawn first
    look: Look = PLAIN


@dataclass(frozen=True, eq=False)
class FilmJobState:
    """Where a watched run stands."""

    training: training.State | None  # None: there is none to come
    drawing: Any = None  # what the picture follows
    frames: int = 0  # that are drawn
    drawn: int = 0  # earlier snapshots that are drawn
    left: int = 0  # and those that are not

    @property
    def finished(self) -> bool:
        """Whether there is nothing left to do."""
        return self.left == 0 and (self.training is None or self.training.finished)


@dataclass(frozen=True, eq=False)
class DrawJob:
    """Frames to be drawn in another way: a job for the engine, and the rows that are drawn."""

    look: Look
    shown: Ids  # (n,) among all V
    snapshots: Sequence[Snapshot]
    growing: bool = False  # whether more are to come, so that they are drawn one after the other
    first: int = 0  # the number of the first one in its film, where they are growing

    def __len__(self) -> int:
        return len(self.snapshots)

    def __getitem__(self, i: int, /) -> Floating:
        """The rows (n, d) of a frame."""
        rows = shown_rows(self.shown, self.snapshots[i], self.look.vectors)
        return rows[list(self.look.words)] if self.look.words else rows


@dataclass(frozen=True)
class Gauge:
    """What is to be known of axes before positions on them are believed."""

    spread: tuple[float, float]  # by chance, along x and along y; nan: words are too few
    thrown: tuple[float, float]  # of the words that make neither of them, along these axes
    angle: float  # degrees between the axes; nan: one of them has no direction


@dataclass(frozen=True, eq=False)
class Drawing:
    """How far the drawing of frames has come."""

    state: Any = None  # where the projection stands; None to begin
    done: int = 0  # frames that were drawn one after the other
    finished: bool = False


def estimate_s(run: Run) -> float:
    """Estimate the seconds that a watched run takes on one core: training, drawing and judging."""
    n = run.plan.words
    return training.estimate(run).seconds + len(run.moments) * (WORD_S * n + PAIR_S * n**2)


def warm() -> None:
    """Load in a new worker what its first chunk will need."""
    with one_thread():
        import embviz.models  # noqa: F401


def train_and_draw(
    job: FilmJob, state: FilmJobState | None, budget_s: float, most: int | None = None
) -> tuple[FilmJobState, list[DrawnFrame]]:
    """Train, draw and judge for about `budget_s` seconds: a step for the engine.

    The first frame of a run is the untrained matrix; the time is overrun by one frame at most.
    """
    end = time.perf_counter() + budget_s
    state = state or begin(job)
    frames: list[DrawnFrame] = []
    while not state.finished and (most is None or len(frames) < most):
        state, snapshots = _next(job, state, max(end - time.perf_counter(), 0.0))
        for snapshot in snapshots:
            rows = shown_rows(job.shown, snapshot, job.look.vectors)
            with one_thread():
                drawing, xy = job.look.projection.follow(state.drawing, rows)
            state = replace(state, drawing=drawing, frames=state.frames + 1)
            picture = _judged(job.look, rows, xy, snapshot)
            jump = state.frames - 1 in _jumps(drawing)
            frames.append(DrawnFrame(snapshot, replace(picture, jump=jump)))
        if time.perf_counter() >= end:
            break
    return state, frames


def begin(job: FilmJob, trained: training.State | None = None) -> FilmJobState:
    """Give the state to begin from: where training stood at the end of the earlier snapshots."""
    if trained is None and job.run is not None:
        trained = training.start(job.run)
    return FilmJobState(trained, left=len(job.earlier))


def _next(
    job: FilmJob, state: FilmJobState, budget_s: float
) -> tuple[FilmJobState, Sequence[Snapshot]]:
    """Give the next snapshot: an earlier one, or one that is trained now."""
    if state.left:
        moved = replace(state, drawn=state.drawn + 1, left=state.left - 1)
        return moved, job.earlier[state.drawn : state.drawn + 1]
    if job.run is None or state.training is None:
        return state, ()
    trained, snapshots = training.advance(job.run, state.training, budget_s, most=1)
    return replace(state, training=trained), snapshots


def redraw(
    frames: DrawJob, state: Drawing, budget_s: float, most: int | None = None
) -> tuple[Drawing, list[tuple[int, Picture]]]:
    """Draw frames in another way for about `budget_s` seconds: a step for the engine.

    It gives pictures with the numbers of their frames, in any order.
    """
    end = time.perf_counter() + budget_s
    pictures: list[tuple[int, Picture]] = []
    while not state.finished and (most is None or len(pictures) < most):
        state, drawn = _draw_on(frames, state)
        for i, xy in drawn:
            picture = _judged(frames.look, frames[i], xy, frames.snapshots[i])
            number = frames.first + i
            pictures.append((number, replace(picture, jump=number in jumps(state))))
        if time.perf_counter() >= end:
            break
    return state, pictures


def jumps(drawing: Drawing) -> tuple[int, ...]:
    """Give the numbers of the frames, so far as is known, to which words should not fly.

    A film that is drawn from its end tells of a jump only with the frame before it.
    """
    return _jumps(drawing.state)


def _jumps(followed: Any) -> tuple[int, ...]:
    known: tuple[int, ...] = getattr(followed, "jumps", ())
    return known


def _draw_on(frames: DrawJob, state: Drawing) -> tuple[Drawing, Drawn]:
    projection = frames.look.projection
    with one_thread():
        if frames.growing:
            i = state.done
            followed, xy = projection.follow(state.state, frames[i])
            return Drawing(followed, i + 1, i + 1 == len(frames)), [(i, xy)]
        begun = projection.start(len(frames)) if state.state is None else state.state
        after, drawn = projection.step(begun, frames)
    return Drawing(after, state.done + len(drawn), after.finished), drawn


def _judged(look: Look, E: Floating, xy: Float32, snapshot: Snapshot) -> Picture:
    """Judge the positions (n, axes) of the rows (n, d) of a frame."""
    with one_thread():
        neighbours, cosines = nearest(E, NEIGHBOURS)
        shares = faithfulness.kept(neighbours, xy)
        norms = np.linalg.norm(E.astype(np.float32), axis=1)
        pca = look.projection if isinstance(look.projection, PCA) else None
        explained = pca.explained(E, xy) if pca is not None else ()
    k = neighbours.shape[1]
    telling = len(E) > 2 * NEIGHBOURS and not faithfulness.undecided(cosines)
    return Picture(
        epoch=snapshot.epoch,
        loss=snapshot.loss,
        trust=float(shares.mean()) * NEIGHBOURS if telling else math.nan,
        xy=xy,
        neighbours=neighbours,
        cosines=cosines,
        kept=np.rint(shares * k if k else np.zeros(len(E))).astype(np.uint8),  # one word has none
        norms=norms.astype(np.float32),
        explained=explained,
    )


def shown_rows(shown: Ids, snapshot: Snapshot, which: Which = "E") -> Floating:
    """Give the rows (n, d) of the shown words; a whole frame has those of all V words."""
    matrix = snapshot.matrix(which)
    return np.ascontiguousarray(matrix[shown]) if snapshot.whole else matrix


def half_rows(shown: Ids, snapshot: Snapshot, which: Which = "E") -> Float32:
    """Give the same rows as the frames before the last keep them: each matrix in half precision."""
    matrices = snapshot.matrices
    kept = {name: matrices[name].astype(np.float16) for name in which.split("+")}
    rows = replace(snapshot, matrices=kept).matrix(which).astype(np.float32)
    return np.ascontiguousarray(rows[shown]) if snapshot.whole else rows


def gauge(job: DrawJob) -> Gauge:
    """Measure the axes of one frame. Raises TypeError if it is drawn in another way."""
    axes = job.look.projection
    if not isinstance(axes, Axes):
        raise TypeError(f"only axes can be measured, not {axes}")
    with one_thread():
        E = job[0]
        return Gauge(spread(E, axes), thrown(E, axes), axes.angle(E))
