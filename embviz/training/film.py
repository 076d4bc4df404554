"""A film: the snapshots of one run in order, and what may be kept of it.

Frames keep the rows of the *shown* words in half precision; the last frame of a complete film keeps
all of E and U in single precision. A film has a budget of bytes, known before the run. What gives
way to it, in this order: U in all but the first frames (and the last), shown words (not below
500), frames (not below 60).

Frames are kept at *moments*, which grow rarer by one formula,

    m_i = x0 · ((1 + epochs/x0)^(i/(F-1)) - 1),        i = 0 … F-1                          (1)

with x0 chosen so that m_1 = FINEST. The picture changes fastest at the very start (the first
hundredths of an epoch move the words apart, facts that the projection must follow), and later about
in proportion to the logarithm of time.

Not here: training, and anything about files.
"""

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, overload

import numpy as np

from embviz.types import Counts, Float32, Float64, Floating, Ids, Which
from embviz.vectors.vectors import Vectors

BUDGET = 64 * 2**20
"""Bytes of a film, unless set."""

FINEST = 0.0125
"""Epochs from the untrained frame to the next one, unless the run is so short that it is less."""

FEWEST_FRAMES = 60
FEWEST_WORDS = 500
FEWEST_FRAMES_WITH_U = 12
"""What a film keeps however small its budget is (a run that asks for less gets less)."""


@dataclass(frozen=True, eq=False, slots=True)
class Snapshot:
    """What is kept of one moment of training.

    Attributes:
        epoch: Epochs trained so far; 0 is the untrained model.
        loss: The mean loss of the fixed pairs, in nats a pair.
        E: (n, d) float16 of the shown words; (V, d) float32 if the snapshot is whole.
        U: The same of the output matrix; None where the plan of the film leaves it out.
        Z: (rows, d) float32 of what E is made of, in a whole snapshot of a model that has such
            rows (fastText: of the words, then of their n-grams); else None.
    """

    epoch: float
    loss: float
    E: Floating
    U: Floating | None = None
    Z: Floating | None = None

    @property
    def whole(self) -> bool:
        """Whether all words are there, in full precision."""
        return self.E.dtype != np.float16

    def matrix(self, which: Which = "E") -> Floating:
        """E, U, or their sum. Raises ValueError if U is wanted and not there."""
        if which == "E":
            return self.E
        if self.U is None:
            raise ValueError(f"this snapshot has no U, so it cannot give {which}")
        if which == "U":
            return self.U
        total: Float32 = np.add(self.E, self.U, dtype=np.float32)
        return total


@dataclass(frozen=True)
class Recipe:
    """Where a film comes from: equal recipes give equal films.

    Attributes:
        model: The model's name in `MODELS`; empty where nobody knows, or it is none of these.
        settings: The model's settings by name.
        seed: The seed of the run.
        corpus: Hash of the text and of how it was read, 16 hex digits.
        run: Hash of the whole run, 16 hex digits.
        loss_on: Where the pairs of the loss come from: short texts can spare none.
        result: Which vectors are the model's result.
    """

    model: str
    settings: Mapping[str, float] = field(hash=False)
    seed: int
    corpus: str
    run: str
    loss_on: Literal["held-out", "training"]
    result: Which = "E"


@dataclass(frozen=True)
class FilmPlan:
    """What a film keeps.

    Attributes:
        words: Shown words, n.
        frames: Frames, F, the last and whole one included; a short text may give fewer.
        frames_with_U: So many of the first frames keep U; the last one does as well.
        bytes: Size of the arrays of the film.
    """

    words: int
    frames: int
    frames_with_U: int
    bytes: int


def plan_film(
    V: int,
    d: int,
    frames: int,
    words: int,
    has_U: bool,
    budget: int,
    behind: int = 0,
    needs_U: bool = False,
) -> FilmPlan:
    """Decide what gives way so that a film stays within its budget of bytes.

    The last frame is whole whatever it costs, and FEWEST_* are kept: `bytes` says what that comes
    to, which may be more than the budget.

    Args:
        V: Words of the vocabulary.
        d: Dimensions.
        frames: Frames wanted, the last one included.
        words: Shown words wanted.
        has_U: Whether the model has an output matrix.
        budget: Bytes.
        behind: Bytes of what only the last frame keeps besides E and U.
        needs_U: Whether U is part of the model's result: then frames give way, and not their U.
    """
    words, last = min(words, V), V * d * 4 * (2 if has_U else 1) + behind

    def size(words: int, frames: int, frames_with_U: int) -> int:
        return last + 2 * d * words * (frames - 1 + frames_with_U)

    def largest(low: int, high: int, bytes_each: int, bytes_before: int) -> int:
        """The largest count of low … high that fits, else low."""
        return max(min(low, high), min(high, (budget - bytes_before) // bytes_each))

    if needs_U:
        # Each shown word takes two rows a frame, as if it were two words.
        each = plan_film(V, 2 * d, frames, words, False, budget, behind)
        return replace(each, frames_with_U=each.frames - 1)
    row = 2 * d
    with_U = frames - 1 if has_U else 0
    fewest_with_U = min(with_U, FEWEST_FRAMES_WITH_U)
    with_U = largest(fewest_with_U, with_U, row * words, size(words, frames, 0))
    words = largest(FEWEST_WORDS, words, row * max(1, frames - 1 + with_U), last)
    if size(words, frames, with_U) > budget:
        frames = largest(FEWEST_FRAMES, frames, row * words, size(words, 1, with_U) - row * words)
    return FilmPlan(words, frames, with_U, size(words, frames, with_U))


def moments(epochs: float, frames: int, finest: float = FINEST) -> Float64:
    """The epochs at which frames are kept, formula (1): rising strictly from 0 to `epochs`, (F,).

    Args:
        epochs: Length of the run.
        frames: How many, at least 2.
        finest: The first step. Where even steps would be shorter than that, steps are even.
    """
    shares = np.arange(frames) / (frames - 1)  # (F,)
    if epochs <= finest * (frames - 1):
        return epochs * shares
    x0 = _bend(epochs, shares[1], finest)
    rising: Float64 = x0 * np.expm1(shares * math.log1p(epochs / x0))
    rising[-1] = epochs
    return rising


def _bend(epochs: float, share: float, first: float) -> float:
    """The x0 of formula (1) for which m_1 = first, by halving on a logarithmic scale."""
    low, high = 1e-14 * epochs, 1e14 * epochs
    for _ in range(100):
        x0 = math.sqrt(low * high)
        if x0 * math.expm1(share * math.log1p(epochs / x0)) < first:
            low = x0
        else:
            high = x0
    return math.sqrt(low * high)


@dataclass(frozen=True, eq=False)
class Film(Sequence[Snapshot]):
    """The snapshots of one run in order; `film[-1]` of a complete film is whole.

    Attributes:
        snapshots: F snapshots, the untrained one first.
        words: All V words, the commonest first.
        counts: (V,) how often each stands in the text.
        shown: (n,) ids of the words that every frame keeps, rising.
        recipe: Where the film comes from.
    """

    snapshots: tuple[Snapshot, ...]
    words: tuple[str, ...]
    counts: Counts
    shown: Ids
    recipe: Recipe

    def __repr__(self) -> str:
        """Say what it is in a line: the arrays would fill a notebook."""
        end = f" to epoch {self.snapshots[-1].epoch:g}" if self.snapshots else ""
        return f"<Film: {len(self)} frames{end}, {len(self.shown)} of {len(self.words)} words>"

    def __len__(self) -> int:
        return len(self.snapshots)

    @overload
    def __getitem__(self, index: int) -> Snapshot: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Snapshot, ...]: ...
    def __getitem__(self, index: int | slice) -> Snapshot | tuple[Snapshot, ...]:
        """A frame, or a tuple of frames."""
        return self.snapshots[index]

    @property
    def complete(self) -> bool:
        """Whether the run came to its end, so that the last frame is whole."""
        return bool(self.snapshots) and self.snapshots[-1].whole

    @cached_property
    def shown_words(self) -> tuple[str, ...]:
        """The words that every frame keeps, (n,), in the order of the frames' rows."""
        return tuple(self.words[i] for i in self.shown)

    def rows(self, frame: int = -1, which: Which | None = None) -> Float32:
        """The vectors of the shown words at a frame, (n, d), whole or not.

        Args:
            frame: Its number; -1 is the last one.
            which: "E", "U" or "E+U"; None: what is the model's result.

        Raises:
            IndexError: If there is no such frame.
            ValueError: If the frame has no U, and U is needed.
        """
        snapshot = self.snapshots[frame]
        matrix = snapshot.matrix(which or self.recipe.result)
        return (matrix[self.shown] if snapshot.whole else matrix).astype(np.float32)

    def vectors(self, frame: int = -1, which: Which | None = None) -> Vectors:
        """The words and vectors of a frame: all words if it is whole, else the shown ones.

        Args:
            frame: Its number; -1 is the last one.
            which: "E", "U" or "E+U"; None: what is the model's result.

        Raises:
            IndexError: If there is no such frame.
            ValueError: If the frame has no U, and U is needed.
        """
        snapshot = self.snapshots[frame]
        matrix = snapshot.matrix(which or self.recipe.result)
        if snapshot.whole:
            return Vectors(self.words, matrix)
        return Vectors(self.shown_words, matrix.astype(np.float32))

    def extended(self, snapshots: Iterable[Snapshot]) -> "Film":
        """This film with further snapshots at its end."""
        return replace(self, snapshots=(*self.snapshots, *snapshots))


def choose_shown(V: int, words: int, hide: int, always: Sequence[int]) -> Ids:
    """The ids of the words that a film shows, rising, (n,).

    Words asked for by name come first, then the most frequent but the `hide` commonest.

    Args:
        V: Words of the vocabulary.
        words: How many to show at most, those asked for included.
        hide: So many of the commonest are not shown unless asked for.
        always: Ids of the words asked for.
    """
    asked = dict.fromkeys(always)
    others = (i for i in range(hide, V) if i not in asked)
    chosen = [*asked, *itertools.islice(others, max(0, words - len(asked)))]
    return np.array(sorted(chosen), dtype=np.int32)
