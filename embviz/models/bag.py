"""A bag of words: the mean of a sentence's rows of E, and a weight for each class.

    m = mean_t E[w_t],        p = softmax(m W + b)                                           (1)

Which word stands where makes no difference. So, of the four sentences {good, bad} x {–, not}, it
sorts three at most as one does who reads them: its logit is a sum of one number a word, and if
"good" beats "not good" and "bad" by the same word "not", it takes away what it takes away
(Minsky and Papert 1969, on exclusive or). Joulin et al. 2017, https://arxiv.org/abs/1607.01759.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from embviz.models.shared import batch_trainer, classifiers
from embviz.networks.convolution import mean_pooling
from embviz.networks.layer import Layer, shown
from embviz.text.corpus import Vocabulary
from embviz.types import Which
from embviz.util.settings import check_settings, setting


@dataclass(frozen=True)
class Bag:
    """A linear classifier on the mean of a sentence's words.

    Attributes:
        dimension: d, numbers in a word's vector.
        context: Words of a sentence that it sees at most.
        batch: Sentences of a step; fewer where few are labelled.
        epochs: How often the sentences are read.
        learning_rate: Adam's, after warming up; it falls linearly.

    Raises:
        SettingError: If a setting is outside its range.

    >>> Bag(dimension=32).dimension
    32
    """

    name: ClassVar[str] = "bag"
    vectors: ClassVar[tuple[Which, ...]] = ("E",)
    result: ClassVar[Which] = "E"
    spread: ClassVar[float] = classifiers.SPREAD
    presets: ClassVar[Mapping[str, Mapping[str, float]]] = {}

    dimension: int = setting(50, 1, 1000, step=1, scale="log")
    context: int = setting(400, 2, 1000, step=1, scale="log")
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
        d = self.dimension
        return classifiers.classifier(vocabulary, d, shown("places"), mean_pooling(), width=d)

    def cost(self, length: float) -> tuple[float, float]:
        """Nanoseconds of a word, forth and back, and of a step."""
        return 4.0 * self.dimension, 150_000
