"""Sentences through the network that a film kept.

Each frame of a film of GPT or BERT holds all weights of its network, so any sentence can be read as
the network read it at that moment. Words that the network has no row for are left out, as they are
in training; sentences longer than its context are read in pieces.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from embviz.errors import FileError, SettingError
from embviz.models import MODELS
from embviz.models.shared.language_trainer import Task
from embviz.models.shared.sentence_pieces import Pieces
from embviz.models.shared.windows import Sentences
from embviz.networks.layer import Pass, Weight
from embviz.text.phrases import join_known
from embviz.text.rules import USUAL, Rules
from embviz.text.stripping import stripped
from embviz.text.tokens import tokenize
from embviz.training.film import Film
from embviz.types import Counts, Float32, Floating, Ids
from embviz.util.threads import one_thread

PIECES = 64
"""So many pieces go through the network at once."""


@dataclass(frozen=True, eq=False)
class Reader:
    """A network at one moment, ready to read.

    Attributes:
        model: The settings.
        task: The network, and how it takes sentences.
        weights: By name.
        words: The V words of its rows.
    """

    model: Any
    task: Task
    weights: Mapping[str, Float32]
    words: tuple[str, ...]

    @classmethod
    def of(cls, film: Film, frame: int = -1) -> "Reader":
        """The network of a film at a frame.

        Raises:
            SettingError: `no_network`, if the film is not one of a network.
            FileError: `other_network`, if its weights do not fit its own settings.
            IndexError: If it has no such frame.
        """
        model = _model(film)
        task = model.task(len(film.words))
        weights = fitting(task.network.weights, film[frame].arrays)
        return cls(model, task, weights, film.words)

    @cached_property
    def ids(self) -> Mapping[str, int]:
        """The row of each word."""
        return {word: i for i, word in enumerate(self.words)}

    @property
    def layers(self) -> int:
        """Blocks; vectors stand before the first and after each."""
        layers: int = self.model.layers
        return layers

    def pieces(self, sentences: Sequence[Ids]) -> Pieces:
        """Sentences, given as word ids, as the network takes them; none of them is empty."""
        lengths = np.array([len(each) for each in sentences], dtype=np.int64)
        row = np.concatenate(sentences).astype(np.int32)
        return self.task.pieces(Sentences(row, np.cumsum(lengths) - lengths, lengths))

    def read(self, pieces: Pieces) -> Iterator[tuple[slice, dict[str, Floating]]]:
        """Send pieces through, some at a time: which of them, and what can be looked at.

        See `networks.transformer` for the names.
        """
        for start in range(0, len(pieces), PIECES):
            some = slice(start, min(start + PIECES, len(pieces)))
            padded = pieces.picked(np.arange(some.start, some.stop)).padded()
            seen: dict[str, Floating] = {}
            nowhere = np.zeros(0, np.int64)  # no guesses
            with one_thread():
                self.task.network.forward(
                    Pass(self.weights, padded.real, nowhere, seen), padded.ids
                )
            yield some, seen

    def logits(self, ids: Ids, places: Counts) -> Floating:
        """The guesses at some places of one row of ids, marks included, (n, …)."""
        with one_thread():
            return self.task.network.forward(Pass(self.weights, None, places), ids[None])[0]


class Reads(Protocol):
    """What reads sentences of some words."""

    @property
    def ids(self) -> Mapping[str, int]:
        """Those that it knows, with the number by which it knows each."""


@dataclass(frozen=True)
class Typed:
    """A sentence that somebody typed, as a network reads it.

    Attributes:
        words: Those that it reads.
        unknown: Those that it has no row for: left out.
    """

    words: tuple[str, ...]
    unknown: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str, reader: Reads, lowercase: bool = True, rules: Rules = USUAL) -> "Typed":
        """Cut a text into words, as that was which a network learnt from.

        Phrases are joined as far as the network knows them, whatever joined them in its text.

        Raises:
            SettingError: `no_words`, `no_known_words`: nothing is left to read.
        """
        left = stripped(text, rules).text
        words = tokenize(left, lowercase=lowercase, rules=rules)
        if rules.phrases or rules.joined:
            words = join_known(words, reader.ids)
        known = tuple(word for word in words if word in reader.ids)
        unknown = tuple(dict.fromkeys(word for word in words if word not in reader.ids))
        if not words:
            raise SettingError("no_words", "There is no word in this sentence.", value=text)
        if not known:
            message = f"The network knows none of these words: {', '.join(unknown)}."
            raise SettingError("no_known_words", message, value=text, words=unknown)
        return cls(known, unknown)

    @classmethod
    def or_none(
        cls, text: str, reader: Reads, lowercase: bool = True, rules: Rules = USUAL
    ) -> "Typed | None":
        """The same; None where nothing is left to read."""
        try:
            return cls.of(text, reader, lowercase, rules)
        except SettingError:
            return None

    def ids(self, reader: Reads) -> Ids:
        """Its words as rows of E."""
        return np.array([reader.ids[word] for word in self.words], dtype=np.int32)


def fitting(wanted: Mapping[str, Weight], kept: Mapping[str, Floating]) -> dict[str, Float32]:
    """The weights that a network asks for, of those that a frame keeps, in single precision.

    Raises FileError, `other_network`, if one is missing or has another shape.
    """
    for name, weight in wanted.items():
        found = kept[name].shape if name in kept else None
        if found != weight.shape:
            raise FileError(
                "other_network",
                f"The weights of this film do not fit its settings: {name} is {found}, "
                f"where {weight.shape} was expected.",
                member=name,
                found=str(found),
                expected=str(weight.shape),
            )
    return {name: np.asarray(kept[name], np.float32) for name in wanted}


def is_network(film: Film) -> bool:
    """Whether a film is one of a network that reads sentences."""
    kind = MODELS.get(film.recipe.model)
    return kind is not None and hasattr(kind, "task")


def _model(film: Film) -> Any:
    if not is_network(film):
        name = film.recipe.model or "an unknown model"
        message = f"A film of {name} holds no network that reads sentences; GPT and BERT do."
        raise SettingError("no_network", message, value=film.recipe.model)
    return MODELS[film.recipe.model](**film.recipe.settings)
