"""A stand-in for an algorithm."""

import dataclasses
from typing import ClassVar

import numpy as np

from embviz.training.model import Kept, Position
from embviz.util.settings import setting


@dataclasses.dataclass(frozen=True)
class Walk:
    """A stand-in for an algorithm: a block adds one to E; a fault can be planted in it."""

    name: ClassVar[str] = "walk"
    vectors: ClassVar[tuple[str, ...]] = ("E",)
    result: ClassVar[str] = "E"

    epochs: int = setting(2, 1, 100)
    dimension: int = setting(3, 1, 10)
    learning_rate: float = setting(0.5, 1e-4, 1.0)
    blocks: int = setting(7, 1, 1000)
    ill_at: int = setting(-1, -1, 1000)

    def shapes(self, vocabulary):
        return {"E": (len(vocabulary), self.dimension)}

    def kept(self, vocabulary):
        return Kept(("E",))

    def trainer(self, corpus, seed, frames):
        return WalkTrainer(self, len(corpus.vocabulary))


@dataclasses.dataclass(frozen=True, eq=False)
class WalkTrainer:
    model: Walk
    V: int
    loss_on = "training"
    finest = 0.01

    def initial(self):
        return {"E": np.zeros((self.V, self.model.dimension), dtype=np.float32)}

    def steps(self, weights, position):
        blocks = self.model.blocks
        while position.epoch < self.model.epochs:
            weights["E"] += 1
            if position.epoch * blocks + position.block == self.model.ill_at:
                weights["E"][0, 0] = np.nan
            block = position.block + 1
            epoch, block = divmod(position.epoch * blocks + block, blocks)
            position = Position(epoch, 0, block, epoch + block / blocks)
            yield position

    def keep(self, weights, words):
        return {"E": weights["E"] if words is None else weights["E"][words]}, {}

    def ends(self, most):
        blocks, epochs = self.model.blocks, self.model.epochs
        return (
            [i / blocks for i in range(1, epochs * blocks + 1)] if epochs * blocks <= most else None
        )

    def loss(self, weights):
        return float(weights["E"].mean())

    def safe_rate(self):
        return 0.1

    def seconds(self):
        return 1.0
