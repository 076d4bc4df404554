"""What the word map can be told: one `Message`, and the parts that it consists of.

`packing` makes bytes of it. What is None or empty in a message is as before.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from embviz.projections.picture import Picture
from embviz.types import Float32, Floating, Ids

Status: TypeAlias = Literal["idle", "running", "paused", "done", "failed"]
Command: TypeAlias = Literal["play", "pause", "follow", "forward"]
Seek: TypeAlias = tuple[str | int, Literal["seek"], float]
"""An id, and the epoch to go to and rest at; a film that is not there yet is followed so far."""

Colour: TypeAlias = Literal["group", "frequency", "norm", "trust", "change", "column", "none"]


@dataclass(frozen=True, eq=False)
class NeighbourList:
    """The neighbours of one word, frame after frame.

    Attributes:
        word: Index of the word among the shown words.
        first: The frame that the first row belongs to.
        ids: Neighbours (f, k), indices among the shown words, nearest first.
        cosines: Their cosines (f, k).
    """

    word: int
    first: int
    ids: Ids
    cosines: Float32

    @classmethod
    def of(cls, word: int, pictures: Sequence[Picture], first: int = 0) -> "NeighbourList":
        """Collect the neighbours of `word` from pictures `first`, `first` + 1, …"""
        ids = np.array([picture.neighbours[word] for picture in pictures], dtype=np.int32)
        cosines = np.array([picture.cosines[word] for picture in pictures], dtype=np.float32)
        return cls(word, first, ids, cosines)


@dataclass(frozen=True, eq=False)
class Layer:
    """A number for each word, frame after frame, by which points can be coloured.

    Attributes:
        name: "trust", "norm", "change" or "column": the numbers of a `Column`.
        first: The frame that the first row belongs to.
        values: (f, n).
        low: The value that the scale of colours begins with,
        high: and ends with; the same over the whole film. Values beyond are shown as these.
    """

    name: str
    first: int
    values: Floating
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class NeighbourTable:
    """The neighbours of every shown word at one frame.

    Attributes:
        frame: Number of the frame.
        ids: Neighbours (n, k), indices among the shown words, nearest first.
        cosines: Their cosines (n, k).
    """

    frame: int
    ids: Ids
    cosines: Float32


@dataclass(frozen=True)
class ColourGroups:
    """Words that belong together, and how they are coloured.

    Attributes:
        names: One for each group.
        hues: Hue of each group, 0 to 6; related groups share one.
        shades: Lightness step of each group, 0 to 2.
        of: The group of each shown word, -1 for none.
        families: What the groups of each hue have in common, shown instead of `names` when there
            are many groups; may be empty.
    """

    names: Sequence[str]
    hues: Sequence[int]
    shades: Sequence[int]
    of: Sequence[int]
    families: Sequence[str] = ()


@dataclass(frozen=True)
class Column:
    """A column of metadata that came with the vectors, by which words can be coloured.

    Attributes:
        name: As the file names it.
        numeric: Whether it holds numbers, which come as the `Layer` "column", else `ColourGroups`.
        log: Whether the layer holds the numbers' logarithms: equal classes are equal factors.
        whole: Whether the numbers are whole ones.
    """

    name: str
    numeric: bool = False
    log: bool = False
    whole: bool = False


@dataclass(frozen=True)
class Previous:
    """The run before, for the grey curve.

    Attributes:
        label: What was different about it, in words; empty to take the curve away.
        epochs: Of its frames.
        losses: At these epochs; what is not a finite number leaves a gap.
        key: Which run it is, for whoever notes what was sent: the browser is not told.
    """

    label: str
    epochs: Sequence[float] = ()
    losses: Sequence[float] = ()
    key: str = ""


@dataclass(frozen=True)
class Suggestions:
    """The answer to a search.

    Attributes:
        text: What was searched for.
        words: Each word found, its index among the shown words or -1, and its count, where known.
        more: How many more were found.
    """

    text: str
    words: Sequence[tuple[str, int, int | None]]
    more: int = 0


@dataclass(frozen=True)
class Ways:
    """The ways in which the film can be drawn.

    Attributes:
        name: The one asked for.
        ways: Names with what they are called.
        solid: Whether it can be drawn in space as well as in a plane.
        offer: A better one, by name; empty: none.
        label: What a button says that leads there.
    """

    name: str
    ways: Sequence[tuple[str, str]]
    solid: bool = True
    offer: str = ""
    label: str = ""


@dataclass(frozen=True)
class Ends:
    """What the axes of a picture mean.

    Attributes:
        x: Words at the left, and at the right.
        y: Words below, and above.
        spread: How far luck alone throws words along x and along y; nan: that cannot be known;
            None: nobody has measured yet.
        angle: Degrees between the axes; nan: not known.
    """

    x: tuple[Sequence[str], Sequence[str]]
    y: tuple[Sequence[str], Sequence[str]]
    spread: tuple[float, float] | None = None
    angle: float = math.nan


@dataclass(frozen=True)
class Narrow:
    """The one button beside the player where there is little room.

    Attributes:
        label: What stands on it; empty to take it away.
        press: What Python is told when it is pressed.
        primary: Whether it stands out.
    """

    label: str
    press: str = ""
    primary: bool = False


@dataclass(frozen=True)
class FilmFacts:
    """Which film a message is about, and how training stands.

    Attributes:
        run: Its name. The browser keeps one film a name.
        n: How many words are shown, at most 65535.
        status: What training does at the moment.
        total: Frames expected of the whole run. Needed when a film begins, like the next one.
        epochs: Epochs of the whole run.
        greeting: A number that changes whenever the words are sent: a message with another one than
            the browser has seen with words tells it that these got lost.
    """

    run: str
    n: int
    status: Status = "idle"
    total: int | None = None
    epochs: float | None = None
    greeting: int | None = None


@dataclass(frozen=True, eq=False)
class Stretch:
    """Frames of a film: `first`, `first` + 1, … (F of them), each with n positions."""

    pictures: Sequence[Picture] = ()
    first: int = 0


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """What is told once a film.

    With a stretch from frame 0 it starts the run in the browser; with fewer frames than the browser
    has, or with another number of words or coordinates, it starts the film anew.

    Attributes:
        words: The shown words.
        dims: Coordinates of a position; by default as many as the pictures have, or 2.
        counts: How often each of the words occurs; None: nobody knows.
        groups: The colours of the words.
        column: What `groups` or the layer "column" are made of.
        texts: Every visible word of the component, `ui/texts/<language>/wordmap.toml`.
        selected: Words that are selected at first.
        isolated: How many words of a larger film this one shows, 0 if it is not a part.
        colour: What points are coloured by at first.
        lists_most: For how many selected words lists of neighbours are sent.
        components: Which principal components the picture shows, from 1.
        still: Whether this is no film but one picture, of vectors that were not trained here.
    """

    words: Sequence[str]
    dims: int | None = None
    counts: Sequence[int] | None = None
    groups: ColourGroups | None = None
    column: Column | None = None
    texts: Mapping[str, str] | None = None
    selected: Sequence[int] | None = None
    isolated: int | None = None
    colour: Colour | None = None
    lists_most: int | None = None
    components: Sequence[int] | None = None
    still: bool = False


@dataclass(frozen=True, eq=False)
class Message:
    """All that the word map can be told at once.

    Attributes:
        film: Which film it is about.
        frames: A stretch of it.
        beginning: What is told once a film.
        title: The line above the map.
        note: A second sentence under the map.
        address: The view, without epoch and selection, that the page's address shall name.
        command: An id and what the player shall do; done once for each new id.
        chosen: An id and the words to select; likewise.
        lists: Neighbours of the selected words.
        layers: Numbers that colours are made of.
        table: The neighbours of all words at one frame.
        final: For a word of the last frame, its exact neighbours among all words.
        turnover: Of each frame, the share of neighbours that changed within the epoch before.
        axes: What the axes mean.
        previous: The run before.
        suggestions: The answer to a search.
        narrow: The button beside the player on a small screen.
        ways: How else the film can be drawn.
    """

    film: FilmFacts
    frames: Stretch = Stretch()
    beginning: Beginning | None = None
    title: str | None = None
    note: str | None = None
    address: str | None = None
    command: tuple[str | int, Command] | Seek | None = None
    chosen: tuple[str | int, Sequence[int]] | None = None
    lists: Sequence[NeighbourList] = ()
    layers: Sequence[Layer] = ()
    table: NeighbourTable | None = None
    final: Mapping[int, Sequence[tuple[str, float]]] | None = None
    turnover: Sequence[float] | None = None
    axes: Ends | None = None
    previous: Previous | None = None
    suggestions: Suggestions | None = None
    narrow: Narrow | None = None
    ways: Ways | None = None
