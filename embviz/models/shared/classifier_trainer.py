"""A run of a network that sorts sentences into classes, prepared: what all classifiers share.

A model brings its network, from words to the logits of the classes. It learns from the training
part of a `Labelled`, its loss is that of the validation part, and every frame keeps what share of
each part it sorts rightly: of SCORED sentences of each, of all in the last frame.

An epoch has FEWEST_BATCHES batches at least: what is learnt from twenty sentences needs as many
steps as what is learnt from two hundred.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Literal

import numpy as np

from embviz.models.shared.batch_trainer import BatchTrainer, Questions
from embviz.models.shared.sentence_pieces import Pieces
from embviz.models.shared.windows import Sentences
from embviz.networks.cross_entropy import losses
from embviz.networks.layer import Layer
from embviz.text.labelled import Labelled
from embviz.training.film import SAMPLED, SCORES
from embviz.training.model import Purpose, Weights, stream
from embviz.types import Counts, Float32, Floating, Ids

FEWEST_BATCHES = 12
SCORED = 100
TOGETHER = 100
"""Sentences that are scored side by side."""


@dataclass(frozen=True, eq=False)
class ClassifierTrainer(BatchTrainer):
    """A run, prepared; see `batch_trainer`."""

    corpus: Labelled
    layers: Layer

    @property
    def network(self) -> Layer:
        """From ids (B, T) to the logits of the classes (B, C)."""
        return self.layers

    @property
    def batch(self) -> int:
        """Sentences of a step: fewer where there are few."""
        most: int = self.model.batch
        return max(1, min(most, math.ceil(len(self.trained_on) / FEWEST_BATCHES)))

    def pieces(self, chosen: Counts) -> Pieces:
        """Sentences by their numbers, one piece each: as much of it as the network sees."""
        corpus = self.corpus
        some = Sentences.of(corpus.ids, corpus.starts, chosen)
        lengths = np.minimum(some.lengths, self.model.context)
        pieces = Pieces.of(Sentences(some.ids, some.begins, lengths), self.model.context)
        return Pieces(pieces.row, pieces.begins, pieces.lengths, chosen, pieces.starts)

    def questions(self, pieces: Pieces, rng: np.random.Generator) -> Questions:
        """Which class is each sentence of?"""
        return self.asked(pieces)

    def asked(self, pieces: Pieces) -> Questions:
        """The same; there is nothing to draw."""
        padded = pieces.padded()
        return Questions(padded.ids, padded.real, None, self.corpus.labels[pieces.sentences])

    @cached_property
    def _parts(self) -> tuple[Pieces, ...]:
        return tuple(self.pieces(part) for part in self.corpus.parts(self.seed))

    @property
    def trained_on(self) -> Pieces:
        """The pieces of the training part."""
        return self._parts[0]

    # ---- what a frame keeps

    @cached_property
    def _looked_at(self) -> list[list[Questions]]:
        """Of each part, what a frame looks at."""
        some = []
        for i, part in enumerate(self._parts):
            order = stream(Purpose.HOLD_OUT, self.seed, i).permutation(len(part))
            some.append(self._in_batches(part.picked(order[:SCORED])))
        return some

    def _in_batches(self, pieces: Pieces) -> list[Questions]:
        return [self.asked(part) for part in self.by_length(pieces, TOGETHER)]

    def keep(self, weights: Weights, words: Ids | None) -> tuple[Weights, Weights]:
        """The rows of E of some words; all other weights of the network, and the scores."""
        sampled = self._scores(weights, self._looked_at)
        E, network = weights["E"], {n: weights[n] for n in self.network.weights if n != "E"}
        if words is not None:
            return {"E": E[words]}, network | {SCORES: sampled}
        whole = self._scores(weights, [self._in_batches(part) for part in self._parts])
        return {"E": E}, network | {SCORES: whole, SAMPLED: sampled}

    def _scores(self, weights: Weights, parts: Sequence[list[Questions]]) -> Float32:
        return np.array([self._accuracy(weights, part) for part in parts], np.float32)

    def _said(self, weights: Weights, part: list[Questions]) -> list[Floating]:
        """The logits of a part; those of the validation are asked for twice a frame."""
        if part is not self._looked_at[1]:
            return [self.logits(weights, asked) for asked in part]
        name = blake2b(digest_size=16)
        for each in self.network.weights:
            name.update(weights[each].tobytes())
        if name.digest() not in self._validated:
            self._validated.clear()
            self._validated[name.digest()] = [self.logits(weights, asked) for asked in part]
        return self._validated[name.digest()]

    @cached_property
    def _validated(self) -> dict[bytes, list[Floating]]:
        """What was said of the validation last, by a hash of the weights."""
        return {}

    def _accuracy(self, weights: Weights, part: list[Questions]) -> float:
        right = sum(
            int((logits.argmax(axis=1) == asked.targets).sum())
            for logits, asked in zip(self._said(weights, part), part, strict=True)
        )
        return right / sum(len(asked.targets) for asked in part)

    @property
    def loss_on(self) -> Literal["held-out", "training"]:
        """Always sentences that are not learnt."""
        return "held-out"

    def loss(self, weights: Weights) -> float:
        """The mean loss of the validation part, in nats a sentence."""
        part = self._looked_at[1]
        each: list[Floating] = [
            losses(logits, asked.targets)
            for logits, asked in zip(self._said(weights, part), part, strict=True)
        ]
        return float(np.concatenate(each).mean(dtype=np.float64))

    # ---- forecasts

    def seconds(self) -> float:
        """How long the run takes on one core, roughly."""
        places = self.batch * self.padded_length
        numbers = sum(math.prod(weight.shape) for weight in self.network.weights.values())
        looked = sum(asked.ids.size for part in self._looked_at for asked in part)
        frames = min(self.frames, self.total + 1)
        step = self._ns(places) + 15 * numbers
        return 1e-9 * (self.total * step + frames * (0.4 * self._ns(looked) + 8 * numbers))

    def _ns(self, places: float) -> float:
        """Forth and back through so many places."""
        each, fixed = self.model.cost(self.padded_length)
        return float(fixed + places * each)
