"""A film drawn in another way, as fast as workers draw it and as far as it goes."""

import threading
from collections.abc import Sequence

from embviz import filming
from embviz.engine import Engine, Work
from embviz.film import Snapshot
from embviz.filming import Drawing, Look
from embviz.types import Ids
from embviz.wordmap import Picture

PATIENCE_S = 20.0
"""Seconds after which a drawing pauses that no visible page asks for."""


class Redrawing:
    """The pictures of one look, drawn by jobs one after the other while frames are added.

    Args:
        engine: Whose workers draw.
        shown: (n,) ids of the shown words among all V.
        look: How to draw.
    """

    def __init__(self, engine: Engine, shown: Ids, look: Look) -> None:
        self._engine, self._shown, self._look = engine, shown, look
        self._pictures: list[Picture] = []
        self._basis = Drawing()
        self._work: Work | None = None
        self._lock = threading.Lock()

    def follow(self, snapshots: Sequence[Snapshot]) -> Sequence[Picture]:
        """Give the pictures that there are, and see to it that the others come.

        Args:
            snapshots: All frames so far; they only become more.
        """
        with self._lock:
            self._collect()
            if self._work is None and len(self._pictures) < len(snapshots):
                self._begin(snapshots[len(self._pictures) :])
                self._collect()
            return [*self._pictures, *(self._work.results if self._work else ())]

    def drawn(self) -> Sequence[Picture]:
        """Give the pictures that there are."""
        with self._lock:
            return [*self._pictures, *(self._work.results if self._work else ())]

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
                self._work.pause()

    def _begin(self, snapshots: Sequence[Snapshot]) -> None:
        frames = filming.Frames(self._look, self._shown, tuple(snapshots))
        start = Drawing(self._basis.basis)
        self._work = self._engine.launch(filming.redraw, frames, start, patience_s=PATIENCE_S)

    def _collect(self) -> None:
        """Put the pictures of a job that is done with the others; keep one going that is not."""
        work = self._work
        if work is None:
            return
        if work.status == "done":
            self._pictures += work.results
            self._basis = work.state()
            self._work = None
        elif work.status == "paused":
            work.resume()
        else:
            work.watch()
