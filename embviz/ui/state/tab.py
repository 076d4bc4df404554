"""What one visitor's tab remembers: one run, one moment, one selection.

It lies in Streamlit's session state under a single key; everything heavy in it is shared with the
other visitors through `server`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Literal

import streamlit as st

from embviz.files.film.film_npz import Saved
from embviz.jobs.train_and_draw import Look
from embviz.projections import PCA, Projection
from embviz.projections.axes import WordAxes
from embviz.types import Which
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.link import Note, View
from embviz.ui.state.map_state import MapState
from embviz.ui.state.vector_files import VectorsFile
from embviz.vectors import excerpt
from embviz.vectors.excerpt import Filling
from embviz.wordmap.message import Colour, Command

Against = Literal["shuffled", "before"]
"""What a film can be compared with: the same text shuffled, the run before."""

Intent = Literal["train", "pause", "step", "reset"]
"""What a button asked for; carried out once the settings of the rerun are known."""

_KEY = "embviz"

PATIENCE_S = 20.0
"""Seconds after which a run pauses that no visible page asks for."""

SAME_EPOCH = 1e-6
"""Epochs that differ by less are one: an address has six digits."""


@dataclass(frozen=True)
class Sampling:
    """Which of a file's words the picture shows; as in `embviz.vectors.excerpt.cut`.

    Attributes:
        words: How many at most.
        filling: What those are that nobody asked for.
        asked: Words that are shown in any case, with their nearest.
    """

    words: int = excerpt.WORDS
    filling: Filling = "first"
    asked: tuple[str, ...] = ()


@dataclass
class Beside:
    """A second map beside the first.

    Attributes:
        against: What it shows.
        of: The key of the run that it was put beside.
        map: What it shows, was sent and asked for; all wishes are those of the tab.
    """

    against: Against
    of: str
    map: MapState


@dataclass
class Tab:
    """The state of one tab.

    Attributes:
        map: What its map shows.
        beside: What that is compared with on the Map page.
        previous: The run that was on screen before, if it was trained.
        selected: The selected words, by name, so that they outlive a change of run.
        only: The words that are shown alone; none: all.
        axes: 2 or 3, for principal components.
        vectors: Which vectors of the model are looked at; None: its result.
        projection: What makes positions of rows; None: principal components that follow the film.
            Axes by their words, which are found in every run anew.
        colour: What the colours of the map stand for.
        column: Which of a file's columns of metadata colours stand for; empty: none.
        sampling: Which words of such a file are shown.
        sought: The epoch at which the picture is to rest, as long as the film has not got there.
        judged: The frame that the page says figures of, besides the picture; None: it says none.
        followed: Whether the page has panels that follow selection and moment.
        intent: What a button asked for.
        changed: Whether the whole page has to be drawn anew.
        address: The view in the address, without epoch and selection; empty: none yet.
        address_before: The one before, which a late rerun may still carry.
        published_at: When it was written, by the monotonic clock.
        seen_raw: What the address said at the last look.
        home: The view that a bare address opens.
        wanted: A view that is still to be gone to.
        notes: What was wrong with the view that brought the visitor here.
        without: Parts of the sidebar that the view leaves out.
        file: The file of vectors that was opened last, as long as it is not on screen.
        loaded: A saved film that was read, and the name of its file, to be put on screen.
    """

    map: MapState = field(default_factory=MapState)
    beside: Beside | None = None
    previous: FilmOnScreen | None = None
    selected: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    axes: int = 2
    vectors: Which | None = None
    projection: Projection | WordAxes | None = None
    colour: Colour = "group"
    column: str = ""
    sampling: Sampling = Sampling()
    sought: float | None = None
    judged: int | None = None
    followed: bool = False
    intent: Intent | None = None
    changed: bool = False
    address: str = ""
    address_before: str = ""
    published_at: float = 0.0
    seen_raw: str = ""
    home: str = ""
    wanted: View | None = None
    notes: tuple[Note, ...] = ()
    without: tuple[str, ...] = ()
    file: VectorsFile | None = None
    loaded: tuple[Saved, str] | None = None
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def source(self) -> FilmOnScreen | None:
        """The run on screen."""
        return self.map.source

    @source.setter
    def source(self, source: FilmOnScreen | None) -> None:
        self.map.source = source

    @property
    def rested(self) -> int | None:
        """The frame on which the picture came to rest, where it did."""
        return self.map.rested

    @rested.setter
    def rested(self, frame: int | None) -> None:
        self.map.rested = frame

    @property
    def look(self) -> Look:
        """How the picture on screen is drawn."""
        return self.map.look

    @property
    def waits(self) -> bool:
        """Whether another picture is asked for than the one on screen."""
        return self.map.waits(self)

    def wanted_look(self) -> Look:
        """Give the way in which the run shall be drawn."""
        return self.map.wanted_look(self)

    def wanted_vectors(self) -> Which:
        """Give which vectors shall be drawn, and asked."""
        return self.map.wanted_vectors(self)

    def wanted_way(self) -> str:
        """Give the name of the projection that is asked for."""
        return self.projection.name if self.projection is not None else PCA.name

    def settle(self) -> None:
        """Show what is asked for as soon as some of it is drawn; until then what is on screen."""
        self.map.settle(self)

    def words(self) -> Sequence[str]:
        """Give the words of the picture (n,)."""
        return self.map.words()

    def film(self) -> str:
        """Give the name of the film that the browser keeps."""
        return self.map.film(self)

    def number(self) -> int:
        """Give a number that was not given before in this tab."""
        return next(self._numbers)

    def order(self, command: Command) -> None:
        """Tell the player what to do."""
        self.map.command, self.sought = (self.number(), command), None

    def seek(self, epoch: float) -> None:
        """Go to an epoch and rest there: the player, and pages that have none."""
        self.map.command, self.sought = (self.number(), "seek", epoch), epoch

    def rest(self, frame: int) -> None:
        """Rest on a frame."""
        self.rested, self.sought = frame, None

    def find(self) -> None:
        """Rest on the epoch that is sought once the film has got there, by the player's own rule.

        The player says where it rests, but not every page has one.
        """
        source, epoch = self.source, self.sought
        if source is None or epoch is None or not len(source.frames):
            return
        epochs = [drawn.snapshot.epoch for drawn in source.frames]
        if source.complete or epochs[-1] >= epoch - SAME_EPOCH:
            self.rest(min(range(len(epochs)), key=lambda i: abs(epochs[i] - epoch)))

    def show(self, source: FilmOnScreen) -> None:
        """Put a run on screen."""
        now = self.source
        if now is not None and not now.untouched and not _alike(now, source):
            self.previous = now
        if self.previous is not None and self.previous.key == source.key:
            self.previous = None
        self.map.show(source)
        self.sought = None

    def select(self, words: Iterable[str]) -> None:
        """Select words from outside the map."""
        self.selected = tuple(words)
        self.map.chosen = (self.number(), self.selected)


def _alike(one: FilmOnScreen, other: FilmOnScreen) -> bool:
    """Whether they are the same run, or show words of the same file."""
    files = [source.from_file.file.key for source in (one, other) if source.from_file is not None]
    return one.key == other.key or (len(files) == 2 and files[0] == files[1])


def current_tab() -> Tab:
    """Give the state of this tab."""
    tab: Tab = st.session_state.setdefault(_KEY, Tab())
    return tab
