"""What is measured of frames beside drawing them, as jobs for the workers.

Workers import this module, so it does without Streamlit.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from embviz.jobs.engine import Done
from embviz.jobs.train_and_draw import NEIGHBOURS
from embviz.measures import movement
from embviz.measures import trust as faithfulness
from embviz.measures.movement import Change
from embviz.types import Float32, Floating
from embviz.util.threads import one_thread
from embviz.vectors.vectors import nearest


@dataclass(frozen=True)
class Figures:
    """How far the picture of a frame can be trusted; nan where there are too few words to tell.

    Attributes:
        share: Of the true neighbours, how many are neighbours on screen, 0 to 1.
        trustworthiness: Formula (1) of `embviz.measures.trust`.
        continuity: Formula (2).
    """

    share: float
    trustworthiness: float
    continuity: float


@dataclass(frozen=True)
class Judged:
    """How far the judging of frames has come.

    Attributes:
        frames: How many there are.
        done: How many are judged.
    """

    frames: int
    done: int = 0

    @property
    def finished(self) -> bool:
        """Whether all are judged."""
        return self.done >= self.frames


def judge(
    sights: Sequence[tuple[Floating, Float32]], state: Judged, budget_s: float, most: int | None
) -> tuple[Judged, list[Figures]]:
    """Judge one frame more, its rows (n, d) and positions (n, axes): a step for the engine."""
    with one_thread():
        trust = faithfulness.judge(*sights[state.done], NEIGHBOURS)
    figures = Figures(trust.share, trust.trustworthiness, trust.continuity)
    return Judged(state.frames, state.done + 1), [figures]


@dataclass(frozen=True, eq=False)
class Moments:
    """Two frames to be compared.

    Attributes:
        rows: (n, d) of all words at each.
        places: Which of the words to look at; None: all.
    """

    rows: tuple[Floating, Floating]
    places: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Changes:
    """What changed between two frames.

    Attributes:
        share: Of the neighbours, how many changed, 0 to 1.
        rotation: Share of the movement that is mere rotation; nan if nothing moved, or with no
            more words than dimensions, where nearly any movement can be laid to a turn.
        words: Every word that has other neighbours, the most changed first.
    """

    share: float
    rotation: float
    words: tuple[Change, ...]


def compare(
    job: Moments, state: None, budget_s: float, most: int | None
) -> tuple[Done, list[Changes]]:
    """Tell what changed between two frames: a step for the engine."""
    n, d = job.rows[0].shape
    places = range(n) if job.places is None else job.places
    with one_thread():
        (a, _), (b, _) = (nearest(rows, NEIGHBOURS) for rows in job.rows)
        rotation = movement.rotation_share(*job.rows) if n > d else math.nan
    changed = movement.turnover(a, b)[list(places)]
    among = frozenset(places)
    words = (change for change in movement.most_changed(a, b, len(a)) if change.word in among)
    return Done(), [Changes(float(changed.mean()), rotation, tuple(words))]
