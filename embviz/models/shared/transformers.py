"""What GPT and BERT have in common: the size of their network, and what of it is kept."""

import functools
import math
from collections.abc import Mapping
from typing import Protocol

from embviz.errors import SettingError
from embviz.models.shared import cost
from embviz.models.shared.language_trainer import LanguageTrainer
from embviz.networks import adam
from embviz.networks.layer import Layer
from embviz.networks.transformer import Size, transformer
from embviz.text.corpus import Vocabulary
from embviz.training.model import Kept

MOST_WORDS = 6000
"""Up to here a step of 1000 words takes a tenth of a second, not more: each of their guesses is a
softmax over all words."""


class Sized(Protocol):
    """The settings of a network."""

    @property
    def dimension(self) -> int:
        """Numbers in a word's vector."""

    @property
    def layers(self) -> int:
        """Blocks of attention and MLP."""

    @property
    def heads(self) -> int:
        """Of each attention."""

    @property
    def context(self) -> int:
        """Words that it sees at most."""

    def network(self, V: int) -> Layer:
        """Its network, for V words."""


def check_heads(dimension: int, heads: int) -> None:
    """Refuse heads that do not divide d: SettingError `heads`, with the nearest that do."""
    if dimension % heads == 0:
        return
    fitting = [h for h in range(1, min(16, dimension) + 1) if dimension % h == 0]
    nearest = sorted(sorted(fitting, key=lambda h: abs(h - heads))[:2])
    raise SettingError(
        "heads",
        f"{heads} heads cannot share {dimension} dimensions equally; "
        f"{' or '.join(map(str, nearest))} can.",
        setting="heads",
        value=heads,
        low=1,
        high=16,
        dimension=dimension,
        nearest=nearest,
    )


@functools.lru_cache(maxsize=8)
def network(size: Size, causal: bool) -> Layer:
    """The network; a causal one guesses the mark, too, which is the end of a sentence."""
    return transformer(size, causal=causal, guesses_mark=causal)


def size(model: Sized, V: int) -> Size:
    """How large a model's network is."""
    return Size(V, model.dimension, model.layers, model.heads, model.context)


def shapes(model: Sized, vocabulary: Vocabulary) -> Mapping[str, tuple[int, ...]]:
    """The shapes of the weights, with Adam's state."""
    weights = {n: w.shape for n, w in model.network(len(vocabulary)).weights.items()}
    numbers = sum(map(math.prod, weights.values()))
    return weights | {name: (numbers,) for name in adam.STATE}


def kept(model: Sized, vocabulary: Vocabulary) -> Kept:
    """What films keep: E's rows of the shown words, and the whole network."""
    weights = model.network(len(vocabulary)).weights
    return Kept(("E",), {name: weight.shape for name, weight in weights.items()})


def affordable(name: str, trainer: LanguageTrainer) -> LanguageTrainer:
    """The same, unless there are more words than a softmax over all of them can take.

    Raises:
        SettingError: `too_dear`.
    """
    V = len(trainer.corpus.vocabulary)
    if V > MOST_WORDS:
        raise cost.too_dear(name, V, MOST_WORDS, trainer.seconds())
    return trainer
