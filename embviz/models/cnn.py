"""A convolutional network on sentences: filters that look at a few words at a time.

    y_t = max(0, Σ_k E[w_{t+k}] W_k + b)          each filter at each place                  (1)
    s = max_t y_t,        p = softmax(s W + b)    the best place of each filter              (2)

A filter three words wide can tell "not good" from "good", wherever it stands. Kim 2014,
https://arxiv.org/abs/1408.5882, with one width, and without dropout.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from embviz.models.shared import batch_trainer, classifiers
from embviz.networks.convolution import convolution, max_pooling
from embviz.networks.dense import relu
from embviz.networks.layer import Layer, shown
from embviz.text.corpus import Vocabulary
from embviz.types import Which
from embviz.util.settings import check_settings, setting


@dataclass(frozen=True)
class CNN:
    """A classifier that looks at a few words at a time.

    Attributes:
        dimension: d, numbers in a word's vector.
        width: Words that a filter looks at.
        filters: How many there are.
        context: Words of a sentence that it sees at most.
        batch: Sentences of a step; fewer where few are labelled.
        epochs: How often the sentences are read.
        learning_rate: Adam's, after warming up; it falls linearly.

    Raises:
        SettingError: If a setting is outside its range.

    >>> CNN(width=2).filters
    64
    """

    name: ClassVar[str] = "cnn"
    vectors: ClassVar[tuple[Which, ...]] = ("E",)
    result: ClassVar[Which] = "E"
    spread: ClassVar[float] = classifiers.SPREAD
    presets: ClassVar[Mapping[str, Mapping[str, float]]] = {}

    dimension: int = setting(50, 1, 1000, step=1, scale="log")
    width: int = setting(3, 1, 9, step=1)
    filters: int = setting(64, 1, 512, step=1, scale="log")
    context: int = setting(400, 2, 1000, step=1, scale="log")
    batch: int = setting(16, 1, 512, step=1, scale="log")
    epochs: int = setting(20, 1, 10_000, step=1, scale="log")
    learning_rate: float = setting(3e-3, 1e-5, 0.1, scale="log")

    def __post_init__(self) -> None:
        check_settings(self)

    shapes = classifiers.shapes
    kept = classifiers.kept
    below = batch_trainer.below
    trainer = classifiers.trainer

    def network(self, vocabulary: Vocabulary) -> Layer:
        """Formulas (1) and (2)."""
        d, n = self.dimension, self.filters
        body = convolution("filters", self.width, d, n), relu(), shown("places"), max_pooling()
        return classifiers.classifier(vocabulary, d, *body, width=n)

    def cost(self, length: float) -> tuple[float, float]:
        """Nanoseconds of a word, forth and back, and of a step."""
        d, n = self.dimension, self.filters
        return 0.12 * self.width * d * n + 8.0 * (d * self.width + n), 250_000
