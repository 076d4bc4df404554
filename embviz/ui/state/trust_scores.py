"""How far the frames of a film can be trusted, as far as workers have found out."""

import threading
from collections.abc import Callable, Mapping, Sequence

from embviz.jobs import queries
from embviz.jobs.engine import Engine, Work
from embviz.jobs.queries import Counted, Figures
from embviz.types import Float32, Floating
from embviz.ui.state import patience
from embviz.ui.state.patience import keep_going

WORK = 3e7
"""Pairs of words that are looked at for a film, about 1.5 s; of a film that has more only so many
frames are judged, spread evenly over it."""

FEWEST = 12  # so many frames are judged in any case, if there are

Sight = tuple[Floating, Float32]
"""The rows (n, d) of a frame, and its positions (n, axes)."""


def spread(frames: int, n: int) -> tuple[int, ...]:
    """Choose the frames of a film to judge: all, or some from the first to the last.

    >>> spread(5, 100), spread(100, 5000)
    ((0, 1, 2, 3, 4), (0, 9, 18, 27, 36, 45, 54, 63, 72, 81, 90, 99))
    """
    most = min(frames, max(FEWEST, int(WORK / max(1, n) ** 2)))
    if most < 2:
        return tuple(range(frames))
    return tuple(round(i * (frames - 1) / (most - 1)) for i in range(most))


class TrustScores:
    """The figures of one film in one look."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: dict[int, Figures] = {}
        self._works: list[tuple[Work, tuple[int, ...]]] = []
        self._asked: set[int] = set()
        self._lock = threading.Lock()

    def ask(self, frames: Sequence[int], sight: Callable[[int], Sight]) -> None:
        """Have those frames judged that nobody has asked for yet."""
        with self._lock:
            new = tuple(frame for frame in frames if frame not in self._asked)
            if not new:
                return
            self._asked.update(new)
            job = queries.judge, tuple(sight(frame) for frame in new)
            start = Counted(len(new))
            work = self._engine.launch(
                queries.call_each, job, start, patience_s=patience.PATIENCE_S
            )
            self._works.append((work, new))

    def wait(self, timeout_s: float) -> None:
        """Wait until the first of what is under way has come."""
        if self._works:
            self._works[0][0].wait(1, timeout_s)

    def known(self) -> Mapping[int, Figures]:
        """Give the figures by the numbers of the frames, and keep the work going."""
        with self._lock:
            for work, frames in self._works:
                self._known.update(zip(frames, list(work.results), strict=False))
                keep_going(work)
            self._works = [each for each in self._works if each[0].status in ("running", "paused")]
            return dict(self._known)

    @property
    def busy(self) -> bool:
        """Whether more figures are on their way."""
        return any(work.status == "running" for work, _ in self._works)
