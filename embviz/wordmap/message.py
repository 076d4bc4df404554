"""What a message to the word map consists of; `packing` makes bytes of it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from embviz.projections.picture import Picture
from embviz.types import Float32, Floating, Ids


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
    """

    label: str
    epochs: Sequence[float] = ()
    losses: Sequence[float] = ()


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
        spread: How far luck alone throws words along x and along y; nan: not known.
        angle: Degrees between the axes; nan: not known.
    """

    x: tuple[Sequence[str], Sequence[str]]
    y: tuple[Sequence[str], Sequence[str]]
    spread: tuple[float, float] = (math.nan, math.nan)
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


@dataclass(frozen=True, eq=False)
class Message:
    """A message taken apart again.

    Attributes:
        header: As it was sent.
        epochs: (F,), losses: (F,), trusts: (F,) of the frames in the message.
        xy: Positions (F, n, 2) or (F, n, 3).
        lists: The neighbour lists.
        layers: What colours are made of.
        table: The neighbours of all words at one frame, if they were sent.
    """

    header: Mapping[str, Any]
    epochs: Float32
    losses: Float32
    trusts: Float32
    xy: Float32
    lists: tuple[NeighbourList, ...]
    layers: tuple[Layer, ...] = ()
    table: NeighbourTable | None = None
