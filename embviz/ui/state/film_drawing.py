"""A film drawn in another way, as fast as workers draw it and as far as it goes."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import count, takewhile
from typing import Literal

from embviz.jobs import train_and_draw
from embviz.jobs.engine import Engine, Work
from embviz.jobs.train_and_draw import Drawing, DrawJob, Look
from embviz.projections import LONG
from embviz.projections.picture import Picture
from embviz.training.film import Snapshot
from embviz.types import Ids
from embviz.ui.state import patience
from embviz.ui.state.patience import keep_going

Stage = Literal["preparing", "mapping", "drawing"]
"""What a drawing does: load what it needs, make its first picture, make the others."""


@dataclass(frozen=True)
class DrawingProgress:
    """How far a drawing is: so many of all frames are drawn."""

    stage: Stage
    drawn: int
    frames: int

    @property
    def share(self) -> float:
        """The same, 0 to 1."""
        return min(1.0, self.drawn / max(1, self.frames))


class FilmDrawing:
    """The pictures of one look.

    What a live projection draws while training goes on is drawn frame after frame, by one job after
    the other. Of a film that is complete all frames are drawn by one job, in whatever order suits
    the projection.
    """

    def __init__(self, engine: Engine, shown: Ids, look: Look) -> None:  # shown: (n,) among all V
        self._engine, self._shown, self._look = engine, shown, look
        self._pictures: dict[int, Picture] = {}
        self._last = Drawing()
        self._work: Work | None = None
        self._taken = 0  # results of the present work that are among the pictures
        self._one_by_one = False
        self._lock = threading.Lock()

    def follow(self, snapshots: Sequence[Snapshot], complete: bool) -> Sequence[Picture]:
        """Give the pictures from the first on that there are, and have the others drawn.

        The snapshots are all frames so far; they only become more, until the film is complete.
        """
        with self._lock:
            self._collect()
            if self._work is None and len(self._pictures) < len(snapshots):
                self._begin(snapshots, complete)
                self._collect()
            return [self._pictures[i] for i in takewhile(self._pictures.__contains__, count())]

    def drawn(self) -> Sequence[Picture]:
        """Give the pictures that there are."""
        with self._lock:
            return list(self._pictures.values())

    def progress(self, frames: int) -> DrawingProgress:
        """Say how far it is, of so many frames."""
        with self._lock:
            drawn = len(self._pictures)
            stage: Stage = "drawing"
            if not drawn and self._look.projection.name in LONG:
                # The first chunk of a long one is to load its library.
                begun = self._work is not None and self._work.working_s > 0
                stage = "mapping" if begun else "preparing"
            return DrawingProgress(stage, drawn, frames)

    @property
    def busy(self) -> bool:
        """Whether more pictures are on their way."""
        return self._work is not None and self._work.status == "running"

    @property
    def failed(self) -> bool:
        """Whether no more will come, by a fault."""
        return self._work is not None and self._work.status == "failed"

    def stop(self) -> None:
        """Draw no more: nobody looks."""
        with self._lock:
            if self._work is not None:
                self._work.cancel()

    def _begin(self, snapshots: Sequence[Snapshot], complete: bool) -> None:
        """Start a job for what is not drawn, where it can be drawn already."""
        first = len(self._pictures)
        self._one_by_one = self._one_by_one or not complete
        if self._one_by_one and not self._look.projection.live:
            self._one_by_one = False
            return
        new = tuple(snapshots[first:])
        job = DrawJob(self._look, self._shown, new, self._one_by_one, first)
        start = Drawing(self._last.state)
        long = self._look.projection.name in LONG
        launch = partial(self._engine.launch_alone, prepared=True) if long else self._engine.launch
        self._work = launch(train_and_draw.redraw, job, start, patience_s=patience.PATIENCE_S)
        self._taken = 0

    def _collect(self) -> None:
        """Take over what has been drawn; keep a job going that is not done."""
        work = self._work
        if work is None:
            return
        done = work.status == "done"  # before the results are counted
        new = work.results[self._taken : len(work.results)]
        self._pictures.update(new)
        self._taken += len(new)
        if done:
            self._last = work.state()
            self._work = None
            for i in train_and_draw.jumps(self._last):
                self._pictures[i] = replace(self._pictures[i], jump=True)
        else:
            keep_going(work)
