"""A run of a network that guesses words of sentences, prepared: what GPT and BERT share.

A model brings a `Task`: its network, and what is asked of it in a batch of pieces. All else
follows; see `batch_trainer`.
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Protocol

import numpy as np

from embviz.models.shared.batch_trainer import BatchTrainer, Questions
from embviz.models.shared.sentence_pieces import Pieces
from embviz.models.shared.windows import Sentences, split
from embviz.networks.cross_entropy import losses
from embviz.networks.layer import Layer
from embviz.training.model import Purpose, Weights, stream
from embviz.types import Ids

TOKENS = 2000
"""Held-out words that the loss of a frame looks at, at most."""


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
class LanguageTrainer(BatchTrainer):
    """A run, prepared; see `batch_trainer`.

    Attributes:
        task: What the model does.
    """

    task: Task

    # ---- training

    @property
    def network(self) -> Layer:
        """From ids (B, T) to the logits of what is guessed (n, …)."""
        return self.task.network

    def questions(self, pieces: Pieces, rng: np.random.Generator) -> Questions:
        """What is asked of some pieces."""
        return self.task.questions(pieces, rng)

    def keep(self, weights: Weights, words: Ids | None) -> tuple[Weights, Weights]:
        """The rows of E of some words; and all weights of the network."""
        E = weights["E"]
        network = {name: weights[name] for name in self.network.weights}
        return {"E": E if words is None else E[words]}, network

    @cached_property
    def _split(self) -> tuple[Sentences, Sentences | None]:
        return split(self.corpus.ids, self.corpus.starts, self.seed)

    @cached_property
    def trained_on(self) -> Pieces:
        """The pieces of all sentences that are trained on."""
        return self.task.pieces(self._split[0])

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
        """What the loss asks."""
        rng = stream(Purpose.HOLD_OUT, self.seed, 2)
        parts = self.by_length(self.looked_at, max(32, self.model.batch))
        return [self.task.questions(part, rng) for part in parts]

    def loss(self, weights: Weights) -> float:
        """The mean loss of the fixed guesses, in nats a guess."""
        each = [losses(self.logits(weights, asked), asked.targets) for asked in self._asked]
        total = sum(float(some.sum(dtype=np.float64)) for some in each)
        return total / sum(map(len, each))

    # ---- forecasts

    def seconds(self) -> float:
        """How long the run takes on one core, roughly."""
        step = self._ns(min(self.model.batch, len(self.trained_on)) * self.padded_length)
        look = sum(self._ns(each.ids.size) for each in self._asked) / 3
        kept = sum(math.prod(w.shape) for w in self.network.weights.values())
        frames = min(self.frames, self.total + 1)
        return 1e-9 * (self.total * (step + 12 * kept) + frames * (look + 8 * kept))

    def _ns(self, places: float) -> float:
        """Forth and back through a batch of so many places."""
        model, V = self.model, len(self.corpus.vocabulary)
        layers, d = float(model.layers), model.dimension
        multiplied = places * (layers * (12 * d * d + 2 * d * model.context) + V * d)
        touched = places * (layers * (14 * d + 2 * model.heads * model.context) + 2 * V)
        return float(500_000 + 500_000 * layers + 0.11 * multiplied + 2.5 * touched)
