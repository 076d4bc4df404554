"""From characters to words and sentences.

Words are found as `boundaries` says, in what `stripping` leaves of the text. Text is cut as it was
given, and only its distinct forms are normalised: places are always places in the text as given.

What a sentence is: it ends after `.`, `!`, `?`, `…` and their sisters in other scripts, with the
quotes and brackets that close there, where blank space follows (so `3.14` is whole); after `。`
and its like in any case; at a blank line; and at the end of a line, unless the line is wrapped (see
`sentence_ends`) or a word goes on in the next one. Abbreviations are not recognised: `Mr. Darcy` is
parted after `Mr.` Where words stand between blanks or are pieces, each line is a sentence.
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from itertools import chain, count

import numpy as np

from embviz.text import boundaries, clumps, sentence_ends
from embviz.text.boundaries import CONTROLS, first_version, forms, word_of
from embviz.text.rules import USUAL, Rules
from embviz.text.sentence_ends import ENDS_SHARE, MAX_SENTENCE, trimmed
from embviz.text.stripping import stripped
from embviz.types import Counts, Ids, Lengths
from embviz.util.steps import finish

__all__ = [
    "MAX_SENTENCE",
    "MAX_TOKEN",
    "Tokens",
    "control_characters",
    "cut",
    "first_version",
    "forms",
    "rewritten",
    "tokenize",
    "word_of",
]

MAX_TOKEN = 64  # characters; anything longer is dropped (it is data, not language)

_CONTROL = re.compile(f"[{CONTROLS}]")


@dataclass(frozen=True, eq=False)
class Tokens:
    """A text cut into forms and sentences."""

    forms: tuple[str, ...]  # the distinct forms in order of appearance
    ids: Ids  # (T,) which form each token is
    lengths: Lengths  # (S,) tokens of each sentence, from 1 to `MAX_SENTENCE`
    spans: Counts  # (S, 2) where each sentence begins and ends in the text, in characters
    left_out: int = 0  # characters that were left out before


def cut(text: str, rules: Rules = USUAL) -> Tokens:
    """Cut a text into forms and sentences; sentences without a token are left out."""
    return finish(cutting(text, rules))


def cutting(text: str, rules: Rules = USUAL) -> Generator[float, None, Tokens]:
    """Do that in steps; each says what share of the work is done."""
    left = stripped(text, rules)
    quickly = clumps.suit(left.text, rules)
    found = yield from (clumps.cutting if quickly else _cutting)(left.text, rules)
    forms, ids, lengths, spans = found
    return Tokens(forms, ids, lengths, left.places(spans), sum(left.left_out.values()))


def _cutting(text: str, rules: Rules) -> Generator[float, None, clumps.Cut]:
    """Do that in the plain way, for any text."""
    numbers = defaultdict[str, int](count().__next__)  # in order of appearance
    ids, lengths, spans = array("i"), array("h"), array("q")
    find = boundaries.pattern(text, rules).findall
    number = numbers.__getitem__
    ends, told = (yield from sentence_ends.ends(text, rules)), 0
    for start, end in _stretches(text, ends, rules):
        if start - told >= sentence_ends.PORTION:
            yield ENDS_SHARE + (1 - ENDS_SHARE) * start / len(text)
            told = start
        forms = find(text, start, end)
        if not forms:
            continue
        ids.extend(map(number, forms))
        lengths.append(len(forms))
        spans.extend(trimmed(text, start, end))
    return (
        tuple(numbers),
        np.asarray(ids, np.int32),
        np.array(lengths, np.int16),
        np.array(spans, np.int64).reshape(-1, 2),
    )


def tokenize(text: str, *, lowercase: bool = True, rules: Rules = USUAL) -> list[str]:
    """List the words of a text in order, without those above `MAX_TOKEN` characters.

    Neither stop words are dropped nor phrases joined.

    >>> tokenize("The king’s mother-in-law said: “Naïve!” -- at 10:30 in _New_York_.")
    ['the', "king's", 'mother-in-law', 'said', 'naïve', 'at', '10:30', 'in', 'new_york']
    """
    words = (word_of(form, lowercase, rules) for form in forms(text, rules))
    return [word for word in words if len(word) <= MAX_TOKEN]


def rewritten(text: str, other: Callable[[str], str], rules: Rules = USUAL) -> str:
    """Write each form of a text otherwise, and leave all between them as it is.

    Where forms overlap, one that begins in another that was written otherwise stays.
    """
    pieces, at = list[str](), 0
    pattern = boundaries.pattern(text, rules)
    for found in pattern.finditer(text):
        form = found[pattern.groups]
        if found.start() < at or (new := other(form)) == form:
            continue
        pieces += text[at : found.start()], new
        at = found.start() + len(form)
    return "".join([*pieces, text[at:]])


def control_characters(text: str) -> int:
    """Count NUL and the other control characters; line ends and tabs are none."""
    return sum(1 for _ in _CONTROL.finditer(text))


def _stretches(text: str, ends: Counts, rules: Rules) -> Iterator[tuple[int, int]]:
    """Give where sentences may stand, one after another, none above `MAX_SENTENCE` tokens."""
    start = 0
    for end in chain(_listed(ends), [len(text)]):
        if end - start < 2 * MAX_SENTENCE:  # each token has a character and a blank
            yield start, end
        else:
            yield from _pieces(text, start, end, rules)
        start = end


def _listed(numbers: Counts) -> Iterator[int]:
    """Numbers of an array one by one; as a list, all at once would take five times its memory."""
    for start in range(0, len(numbers), 2**16):
        yield from numbers[start : start + 2**16].tolist()


def _pieces(text: str, start: int, end: int, rules: Rules) -> Iterator[tuple[int, int]]:
    """Cut a stretch before every token that would be one too many."""
    for i, token in enumerate(boundaries.pattern(text, rules).finditer(text, start, end)):
        if i and i % MAX_SENTENCE == 0:
            yield start, token.start()
            start = token.start()
    yield start, end
