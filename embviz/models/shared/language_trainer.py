"""A run of a network that guesses words of sentences, prepared: what GPT and BERT share.

A model brings a `Task`: its network, and what is asked of it in a batch of pieces. All else
follows. A block is a batch: each epoch the pieces are permuted and go by, so many at a time, once;
a step follows the gradient of the mean loss of all guesses of a batch, by Adam. All random numbers
of a batch come from its place in the run, so a run can be cut between any two.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple, Protocol

import numpy as np

from embviz.models.shared.sentence_pieces import Pieces
from embviz.models.shared.windows import Sentences, split
from embviz.networks import adam
from embviz.networks.cross_entropy import cross_entropy, losses
from embviz.networks.layer import Layer, Pass, initial
from embviz.text.corpus import Corpus
from embviz.training.model import Position, Purpose, Weights, stream
from embviz.types import Counts, Flags, Floating, Ids

TOKENS = 2000
"""Held-out words that the loss of a frame looks at, at most."""


class Questions(NamedTuple):
    """What a network is asked in a batch."""

    ids: Ids  # (B, T) what it reads
    real: Flags  # (B, T) where words stand
    places: Counts  # (n,) of the B·T places: where it guesses
    targets: Ids  # (n,) what would be right


class Task(Protocol):
    """What a model brings."""

    @property
    def network(self) -> Layer:
        """From ids (B, T) to the logits of what is guessed (n, …)."""

    @property
    def guesses_mark(self) -> bool:
        """Whether the end of a sentence is guessed, too: logits then have V + 1 columns."""

    def pieces(self, sentences: Sentences) -> Pieces:
        """The pieces of some sentences."""

    def questions(self, pieces: Pieces, rng: np.random.Generator) -> Questions:
        """What is asked of some pieces."""


@dataclass(frozen=True, eq=False)
class LanguageTrainer:
    """A run, prepared; see `model.Trainer`.

    Attributes:
        model: Settings: `epochs`, `learning_rate`, `batch`, and the network's.
        corpus: What is read.
        seed: Of the run.
        frames: Frames wanted.
        task: What the model does.
    """

    model: Any
    corpus: Corpus
    seed: int
    frames: int
    task: Task

    # ---- training

    def initial(self) -> Weights:
        """The untrained weights, E drawn first, and Adam's state."""
        weights = initial(self.task.network.weights, stream(Purpose.INITIALISE, self.seed))
        return weights | adam.state(sum(each.size for each in weights.values()))

    def steps(self, weights: Weights, position: Position) -> Iterator[Position]:
        """A batch is a block; see `model.Trainer`."""
        epoch, block = position.epoch, position.block
        while epoch < self.model.epochs:
            order = stream(Purpose.ORDER, self.seed, epoch).permutation(len(self.trained_on))
            while block < self.batches:
                chosen = order[block * self.model.batch : (block + 1) * self.model.batch]
                rng = stream(Purpose.PLAN, self.seed, epoch, block)
                asked = self.task.questions(self.trained_on.picked(chosen), rng)
                self._step(weights, asked, t=epoch * self.batches + block + 1)
                block += 1
                if block < self.batches:
                    yield Position(epoch, block=block, at=epoch + block / self.batches)
            epoch, block = epoch + 1, 0
            yield Position(epoch, at=float(epoch))

    def _step(self, weights: Weights, asked: Questions, t: int) -> None:
        run = Pass(weights, asked.real, asked.places)
        logits, back = self.task.network.forward(run, asked.ids)
        back(cross_entropy(logits, asked.targets)[1])
        adam.step(weights, run.gradients, t, adam.warmed(self.model.learning_rate, t, self._total))

    def keep(self, weights: Weights, words: Ids | None) -> tuple[Weights, Weights]:
        """The rows of E of some words; and all weights of the network."""
        E = weights["E"]
        network = {name: weights[name] for name in self.task.network.weights}
        return {"E": E if words is None else E[words]}, network

    @cached_property
    def _split(self) -> tuple[Sentences, Sentences | None]:
        return split(self.corpus.ids, self.corpus.starts, self.seed)

    @cached_property
    def trained_on(self) -> Pieces:
        """The pieces of all sentences that are trained on."""
        return self.task.pieces(self._split[0])

    @cached_property
    def batches(self) -> int:
        """Batches of an epoch."""
        batch: int = self.model.batch
        return math.ceil(len(self.trained_on) / batch)

    @property
    def _total(self) -> int:
        return self.batches * int(self.model.epochs)

    # ---- loss

    @property
    def loss_on(self) -> Literal["held-out", "training"]:
        """Where the guesses of the loss come from."""
        return "training" if self._split[1] is None else "held-out"

    @cached_property
    def looked_at(self) -> Pieces:
        """The pieces of the loss: TOKENS words of them at most, in random order."""
        held_out = self._split[1]
        pieces = self.trained_on if held_out is None else self.task.pieces(held_out)
        order = stream(Purpose.HOLD_OUT, self.seed, 1).permutation(len(pieces))
        fits = np.searchsorted(np.cumsum(pieces.lengths[order]), TOKENS, side="right")
        return pieces.picked(order[: max(1, fits)])

    @cached_property
    def _asked(self) -> list[Questions]:
        """What the loss asks, sorted by length so that little is padded."""
        pieces, rng = self.looked_at, stream(Purpose.HOLD_OUT, self.seed, 2)
        pieces = pieces.picked(np.argsort(pieces.lengths, kind="stable"))
        size = max(32, self.model.batch)
        parts = [np.arange(i, min(i + size, len(pieces))) for i in range(0, len(pieces), size)]
        return [self.task.questions(pieces.picked(part), rng) for part in parts]

    def loss(self, weights: Weights) -> float:
        """The mean loss of the fixed guesses, in nats a guess."""
        total = sum(
            float(self._losses(weights, each).sum(dtype=np.float64)) for each in self._asked
        )
        return total / sum(len(each.targets) for each in self._asked)

    def _losses(self, weights: Weights, asked: Questions) -> Floating:
        run = Pass(weights, asked.real, asked.places)
        logits, _ = self.task.network.forward(run, asked.ids)
        return losses(logits, asked.targets)

    # ---- forecasts

    @property
    def finest(self) -> float:
        """Epochs that a batch takes."""
        return 1 / self.batches

    def ends(self, most: int) -> list[float] | None:
        """The epochs trained after each batch, if there are so few; see `model.Trainer`."""
        if self._total > most:
            return None
        return [i / self.batches for i in range(1, self._total + 1)]

    def safe_rate(self) -> float:
        """A learning rate that should not diverge: Adam's step does not grow with gradients."""
        return 3e-3

    def seconds(self) -> float:
        """How long the run takes on one core, roughly."""
        step = self._ns(min(self.model.batch, len(self.trained_on)) * self._padded_length)
        look = sum(self._ns(each.ids.size) for each in self._asked) / 3
        kept = sum(math.prod(w.shape) for w in self.task.network.weights.values())
        frames = min(self.frames, self._total + 1)
        return 1e-9 * (self._total * (step + 12 * kept) + frames * (look + 8 * kept))

    @cached_property
    def _padded_length(self) -> float:
        """Places of a piece in a batch, padding included, about."""
        lengths = np.sort(self.trained_on.lengths)
        longest = max(0, len(lengths) - 1 - len(lengths) // (2 * self.model.batch))
        return float(lengths[longest])

    def _ns(self, places: float) -> float:
        """Forth and back through a batch of so many places."""
        model, V = self.model, len(self.corpus.vocabulary)
        layers, d = float(model.layers), model.dimension
        multiplied = places * (layers * (12 * d * d + 2 * d * model.context) + V * d)
        touched = places * (layers * (14 * d + 2 * model.heads * model.context) + 2 * V)
        return float(500_000 + 500_000 * layers + 0.11 * multiplied + 2.5 * touched)
