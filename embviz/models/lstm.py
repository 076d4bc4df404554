"""A recurrent network on sentences: it reads word by word and remembers.

    h_t = LSTM(E[w_t], h_{t-1}),        p = softmax(h_T W + b)    at the last word           (1)

It can tell "not good" from "good" however far apart the two stand, but learns it more slowly than
filters that see both at once. Hochreiter and Schmidhuber 1997,
https://doi.org/10.1162/neco.1997.9.8.1735.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from embviz.models.shared import batch_trainer, classifiers
from embviz.networks.layer import Layer, shown
from embviz.networks.lstm import last_state, lstm
from embviz.text.corpus import Vocabulary
from embviz.types import Which
from embviz.util.settings import check_settings, setting


@dataclass(frozen=True)
class LSTM:
    """A classifier that reads word by word and remembers.

    Attributes:
        dimension: d, numbers in a word's vector.
        memory: Numbers that it remembers.
        context: Words of a sentence that it sees at most.
        batch: Sentences of a step; fewer where few are labelled.
        epochs: How often the sentences are read.
        learning_rate: Adam's, after warming up; it falls linearly.

    Raises:
        SettingError: If a setting is outside its range.

    >>> LSTM(memory=16).dimension
    50
    """

    name: ClassVar[str] = "lstm"
    vectors: ClassVar[tuple[Which, ...]] = ("E",)
    result: ClassVar[Which] = "E"
    spread: ClassVar[float] = classifiers.SPREAD
    presets: ClassVar[Mapping[str, Mapping[str, float]]] = {}

    dimension: int = setting(50, 1, 1000, step=1, scale="log")
    memory: int = setting(32, 1, 512, step=1, scale="log")
    context: int = setting(64, 2, 400, step=1, scale="log")
    batch: int = setting(16, 1, 512, step=1, scale="log")
    epochs: int = setting(20, 1, 10_000, step=1, scale="log")
    learning_rate: float = setting(0.01, 1e-5, 0.1, scale="log")

    def __post_init__(self) -> None:
        check_settings(self)

    shapes = classifiers.shapes
    kept = classifiers.kept
    below = batch_trainer.below
    trainer = classifiers.trainer

    def network(self, vocabulary: Vocabulary) -> Layer:
        """Formula (1)."""
        d, n = self.dimension, self.memory
        body = lstm("memory", d, n), shown("places"), last_state()
        return classifiers.classifier(vocabulary, d, *body, width=n)

    def cost(self, length: float) -> tuple[float, float]:
        """Nanoseconds of a word, forth and back, and of a step."""
        d, n = self.dimension, self.memory
        return 0.12 * 4 * n * (d + n) + 60.0 * n, 150_000 + 120_000 * length
