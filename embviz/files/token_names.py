"""Words of films for the tokens of any tokenizer.

A tokenizer's tokens may be empty, hold a NUL, be very long, or look alike once they are decoded.
Words of a film may not (see `files.film.checks`). So such a token gets its number besides,
`the#1734`, and all others stay as they are.
"""

import operator
from collections.abc import Iterable, Mapping, Sequence

from embviz.text.corpus import MAX_TOKEN

SPARE = 1000
"""Rows without a token that there may be, and twice as many as tokens."""


def in_order(tokens: Mapping[str, int]) -> list[str]:
    """The tokens of a table from each to its row, in their order; "" where a row has none.

    Raises ValueError if two have the same row, or one a row below 0, or far beyond their number;
    TypeError if a row is no whole number.

    >>> in_order({"b": 2, "a": 0})
    ['a', '', 'b']
    """
    rows = list(map(operator.index, tokens.values()))
    if min(rows, default=0) < 0 or len(set(rows)) < len(rows):
        raise ValueError("rows must be different whole numbers from 0 up")
    if (last := max(rows, default=-1)) > 2 * len(rows) + SPARE:
        raise ValueError(f"the row {last:,} is far beyond the {len(rows):,} words")
    listed = [""] * (last + 1)
    for token, row in zip(tokens, rows, strict=True):
        listed[row] = token
    return listed


def word_of_each(tokens: Sequence[str]) -> tuple[str, ...]:
    """A word for each token, none twice.

    >>> word_of_each(["the", "", "the", "cat"])
    ('the', '#1', 'the#2', 'cat')
    """
    words = dict[str, int]()  # with the number of the token
    for i, token in enumerate(tokens):
        if _fits(token):
            words.setdefault(token, i)
    for i, token in enumerate(tokens):
        if words.get(token) != i:
            words[_free(token.replace("\0", "␀"), i, words)] = i
    return tuple(sorted(words, key=words.__getitem__))


def _fits(token: str) -> bool:
    return 0 < len(token) <= MAX_TOKEN and "\0" not in token


def _free(token: str, number: int, taken: Iterable[str]) -> str:
    """A word that is not taken, with the number at its end."""
    end = f"#{number}"
    while (word := f"{token[: MAX_TOKEN - len(end)]}{end}") in taken:
        end = f"#{end}"
    return word
