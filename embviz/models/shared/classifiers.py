"""What all classifiers have in common: E below, a layer to the classes above, what is kept."""

import math
from collections.abc import Mapping
from typing import Any

from embviz.errors import SettingError
from embviz.models.shared.classifier_trainer import ClassifierTrainer
from embviz.networks import adam
from embviz.networks.dense import linear
from embviz.networks.embedding import embedding
from embviz.networks.layer import Layer, chain, shown
from embviz.text.corpus import Corpus, Vocabulary
from embviz.text.labelled import Labelled
from embviz.training.film import SAMPLED, SCORES
from embviz.training.model import Kept

SPREAD = 0.3
"""Standard deviation of E at the start, where it begins at rows from elsewhere."""


def classifier(vocabulary: Vocabulary, d: int, *body: Layer, width: int) -> Layer:
    """Ids (B, T) to logits (B, C): rows of E, a body that makes (B, width) of them, the classes.

    What can be looked at: `row` (B, T, d), `sentence` (B, width), and what the body makes that of,
    `places` (B, T, width); attention's weights likewise.
    """
    V, C = len(vocabulary), len(vocabulary.classes)
    return chain(
        embedding(("E",), (V,), d),
        shown("row"),
        *body,
        shown("sentence"),
        linear("classes", width, C),
    )


def shapes(model: Any, vocabulary: Vocabulary) -> Mapping[str, tuple[int, ...]]:
    """The shapes of the weights, with Adam's state."""
    weights = {name: weight.shape for name, weight in model.network(vocabulary).weights.items()}
    numbers = sum(map(math.prod, weights.values()))
    return weights | {name: (numbers,) for name in adam.STATE}


def kept(model: Any, vocabulary: Vocabulary) -> Kept:
    """What films keep: E's rows of the shown words, the rest of the network, and the scores."""
    weights = model.network(vocabulary).weights
    others = {name: weight.shape for name, weight in weights.items() if name != "E"}
    return Kept(("E",), others | {SCORES: (3,)}, {SAMPLED: (3,)})


def trainer(model: Any, corpus: Corpus, seed: int, frames: int) -> ClassifierTrainer:
    """Prepare a run.

    Raises:
        SettingError: `no_classes`: the corpus is not a `Labelled`.
    """
    if not isinstance(corpus, Labelled):
        message = f"{model.name} learns from labelled sentences: give it a Labelled"
        raise SettingError("no_classes", message, setting="model", value=model.name)
    return ClassifierTrainer(model, corpus, seed, frames, model.network(corpus.vocabulary))
