"""Where sentences end: at stops, and at ends of lines that mean something; see `tokens`."""

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from embviz.text import boundaries
from embviz.text.boundaries import CONTROLS
from embviz.text.rules import Rules
from embviz.types import Counts

_STOPS = ".!?…‼⁇⁈⁉‽\u037e؟۔।॥։።"
_WIDE_STOPS = "。！？｡"  # no blank follows these
_CLOSERS = "\"'’‘”“„»«›‹)\\]}_*」』】〉》）］"
_WIDE_CLOSERS = "”’」』】〉》）］"

_BREAK = re.compile(r"[\n\r]\s*+(?=(\S*+))")
_SEAM = re.compile(r"(?<=[^\W_])(?=\s)")

PORTION = 2**20  # characters that are cut in one step
ENDS_SHARE = 0.4  # of the work is to find where sentences end, where that is done first
MAX_SENTENCE = 1000  # tokens of the longest sentence, as in word2vec; longer ones are cut

Numbers: TypeAlias = NDArray[np.int32] | Counts


def ends(text: str, rules: Rules) -> Generator[float, None, Counts]:
    """Find where sentences end, in steps: rising places in the text."""
    if rules.words != "unicode":
        return np.fromiter((end.end() for end in _BREAK.finditer(text)), np.int64)
    stops, breaks = [np.zeros(0, np.int64)], [np.zeros((0, 4), np.int64)]
    stop_in = stop(text.isascii())
    for start, end in portions(text):
        stops.append(np.fromiter(_stops(stop_in, text, start, end), np.int64))
        breaks.append(_breaks(text, start, end))
        yield ENDS_SHARE * end / len(text)
    every = np.concatenate(stops)
    all_breaks = np.concatenate(breaks)
    lines = _lines(all_breaks, every)
    found = np.union1d(every, all_breaks[~(lines.single & lines.wrapped), 0])
    return np.setdiff1d(found, _line_ends_in_words(text, rules), assume_unique=True)


@cache
def stop(ascii_: bool) -> re.Pattern[str]:
    """Build the pattern of stops, for texts of ASCII characters or of any.

    Its group takes part where a stop ends a sentence. A run of stops that does not is passed over
    as a whole: tried from each of its stops, a long row of dots would take its square.
    """
    stops, closers = (".!?", "\"')\\]}_*") if ascii_ else (_STOPS, _CLOSERS)
    blank = f"(?:[^\\S\\n\\r]++|(?=[\\n\\r{CONTROLS}])|\\Z)"
    wide = "" if ascii_ else f"|[{_WIDE_STOPS}]++[{_WIDE_CLOSERS}]*+()"
    return re.compile(f"[{stops}]++(?:[{closers}]*+{blank}())?{wide}")


def _stops(stop_in: re.Pattern[str], text: str, start: int, end: int) -> Iterator[int]:
    return (each.end() for each in stop_in.finditer(text, start, end) if each.lastindex)


def portions(text: str, length: int | None = None) -> Iterator[tuple[int, int]]:
    """Give a text in portions that end after a letter or digit, before a blank.

    Each has at least `length` characters, or `PORTION`. No stop and no end of a line reaches from
    one into the next.
    """
    start = 0
    while start < len(text):
        seam = _SEAM.search(text, start + (length or PORTION))
        end = seam.start() if seam is not None else len(text)
        yield start, end
        start = end


def _breaks(text: str, start: int, end: int) -> Counts:
    """The ends of lines between two places, (B, 4).

    Of each, where it begins and ends, how many line ends it is, and characters of the next word.
    """
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
class Lines:
    """The lines of a text, and whether their ends mean anything.

    Texts come with a sentence on every line, or as prose wrapped at some width. In wrapped prose a
    line ends because the next word did not fit, and that is no end of a sentence. A text is taken
    for wrapped if nearly all its lines are about full, few of them end with a stop, and stops
    stand inside lines: a sentence a line, with or without stops, fails at one of these. In a
    wrapped text, the end of a line that is clearly not full (a heading, a verse) still ends a
    sentence, and so does every blank line.

    All arrays are (L,); blank lines are part of the end of the line before them.
    """

    single: NDArray[np.bool_]  # whether the next line follows without a blank one
    reach: Numbers  # how long each would have been with the next line's first word
    width: float  # what lines are wrapped at, if they are
    stopped: NDArray[np.bool_]  # whether a stop ends the line
    stops: int  # in the whole text

    FULL = 0.75  # books that were wrapped by hand have lines of 55 to 75 characters

    @classmethod
    def of(
        cls,
        lengths: Numbers,
        single: NDArray[np.bool_],
        words: Numbers,
        stopped: NDArray[np.bool_],
        stops: int,
    ) -> "Lines":
        """Judge lines by their lengths, which are lost, and the characters of each next word."""
        width = 0.0
        if single.any():
            width = float(np.quantile(lengths[single], 0.95, overwrite_input=True))
        lengths += 1
        lengths += words
        return cls(single, lengths, width, stopped, stops)

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


def _lines(breaks: Counts, stops: Counts) -> Lines:
    ends, nexts, newlines, words = breaks.T
    lengths = np.diff(ends, prepend=0)
    lengths[1:] -= (nexts - ends)[:-1]
    return Lines.of(lengths, newlines == 1, words, np.isin(ends, stops), len(stops))


def _newlines(blank: str) -> int:
    return blank.count("\n") or blank.count("\r")


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Where a stretch begins and ends without the blanks around it."""
    stretch = text[start:end]
    return end - len(stretch.lstrip()), start + len(stretch.rstrip())
