"""Neighbourhoods: a film of t-SNE pictures, each of which goes on from the one before.

A picture by t-SNE shows which words are near to which, and little else: distances between groups,
and their sizes, mean nothing. Drawn anew for every frame it would land elsewhere each time. So a
frame starts from the picture before. How, is decided by the share o_i of word i's TRUE nearest
words that were so in the frame before, too, and by their mean m:

    m > SAME    the same picture, bit for bit, until more has changed since it was drawn
    m < JUMP    a different model: laid out anew, then turned onto the picture before
    else        some steps with the exaggeration e, in which groups can part and meet, and some
                without; momentum and gains are carried over, and each step is followed by a pull
                a_i towards the picture before:

    e = 1 + LOOSEN (1 - m),      a_i = PULL · o_i⁸ · t_i²                                      (1)

t_i is the share of word i's true neighbours that are near it on the picture before. So a word is
held if its neighbours are the same AND it stands right: without the pull, words that did not change
would wander; held by o_i alone, words in a wrong place would never leave it.

Without the first case, a model at rest would move; without the second, a film drawn backwards would
show in the untrained model the groups that only training brings.

A complete film is drawn from its last frame backwards (`start`, `step`), so that the picture that
is looked at longest is laid out with most care. A film that grows is drawn forwards (`follow`),
with half the steps. Every layout is exact: up to `MOST_WORDS` words the tree of Barnes and Hut
would not be faster, and could not be interrupted. (One frame of 5000 words of a text, as many steps
on one core: 15 s, where scikit-learn's tree takes 27; of 2000 words 3 s and 7. Of ten neighbours
both keep 2.8, and 3.8.)

Where E has one or two dimensions its rows are the picture. Every picture is centred, and of the
same radius.
"""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
from scipy.linalg import eigh
from scipy.spatial import cKDTree

from embviz.projections.affinities import Affinities, affinities
from embviz.projections.protocol import Drawn, Frames
from embviz.projections.tsne import Motion, Phase, Pull, at_rest, descend, turned
from embviz.types import Float32, Floating, Ids
from embviz.util.settings import check_settings, out_of_range, setting
from embviz.util.threads import one_thread
from embviz.vectors.vectors import nearest, unit_rows

MOST_WORDS = 5000  # words of a picture at most: a step's work grows with their square
COMPARED = 10  # nearest words of each word that frames are compared by; of few words a third
SAME, JUMP = 0.995, 0.3  # shares of neighbours in common, see above
LOOSEN, PULL = 8.0, 0.12  # how much of (1)
SMALL = 1e-2  # standard deviation, along the first axis, of the positions that a layout begins with
RADIUS = 0.9  # root mean square distance of the words from the middle of the picture
REACH = 2.0  # no word lies further out than this along an axis
WORK = 2.5e8  # pairs of words that one step of a replay goes through: about a quarter of a second


@dataclass(frozen=True)
class Pace:
    """How many steps are taken."""

    opening: int  # those that a first layout begins with, exaggerated
    first: int  # and those after them
    further: int  # those from one frame to the next, exaggerated ones, and as many others


REPLAY = Pace(250, 500, 40)
LIVE = Pace(100, 100, 20)  # its first frame is waited for, and usually shows untrained words
OPENING = Phase(REPLAY.opening, 12.0, 0.5)  # how a first layout begins
ANEW = (Phase(150, 12.0, 0.5), Phase(300))  # how a frame is laid out after a jump


@dataclass(frozen=True)
class Neighbourhoods:
    """A t-SNE film in a plane.

    Attributes:
        perplexity: How many neighbours of a word count, about.

    Raises:
        SettingError: If a setting is outside its range.
    """

    name: ClassVar[str] = "neighbourhoods"
    axes: ClassVar[int] = 2
    live: ClassVar[bool] = True

    perplexity: float = setting(15.0, 2.0, 100.0, step=1.0)

    def __post_init__(self) -> None:
        check_settings(self)

    def start(self, frames: int) -> "Replay":
        """The state from which a film is drawn: nothing yet."""
        return Replay(frames, frames)

    def step(self, state: "Replay", frames: Frames) -> tuple["Replay", Drawn]:
        """Draw the frame before the one drawn last, or a part of the work on it.

        Raises SettingError if there are no words, or more than `MOST_WORDS`; ValueError, with the
        row, if a number of the frame is not finite.
        """
        if state.finished:
            return state, []
        i = state.left - 1
        with one_thread():
            sketch = state.sketch or self._begin(frames[i], state.drawn, REPLAY)
            sketch = sketch.advanced(max(1, int(WORK / len(sketch.motion.Y) ** 2)))
            if sketch.phases:
                return replace(state, sketch=sketch), []
        drawn = sketch.finished()
        jumps = (i + 1, *state.jumps) if sketch.jump else state.jumps
        return Replay(state.frames, i, drawn, None, jumps), [(i, drawn.picture)]

    def follow(self, before: "Following | None", E: Floating) -> tuple["Following", Float32]:
        """Draw the next frame (n, d) as it comes. Raises as `step`.

        Given where the frame before left off, or None for the first, returns where this one leaves
        off, and positions (n, 2), none beyond 2 from the origin.
        """
        with one_thread():
            sketch = self._begin(E, before.drawn if before else None, LIVE)
            drawn = sketch.advanced(sum(phase.steps for phase in sketch.phases)).finished()
        frames, jumps = (before.frames, before.jumps) if before else (0, ())
        jumps = (*jumps, frames) if sketch.jump else jumps
        return Following(drawn, frames + 1, jumps), drawn.picture

    def _begin(self, E: Floating, before: "DrawnNeighbourhoods | None", pace: Pace) -> "Sketch":
        """What is to be done for a frame (n, d)."""
        n, d = E.shape
        if not 1 <= n <= MOST_WORDS:
            raise out_of_range("words", n, 1, MOST_WORDS, whole=True)
        if n < 2 or d <= 2:
            return _plain(E)
        neighbours, cosines = nearest(E, max(round(3 * self.perplexity), COMPARED))
        compared = neighbours[:, : max(1, min(COMPARED, n // 3))]
        if before is None:
            P = affinities(neighbours, cosines, self.perplexity)
            opening = replace(OPENING, steps=pace.opening)
            return Sketch(compared, _first(E), (opening, Phase(pace.first)), P)
        o = in_common(compared, before.neighbours)  # (n,)
        m = float(o.mean())
        if m > SAME:
            return Sketch(before.neighbours, before.motion, (), kept=before)
        P = affinities(neighbours, cosines, self.perplexity)
        if m < JUMP:
            return Sketch(compared, _first(E), ANEW, P, onto=before.motion.Y)
        t = in_common(compared, _around(before.motion.Y, 2 * COMPARED))  # (n,)
        pull = Pull(before.motion.Y, (PULL * o**8 * t**2)[:, None])
        phases = Phase(pace.further, 1 + LOOSEN * (1 - m)), Phase(pace.further)
        return Sketch(compared, before.motion, phases, P, pull)


@dataclass(frozen=True, eq=False)
class DrawnNeighbourhoods:
    """A frame that is drawn."""

    neighbours: Ids  # the nearest words of each word, (n, COMPARED) or fewer
    motion: Motion  # where the words are by t-SNE, and how they move
    picture: Float32  # positions (n, 2), centred, within 2 of the origin


@dataclass(frozen=True, eq=False)
class Sketch:
    """A frame that is being drawn."""

    neighbours: Ids  # as in `DrawnNeighbourhoods`
    motion: Motion  # where the words are now
    phases: tuple[Phase, ...]  # what is left to be done
    P: Affinities | None = None  # how near the words are; None where nothing is to be done
    pull: Pull | None = None  # what holds words where they were
    onto: Floating | None = None  # after a jump, the positions (n, 2) to turn the picture onto
    kept: DrawnNeighbourhoods | None = None  # the frame before, if its picture stays

    @property
    def jump(self) -> bool:
        """Whether this frame has little in common with the one drawn before."""
        return self.onto is not None

    def advanced(self, most: int) -> "Sketch":
        """What it is after so many steps more, or after all."""
        sketch = self
        while sketch.phases and sketch.P is not None and most > 0:
            phase, *later = sketch.phases
            now = replace(phase, steps=min(most, phase.steps))
            motion = descend(sketch.P, sketch.motion, now, sketch.pull)
            rest = replace(phase, steps=phase.steps - now.steps)
            phases = (rest, *later) if rest.steps else tuple(later)
            sketch = replace(sketch, motion=motion, phases=phases)
            most -= now.steps
        return sketch

    def finished(self) -> DrawnNeighbourhoods:
        """The frame, all steps being done."""
        if self.kept is not None:
            return self.kept
        motion = self.motion if self.onto is None else at_rest(turned(self.motion.Y, self.onto))
        return DrawnNeighbourhoods(self.neighbours, motion, _picture(motion.Y))


@dataclass(frozen=True, eq=False)
class Replay:
    """How far the drawing of a complete film has come; it begins with the last frame.

    `jumps` are the numbers of the frames that have so little in common with the frame before that
    words should not fly from one to the other: fade.
    """

    frames: int  # how many there are
    left: int  # how many are not drawn
    drawn: DrawnNeighbourhoods | None = None  # the frame drawn last
    sketch: Sketch | None = None  # the one that is being drawn
    jumps: tuple[int, ...] = ()

    @property
    def finished(self) -> bool:
        """Whether all frames are drawn."""
        return self.left == 0


@dataclass(frozen=True, eq=False)
class Following:
    """Where the drawing of a film that grows stands."""

    drawn: DrawnNeighbourhoods  # the frame drawn last
    frames: int  # how many are drawn
    jumps: tuple[int, ...]  # as in `Replay`


def in_common(neighbours: Ids, others: Ids) -> Float32:
    """Share of the neighbours (n, k) of each word that are among its others (n, l). Shape (n,)."""
    both = (neighbours[:, :, None] == others[:, None, :]).any(axis=2)
    shares: Float32 = both.mean(axis=1, dtype=np.float32)
    return shares


def _around(Y: Floating, k: int) -> Ids:
    """The words around each on the picture (n, 2), itself among them, (n, k + 1) or (n, n)."""
    _, found = cKDTree(Y).query(Y, k=min(k + 1, len(Y)))
    ids: Ids = found.astype(np.int32)
    return ids


def _plain(E: Floating) -> Sketch:
    """Rows (n, d) of at most two dimensions as they are, or a single word in the middle."""
    unit_rows(E)  # refuses what is not finite
    n, d = E.shape
    Y = np.zeros((n, 2), dtype=np.float32)
    if n > 1:
        Y[:, :d] = E - E.mean(axis=0, dtype=np.float64)
    return Sketch(np.empty((n, 0), dtype=np.int32), at_rest(Y), ())


def _first(E: Floating) -> Motion:
    """The two leading principal components of the unit rows, small, at rest."""
    rows = unit_rows(E).astype(np.float64)
    rows -= rows.mean(axis=0)
    d = rows.shape[1]
    _, directions = eigh(rows.T @ rows, subset_by_index=[d - 2, d - 1])  # (d, 2), rising
    largest = np.abs(directions).argmax(axis=0)
    directions *= np.sign(directions[largest, [0, 1]])  # which is arbitrary, and must not be
    xy = rows @ directions[:, ::-1]
    spread = float(xy[:, 0].std())
    scale = SMALL / spread if spread > np.finfo(np.float32).eps else 0.0  # equal rows: rounding
    return at_rest((xy * scale).astype(np.float32))


def _picture(Y: Floating) -> Float32:
    """Positions (n, 2), centred, with the radius RADIUS, nowhere beyond REACH."""
    centred = Y.astype(np.float64) - Y.mean(axis=0, dtype=np.float64)
    radius = float(np.sqrt(np.mean(np.sum(centred**2, axis=1))))
    if radius > 0:
        centred *= min(RADIUS / radius, REACH / float(np.abs(centred).max()))
    xy: Float32 = centred.astype(np.float32)
    return xy
