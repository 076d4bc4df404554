"""Finding words by a few letters of them, or by a wrong spelling, in large vocabularies.

Capitals do not matter, nor how letters are composed; ё is found by е, and the marks of tokens need
not be typed. Words that begin with the letters come first, then those that have them inside, both
in the order of the vocabulary: the commonest first.
"""

import functools
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from embviz.vectors.spellings import Spellings
from embviz.vectors.token_marks import bare
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
    plain = _bare(words)
    begin = itertools.islice((i for i in found if plain[i].startswith(wanted)), most)
    inside = itertools.islice((i for i in found if not plain[i].startswith(wanted)), most)
    best = [*begin, *inside][:most]
    return Found(tuple(best), len(found) - len(best))


def same(words: tuple[str, ...], text: str) -> str | None:
    """Find the word that was meant by other capitals, by е for ё, or without the mark of a token;
    the commonest one.

    >>> same(("Ёлка", "king"), "елка"), same(("ing", "Ġking"), "king")
    ('Ёлка', 'Ġking')
    """
    wanted = fold(text.strip())
    forms = (form for form in (_folded(words), _bare(words)) if wanted in form)
    return next((words[form.index(wanted)] for form in forms), None)


def same_each(words: tuple[str, ...], texts: Iterable[str]) -> dict[str, str]:
    """Find the word that was meant by each of many texts, as `same` does; what is not there is left
    out.

    >>> same_each(("Ёлка", "king"), ["KING", "елка", "queen"])
    {'KING': 'king', 'елка': 'Ёлка'}
    """
    wanted = {text: fold(text.strip()) for text in texts}
    forms = set(wanted.values())
    found: dict[str, str] = {}
    for form in (_folded(words), _bare(words)):
        for word, folded in zip(words, form, strict=True):
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
    return Spellings.of(_bare(words))


@functools.lru_cache(maxsize=8)
def _folded(words: tuple[str, ...]) -> Sequence[str]:
    return [fold(word) for word in words]


@functools.lru_cache(maxsize=8)
def _bare(words: tuple[str, ...]) -> Sequence[str]:
    """The same without the marks of tokens; the same list, where there are none."""
    folded = _folded(words)
    found = [fold(bare(word)) for word in words]
    return folded if found == folded else found
