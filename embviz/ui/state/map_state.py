"""What one map shows, what its browser was sent, and what that asked for."""

import hashlib
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from embviz.jobs.train_and_draw import PLAIN, Look, plain
from embviz.projections import LONG, PCA, UMAP, Projection
from embviz.projections.axes import Axes, WordAxes
from embviz.types import Which
from embviz.ui.state import server
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.wordmap.message import Command, Message, Seek, Steps

FEWEST = 3  # words that make a picture of their own


class Wishes(Protocol):
    """What a visitor wants to see, on however many maps, as `Tab` explains."""

    selected: tuple[str, ...]
    only: tuple[str, ...]
    axes: int
    vectors: Which | None
    projection: Projection | WordAxes | None
    usual: Projection
    column: str
    steps: Steps | None


@dataclass(frozen=True)
class Sent:
    """What the browser has been sent of one film, as far as the server knows."""

    film: str = ""  # its name; empty where the browser knows none yet
    frames: int = 0
    greeting: int = 0  # the number under which it was sent the words
    lists: Mapping[int, int] = field(default_factory=dict)  # frames of a word's neighbours
    layers: Mapping[str, tuple[int, float]] = field(default_factory=dict)  # and a scale's highest
    groups: bool = False  # the clusters
    finals: frozenset[int] = frozenset()  # the words whose exact neighbours went along
    previous: str | None = None  # the run before; None: whether there is one was not said
    turnover: bool = False  # the curve of what changed
    sure: int = 0  # of how many runs it knows how sure words are
    axes: int = 0  # 1: what the axes mean, 2: and how far apart chance throws words

    def after(self, message: Message) -> "Sent":
        """Give what it has once a message has got there."""
        frames, axes, previous = message.frames, message.axes, message.previous
        lists = {each.word: each.first + len(each.ids) for each in message.lists}
        layers = {e.name: (e.first + len(e.values), e.high) for e in message.layers}
        return replace(
            self,
            frames=frames.first + len(frames.pictures),
            lists={**self.lists, **lists},
            layers={**self.layers, **layers},
            groups=self.groups or message.groups is not None,
            finals=self.finals.union(message.final or ()),
            previous=self.previous if previous is None else previous.key,
            turnover=self.turnover or message.turnover is not None,
            sure=next((each.runs for each in message.layers if each.runs), self.sure),
            axes=self.axes if axes is None else (1 if axes.spread is None else 2),
        )

    def without(self, first: int, lists: Collection[int], layers: Collection[str]) -> "Sent":
        """Give what it has where frames from `first` on got lost, and all of some lists and layers.

        Exact neighbours, too: they are sent again.
        """
        return replace(
            self,
            frames=min(self.frames, first),
            lists={w: 0 if w in lists else min(n, first) for w, n in self.lists.items()},
            layers={
                name: (0 if name in layers else min(n, first), high)
                for name, (n, high) in self.layers.items()
            },
            groups=self.groups and "group" not in layers,
            sure=0 if "sure" in layers else self.sure,
            finals=frozenset(),
        )


@dataclass
class Asked:
    """What the browser asked for once, until it is answered."""

    table: int | None = None  # the frame whose neighbours are to be listed for every word
    search: str | None = None  # what was typed into the search box
    word: str | None = None  # whose neighbours are to be listed, though it is not on the map
    look: Look | None = None  # how the film is to be drawn
    look_at: float = 0.0  # and since when, by the monotonic clock


@dataclass
class MapState:
    """One map."""

    source: FilmOnScreen | None = None
    called: str = ""  # what stands above it instead of text and model
    note: str = ""  # what is said below it instead of what limits the picture
    comparable: bool | None = None  # whether its loss can be compared with that beside; None: alone
    look: Look = PLAIN  # as on screen; what is asked for may still be on its way
    rested: int | None = None  # the frame on which the picture came to rest, where it did
    playing: bool = False  # whether it was told to play, and has not come to rest since
    trails: bool = False  # whether it shows where words came from
    hidden: bool = False  # whether the browser said that nobody can see the page
    last_wish: dict[str, int] = field(default_factory=dict)  # its number, of each kind
    sent: Sent = Sent()
    asked: Asked = field(default_factory=Asked)
    command: tuple[int, Command] | Seek | None = None  # what the player shall do, and a number
    chosen: tuple[int, tuple[str, ...]] | None = None  # selected outside the map last, likewise

    def show(self, source: FilmOnScreen) -> None:
        """Put a run on this map."""
        self.source, self.look = source, source.plain
        self.sent, self.rested, self.playing = Sent(), None, False

    def begin(self, film: str, greeting: int) -> None:
        """Send a film from its first frame on, under a number of its own."""
        self.sent = Sent(film, greeting=greeting)
        untouched = self.source is not None and self.source.untouched
        self.asked.table = 0 if untouched else self.rested

    def note_sent(self, message: Message) -> None:
        """Note what a message told and answered."""
        self.sent = self.sent.after(message)
        self.asked.table = self.asked.search = self.asked.word = None

    def wanted_look(self, wishes: Wishes) -> Look:
        """Give the way in which the run shall be drawn."""
        places = self._places(wishes.only)
        alone = tuple(sorted(places)) if len(places) >= FEWEST else ()
        usual = wishes.usual if wishes.axes == wishes.usual.axes else PCA()
        asked = wishes.projection
        projection = self._made_of_words(asked) or (usual if asked is None else PCA())
        if isinstance(projection, PCA) and projection.axes != wishes.axes:
            projection = replace(projection, axes=wishes.axes, components=())
        elif isinstance(projection, UMAP):
            projection = replace(projection, axes=wishes.axes)
        elif isinstance(projection, Axes) and alone:
            alone = tuple(sorted({*alone, *projection.rows}))  # its ends are needed
            projection = projection.among(alone)
        return Look(projection, alone, self.wanted_vectors(wishes))

    def _made_of_words(self, asked: Projection | WordAxes | None) -> Projection | None:
        """The projection, axes between the words of this run; None where it has not all of them."""
        if not isinstance(asked, WordAxes):
            return asked
        if self.source is None or len(self._places(asked.words)) < len(asked.words):
            return None
        return asked.among(self.source.words)

    def wanted_vectors(self, wishes: Wishes) -> Which:
        """Give which vectors shall be drawn, and asked: what is not there is the model's result."""
        if self.source is None:
            return "E"
        which = wishes.vectors
        return which if which and self.source.has(which) else self.source.plain.vectors

    def settle(self, wishes: Wishes) -> None:
        """Show what is asked for as soon as some of it is drawn; until then what is on screen."""
        source, asked = self.source, self.asked
        wanted, before = self.wanted_look(wishes), asked.look
        if source is not None and before not in (None, wanted) and before.projection.name in LONG:
            source.cancel(before)  # nobody waits for it any more
        if before != wanted:
            asked.look, asked.look_at = wanted, time.monotonic()
        if source is None or _is_drawn(source, wanted):
            self.look = wanted
        elif self.look != wanted and not _is_drawn(source, self.look):
            self.look = source.plain

    def waits(self, wishes: Wishes) -> bool:
        """Whether another picture is asked for than the one on screen."""
        return self.source is not None and self.look != self.wanted_look(wishes)

    def words(self) -> Sequence[str]:
        """Give the words of the picture (n,)."""
        if self.source is None:
            return ()
        words, alone = self.source.words, self.look.words
        return tuple(words[i] for i in alone) if alone else words

    def selected(self, wishes: Wishes) -> list[int]:
        """Give the selected words' places in the picture, where they are in it."""
        places = {word: i for i, word in enumerate(self.words())}
        return [places[word] for word in wishes.selected if word in places]

    def coloured_by(self, wishes: Wishes) -> str:
        """The column of metadata that colours can stand for; empty: none."""
        there = self.source is not None and self.source.from_file is not None
        return wishes.column if there else ""

    def film(self, wishes: Wishes) -> str:
        """Give the name of the film that the browser keeps: the run, and how it is drawn."""
        source, look, column = self.source, self.look, self.coloured_by(wishes)
        run = source.key if source is not None else ""
        # Not by how it is drawn live, which may be another way the next time.
        if source is not None and look == plain(source.film.recipe) and not column:
            return run
        drawn_as = (look, column, wishes.steps) if wishes.steps else (look, column)
        drawn = hashlib.blake2b(repr(drawn_as).encode(), digest_size=4).hexdigest()
        return f"{run}-{look.projection.axes}-{drawn}"

    def words_meant(self, value: Any, wishes: Wishes) -> tuple[str, ...] | None:
        """Give the words that a browser means by their places; None if it means another film."""
        if not isinstance(value, Mapping) or value.get("run") != self.film(wishes):
            return None
        words = self.words()
        places: Sequence[int] = value.get("words") or []
        return tuple(words[int(i)] for i in places if 0 <= int(i) < len(words))

    def words_named(self, value: Any) -> tuple[str, ...] | None:
        """Give the words that a browser means by their names; None if there are no such here."""
        names = value.get("names") if isinstance(value, Mapping) else None
        if not isinstance(names, list) or self.source is None:
            return None
        known = frozenset(self.source.words)
        return tuple(name for name in names if isinstance(name, str) and name in known) or None

    def _places(self, words: Sequence[str]) -> set[int]:
        if self.source is None or not words:
            return set()
        places = {word: i for i, word in enumerate(self.source.words)}
        return {places[word] for word in words if word in places}


def _is_drawn(source: FilmOnScreen, look: Look) -> bool:
    """Whether there is something to see: of a film that is complete, all of it."""
    drawn = len(source.pictures(server.engine(), look))
    return drawn > 0 and (not source.complete or drawn == len(source.frames))
