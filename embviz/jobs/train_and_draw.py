"""Training that is watched: each kept frame is drawn and judged as soon as it exists.

One job for the engine, made of three pure steps: train up to the next kept frame, draw it, and see
how many of each word's true neighbours are its neighbours on the picture, too. A second job draws
the frames that there are in another way: in space, or some of the words alone.
"""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, overload

import numpy as np

from embviz.jobs.engine import Done
from embviz.measures import movement
from embviz.measures import trust as faithfulness
from embviz.projections import PCA, Projection
from embviz.projections.axes import Axes, spread, thrown
from embviz.projections.picture import Picture
from embviz.training import run as training
from embviz.training.film import Recipe, Snapshot
from embviz.training.run import Run
from embviz.types import Float32, Floating, Ids, Which
from embviz.util.threads import one_thread
from embviz.vectors.vectors import nearest

NEIGHBOURS = 10
"""How many neighbours are listed, and compared with those on screen."""

WORD_S, PAIR_S = 9e-6, 1.2e-9
"""Seconds that a frame takes for each shown word, and for each pair of them, drawing and judging
together (249 words: 2 ms, 1000: 11, 5000: 76)."""


LIVE = PCA()
"""How a run is drawn while it is trained."""


@dataclass(frozen=True)
class Look:
    """How frames are drawn.

    Attributes:
        projection: What makes positions of the rows.
        words: Places among the shown words of those to draw, rising; empty: all.
        vectors: Which vectors of the model.
    """

    projection: Projection = LIVE
    words: tuple[int, ...] = ()
    vectors: Which = "E"


PLAIN = Look()
"""All words, by what is most models' result, drawn while they are trained."""


def plain(recipe: Recipe) -> Look:
    """Give the look in which a film is drawn while it is trained."""
    return replace(PLAIN, vectors=recipe.result)


@dataclass(frozen=True, eq=False, slots=True)
class DrawnFrame:
    """A kept frame and what it looks like."""

    snapshot: Snapshot
    picture: Picture


@dataclass(frozen=True, eq=False)
class FilmJob:
    """What is to be filmed: a job for the engine.

    Attributes:
        shown: (n,) ids of the shown words among all V.
        run: What to train; None where there is nothing to go on from.
        earlier: Snapshots of a film that was loaded, to be drawn first.
        look: How frames are drawn as they come.
    """

    shown: Ids
    run: Run | None
    earlier: tuple[Snapshot, ...] = ()
    look: Look = PLAIN


@dataclass(frozen=True, eq=False)
class FilmJobState:
    """Where a watched run stands.

    Attributes:
        training: Its training; None where there is none to come.
        drawing: What the picture follows.
        drawn: How many of the earlier snapshots are drawn.
        left: How many of them are not.
    """

    training: training.State | None
    drawing: Any = None
    drawn: int = 0
    left: int = 0

    @property
    def finished(self) -> bool:
        """Whether there is nothing left to do."""
        return self.left == 0 and (self.training is None or self.training.finished)


@dataclass(frozen=True, eq=False)
class Frames(Sequence[Floating]):
    """Frames to be drawn in another way: a job for the engine, and the rows that are drawn.

    Attributes:
        look: How.
        shown: (n,) ids of the shown words among all V.
        snapshots: The frames in their order.
        growing: Whether more frames are to come, so that they are drawn one after the other.
        first: The number of the first one in its film, where they are growing.
    """

    look: Look
    shown: Ids
    snapshots: Sequence[Snapshot]
    growing: bool = False
    first: int = 0

    def __len__(self) -> int:
        return len(self.snapshots)

    @overload
    def __getitem__(self, i: int) -> Floating: ...
    @overload
    def __getitem__(self, i: slice) -> Sequence[Floating]: ...
    def __getitem__(self, i: int | slice) -> Floating | Sequence[Floating]:
        """The rows (n, d) of a frame."""
        if isinstance(i, slice):
            return [self[j] for j in range(len(self))[i]]
        rows = shown_rows(self.shown, self.snapshots[i], self.look.vectors)
        return rows[list(self.look.words)] if self.look.words else rows


@dataclass(frozen=True)
class Gauge:
    """What is to be known of axes before positions on them are believed.

    Attributes:
        spread: How far luck alone throws words along x and along y; nan if words are too few.
        thrown: How far these axes throw the words that make neither of them.
        angle: Degrees between the axes; nan if one of them has no direction.
    """

    spread: tuple[float, float]
    thrown: tuple[float, float]
    angle: float


@dataclass(frozen=True, eq=False)
class Drawing:
    """How far the drawing of frames has come.

    Attributes:
        state: Where the projection stands; None to begin.
        done: Frames that were drawn one after the other.
        finished: Whether nothing is left to draw.
    """

    state: Any = None
    done: int = 0
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

    Args:
        job: What to film.
        state: Where it stands; None to begin. The first frame of a run is the untrained matrix.
        budget_s: Seconds of work, overrun by one frame at most.
        most: How many frames at most.

    Returns:
        Where it stands now, and the new frames.
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
            state = replace(state, drawing=drawing)
            frames.append(DrawnFrame(snapshot, _judged(job.look, rows, xy, snapshot)))
        if time.perf_counter() >= end:
            break
    return state, frames


def begin(job: FilmJob, trained: training.State | None = None) -> FilmJobState:
    """Give the state to begin a film job from.

    Args:
        job: What to film.
        trained: Where training stood at the end of the earlier snapshots; None: nowhere yet.
    """
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
    frames: Frames, state: Drawing, budget_s: float, most: int | None = None
) -> tuple[Drawing, list[tuple[int, Picture]]]:
    """Draw frames in another way for about `budget_s` seconds: a step for the engine.

    Returns:
        Where it stands now, and pictures with the numbers of their frames, in any order.
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
    known: tuple[int, ...] = getattr(drawing.state, "jumps", ())
    return known


def _draw_on(frames: Frames, state: Drawing) -> tuple[Drawing, list[tuple[int, Float32]]]:
    """Take one step of the projection."""
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
    """Judge the positions (n, axes) of the rows (n, d) of one frame."""
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


def turn_over(
    job: tuple[Sequence[Ids], Sequence[float]], state: None, budget_s: float, most: int | None
) -> tuple[Done, list[Float32]]:
    """Tell each word's share of neighbours that are new within an epoch: a step for the engine."""
    return Done(), [movement.changed_within(*job)]


def gauge(job: Frames, state: None, budget_s: float, most: int | None) -> tuple[Done, list[Gauge]]:
    """Measure the axes of one frame that is drawn between axes: a step for the engine.

    Raises:
        TypeError: If it is drawn in another way.
    """
    axes = job.look.projection
    if not isinstance(axes, Axes):
        raise TypeError(f"only axes can be measured, not {axes}")
    with one_thread():
        E = job[0]
        return Done(), [Gauge(spread(E, axes), thrown(E, axes), axes.angle(E))]
