"""GPT: a network that guesses each next word from all words before it.

A sentence w_1 … w_n is read as ⟨end⟩ w_1 … w_n; at each place the network gives probabilities of
the next word, the last one being ⟨end⟩ again:

    J = Σ_t log p(w_t | ⟨end⟩, w_1 … w_{t-1})                                                (1)

Radford et al. 2018 (https://openai.com/index/language-unsupervised) and 2019, very small. Below it
lies E (V, d), initialised at random and trained along with everything else, and the guesses are
compared with its rows once more: see `networks.transformer`.

A network of no layers knows of the words before only the last one: it cannot be better than what
the bigram tells. One layer of attention is.

Not here: subwords, dropout, weight decay; a word is a word of the vocabulary.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from embviz.models.shared import batch_trainer, transformers
from embviz.models.shared.batch_trainer import Questions
from embviz.models.shared.language_trainer import LanguageTrainer
from embviz.models.shared.sentence_pieces import Pieces
from embviz.models.shared.windows import Sentences
from embviz.networks.layer import Layer
from embviz.text.corpus import Corpus
from embviz.types import Which
from embviz.util.settings import check_settings, setting


@dataclass(frozen=True)
class GPT:
    """A small transformer that guesses the next word.

    Attributes:
        dimension: d, numbers in a word's vector.
        layers: Blocks of attention and MLP.
        heads: Of each attention; they divide d.
        context: Words that it sees at most; longer sentences are cut.
        batch: Sentences of a step.
        epochs: How often the text is read.
        learning_rate: Adam's, after warming up; it falls linearly.

    Raises:
        SettingError: If a setting is outside its range, or the heads do not divide d.

    >>> GPT(dimension=32).heads
    2
    """

    name: ClassVar[str] = "gpt"
    vectors: ClassVar[tuple[Which, ...]] = ("E",)
    result: ClassVar[Which] = "E"
    presets: ClassVar[Mapping[str, Mapping[str, float]]] = {}

    dimension: int = setting(48, 1, 1000, step=1, scale="log")
    layers: int = setting(2, 0, 8, step=1)
    heads: int = setting(2, 1, 16, step=1)
    context: int = setting(32, 2, 128, step=1)
    batch: int = setting(32, 1, 512, step=1, scale="log")
    epochs: int = setting(10, 1, 10_000, step=1, scale="log")
    learning_rate: float = setting(3e-3, 1e-5, 0.03, scale="log")

    def __post_init__(self) -> None:
        check_settings(self)
        transformers.check_heads(self.dimension, self.heads)

    shapes = transformers.shapes
    kept = transformers.kept
    below = batch_trainer.below

    def network(self, V: int) -> Layer:
        """Its network, for V words: E has their rows, the mark is the end of a sentence."""
        return transformers.network(transformers.size(self, V), causal=True)

    def task(self, V: int) -> "NextWord":
        """What its network is asked, for V words."""
        return NextWord(self.network(V), V, self.context)

    def trainer(self, corpus: Corpus, seed: int, frames: int) -> LanguageTrainer:
        """Prepare a run.

        Raises:
            SettingError: If there are more words than a softmax over all of them can take.
        """
        task = self.task(len(corpus.vocabulary))
        return transformers.affordable("GPT", LanguageTrainer(self, corpus, seed, frames, task))


@dataclass(frozen=True, eq=False)
class NextWord:
    """What GPT is asked, formula (1); see `language_trainer.Task`."""

    guesses_mark: ClassVar[bool] = True
    network: Layer
    end: int  # the id of the mark
    context: int

    def pieces(self, sentences: Sentences) -> Pieces:
        """Sentences with ⟨end⟩ before and after them."""
        return Pieces.of(sentences, self.context, mark=self.end)

    def questions(self, pieces: Pieces, rng: np.random.Generator) -> Questions:
        """At each place: which word comes next?"""
        padded = pieces.padded()
        places = np.flatnonzero(padded.real)
        targets = pieces.row[padded.places.reshape(-1)[places] + 1]
        return Questions(padded.ids, padded.real, places, targets)
