"""BERT: a network that guesses masked words from the words on both sides.

Of each batch a share of the words is chosen, at least one of each sentence. Of these .8 are
replaced by ⟨mask⟩, .1 by a random word and .1 left as they are (so that no place can be trusted);
the network sees the whole sentence w' and gives probabilities of what stood there:

    J = Σ_{t chosen} log p(w_t | w'_1 … w'_n)                                                (1)

Devlin et al. 2019, https://arxiv.org/abs/1810.04805, very small, without sentence pairs. They
choose .15 of the words, which is slow here: measured, .3 needs half the steps.

A BERT without positions could not tell one order of words from another: attention alone does not
know what stands where.

Not here: subwords, dropout, weight decay; a word is a word of the vocabulary.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from embviz.models.shared import batch_trainer, transformers
from embviz.models.shared.batch_trainer import Questions
from embviz.models.shared.language_trainer import LanguageTrainer
from embviz.models.shared.sentence_pieces import Padded, Pieces
from embviz.models.shared.windows import Sentences
from embviz.networks.layer import Layer
from embviz.text.corpus import Corpus
from embviz.types import Flags, Which
from embviz.util.settings import check_settings, setting

REPLACED, RANDOM = 0.8, 0.1
"""Shares of the chosen words that become ⟨mask⟩, and a random word."""


@dataclass(frozen=True)
class BERT:
    """A small transformer that guesses masked words.

    Attributes:
        dimension: d, numbers in a word's vector.
        layers: Blocks of attention and MLP.
        heads: Of each attention; they divide d.
        context: Words that it sees at most; longer sentences are cut.
        masked: Share of the words that it has to guess.
        batch: Sentences of a step.
        epochs: How often the text is read.
        learning_rate: Adam's, after warming up; it falls linearly.

    Raises:
        SettingError: If a setting is outside its range, or the heads do not divide d.

    >>> BERT(dimension=32).masked
    0.3
    """

    name: ClassVar[str] = "bert"
    vectors: ClassVar[tuple[Which, ...]] = ("E",)
    result: ClassVar[Which] = "E"
    presets: ClassVar[Mapping[str, Mapping[str, float]]] = {}

    dimension: int = setting(48, 1, 1000, step=1, scale="log")
    layers: int = setting(2, 0, 8, step=1)
    heads: int = setting(2, 1, 16, step=1)
    context: int = setting(32, 2, 128, step=1)
    masked: float = setting(0.3, 0.01, 0.9)
    batch: int = setting(64, 1, 512, step=1, scale="log")
    epochs: int = setting(20, 1, 10_000, step=1, scale="log")
    learning_rate: float = setting(3e-3, 1e-5, 0.03, scale="log")

    def __post_init__(self) -> None:
        check_settings(self)
        transformers.check_heads(self.dimension, self.heads)

    shapes = transformers.shapes
    kept = transformers.kept
    below = batch_trainer.below

    def network(self, V: int) -> Layer:
        """Its network, for V words: E has their rows, the mark is the mask."""
        return transformers.network(transformers.size(self, V), causal=False)

    def task(self, V: int) -> "MaskedWords":
        """What its network is asked, for V words."""
        return MaskedWords(self.network(V), V, self.context, self.masked)

    def trainer(self, corpus: Corpus, seed: int, frames: int) -> LanguageTrainer:
        """Prepare a run.

        Raises:
            SettingError: If there are more words than a softmax over all of them can take.
        """
        task = self.task(len(corpus.vocabulary))
        return transformers.affordable("BERT", LanguageTrainer(self, corpus, seed, frames, task))


@dataclass(frozen=True, eq=False)
class MaskedWords:
    """What BERT is asked, formula (1); see `language_trainer.Task`."""

    guesses_mark: ClassVar[bool] = False
    network: Layer
    mask: int  # the id of the mark, V
    context: int
    masked: float

    def pieces(self, sentences: Sentences) -> Pieces:
        """Sentences as they are."""
        return Pieces.of(sentences, self.context)

    def questions(self, pieces: Pieces, rng: np.random.Generator) -> Questions:
        """Which words stood where some are masked?"""
        padded = pieces.padded()
        chosen = self._chosen(padded, rng)
        places = np.flatnonzero(chosen)
        targets = padded.ids.reshape(-1)[places]
        fate = rng.random(len(places))
        random = rng.integers(0, self.mask, len(places), dtype=np.int32)
        read = np.where(fate < REPLACED, np.int32(self.mask), targets)
        read = np.where(fate >= 1 - RANDOM, random, read)
        ids = padded.ids.copy()
        ids.reshape(-1)[places] = read
        return Questions(ids, padded.real, places, targets)

    def _chosen(self, padded: Padded, rng: np.random.Generator) -> Flags:
        """Which words are to be guessed, (B, T): each with the same chance, one at least."""
        luck = np.where(padded.real, rng.random(padded.ids.shape), np.inf)
        chosen: Flags = luck < self.masked
        chosen[np.arange(len(luck)), luck.argmin(axis=1)] = True
        return chosen
