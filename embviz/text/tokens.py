"""From characters to words and sentences.

Words are found as `boundaries` says, in what `stripping` leaves of the text. Text is cut as it was
given, and only its distinct forms are normalised: places are always places in the text as given.

What a sentence is: it ends after `.`, `!`, `?`, `…` and their sisters in other scripts, with the
quotes and brackets that close there, where blank space follows (so `3.14` is whole); after `。`
and its like in any case; at a blank line; and at the end of a line, unless the line is wrapped (see
`_Lines`) or a word goes on in the next one. Abbreviations are not recognised: `Mr. Darcy` is parted
after `Mr.` Where words stand between blanks or are pieces, each line is a sentence.
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, count

import numpy as np
from numpy.typing import NDArray

from embviz.text import boundaries
from embviz.text.boundaries import CONTROLS, first_version, forms, word_of
from embviz.text.rules import USUAL, Rules
from embviz.text.stripping import stripped
from embviz.types import Counts, Ids
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

MAX_SENTENCE = 1000  # tokens of the longest sentence, as in word2vec; longer ones are cut

_STOPS = ".!?…‼⁇⁈⁉‽\u037e؟۔।॥։።"
_WIDE_STOPS = "。！？｡"  # no blank follows these
_CLOSERS = "\"'’‘”“„»«›‹)\\]}_*」』】〉》）］"
_WIDE_CLOSERS = "”’」』】〉》）］"

_BREAK = re.compile(r"[\n\r]\s*+(?=(\S*+))")
_CONTROL = re.compile(f"[{CONTROLS}]")
_SEAM = re.compile(r"(?<=[^\W_])(?=\s)")

PORTION = 2**20  # characters that are cut in one step
ENDS_SHARE = 0.4  # of the work is to find where sentences end


@dataclass(frozen=True, eq=False)
class Tokens:
    """A text cut into forms and sentences."""

    forms: tuple[str, ...]  # the distinct forms in order of appearance
    ids: Ids  # (T,) which form each token is
    lengths: Counts  # (S,) tokens of each sentence, from 1 to `MAX_SENTENCE`
    spans: Counts  # (S, 2) where each sentence begins and ends in the text, in characters
    left_out: int = 0  # characters that were left out before


def cut(text: str, rules: Rules = USUAL) -> Tokens:
    """Cut a text into forms and sentences; sentences without a token are left out."""
    return finish(cutting(text, rules))


def cutting(text: str, rules: Rules = USUAL) -> Generator[float, None, Tokens]:
    """Do that in steps; each says what share of the work is done."""
    left = stripped(text, rules)
    text = left.text
    numbers = defaultdict[str, int](count().__next__)  # in order of appearance
    ids, lengths, spans = array("i"), array("q"), array("q")
    find = boundaries.pattern(text, rules).findall
    number = numbers.__getitem__
    ends, told = (yield from _ends(text, rules)), 0
    for start, end in _stretches(text, ends, rules):
        if start - told >= PORTION:
            yield ENDS_SHARE + (1 - ENDS_SHARE) * start / len(text)
            told = start
        forms = find(text, start, end)
        if not forms:
            continue
        ids.extend(map(number, forms))
        lengths.append(len(forms))
        spans.extend(_trimmed(text, start, end))
    return Tokens(
        tuple(numbers),
        np.frombuffer(ids, np.int32) if ids else np.zeros(0, np.int32),
        np.array(lengths, np.int64),
        left.places(np.array(spans, np.int64).reshape(-1, 2)),
        sum(left.left_out.values()),
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


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    stretch = text[start:end]
    return end - len(stretch.lstrip()), start + len(stretch.rstrip())


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


def _ends(text: str, rules: Rules) -> Generator[float, None, Counts]:
    """Find where sentences end, in steps: rising places in the text."""
    if rules.words != "unicode":
        return np.fromiter((end.end() for end in _BREAK.finditer(text)), np.int64)
    stops, breaks = [np.zeros(0, np.int64)], [np.zeros((0, 4), np.int64)]
    stop_in = _stop(text.isascii())
    for start, end in _portions(text):
        found = (stop.end() for stop in stop_in.finditer(text, start, end) if stop.lastindex)
        stops.append(np.fromiter(found, np.int64))
        breaks.append(_breaks(text, start, end))
        yield ENDS_SHARE * end / len(text)
    lines = _Lines.of(np.concatenate(breaks), np.concatenate(stops))
    ends = lines.ends[~(lines.single & lines.wrapped)]
    found_ends = np.union1d(np.concatenate(stops), ends)
    return np.setdiff1d(found_ends, _line_ends_in_words(text, rules), assume_unique=True)


@cache
def _stop(ascii_: bool) -> re.Pattern[str]:
    """Build the pattern of stops, for texts of ASCII characters or of any.

    Its group takes part where a stop ends a sentence. A run of stops that does not is passed over
    as a whole: tried from each of its stops, a long row of dots would take its square.
    """
    stops, closers = (".!?", "\"')\\]}_*") if ascii_ else (_STOPS, _CLOSERS)
    blank = f"(?:[^\\S\\n\\r]++|(?=[\\n\\r{CONTROLS}])|\\Z)"
    wide = "" if ascii_ else f"|[{_WIDE_STOPS}]++[{_WIDE_CLOSERS}]*+()"
    return re.compile(f"[{stops}]++(?:[{closers}]*+{blank}())?{wide}")


def _portions(text: str) -> Iterator[tuple[int, int]]:
    """Give a text in portions that end after a letter or digit, before a blank.

    No stop and no end of a line reaches from one into the next.
    """
    start = 0
    while start < len(text):
        seam = _SEAM.search(text, start + PORTION)
        end = seam.start() if seam is not None else len(text)
        yield start, end
        start = end


def _breaks(text: str, start: int, end: int) -> Counts:
    """The ends of lines between two places: (B, 4) as `_Lines.of` takes them."""
    found = _BREAK.finditer(text, start, end)
    facts = np.array([(at.start(), at.end(), 1, at.end(1)) for at in found], np.int64)
    facts = facts.reshape(-1, 4)
    for i in np.flatnonzero(facts[:, 1] - facts[:, 0] > 1).tolist():
        facts[i, 2] = _newlines(text[facts[i, 0] : facts[i, 1]])
    facts[:, 3] -= facts[:, 1]
    return facts


def _line_ends_in_words(text: str, rules: Rules) -> Counts:
    """Where lines end in the middle of a word."""
    signs = boundaries.SOFT_HYPHEN + boundaries.LINE_HYPHENS * rules.join_hyphens
    if not rules.join_hyphens and boundaries.SOFT_HYPHEN not in text:
        return np.zeros(0, np.int64)
    inside = re.compile(f"[^\\W_][{signs}][^\\S\\n\\r]*+(?={boundaries.END_OF_LINE}[^\\W_])")
    return np.fromiter((end.end() for end in inside.finditer(text)), np.int64)


@dataclass(frozen=True, eq=False)
class _Lines:
    """The lines of a text, and whether their ends mean anything.

    Texts come with a sentence on every line, or as prose wrapped at some width. In wrapped prose a
    line ends because the next word did not fit, and that is no end of a sentence. A text is taken
    for wrapped if nearly all its lines are about full, few of them end with a stop, and stops
    stand inside lines: a sentence a line, with or without stops, fails at one of these. In a
    wrapped text, the end of a line that is clearly not full (a heading, a verse) still ends a
    sentence, and so does every blank line.

    All arrays are (L,).
    """

    ends: Counts  # blank lines are part of the end before them
    single: NDArray[np.bool_]  # whether the next line follows without a blank one
    reach: Counts  # how long each would have been with the next line's first word
    width: float  # what lines are wrapped at, if they are
    stopped: NDArray[np.bool_]  # whether a stop ends the line
    stops: int  # in the whole text

    FULL = 0.75  # books that were wrapped by hand have lines of 55 to 75 characters

    @classmethod
    def of(cls, breaks: Counts, stops: Counts) -> "_Lines":
        """Judge ends of lines: where each begins and ends, its line ends, and the next word.

        `breaks` is (L, 4), the last two in numbers of line ends and characters.
        """
        ends, nexts, newlines, words = breaks.T
        lengths = ends - np.concatenate([[0], nexts[:-1]])
        single = newlines == 1
        return cls(
            ends,
            single,
            lengths + 1 + words,
            float(np.quantile(lengths[single], 0.95)) if single.any() else 0.0,
            np.isin(ends, stops),
            len(stops),
        )

    @property
    def wrapped(self) -> NDArray[np.bool_]:
        """(L,) Whether each line ends only because it was full."""
        full = self.reach >= self.FULL * self.width
        inside = self.stops - np.count_nonzero(self.stopped)
        wrapped_text = (
            np.count_nonzero(self.single) >= 3
            and self.width >= 20
            and full[self.single].mean() >= 0.75
            and self.stopped[self.single].mean() < 0.25
            and inside > np.count_nonzero(self.stopped & self.single)
        )
        return full & wrapped_text


def _newlines(blank: str) -> int:
    return blank.count("\n") or blank.count("\r")
