"""What one visitor's tab remembers: one run, one moment, one selection.

It lies in Streamlit's session state under a single key; everything heavy in it is shared with the
other visitors through `server`.
"""

import hashlib
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Literal

import streamlit as st

from embviz.files.film.film_npz import Saved
from embviz.jobs.train_and_draw import PLAIN, Look
from embviz.projections import PCA, UMAP, Projection
from embviz.projections.axes import Axes, WordAxes
from embviz.types import Which
from embviz.ui.state import server
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.link import Note, View
from embviz.ui.state.vector_files import VectorsFile
from embviz.vectors import excerpt
from embviz.vectors.excerpt import Filling
from embviz.wordmap.packing import Colour, Command, Seek

Against = Literal["shuffled", "before"]
"""What a film can be compared with: the same text shuffled, the run before."""

Intent = Literal["train", "pause", "step", "reset"]
"""What a button asked for; carried out once the settings of the rerun are known."""

_KEY = "embviz"

PATIENCE_S = 20.0
"""Seconds after which a run pauses that no visible page asks for."""

SAME_EPOCH = 1e-6
"""Epochs that differ by less are one: an address has six digits."""

FEWEST = 3
"""Words that make a picture of their own."""


@dataclass
class Sent:
    """What the browser has been sent of one film, as far as the server knows.

    Attributes:
        film: Its name; empty where the browser knows none yet.
        frames: How many frames.
        greeting: The number under which it was sent the words.
        lists: How many frames of each selected word's neighbours.
        layers: How many frames of each colour, and the highest value of its scale.
        finals: The words whose exact neighbours went along.
        previous: The run before, as it was described; None: whether there is one was not said.
        turnover: Whether it has the curve of what changed.
        axes: Whether it has been told what the axes mean, and (2) how far luck throws words.
    """

    film: str = ""
    frames: int = 0
    greeting: int = 0
    lists: dict[int, int] = field(default_factory=dict)
    layers: dict[str, tuple[int, float]] = field(default_factory=dict)
    finals: set[int] = field(default_factory=set)
    previous: str | None = None
    turnover: bool = False
    axes: int = 0


@dataclass
class Asked:
    """What the browser asked for once, until it is answered.

    Attributes:
        table: The frame whose neighbours are to be listed for every word.
        search: What was typed into the search box.
        look: How the film is to be drawn,
        look_at: and since when, by the monotonic clock.
    """

    table: int | None = None
    search: str | None = None
    look: Look | None = None
    look_at: float = 0.0


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
class Tab:
    """The state of one tab, or of the second map in it.

    Attributes:
        source: The run on screen.
        previous: The one that was on screen before, if it was trained.
        beside: What it is compared with on the Map page.
        called: What the map is called instead of by its text.
        told: What is said below the map instead of what limits the picture.
        selected: The selected words, by name, so that they outlive a change of run.
        only: The words that are shown alone; none: all.
        axes: 2 or 3, for principal components.
        vectors: Which vectors of the model are looked at; None: its result.
        projection: What makes positions of rows; None: principal components that follow the film.
            Axes by their words, which are found in every run anew.
        look: How the picture is drawn that is on screen. What is asked for may still be on its way.
        colour: What the colours of the map stand for.
        trails: Whether it shows where words came from.
        heard: The number of the last wish of each kind that the browser uttered.
        hidden: Whether the browser said that nobody can see the page.
        sent: What the browser has.
        asked: What the browser waits for.
        command: What the player shall do next, with a number of its own.
        chosen: What was selected from outside the map last, likewise.
        intent: What a button asked for.
        rested: The frame on which the picture came to rest, where it did.
        sought: The epoch at which it is to rest, as long as the film has not got there.
        judged: The frame that the page says figures of, besides the picture; None: it says none.
        address: The view in the address, without epoch and selection; empty: none yet.
        address_before: The one before, which a late rerun may still carry.
        published_at: When it was written, by the monotonic clock.
        seen_raw: What the address said at the last look.
        home: The view that a bare address opens.
        wanted: A view that is still to be gone to.
        changed: Whether the whole page has to be drawn anew.
        file: The file of vectors that was opened last, as long as it is not on screen.
        sampling: Which words of such a file are shown.
        column: Which of its columns of metadata colours stand for; empty: none.
        loaded: A saved film that was read, and the name of its file, to be put on screen.
        notes: What was wrong with the view that brought the visitor here.
        without: Parts of the sidebar that the view leaves out.
        followed: Whether the page has panels that follow selection and moment.
    """

    source: FilmOnScreen | None = None
    previous: FilmOnScreen | None = None
    beside: "Beside | None" = None
    called: str = ""
    told: str = ""
    selected: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    axes: int = 2
    vectors: Which | None = None
    projection: Projection | WordAxes | None = None
    look: Look = PLAIN
    colour: Colour = "group"
    trails: bool = False
    heard: dict[str, int] = field(default_factory=dict)
    hidden: bool = False
    sent: Sent = field(default_factory=Sent)
    asked: Asked = field(default_factory=Asked)
    command: tuple[int, Command] | Seek | None = None
    chosen: tuple[int, tuple[str, ...]] | None = None
    intent: Intent | None = None
    rested: int | None = None
    sought: float | None = None
    judged: int | None = None
    address: str = ""
    address_before: str = ""
    published_at: float = 0.0
    seen_raw: str = ""
    home: str = ""
    wanted: View | None = None
    changed: bool = False
    file: VectorsFile | None = None
    sampling: Sampling = Sampling()
    column: str = ""
    loaded: tuple[Saved, str] | None = None
    notes: tuple[Note, ...] = ()
    without: tuple[str, ...] = ()
    followed: bool = False
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def number(self) -> int:
        """Give a number that was not given before in this tab."""
        return next(self._numbers)

    def order(self, command: Command) -> None:
        """Tell the player what to do."""
        self.command, self.sought = (next(self._numbers), command), None

    def seek(self, epoch: float) -> None:
        """Go to an epoch and rest there: the player, and pages that have none."""
        self.command, self.sought = (next(self._numbers), "seek", epoch), epoch

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
        if (
            self.source is not None
            and not self.source.untouched
            and not _alike(self.source, source)
        ):
            self.previous = self.source
        if self.previous is not None and self.previous.key == source.key:
            self.previous = None
        self.source = source
        self.look = source.plain
        self.sent = Sent()
        self.rested = self.sought = None

    def select(self, words: Iterable[str]) -> None:
        """Select words from outside the map."""
        self.selected = tuple(words)
        self.chosen = (next(self._numbers), self.selected)

    def wanted_look(self) -> Look:
        """Give the way in which the run shall be drawn for this tab."""
        places = self._places(self.only)
        alone = tuple(sorted(places)) if len(places) >= FEWEST else ()
        projection = self._made_of_words() or PCA()
        if isinstance(projection, PCA) and projection.axes != self.axes:
            projection = replace(projection, axes=self.axes, components=())
        elif isinstance(projection, UMAP):
            projection = replace(projection, axes=self.axes)
        elif isinstance(projection, Axes) and alone:
            alone = tuple(sorted({*alone, *projection.rows}))  # its ends are needed
            projection = projection.among(alone)
        return Look(projection, alone, self.wanted_vectors())

    def _made_of_words(self) -> Projection | None:
        """The projection, axes between the words of this run; None where it has not all of them."""
        if not isinstance(self.projection, WordAxes):
            return self.projection
        words = self.projection.words
        if self.source is None or len(self._places(words)) < len(words):
            return None
        return self.projection.among(self.source.words)

    def wanted_vectors(self) -> Which:
        """Give which vectors shall be drawn, and asked: what is not there is the model's result."""
        if self.source is None:
            return "E"
        there = self.vectors is not None and self.source.has(self.vectors)
        return self.vectors if self.vectors and there else self.source.plain.vectors

    @property
    def coloured_by(self) -> str:
        """The column of metadata that colours can stand for; empty: none."""
        there = self.source is not None and self.source.from_file is not None
        return self.column if there else ""

    def wanted_way(self) -> str:
        """Give the name of the projection that is asked for."""
        return self.projection.name if self.projection is not None else PCA.name

    def settle(self) -> None:
        """Show what is asked for as soon as some of it is drawn; until then what is on screen."""
        wanted, before = self.wanted_look(), self.asked.look
        if self.source is not None and before not in (None, wanted):
            self.source.let_go(before)
        if before != wanted:
            self.asked.look, self.asked.look_at = wanted, time.monotonic()
        if self.source is None or self._is_drawn(self.source, wanted):
            self.look = wanted
        elif self.look != wanted and not self._is_drawn(self.source, self.look):
            self.look = self.source.plain

    def _is_drawn(self, source: FilmOnScreen, look: Look) -> bool:
        """Whether there is something to see: of a film that is complete, all of it."""
        drawn = len(source.pictures(server.engine(), look))
        return drawn > 0 and (not source.complete or drawn == len(source.frames))

    @property
    def waits(self) -> bool:
        """Whether another picture is asked for than the one on screen."""
        return self.source is not None and self.look != self.wanted_look()

    def words(self) -> Sequence[str]:
        """Give the words of the picture (n,)."""
        if self.source is None:
            return ()
        words = self.source.words
        alone = self.look.words
        return tuple(words[i] for i in alone) if alone else words

    def film(self) -> str:
        """Give the name of the film that the browser keeps: the run, and how it is drawn."""
        look = self.look
        run = self.source.key if self.source is not None else ""
        if self.source is not None and look == self.source.plain and not self.coloured_by:
            return run
        drawn = hashlib.blake2b(repr((look, self.coloured_by)).encode(), digest_size=4).hexdigest()
        return f"{run}-{look.projection.axes}-{drawn}"

    def selected_indices(self) -> list[int]:
        """Give the selected words' places in the picture, where they are in it."""
        places = {word: i for i, word in enumerate(self.words())}
        return [places[word] for word in self.selected if word in places]

    def _places(self, words: Sequence[str]) -> set[int]:
        if self.source is None or not words:
            return set()
        places = {word: i for i, word in enumerate(self.source.words)}
        return {places[word] for word in words if word in places}


def _alike(one: FilmOnScreen, other: FilmOnScreen) -> bool:
    """Whether they are the same run, or show words of the same file."""
    files = [source.from_file.file.key for source in (one, other) if source.from_file is not None]
    return one.key == other.key or (len(files) == 2 and files[0] == files[1])


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
    map: Tab


def current_tab() -> Tab:
    """Give the session of this tab."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = Tab()
    tab: Tab = st.session_state[_KEY]
    return tab


def watchers() -> int:
    """Count the runs that are being trained on this server."""
    return sum(source.work.status == "running" for source in server.sources().values())
