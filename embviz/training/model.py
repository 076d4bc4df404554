"""What an algorithm offers, and where its random numbers come from.

A `Model` is a frozen dataclass of settings. Given a text it makes a `Trainer`, which knows how to
take steps on the weights, block by block, and how to measure the loss. Where it stands between two
blocks is a `Position`. Randomness comes from `stream(purpose, seed, epoch, shard)` only, so that
every draw has one place.

Not here: any algorithm (see `models`), and what carries it out (see `training`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, ClassVar, Literal, Protocol

import numpy as np

from embviz.text.corpus import Corpus, Vocabulary
from embviz.types import Float32, Ids, Which


class Purpose(IntEnum):
    """What random numbers are for: the first word of every seed, never zero."""

    INITIALISE = 1
    ORDER = 2
    PLAN = 3
    HOLD_OUT = 4


def stream(purpose: Purpose, seed: int, epoch: int = 0, shard: int = 0) -> np.random.Generator:
    """The random numbers of one purpose at one place of a run.

    Always four words: `default_rng([7, 3])` is `default_rng([7, 3, 0])`.
    """
    return np.random.default_rng([int(purpose), seed, epoch, shard])


LONG = 100_000
"""Tokens from which on common words can be spared."""

Weights = dict[str, Float32]
"""Arrays by name. All that training changes: E (V, d), U (V, d), or whatever else a model needs;
or what a frame keeps of it."""


@dataclass(frozen=True)
class Kept:
    """What the films of a model keep.

    Attributes:
        matrices: Names of matrices with a row for each word, (V, d), E among them: all that can be
            drawn.
        arrays: Shapes, by name, of what every frame keeps besides.
        last: Shapes of what only the last frame keeps besides.
    """

    matrices: tuple[str, ...] = ("E", "U")
    arrays: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    last: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def rows(weights: Weights, words: Ids | None) -> tuple[Weights, Weights]:
    """The rows of E and U that belong to some words, (n, d), or all of them; and nothing else.

    For models whose weights are these, or one of them; see `Trainer.keep`.
    """
    every = slice(None) if words is None else words
    return {name: weights[name][every] for name in ("E", "U")}, {}


@dataclass(frozen=True)
class Position:
    """Between two blocks: the block that comes next, and the epochs trained so far.

    >>> Position()
    Position(epoch=0, shard=0, block=0, at=0.0)
    """

    epoch: int = 0
    shard: int = 0
    block: int = 0
    at: float = 0.0


class Trainer(Protocol):
    """One run of a model, prepared: tables of the corpus, but nothing that changes."""

    @property
    def loss_on(self) -> Literal["held-out", "training"]:
        """Where the pairs of the loss come from."""

    @property
    def finest(self) -> float:
        """Epochs that one block takes, about: frames cannot be closer."""

    def initial(self) -> Weights:
        """The untrained weights."""

    def steps(self, weights: Weights, position: Position) -> Iterator[Position]:
        """Train block by block, in place, from a position to the end; yield each next position.

        The last one yielded has `at` equal to the model's epochs.
        """

    def keep(self, weights: Weights, words: Ids | None) -> tuple[Weights, Weights]:
        """What a frame keeps, as the model's `kept` says.

        Args:
            weights: Left as they are.
            words: (n,) whose rows are kept; None, in the last frame: those of all words.

        Returns:
            The matrices, (n, d) each, and the other arrays; new or views.
        """

    def ends(self, most: int) -> list[float] | None:
        """The epochs trained after each block, or None if there are more than `most` of them."""

    def loss(self, weights: Weights) -> float:
        """The mean loss of the fixed pairs, in nats a pair."""

    def safe_rate(self) -> float:
        """A learning rate that should not diverge."""

    def seconds(self) -> float:
        """How long the run takes on one core, roughly, losses included."""


class Model(Protocol):
    """A frozen dataclass whose fields are its settings, each made by `setting`."""

    __dataclass_fields__: ClassVar[dict[str, Any]]
    name: ClassVar[str]
    vectors: ClassVar[tuple[Which, ...]]
    """Which of its vectors can be drawn and asked: matrices with a row for each word, or sums."""
    result: ClassVar[Which]
    """Which of them are its result."""
    presets: ClassVar[Mapping[str, Mapping[str, float]]]
    """Settings with a purpose, by name; `<name>_long`: what is added for LONG texts and longer."""

    @property
    def dimension(self) -> int:
        """The length of a word's vector, d."""

    @property
    def epochs(self) -> int:
        """Length of the run."""

    @property
    def learning_rate(self) -> float:
        """At the start of the run."""

    def shapes(self, vocabulary: Vocabulary) -> Mapping[str, tuple[int, ...]]:
        """The shapes of the weights."""

    def kept(self, vocabulary: Vocabulary) -> Kept:
        """What its films keep."""

    def trainer(self, corpus: Corpus, seed: int, frames: int) -> Trainer:
        """Prepare a run."""
