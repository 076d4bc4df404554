"""A run of a network on sentences, prepared: what all that learn from batches of them share.

A block is a batch: each epoch the pieces are permuted and go by, so many at a time, once; a step
follows the gradient of the mean loss of a batch, by Adam. All random numbers of a batch come from
its place in the run, so a run can be cut between any two.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from embviz.models.shared.sentence_pieces import Pieces
from embviz.networks import adam
from embviz.networks.cross_entropy import cross_entropy
from embviz.networks.layer import Layer, Pass, initial
from embviz.training.model import Position, Purpose, Weights, stream
from embviz.training.staying import Below
from embviz.types import Counts, Flags, Floating, Ids


class Questions(NamedTuple):
    """What a network is asked in a batch."""

    ids: Ids  # (B, T) what it reads
    real: Flags  # (B, T) where words stand
    places: Counts | None  # (n,) of the B·T places: where it guesses; None: once a sentence
    targets: Ids  # (n,) what would be right


def below(model: Any, weights: Weights) -> Below:
    """E, and what Adam gathers about it: E is drawn first, so it comes first there, too."""
    E = weights["E"]
    return Below(E, [weights[name][: E.size] for name in adam.STATE])


@dataclass(frozen=True, eq=False)
class BatchTrainer(ABC):
    """A run, prepared; see `model.Trainer`.

    Attributes:
        model: Settings: `epochs`, `learning_rate`, `batch`, and the network's.
        corpus: What is read.
        seed: Of the run.
        frames: Frames wanted.
    """

    model: Any
    corpus: Any
    seed: int
    frames: int

    @property
    @abstractmethod
    def network(self) -> Layer:
        """From ids (B, T) to the logits of what is asked (n, …)."""

    @property
    @abstractmethod
    def trained_on(self) -> Pieces:
        """The pieces of all sentences that are trained on."""

    @abstractmethod
    def questions(self, pieces: Pieces, rng: np.random.Generator) -> Questions:
        """What is asked of some pieces."""

    def initial(self) -> Weights:
        """The untrained weights, E drawn first, and Adam's state."""
        weights = initial(self.network.weights, stream(Purpose.INITIALISE, self.seed))
        return weights | adam.state(sum(each.size for each in weights.values()))

    def steps(self, weights: Weights, position: Position) -> Iterator[Position]:
        """A batch is a block; see `model.Trainer`."""
        epoch, block = position.epoch, position.block
        while epoch < self.model.epochs:
            order = stream(Purpose.ORDER, self.seed, epoch).permutation(len(self.trained_on))
            while block < self.batches:
                chosen = order[block * self.batch : (block + 1) * self.batch]
                rng = stream(Purpose.PLAN, self.seed, epoch, block)
                asked = self.questions(self.trained_on.picked(chosen), rng)
                self._step(weights, asked, t=epoch * self.batches + block + 1)
                block += 1
                if block < self.batches:
                    yield Position(epoch, block=block, at=epoch + block / self.batches)
            epoch, block = epoch + 1, 0
            yield Position(epoch, at=float(epoch))

    def _step(self, weights: Weights, asked: Questions, t: int) -> None:
        run = Pass(weights, asked.real, asked.places)
        logits, back = self.network.forward(run, asked.ids)
        back(cross_entropy(logits, asked.targets)[1])
        rate = adam.warmed(self.model.learning_rate, t, self.total)
        adam.step(weights, run.gradients, t, rate)

    def logits(self, weights: Weights, asked: Questions) -> Floating:
        """What the network says."""
        run = Pass(weights, asked.real, asked.places)
        return self.network.forward(run, asked.ids)[0]

    def by_length(self, pieces: Pieces, size: int) -> list[Pieces]:
        """The same in parts of so many, those of one length together so that little is padded."""
        pieces = pieces.picked(np.argsort(pieces.lengths, kind="stable"))
        parts = [np.arange(i, min(i + size, len(pieces))) for i in range(0, len(pieces), size)]
        return [pieces.picked(part) for part in parts]

    @property
    def batch(self) -> int:
        """Pieces of a step."""
        size: int = self.model.batch
        return size

    @cached_property
    def batches(self) -> int:
        """Batches of an epoch."""
        return math.ceil(len(self.trained_on) / self.batch)

    @property
    def total(self) -> int:
        """Batches of the run."""
        return self.batches * int(self.model.epochs)

    @property
    def finest(self) -> float:
        """Epochs that a batch takes."""
        return 1 / self.batches

    def ends(self, most: int) -> list[float] | None:
        """The epochs trained after each batch, if there are so few; see `model.Trainer`."""
        if self.total > most:
            return None
        return [i / self.batches for i in range(1, self.total + 1)]

    def safe_rate(self) -> float:
        """A learning rate that should not diverge: Adam's step does not grow with gradients."""
        return 3e-3

    @cached_property
    def padded_length(self) -> float:
        """Places of a piece in a batch, padding included, about."""
        lengths = np.sort(self.trained_on.lengths)
        longest = max(0, len(lengths) - 1 - len(lengths) // (2 * self.batch))
        return float(lengths[longest])
