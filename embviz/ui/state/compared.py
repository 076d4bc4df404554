"""Comparisons that a visit asked for: under way, found, or why there are none."""

from dataclasses import dataclass

import streamlit as st

from embviz.errors import EvaluationError
from embviz.jobs import compare
from embviz.jobs.compare import CompareOrder, Found
from embviz.jobs.engine import Work
from embviz.measures.comparison import Comparison
from embviz.ui.state import patience, server

MOST = 6  # that a visit keeps
SOON_S = 0.7  # to wait for what is small

_KEPT = "embviz_compared"


@dataclass(eq=False)
class Compared:
    """A comparison: the work, as long as it is under way, then what came of it."""

    work: Work | None
    cancelled: bool = False
    _found: Found | BaseException | None = None

    @property
    def busy(self) -> bool:
        """Whether it is under way. What it had to send is let go as soon as it is not."""
        work = self.work
        if work is None:
            return False
        if work.results or work.status == "failed":
            self._found = work.results[0] if work.results else work.error
            self.work = None
        return self.work is not None

    @property
    def share(self) -> float:
        """How far it is, 0 to 1."""
        return 1.0 if self.work is None else float(self.work.state().share)

    @property
    def comparison(self) -> Comparison | None:
        """How the two differ; None: nobody knows yet, or they cannot be compared."""
        return self._found if not self.busy and isinstance(self._found, Comparison) else None

    @property
    def fault(self) -> BaseException | None:
        """Why they cannot be compared, or what ended the work."""
        return self._found if not self.busy and isinstance(self._found, BaseException) else None

    def cancel(self) -> None:
        """End it, in the middle of whatever it does."""
        if self.busy and self.work is not None:
            self.work.cancel()
            self.work, self.cancelled = None, True

    def watch(self) -> None:
        """Say that somebody looks; what paused because nobody did begins again."""
        if self.work is not None:
            self.work.watch()
            patience.wake(self.work)


def find(key: str) -> Compared | None:
    """Give a comparison that this visit asked for."""
    return _kept().get(key)


def begin(key: str, order: CompareOrder) -> Compared:
    """Begin a comparison under a name; others that are under way end, as nobody sees them."""
    kept = _kept()
    for other in kept.values():
        other.cancel()
    while len(kept) >= MOST:
        del kept[next(iter(kept))]
    try:
        work = compare.launch(server.engine(), order, patience_s=patience.PATIENCE_S)
        work.wait(1, SOON_S)
        kept[key] = Compared(work)
    except EvaluationError as error:
        kept[key] = Compared(None, _found=error)
    return kept[key]


def _kept() -> dict[str, Compared]:
    kept: dict[str, Compared] = st.session_state.setdefault(_KEPT, {})
    return kept
