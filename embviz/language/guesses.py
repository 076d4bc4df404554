"""What a network guesses: the next word, a masked word, a sentence.

    p = softmax(logits/τ)                                                                    (1)

with the temperature τ: below 1 what is likely becomes likelier, above 1 all becomes more alike.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from embviz.errors import SettingError
from embviz.language.reading import Reader
from embviz.networks.cross_entropy import softmax
from embviz.types import Floating, Ids

END = ""
"""Stands for the end of a sentence among guessed words."""


@dataclass(frozen=True)
class Guess:
    """A word and its probability; `END` is the end of the sentence."""

    word: str
    probability: float


@dataclass(frozen=True)
class Written:
    """A word that was written, and what else might have been.

    Attributes:
        word: The word, or END.
        guesses: The most probable ones, the first first.
    """

    word: str
    guesses: tuple[Guess, ...]


def next_words(reader: Reader, words: Ids, most: int = 10) -> tuple[Guess, ...]:
    """GPT's most probable next words after some words, (T,) rows of E, which may be none.

    Raises SettingError, `writes_nothing`, if the network guesses no next words.
    """
    return _best(reader, softmax(_next(reader, words)), most)


def write(
    reader: Reader,
    words: Ids,
    rng: np.random.Generator,
    temperature: float = 1.0,
    most: int = 10,
) -> Iterator[Written]:
    """Write on, word by word, until the sentence ends or the context is full.

    Raises SettingError as `next_words` does.
    """
    words = words.astype(np.int32)
    while len(words) + 1 < reader.model.context:
        logits = _next(reader, words)
        p = softmax(logits.astype(np.float64) / max(temperature, 1e-3))
        chosen = int(rng.choice(len(p), p=p / p.sum()))
        yield Written(_word(reader, chosen), _best(reader, p, most))
        if chosen == len(reader.words):
            return
        words = np.append(words, np.int32(chosen))


def fill(reader: Reader, words: Ids, blank: int, most: int = 10) -> tuple[Guess, ...]:
    """BERT's most probable words for one place of a sentence (T,), whatever stands there.

    Raises SettingError, `fills_nothing`, if the network guesses no masked words.
    """
    if reader.task.guesses_mark:
        raise SettingError("fills_nothing", "Only BERT guesses masked words.", value=None)
    ids = words.astype(np.int32)
    ids[blank] = len(reader.words)
    start = max(0, min(blank - reader.model.context // 2, len(ids) - reader.model.context))
    ids = ids[start : start + reader.model.context]
    return _best(reader, softmax(reader.logits(ids, np.array([blank - start]))[0]), most)


def _next(reader: Reader, words: Ids) -> Floating:
    if not reader.task.guesses_mark:
        raise SettingError("writes_nothing", "Only GPT guesses the next word.", value=None)
    ids = np.append(np.int32(len(reader.words)), words).astype(np.int32)
    ids = ids[-reader.model.context :]
    logits: Floating = reader.logits(ids, np.array([len(ids) - 1]))[0]
    return logits


def _best(reader: Reader, p: Floating, most: int) -> tuple[Guess, ...]:
    order: Sequence[int] = np.argsort(-p, kind="stable")[:most].tolist()
    return tuple(Guess(_word(reader, i), float(p[i])) for i in order)


def _word(reader: Reader, row: int) -> str:
    return reader.words[row] if row < len(reader.words) else END
