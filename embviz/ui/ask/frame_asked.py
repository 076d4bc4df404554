"""What questions are put to: one frame of the film on screen."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from embviz.jobs.train_and_draw import shown_rows
from embviz.training.film import Film
from embviz.types import Which
from embviz.ui.state.film_on_screen import Take
from embviz.ui.state.tab import Session
from embviz.ui.texts import say
from embviz.vectors.vectors import Vectors

_KEPT = "embviz_asked_frames"
MOST_KEPT = 8
"""Frames whose vectors a tab keeps at hand."""


@dataclass(frozen=True, eq=False)
class Source:
    """A frame to ask.

    Attributes:
        take: The run that it belongs to.
        frame: Its number.
        which: Which vectors of the model.
        vectors: All words of the last frame, exactly; of an earlier one, those on the map, from
            half precision.
    """

    take: Take
    frame: int
    which: Which
    vectors: Vectors

    @property
    def epoch(self) -> str:
        """The epoch as it is written."""
        return written(self.take.shots[self.frame].snapshot.epoch)

    @property
    def whole(self) -> bool:
        """Whether all words are there."""
        return self.take.still is not None or self.take.shots[self.frame].snapshot.whole

    def at(self, frame: int) -> Vectors:
        """Give the vectors of another frame of the same film."""
        return vectors_at(self.take, frame, self.which)

    @property
    def film(self) -> Film:
        """The film so far."""
        shots = self.take.shots
        return self.take.film.extended(shot.snapshot for shot in shots[: len(shots)])

    @property
    def last(self) -> int:
        """The number of the last frame so far."""
        return len(self.take.shots) - 1


def current(session: Session) -> Source | None:
    """Give the frame on which the picture rests, or the last one so far."""
    take = session.take
    if take is None or not len(take.shots):
        return None
    last = len(take.shots) - 1
    frame = last if session.rested is None else min(session.rested, last)
    which = session.wanted_vectors()
    return Source(take, frame, which, vectors_at(take, frame, which))


def vectors_at(take: Take, frame: int, which: Which) -> Vectors:
    """Give the vectors of a frame; kept, since every panel asks for them."""
    kept: dict[Any, Vectors] = st.session_state.setdefault(_KEPT, {})
    name = take.key, frame, which
    if name not in kept:
        while len(kept) >= MOST_KEPT:
            del kept[next(iter(kept))]
        kept[name] = _vectors(take, frame, which)
    return kept[name]


def _vectors(take: Take, frame: int, which: Which) -> Vectors:
    if take.still is not None:
        return take.still.file.vectors
    snapshot = take.shots[frame].snapshot
    if snapshot.whole and take.complete:
        return take.vectors_by(which) or Vectors(take.film.words, snapshot.matrix(which))
    return Vectors(take.words, shown_rows(take.film.shown, snapshot, which))


def tell(source: Source) -> None:
    """Say what is asked."""
    key = "exact" if source.whole else "earlier"
    if source.take.untouched:
        key = "untrained"
    words = f"{len(source.vectors):,}"
    if source.take.still is not None:
        st.caption(say("files", "other.asked", words=words))
        return
    st.caption(say("words", f"source.{key}", words=words, epoch=source.epoch))


def written(epoch: float) -> str:
    """Write an epoch as the time line does: finer where frames are close."""
    return f"{epoch:.2f}" if epoch < 3 and round(epoch, 2) != round(epoch, 1) else f"{epoch:.1f}"
