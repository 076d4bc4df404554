"""An excerpt of a large vocabulary: which words a picture shows, and why each of them.

Vectors of 100,000 to 400,000 words are too many for a picture. Questions go to all of them; the
picture shows the words that were asked for, the nearest of each among ALL words, and, as far as
there is room, either the first words or a random draw. Most files of vectors are sorted by
frequency: then the first words are the most frequent. Of other files only a draw is a fair sample.
The first tokens of a language model are signs and letters: there, the first whole words are shown.

    >>> vectors = Vectors(("the", "of", "king", "bread", "queen"), np.eye(5) + [[0, 0, 1, 0, 1]])
    >>> excerpt = cut(vectors, words=3, asked=["king"], neighbours=1)
    >>> dict(zip(excerpt.vectors.words, excerpt.reasons, strict=True))
    {'the': 'first', 'king': 'asked', 'queen': 'neighbour'}
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from embviz.errors import SettingError
from embviz.types import Ids
from embviz.util.settings import out_of_range
from embviz.vectors.token_marks import wordlike
from embviz.vectors.vectors import Vectors

MOST = 5000  # words of an excerpt at most
WORDS = 2000  # words of an excerpt unless said
Filling: TypeAlias = Literal["first", "whole", "random"]
"""Besides what was asked for: the first words; of tokens the first whole words; or any."""

FILLINGS: tuple[Filling, ...] = ("first", "whole", "random")
Reason: TypeAlias = Literal["asked", "neighbour"] | Filling
PURPOSE = 4712  # first of the four words of the generator that draws the random ones


@dataclass(frozen=True, eq=False)
class Excerpt:
    """Some of the words, in the order in which all stand.

    Attributes:
        vectors: Those words, n of V.
        ids: Their rows among all, rising, (n,).
        reasons: Why each is there, (n,): asked before neighbour before the rest, where several
            hold.
        of: How many words there are in all, V.
    """

    vectors: Vectors
    ids: Ids
    reasons: tuple[Reason, ...]
    of: int

    def count(self, reason: Reason) -> int:
        """Tell how many words are there for a reason."""
        return self.reasons.count(reason)


def cut(
    vectors: Vectors,
    words: int = WORDS,
    asked: Sequence[str] = (),
    neighbours: int = 10,
    filling: Filling = "first",
) -> Excerpt:
    """Choose the words of a picture.

    Args:
        vectors: All words.
        words: How many to choose; all of them if there are fewer.
        asked: Words that are there in any case.
        neighbours: How many of the nearest of each asked word are there, too.
        filling: What the other words are. Equal vectors give equal random draws.

    Raises:
        MissingWord: If an asked word has no vector.
        SettingError: `out_of_range` if it is to be fewer than 1 word or more than `MOST`, or if the
            asked words and their neighbours alone are more than `words`.
        ValueError: If a number of the vectors is not finite.
    """
    if not 1 <= words <= MOST:
        raise out_of_range("words", words, 1, MOST, whole=True)
    reasons: dict[int, Reason] = {vectors.id(word): "asked" for word in asked}
    for i in _nearest(vectors, list(reasons), neighbours):
        reasons.setdefault(i, "neighbour")
    if len(reasons) > min(words, len(vectors)):
        message = f"{len(asked)} words and their neighbours are {len(reasons)}, more than {words}"
        raise SettingError(
            "out_of_range", message, setting="words", value=words, low=len(reasons), high=MOST
        )
    for i in _order(vectors.words, filling):
        if len(reasons) >= words:
            break
        reasons.setdefault(i, filling)
    ids = np.array(sorted(reasons), dtype=np.int32)
    return Excerpt(vectors.take(ids), ids, tuple(reasons[int(i)] for i in ids), len(vectors))


def _order(words: Sequence[str], filling: Filling) -> Iterable[int]:
    """In which order words are taken that nobody asked for."""
    V = len(words)
    if filling == "first":
        return range(V)
    if filling == "whole":
        return itertools.chain(wordlike(words), range(V))
    # One order for whatever number of words: those of a small picture are in a large one, too.
    order: list[int] = np.random.default_rng([PURPOSE, 0, 0, 0]).permutation(V).tolist()
    return order


def _nearest(vectors: Vectors, ids: Sequence[int], n: int) -> list[int]:
    """The n nearest of each of some words, themselves left out."""
    if not ids or n < 1:
        return []
    # One more than n: a word is among its own nearest, unless too many are equal to it.
    found, _ = vectors.nearest_to(vectors.matrix[list(ids)], n + 1)
    return [int(j) for i, row in zip(ids, found, strict=True) for j in row[row != i][:n]]
