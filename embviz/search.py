"""Finding words by a few letters of them, in vocabularies of a hundred thousand.

Capitals do not matter, and ё is found by е. Words that begin with the letters come first, then
those that have them inside, both in the order of the vocabulary: the commonest first.
"""

import functools
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

MOST = 12
"""Words that are suggested at once."""


def fold(word: str) -> str:
    """Give the form in which words are compared.

    >>> fold("Ёж") == fold("еж")
    True
    """
    return word.casefold().replace("ё", "е")


@dataclass(frozen=True)
class Found:
    """What was found.

    Attributes:
        ids: The first words, by their places in the vocabulary.
        more: How many further ones there are.
    """

    ids: tuple[int, ...]
    more: int


def find(words: tuple[str, ...], text: str, most: int = MOST) -> Found:
    """Find the words that contain some letters.

    Args:
        words: The vocabulary, the commonest word first.
        text: What was typed; blanks around it do not count.
        most: How many words to give.

    >>> find(("the", "king", "other", "Kitten"), "ki").ids
    (1, 3)
    """
    wanted = fold(text.strip())
    if not wanted:
        return Found((), 0)
    folded = _folded(words)
    found = [i for i, word in enumerate(folded) if wanted in word]
    begin = itertools.islice((i for i in found if folded[i].startswith(wanted)), most)
    inside = itertools.islice((i for i in found if not folded[i].startswith(wanted)), most)
    best = [*begin, *inside][:most]
    return Found(tuple(best), len(found) - len(best))


@functools.lru_cache(maxsize=8)
def _folded(words: tuple[str, ...]) -> Sequence[str]:
    return [fold(word) for word in words]
