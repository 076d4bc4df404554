"""What the word map can be told: one `Message`, and the parts that it consists of.

`packing` makes bytes of it. What is None or empty in a message is as before.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from embviz.projections.picture import Picture
from embviz.training.film import Along
from embviz.types import Float32, Floating, Ids
from embviz.wordmap.rows import Rows

Status: TypeAlias = Literal["idle", "running", "paused", "done", "failed"]
PictureKind: TypeAlias = Literal["svg", "pdf"]
Command: TypeAlias = Literal["play", "pause", "follow", "forward"] | PictureKind
"""What the player does, or a kind of picture of what is seen, which the browser saves."""

Seek: TypeAlias = tuple[str | int, Literal["seek"], float]
"""An id, and the epoch to go to and rest at; a film that is not there yet is followed so far."""

Colour: TypeAlias = Literal[
    "group", "frequency", "norm", "moved", "trust", "change", "sure", "column", "none"
]

Steps: TypeAlias = Literal["equal", "quantile"]
"""Classes of numbers: equally wide, or of equally many words."""


@dataclass(frozen=True, eq=False)
class NeighbourList:
    """The neighbours of one word, frame after frame."""

    word: int  # index among the shown words
    first: int  # the frame that the first row belongs to
    ids: Ids  # (f, k), indices among the shown words, nearest first
    cosines: Float32  # (f, k)

    @classmethod
    def of(cls, word: int, pictures: Sequence[Picture], first: int = 0) -> "NeighbourList":
        """Collect the neighbours of `word` from pictures `first`, `first` + 1, …"""
        ids = np.array([picture.neighbours[word] for picture in pictures], dtype=np.int32)
        cosines = np.array([picture.cosines[word] for picture in pictures], dtype=np.float32)
        return cls(word, first, ids, cosines)


@dataclass(frozen=True, eq=False)
class Layer:
    """A number for each word, frame after frame, by which points can be coloured.

    The scale of colours is the same over the whole film; values beyond are shown as its ends.
    """

    name: str  # "trust", "norm", "moved", "change", "sure" or "column": the classes of a `Column`
    first: int  # the frame that the first row belongs to
    values: Floating  # (f, n)
    low: float  # where the scale begins
    high: float  # and ends
    absolute: bool = False  # of "moved": not in mean lengths at the start, which are 0
    runs: int | None = None  # of "sure": how many with other seeds were compared
    chance: float | None = None  # and what random lists of neighbours would come to


@dataclass(frozen=True, eq=False)
class NeighbourTable:
    """The neighbours of every shown word at one frame."""

    frame: int
    ids: Ids  # (n, k), indices among the shown words, nearest first
    cosines: Float32  # (n, k)


@dataclass(frozen=True)
class ColourGroups:
    """Words that belong together, and how they are coloured.

    Where there are many groups, what those of each hue have in common is shown instead of names.
    """

    names: Sequence[str]  # of each group
    hues: Sequence[int]  # of each group, 0 to 6; related groups share one
    shades: Sequence[int]  # of each group, steps of lightness, 0 to 2
    of: Sequence[int]  # the group of each shown word, -1 for none
    families: Sequence[str] = ()  # of each hue; may be empty


@dataclass(frozen=True)
class Column:
    """The column of metadata that colours stand for."""

    name: str  # as the file has it
    place: int = 0  # among all columns
    numeric: bool = False  # then classes come as the `Layer` "column", else `ColourGroups`
    whole: bool = False  # whether the numbers are whole ones
    steps: Steps = "equal"  # how they are dealt into classes
    edges: Sequence[float] = ()  # of the classes, rising, one more than there are classes


@dataclass(frozen=True)
class Cells:
    """What a column of a file says of the words: to be searched, and read."""

    name: str
    values: Sequence[str]  # different ones
    of: Sequence[int]  # of each word, (n,): the place of its cell among the values


@dataclass(frozen=True)
class Previous:
    """The run before, for the grey curve."""

    label: str  # what was different about it, in words; empty to take the curve away
    epochs: Sequence[float] = ()  # of its frames
    losses: Sequence[float] = ()  # what is not a finite number leaves a gap
    key: str = ""  # which run it is, for whoever notes what was sent: the browser is not told


@dataclass(frozen=True)
class Suggestions:
    """The answer to a search."""

    text: str  # what was searched for
    words: Sequence[tuple[str, int, int | None]]  # index among the shown or -1, count if known
    more: int = 0  # how many more were found
    spelled: bool = False  # whether nothing was found, and these are spelled like the text


@dataclass(frozen=True)
class LookedUp:
    """A word that is not on the map: its neighbours, and whether it can be put there."""

    word: str
    neighbours: Sequence[tuple[str, float]] = ()  # among all words, with cosines
    epoch: float | None = None  # of the vectors; None: they have none, or nobody has them
    last: bool = False  # whether that is where the film ends
    told: str = ""  # why it is not on the map, and what it would take
    action: str = ""  # the button that puts it there; empty: none


@dataclass(frozen=True)
class Ways:
    """The ways in which the film can be drawn."""

    name: str  # of the one asked for
    ways: Sequence[tuple[str, str]]  # names with what they are called
    solid: bool = True  # whether it can be drawn in space as well as in a plane
    offer: str = ""  # a better one, by name; empty: none
    label: str = ""  # of the button that leads there


@dataclass(frozen=True)
class Ends:
    """What the axes of a picture mean."""

    x: tuple[Sequence[str], Sequence[str]]  # words at the left, and at the right
    y: tuple[Sequence[str], Sequence[str]]  # words below, and above
    spread: tuple[float, float] | None = None  # by chance; nan: unknowable; None: not measured yet
    angle: float = math.nan  # degrees between the axes


@dataclass(frozen=True)
class Narrow:
    """The one button beside the player where there is little room."""

    label: str  # empty to take it away
    press: str = ""  # what Python is told when it is pressed
    primary: bool = False  # whether it stands out


@dataclass(frozen=True)
class FilmFacts:
    """Which film a message is about, and how training stands.

    The greeting is a number that changes whenever the words are sent: a message with another one
    than the browser has seen with words tells it that these got lost.
    """

    run: str  # its name; the browser keeps one film a name
    n: int  # how many words are shown, at most 65535
    status: Status = "idle"
    total: int | None = None  # frames of the whole run; needed when a film begins, like epochs
    epochs: float | None = None
    greeting: int | None = None
    best: int | None = None  # the frame of the lowest held-out loss, before it rose; -1: none
    sure: int | None = None  # of so many runs there is, or will be, the layer "sure"


@dataclass(frozen=True, eq=False)
class Stretch:
    """Frames of a film: `first`, `first` + 1, … (F of them), each with n positions."""

    pictures: Sequence[Picture] = ()
    first: int = 0
    scores: Sequence[Sequence[float]] = ()
    """The shares of training and validation sentences that a classifier sorts rightly, (F, 2);
    what is not finite is not known. Empty: it is none."""


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """What is told once a film.

    With a stretch from frame 0 it starts the run in the browser; with fewer frames than the browser
    has, or with another number of words or coordinates, it starts the film anew.
    """

    words: Sequence[str]  # (n,)
    dims: int | None = None  # coordinates of a position; as many as the pictures have, or 2
    counts: Sequence[int] | None = None  # how often each of the words occurs
    groups: ColourGroups | None = None  # where they are known from the start
    clusters: bool = False  # whether there will be groups of what turns out to belong together
    column: Column | None = None  # what `groups` or the layer "column" are made of
    columns: Sequence[str] = ()  # all that there are, by name
    metadata: Sequence[Cells] = ()  # of those that are not too large to be sent
    texts: Mapping[str, str] | None = None  # `ui/texts/<language>/wordmap.toml`
    selected: Sequence[int] | None = None  # at first
    heard: int = 0  # the number of the last selection that the browser told, 0: none
    isolated: int | None = None  # how many words of a larger film this one shows, 0: all
    colour: Colour | None = None  # what points are coloured by at first
    pale: bool | None = None  # whether words are paler whose neighbours are unsure
    lists_most: int | None = None  # for how many selected words neighbours are listed
    components: Sequence[int] | None = None  # which ones the picture shows, from 1
    still: bool = False  # no film but one picture, of vectors that were not trained here
    lines: Mapping[str, float] | None = None  # losses to compare that of the film with, by name
    chance: float | None = None  # the share of sentences that are of the commonest class
    whole: bool = False  # whether it shows every word that there is
    along: Along | None = None  # what frames go along instead of epochs, by the name on screen


@dataclass(frozen=True, eq=False)
class Message:
    """All that the word map can be told at once.

    A command and what is chosen have an id: each is done once for each new id.
    """

    film: FilmFacts
    frames: Stretch = Stretch()
    beginning: Beginning | None = None
    title: str | None = None  # above the map
    note: str | None = None  # a second sentence under it
    comparable: bool | None = None  # whether its loss and that of the map beside share an axis
    address: str | None = None  # the view, without epoch and selection, for the page's address
    command: tuple[str | int, Command] | Seek | None = None
    chosen: tuple[str | int, Sequence[int]] | None = None  # the words to select
    lists: Sequence[NeighbourList] = ()  # of the selected words
    layers: Sequence[Layer] = ()
    groups: ColourGroups | None = (
        None  # clusters, once they are found; without names: there are none
    )
    table: NeighbourTable | None = None
    final: Mapping[int, Sequence[tuple[str, float]]] | None = None  # exact, of the last frame
    rows: Rows | None = None  # what a page without Python answers from
    turnover: Sequence[float] | None = None  # neighbours that changed within an epoch, (F,), 0 to 1
    axes: Ends | None = None
    previous: Previous | None = None
    suggestions: Suggestions | None = None
    looked_up: LookedUp | None = None
    narrow: Narrow | None = None
    ways: Ways | None = None
