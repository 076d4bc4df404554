"""Sentences of a text in which something stands: a word of its vocabulary, or any letters."""

import re
from typing import TypeAlias

import numpy as np

from embviz.text.corpus import Corpus
from embviz.types import Counts

Pattern: TypeAlias = re.Pattern[str]


def with_word(corpus: Corpus, word: str) -> Counts:
    """The numbers of the sentences that have a word, rising. Raises MissingWord.

    >>> corpus = Corpus.from_text("The king rules. The queen rules!", min_count=1)
    >>> with_word(corpus, "rules").tolist(), with_word(corpus, "queen").tolist()
    ([0, 1], [1])
    """
    places = np.flatnonzero(corpus.ids == corpus.vocabulary.id(word))
    return np.unique(np.searchsorted(corpus.starts, places, side="right") - 1)


def with_letters(corpus: Corpus, letters: str) -> Counts:
    """The numbers of the sentences that have some letters, rising; capitals do not matter.

    >>> with_letters(Corpus.from_text("The king. The queen!", min_count=1), "E Q").tolist()
    [1]
    """
    pattern = pattern_of(letters)
    found = [each.span() for each in pattern.finditer(corpus.text)]
    places = np.array(found, dtype=np.int64).reshape(-1, 2)
    near = np.searchsorted(corpus.spans[:, 0], places[:, 0], side="right") - 1
    inside = (near >= 0) & (places[:, 1] <= corpus.spans[near, 1])
    return np.unique(near[inside])


def pattern_of(letters: str, *, whole: bool = False) -> Pattern:
    """What finds letters in a text, blanks of any kind between them; whole: a word by itself."""
    sought = r"\s+".join(map(re.escape, letters.split()))
    return re.compile(rf"(?<!\w){sought}(?!\w)" if whole else sought, re.IGNORECASE)


def marked(sentence: str, pattern: Pattern | None, longest: int) -> list[tuple[str, bool]]:
    """A sentence on one line in pieces, and whether each is what a pattern finds.

    Where it has more than `longest` signs, only what is around the first finding is there.

    >>> marked("A king, a kingdom.", pattern_of("king", whole=True), 40)
    [('A ', False), ('king', True), (', a kingdom.', False)]
    """
    line = " ".join(sentence.split())
    if len(line) > longest:
        first = pattern.search(line) if pattern is not None else None
        begin = max(0, (first.start() if first else 0) - longest // 2)
        end = begin + longest
        line = "…" * (begin > 0) + line[begin:end] + "…" * (end < len(line))
    pieces: list[tuple[str, bool]] = []
    at = 0
    for found in pattern.finditer(line) if pattern is not None else ():
        pieces += [(line[at : found.start()], False), (found[0], True)]
        at = found.end()
    return [piece for piece in [*pieces, (line[at:], False)] if piece[0]]
