"""What one visitor's tab remembers: one run, one moment, one selection.

It lies in Streamlit's session state under a single key; everything heavy in it is shared with the
other visitors through `server`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Literal

import streamlit as st

from embviz.files.film.film_npz import Saved
from embviz.jobs.train_and_draw import LIVE, Look
from embviz.projections import Projection
from embviz.projections.axes import WordAxes
from embviz.types import Which
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.link import Note, View
from embviz.ui.state.map_state import MapState
from embviz.ui.state.run_facts import RunFacts
from embviz.ui.state.vector_files import VectorsFile
from embviz.vectors import excerpt
from embviz.vectors.excerpt import Filling
from embviz.wordmap.message import Colour, Command, PictureKind, Steps

Intent = Literal["train", "pause", "step", "reset"]
"""What a button asked for; carried out once the settings of the rerun are known."""

_KEY = "embviz"

MOST_EARLIER = 12  # runs that a visit remembers

SAME_EPOCH = 1e-6  # epochs that differ by less are one: an address has six digits


@dataclass(frozen=True)
class Sampling:
    """Which of a file's words the picture shows; as in `embviz.vectors.excerpt.cut`."""

    words: int = excerpt.WORDS  # at most
    filling: Filling = "first"  # what those are that nobody asked for
    asked: tuple[str, ...] = ()  # shown in any case, with their nearest


@dataclass
class Beside:
    """A second map beside the first; all wishes are those of the tab."""

    named: str  # what it shows, as an address says it (`link.View.beside`)
    of: str  # the key of the run that it was put beside
    map: MapState


@dataclass
class Tab:
    """The state of one tab: one run, one moment, one selection, and what is asked for.

    Without a projection it is the usual one, which is chosen when a run is begun; axes are kept by
    their words, which are found in every run anew.
    """

    map: MapState = field(default_factory=MapState)
    beside: Beside | None = None  # what that is compared with on the Map page
    comparing: str = ""  # what it is to be compared with, until it is: as an address says it
    compared_by_hand: bool = False  # whether that was chosen on the page, not brought by a link
    earlier: tuple[RunFacts, ...] = ()  # the runs that were on screen in this visit, the last first
    previous: FilmOnScreen | None = None  # the run that was on screen before, if it was trained
    selected: tuple[str, ...] = ()  # by name, so that they outlive a change of run
    proposed_for: str = ""  # the text, by its hash, for which a word was selected by itself
    proposed: str = ""  # that word
    only: tuple[str, ...] = ()  # the words that are shown alone; none: all
    axes: int = 2  # or 3, for principal components
    vectors: Which | None = None  # which of the model are looked at; None: its result
    projection: Projection | WordAxes | None = None  # that somebody asked for
    usual: Projection = LIVE  # how a run is drawn that nobody asked to be drawn otherwise
    colour: Colour = "group"
    pale: bool = True  # whether maps draw words paler whose neighbours are unsure
    doubted: frozenset[str] = frozenset()  # runs whose other seeds this visit asked for: `doubt`
    column: str = ""  # which column of metadata colours stand for; empty: none
    steps: Steps | None = None  # how numbers are dealt into classes; None: as suits them
    sampling: Sampling = Sampling()
    sought: float | None = None  # the epoch to rest at, as long as the film has not got there
    inside: Mapping[str, Any] = field(default_factory=dict)  # what is looked at Inside, if we are
    asked_inside: View | None = None  # what is to be looked at there
    judged: int | None = None  # the frame that the page says figures of, besides the picture
    followed: bool = False  # whether the page has panels that follow selection and moment
    intent: Intent | None = None
    changed: bool = False  # whether the whole page has to be drawn anew
    address: str = ""  # the view in it, without epoch and selection; empty: none yet
    entry: tuple[str, str] = ("", "")  # of the browser's history: its page and run, once known
    completed: tuple[str, ...] = ()  # what that was given for an address, the last last
    completed_before: tuple[str, ...] = ()  # the entry before, which a late rerun may still carry
    published_at: float = 0.0  # by the monotonic clock
    seen_raw: str = ""  # what the address said at the last look
    home: str = ""  # the view that a bare address opens
    wanted: View | None = None  # that is still to be gone to
    notes: tuple[Note, ...] = ()  # what was wrong with the view that brought the visitor here
    without: tuple[str, ...] = ()  # parts of the sidebar that the view leaves out
    file: VectorsFile | None = None  # opened last, as long as it is not on screen
    seen_files: tuple[str, ...] = ()  # the keys of those that are open in this visit, in order
    loaded: tuple[Saved, str] | None = None  # a film that was read, and its key, to be shown
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
    def trained(self) -> FilmOnScreen | None:
        """The run on screen, or that of whose settings the film on screen was made here."""
        source = self.source
        while source is not None and source.made_of is not None:
            source = source.made_of
        return source

    def wanted_look(self) -> Look:
        """Give the way in which the run shall be drawn."""
        return self.map.wanted_look(self)

    def wanted_way(self) -> str:
        """Give the name of the projection that is asked for."""
        asked = self.projection
        return asked.name if asked is not None else self.wanted_look().projection.name

    def note(self, reason: str, **facts: str) -> None:
        """Note what was wrong with what the visitor came with."""
        self.notes = (*self.notes, Note(reason, facts))

    def doubt(self, source: FilmOnScreen) -> None:
        """Note that this visit asks what other seeds of a run say."""
        self.doubted |= {source.subject}

    def doubts(self, source: FilmOnScreen) -> bool:
        """Whether it asked for that."""
        return bool(self.doubted) and source.subject in self.doubted

    def number(self) -> int:
        """Give a number that was not given before in this tab."""
        return next(self._numbers)

    def order(self, command: Command) -> None:
        """Tell the player what to do."""
        self.map.command, self.sought = (self.number(), command), None
        self.map.playing = command == "play"

    def save_picture(self, kind: PictureKind) -> None:
        """Have the browser save what the map shows; the player goes on."""
        self.map.command = (self.number(), kind)

    def seek(self, epoch: float) -> None:
        """Go to an epoch and rest there: the player, and pages that have none."""
        self.map.command, self.sought = (self.number(), "seek", epoch), epoch
        self.map.playing = False

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
            self.remember(now)
        if self.previous is not None and self.previous.key == source.key:
            self.previous = None
        if source.from_file is not None:
            self.see_file(source.from_file.file.key)
        self.map.show(source)
        self.usual = source.live
        self.sought = None

    def see_file(self, key: str) -> None:
        """Note that a file is open in this visit."""
        if key not in self.seen_files:
            self.seen_files = (*self.seen_files, key)

    def remember(self, source: FilmOnScreen) -> None:
        """Remember a run as one of this visit, the one that was seen last."""
        others = [each for each in self.earlier if each.key != source.key]
        self.earlier = (RunFacts.of(source), *others)[:MOST_EARLIER]

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
