"""A transformer that reads a whole sentence at once, and sorts it.

    x = blocks(E[w] + P),        p = softmax(mean_t norm(x_t) W + b)                         (1)

The blocks are those of BERT (see `networks.transformer`), and nothing is masked. Vaswani et al.
2017, https://arxiv.org/abs/1706.03762, the encoder alone, very small.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from embviz.models.shared import batch_trainer, classifiers, transformers
from embviz.networks.convolution import mean_pooling
from embviz.networks.dense import layer_norm
from embviz.networks.embedding import positions
from embviz.networks.layer import Layer, shown
from embviz.networks.transformer import block
from embviz.text.corpus import Vocabulary
from embviz.types import Which
from embviz.util.settings import check_settings, setting

MLP_WIDTH = 2
"""Hidden numbers of an MLP for each of d: half as many as in BERT learn as well here."""


@dataclass(frozen=True)
class Encoder:
    """A classifier with attention.

    Attributes:
        dimension: d, numbers in a word's vector.
        layers: Blocks of attention and MLP.
        heads: Of each attention; they divide d.
        context: Words of a sentence that it sees at most.
        batch: Sentences of a step; fewer where few are labelled.
        epochs: How often the sentences are read.
        learning_rate: Adam's, after warming up; it falls linearly.

    Raises:
        SettingError: If a setting is outside its range, or the heads do not divide d.

    >>> Encoder(dimension=32).heads
    2
    """

    name: ClassVar[str] = "encoder"
    vectors: ClassVar[tuple[Which, ...]] = ("E",)
    result: ClassVar[Which] = "E"
    spread: ClassVar[float] = classifiers.SPREAD
    presets: ClassVar[Mapping[str, Mapping[str, float]]] = {}

    dimension: int = setting(50, 1, 1000, step=1, scale="log")
    layers: int = setting(1, 0, 8, step=1)
    heads: int = setting(2, 1, 16, step=1)
    context: int = setting(64, 2, 400, step=1, scale="log")
    batch: int = setting(16, 1, 512, step=1, scale="log")
    epochs: int = setting(20, 1, 10_000, step=1, scale="log")
    learning_rate: float = setting(3e-3, 1e-5, 0.03, scale="log")

    def __post_init__(self) -> None:
        check_settings(self)
        transformers.check_heads(self.dimension, self.heads)

    shapes = classifiers.shapes
    kept = classifiers.kept
    below = batch_trainer.below
    trainer = classifiers.trainer

    def network(self, vocabulary: Vocabulary) -> Layer:
        """Formula (1)."""
        d = self.dimension
        body = (
            positions("positions", self.context, d),
            *(block(f"block{i}", d, self.heads, wide=MLP_WIDTH) for i in range(self.layers)),
            layer_norm("norm", d),
            shown("places"),
            mean_pooling(),
        )
        return classifiers.classifier(vocabulary, d, *body, width=d)

    def cost(self, length: float) -> tuple[float, float]:
        """Nanoseconds of a word, forth and back, and of a step."""
        d, L = self.dimension, self.layers
        each = L * (0.11 * (8 * d * d + 2 * d * length) + 2.5 * (12 * d + 2 * self.heads * length))
        return each + 8.0 * d, 300_000 + 500_000 * L
