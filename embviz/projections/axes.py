"""Axes that mean something: from he to she, from poor to rich.

Two groups of words are the poles of an axis. Its direction leads from the mean of the one to the
mean of the other, and a word stands where its unit row falls on it:

    x_w = v_w / |v_w|,   a = mean of x_w over the high pole - mean of x_w over the low pole    (1)
    position of w = x_w · a / |a|                                                              (2)

A pair of words has one word at each pole. Several pairs (he → she, king → queen) give the mean of
their differences, which is (1) again. The middle is where a word is as near to the one word of a
pair as to the other. Axes need not be at right angles, and are not made so: `Axes.angle` tells.

The words that make an axis stand far out on it, in any model, also in one that knows nothing. What
chance would do shows `spread`: how far words are thrown by axes between words taken at random.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from embviz.errors import MissingWord, SettingError
from embviz.projections.protocol import Drawn, Frames, InOrder
from embviz.types import Float32, Float64, Floating
from embviz.util.settings import out_of_range, plain_number
from embviz.util.threads import one_thread
from embviz.vectors.vectors import unit_rows

DRAWS = 200  # random axes that `spread` looks at
_SPREAD = 12  # the first word of the seed: see `training.model.stream`


@dataclass(frozen=True)
class AxisWords:
    """An axis between two groups of words."""

    low: tuple[str, ...]  # words at the left or lower end
    high: tuple[str, ...]  # words at the other end


@dataclass(frozen=True)
class WordAxes:
    """Axes by their words, so that they mean the same in every run that has these words.

    Attributes:
        x: From left to right.
        y: From below to above.

    Raises:
        SettingError: `no_axis` if an end has no word, `same_word` if a word stands at both ends of
            an axis, `same_axes` if both axes have the same ends.
    """

    name: ClassVar[str] = "axes"

    x: AxisWords
    y: AxisWords

    def __post_init__(self) -> None:
        for name, ends in (("x", self.x), ("y", self.y)):
            if not (ends.low and ends.high):
                raise _no_axis(name, ends)
            for word in ends.low:
                if word in ends.high:
                    raise _same_word(name, word)
        x, y = ({frozenset(ends.low), frozenset(ends.high)} for ends in (self.x, self.y))
        if x == y:
            message = "both axes lead between the same words; the picture would be a line"
            raise SettingError("same_axes", message, setting="y", value=self.y, low=None, high=None)

    @property
    def words(self) -> tuple[str, ...]:
        """All words that make the axes, each once."""
        return tuple(dict.fromkeys((*self.x.low, *self.x.high, *self.y.low, *self.y.high)))

    @property
    def shared(self) -> tuple[str, ...]:
        """The words that make both axes."""
        x = (*self.x.low, *self.x.high)
        return tuple(word for word in (*self.y.low, *self.y.high) if word in x)

    def among(self, words: Sequence[str]) -> "Axes":
        """Find the axes among the words of rows (n,). Raises MissingWord."""
        return axes_of(words, self.x, self.y)


@dataclass(frozen=True)
class Poles:
    """The ends of an axis, as rows of E. For pairs, word i of the one goes with i of the other."""

    low: tuple[int, ...] = ()  # at the left or lower end
    high: tuple[int, ...] = ()


@dataclass(frozen=True)
class Axes:
    """Words between two axes; `axes_of` makes it from words.

    Attributes:
        x: The ends of the axis from left to right.
        y: The ends of the axis from below to above.

    Raises:
        SettingError: `no_axis` if an end has no word, `same_word` if an axis leads from a word to
            itself, `out_of_range` if a row is no whole number from 0 up.
    """

    name: ClassVar[str] = "axes"
    axes: ClassVar[int] = 2
    live: ClassVar[bool] = True

    x: Poles = Poles()
    y: Poles = Poles()

    def __post_init__(self) -> None:
        for name, poles in (("x", self.x), ("y", self.y)):
            if not (poles.low and poles.high):
                raise _no_axis(name, poles)
            for row in (*poles.low, *poles.high):
                plain = plain_number(row, whole=True)
                if plain is None or plain < 0:
                    raise out_of_range(name, row, 0, math.inf, whole=True)
            if sorted(poles.low) == sorted(poles.high):
                raise _same_word(name, poles.low[0])

    def among(self, rows: Sequence[int]) -> "Axes":
        """The same axes where only some of the rows are there: `rows[i]` is row i from now on.

        Raises ValueError if an end is not among them.
        """
        place = {row: i for i, row in enumerate(rows)}
        missing = sorted(self.rows - place.keys())
        if missing:
            raise ValueError(f"the ends of axes need all their rows; {missing} are not among those")
        x, y = (
            Poles(tuple(place[row] for row in poles.low), tuple(place[row] for row in poles.high))
            for poles in (self.x, self.y)
        )
        return Axes(x, y)

    @property
    def rows(self) -> frozenset[int]:
        """The rows of all ends."""
        return frozenset((*self.x.low, *self.x.high, *self.y.low, *self.y.high))

    def start(self, frames: int) -> InOrder:
        """The state from which a film of so many frames is drawn."""
        return InOrder(frames)

    def step(self, state: InOrder, frames: Frames) -> tuple[InOrder, Drawn]:
        """Draw the next frame. Raises as `follow`."""
        return state.further(self.follow, frames)

    def follow(self, before: None, E: Floating) -> tuple[None, Float32]:
        """Draw a frame (n, d): nothing is kept from frame to frame.

        Positions (n, 2) are those of formula (2), none beyond 1 from the origin on an axis; 0 on an
        axis whose ends have one mean. Raises SettingError, `out_of_range`, if a row of the axes is
        not there; ValueError if a number is not finite.
        """
        with one_thread():
            units = unit_rows(E).astype(np.float64)
            positions = units @ self._directions(units).T
        return None, positions.astype(np.float32)

    def angle(self, E: Floating) -> float:
        """Give the angle between the axes at a frame (n, d), as it is not that of the picture.

        0 to 180 degrees, 90 if the axes are independent; nan if the ends of one have the same mean.
        Raises as `follow`.
        """
        x, y = self._directions(unit_rows(E).astype(np.float64))
        if not (x.any() and y.any()):
            return math.nan
        # Not the arc cosine, which is blind near 0 and 180 degrees.
        return math.degrees(2 * math.atan2(np.linalg.norm(x - y), np.linalg.norm(x + y)))

    def _directions(self, units: Float64) -> Float64:
        """Unit directions (2, d) of both axes, formula (1); 0 where the poles do not differ."""
        for name, poles in (("x", self.x), ("y", self.y)):
            last = max(*poles.low, *poles.high)
            if last >= len(units):
                raise out_of_range(name, last, 0, len(units) - 1, whole=True)
        return np.stack([_direction(units, poles) for poles in (self.x, self.y)])


Axis = Sequence[tuple[str, str]] | AxisWords  # pairs of words, each from low to high, or two groups


def axes_of(words: Sequence[str], x: Axis, y: Axis) -> Axes:
    """Make axes, from left to right and from below to above, from the words of the rows (n,).

    Raises MissingWord if a word is not there, SettingError as `Axes`.

    >>> words = ("he", "she", "poor", "rich")
    >>> axes_of(words, [("he", "she")], AxisWords(low=("poor",), high=("rich",)))
    Axes(x=Poles(low=(0,), high=(1,)), y=Poles(low=(2,), high=(3,)))
    """
    ids = {word: i for i, word in enumerate(words)}
    return Axes(_poles("x", x, ids), _poles("y", y, ids))


def spread(E: Floating, axes: Axes, seed: int = 0) -> tuple[float, float]:
    """Tell how far chance throws words (n, d) along axes of the same make, so that it can be drawn.

    Random words, as many as the axis has, take the places of its poles, many times over; the other
    words are projected on the axis that this gives. The standard deviations of the positions along
    x and along y; nan if there are too few words. Raises ValueError if a number is not finite.
    """
    units = unit_rows(E).astype(np.float64)
    random = np.random.default_rng([_SPREAD, seed, 0, 0])
    with one_thread():
        return _spread(units, axes.x, random), _spread(units, axes.y, random)


def thrown(E: Floating, axes: Axes) -> tuple[float, float]:
    """Tell how far axes throw the words that make neither of them: to be compared with `spread`.

    The standard deviation of the positions along x and along y; nan if there are no other words.
    Raises as `Axes.follow`.
    """
    _, xy = axes.follow(None, E)
    others = np.delete(xy.astype(np.float64), list(axes.rows), axis=0)
    if not len(others):
        return math.nan, math.nan
    x, y = others.std(axis=0)
    return float(x), float(y)


def _spread(units: Float64, poles: Poles, random: np.random.Generator) -> float:
    low, n = len(poles.low), len(units)
    taken = low + len(poles.high)
    if n <= taken:
        return math.nan
    total = squares = 0.0
    for _ in range(DRAWS):
        order = random.permutation(n).tolist()
        direction = _direction(units, Poles(tuple(order[:low]), tuple(order[low:taken])))
        others = (units @ direction)[order[taken:]]
        total += float(others.sum())
        squares += float(others @ others)
    count = DRAWS * (n - taken)
    return math.sqrt(max(squares / count - (total / count) ** 2, 0.0))


def _direction(units: Float64, poles: Poles) -> Float64:
    """Formula (1), at unit length: (d,)."""
    direction = units[list(poles.high)].mean(axis=0) - units[list(poles.low)].mean(axis=0)
    length = float(np.linalg.norm(direction))
    # Means of equal rows differ by what rounding leaves.
    unit: Float64 = direction / length if length > 1e-12 else np.zeros_like(direction)
    return unit


def _poles(name: str, axis: Axis, ids: dict[str, int]) -> Poles:
    if isinstance(axis, AxisWords):
        low, high = axis.low, axis.high
    else:
        for a, b in axis:
            if a == b:
                raise _same_word(name, a)
        low, high = tuple(a for a, _ in axis), tuple(b for _, b in axis)
    if low and sorted(low) == sorted(high):
        raise _same_word(name, low[0])
    for word in (*low, *high):
        if word not in ids:
            raise MissingWord("missing_word", f"“{word}” has no vector.", word=word)
    return Poles(tuple(ids[word] for word in low), tuple(ids[word] for word in high))


def _no_axis(name: str, ends: "AxisWords | Poles") -> SettingError:
    message = f"the axis {name} needs words at both ends, e.g. from he to she"
    return SettingError("no_axis", message, setting=name, value=ends, low=None, high=None)


def _same_word(name: str, word: object) -> SettingError:
    message = f"the axis {name} leads from {word!r} to itself; its ends must be different words"
    return SettingError("same_word", message, setting=name, value=word, low=None, high=None)
