"""Finding words by a few letters of them, or by a wrong spelling, in large vocabularies.

Capitals do not matter, nor how letters are composed, and ё is found by е. Words that begin with the
letters come first, then those that have them inside, both in the order of the vocabulary: the
commonest first.
"""

import functools
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from embviz.vectors.spellings import Spellings
from embviz.vectors.word_rows import composed

MOST = 12  # words that are suggested at once
CLOSEST = 5  # words that are offered for one that is not there
SLIPS = ((3, 1), (7, 2), (64, 3))  # of so many letters, so many may be wrong; of more, none


def fold(word: str) -> str:
    r"""Give the form in which words are compared: without capitals, composed, with е for ё.

    >>> fold("Ёж") == fold("еж"), fold("CAFE\u0301") == fold("caf\u00e9")
    (True, True)
    """
    if word.isascii():
        return word.lower()
    return composed(composed(word).casefold()).replace("ё", "е")


@dataclass(frozen=True)
class Found:
    """What was found."""

    ids: tuple[int, ...]  # the first words, by their places in the vocabulary
    more: int  # how many further ones there are


def find(words: tuple[str, ...], text: str, most: int = MOST) -> Found:
    """Find the words, the commonest first, that contain some letters; blanks around these do not
    count.

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


def same(words: tuple[str, ...], text: str) -> str | None:
    """Find the word that was meant by other capitals, or by е for ё; the commonest one.

    >>> same(("Ёлка", "king"), "елка")
    'Ёлка'
    """
    wanted = fold(text.strip())
    folded = _folded(words)
    return words[folded.index(wanted)] if wanted in folded else None


def same_each(words: tuple[str, ...], texts: Iterable[str]) -> dict[str, str]:
    """Find the word that was meant by each of many texts, as `same` does; what is not there is left
    out.

    >>> same_each(("Ёлка", "king"), ["KING", "елка", "queen"])
    {'KING': 'king', 'елка': 'Ёлка'}
    """
    wanted = {text: fold(text.strip()) for text in texts}
    forms = set(wanted.values())
    found: dict[str, str] = {}
    for word, folded in zip(words, _folded(words), strict=True):
        if folded in forms:
            found.setdefault(folded, word)
    return {text: found[folded] for text, folded in wanted.items() if folded in found}


def closest(words: tuple[str, ...], text: str, most: int = CLOSEST) -> tuple[str, ...]:
    """Give the words, of these the commonest first, that are spelled most like one that is not
    there.

    Swapped, missing, added and wrong letters count (`vectors.spellings`), capitals, the dots of ё
    and blanks around the text do not. Those with the fewest slips come first, then those with the
    same first letter, then the commonest; none at all if nothing is close.

    >>> closest(("the", "king", "Ёлка", "ring"), "kign"), closest(("Ёлка",), "елка")
    (('king', 'ring'), ('Ёлка',))
    """
    wanted = fold(text.strip())
    slips = next((slips for letters, slips in SLIPS if 0 < len(wanted) <= letters), None)
    if slips is None:
        return ()
    spellings = _spellings(words)
    ids, distances = spellings.within(wanted, slips)
    other_letter = spellings.letters[spellings.starts[ids]] != ord(wanted[0])
    order = np.lexsort((ids, other_letter, distances))[: max(most, 0)]
    return tuple(words[i] for i in ids[order])


@functools.lru_cache(maxsize=8)
def _spellings(words: tuple[str, ...]) -> Spellings:
    return Spellings.of(_folded(words))


@functools.lru_cache(maxsize=8)
def _folded(words: tuple[str, ...]) -> Sequence[str]:
    return [fold(word) for word in words]
