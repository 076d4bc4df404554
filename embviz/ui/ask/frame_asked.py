"""What questions are put to: one frame of the film on screen."""

from dataclasses import dataclass

import streamlit as st

from embviz.jobs.train_and_draw import shown_rows
from embviz.training.film import Film
from embviz.types import Which
from embviz.ui.state import moments
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.remembered import remember
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say
from embviz.vectors.vectors import Vectors


@dataclass(frozen=True, eq=False)
class FrameAsked:
    """A frame to ask."""

    source: FilmOnScreen
    frame: int
    which: Which
    vectors: Vectors  # of all words, exactly; of an earlier frame, of those on the map, in halves

    @property
    def moment(self) -> str:
        """Which moment it is, in Markdown."""
        return moments.told(self.source, self.frame)

    @property
    def whole(self) -> bool:
        """Whether all words are there."""
        return self.source.from_file is not None or self.source.frames[self.frame].snapshot.whole

    def at(self, frame: int) -> Vectors:
        """Give the vectors of another frame of the same film."""
        return vectors_at(self.source, frame, self.which)

    @property
    def film(self) -> Film:
        """The film so far."""
        frames = self.source.frames
        return self.source.film.extended(drawn.snapshot for drawn in frames[: len(frames)])

    @property
    def last(self) -> int:
        """The number of the last frame so far."""
        return len(self.source.frames) - 1


def current(tab: Tab) -> FrameAsked | None:
    """Give the frame on which the picture rests, or would."""
    source = tab.source
    if source is None or not len(source.frames):
        return None
    last = len(source.frames) - 1
    frame = source.resting if tab.rested is None else min(tab.rested, last)
    which = tab.map.wanted_vectors(tab)
    return FrameAsked(source, frame, which, vectors_at(source, frame, which))


def vectors_at(source: FilmOnScreen, frame: int, which: Which) -> Vectors:
    """Give the vectors of a frame; kept, since every panel asks for them."""
    question = "vectors", source.key, frame, which
    return remember(question, lambda: _vectors(source, frame, which))


def _vectors(source: FilmOnScreen, frame: int, which: Which) -> Vectors:
    if source.from_file is not None:
        return source.from_file.file.vectors
    snapshot = source.frames[frame].snapshot
    if snapshot.whole and source.complete:
        return source.vectors_by(which) or Vectors(source.film.words, snapshot.matrix(which))
    return Vectors(source.words, shown_rows(source.film.shown, snapshot, which))


def tell(asked: FrameAsked) -> None:
    """Say what is asked."""
    words = f"{len(asked.vectors):,}"
    if asked.source.from_file is not None:
        st.caption(say("files", "other.asked", words=words))
        return
    key = "untrained" if asked.source.untouched else "exact" if asked.whole else "earlier"
    st.caption(say("words", f"source.{key}", words=words, moment=asked.moment))
