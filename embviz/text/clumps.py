"""A long text cut quickly: by its clumps, which are what stands between two blanks.

Nearly all clumps of a long text were met before: `the`, `king,` and `said.` A clump has the same
words and the same stops wherever it stands, so each distinct one is looked at once. What is left
to do for every clump is one look into a dictionary; NumPy does the rest, a portion at a time. What
comes of it is what `tokens` finds in the plain way, which is the quicker one for short texts.

Not for words that go on in the next line, nor for overlapping pieces: there a clump is not enough.
Nor for scripts without blanks, whose clumps hardly ever come again.
"""

import re
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Generator, Sequence
from dataclasses import dataclass, fields
from itertools import count, islice
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from embviz.text import boundaries, sentence_ends
from embviz.text.rules import Rules
from embviz.text.sentence_ends import MAX_SENTENCE, Lines, Numbers, trimmed
from embviz.types import Counts, Flags, Ids, Lengths
from embviz.util import memory
from embviz.util.in_place import moved_together

LONG = 200_000  # characters from which a text is cut by its clumps
PORTION = 2**18  # characters that are cut in one step
MOST_KNOWN = 2**20  # clumps that are remembered at a time
SAMPLE, LONGEST_MEAN = 2**16, 16  # characters of the beginning, and of its mean clump

Cut: TypeAlias = tuple[tuple[str, ...], Ids, Lengths, Counts]
"""Forms, ids, lengths and spans, as `Tokens` has them."""

_NONE, _STOP, _WIDE_STOP = range(3)  # what a clump ends with
_PARTED = 4  # more than that: sentences end inside of it
_EVERY = 128  # clumps from one whose place is kept to the next
_BLANKS = np.array([chr(code).isspace() for code in range(0x3002)])  # the last is none
_LEADING_BLANKS = re.compile(r"\s*+")
_SOFT_LINE_END = re.compile(f"{boundaries.SOFT_HYPHEN}[^\\S\\n\\r]*+[\\n\\r]")


def suit(text: str, rules: Rules) -> bool:
    """Whether a text is to be cut in this way."""
    if len(text) < LONG or rules.words == "pieces" or rules.join_hyphens:
        return False
    if boundaries.SOFT_HYPHEN in text and _SOFT_LINE_END.search(text):
        return False
    sample = text[:SAMPLE]
    return len(sample) <= LONGEST_MEAN * len(sample.split())


def cutting(text: str, rules: Rules) -> Generator[float, None, Cut]:
    """Cut a text that is suited, in steps; each says what share of the work is done."""
    known, ids, borders = _Known(text, rules), array("i"), _GrowingBorders(len(text))
    marks, last = [np.zeros((2, 0), np.int64)], 0
    for start, end in sentence_ends.portions(text, PORTION):
        portion = known.portion(text[start:end], start, len(ids))
        ids.frombytes(portion.words.tobytes())
        borders.extend(portion.borders())
        marks.append(portion.marks())
        last = max(last, portion.end)
        yield end / len(text)
    first = _LEADING_BLANKS.match(text).end()  # type: ignore[union-attr]
    forms = tuple(known.forms)
    del known  # long texts take much memory
    memory.give_back()
    found = _sentences(borders.ends(rules), len(ids), first, last)
    del borders
    memory.give_back()
    lengths, spans = _parted(*found, text, rules, np.concatenate(marks, axis=1))
    return forms, np.asarray(ids, np.int32), lengths, spans


@dataclass(frozen=True, eq=False)
class _Borders:
    """Where sentences may end: each between two tokens, in rising places.

    All arrays are (B,); a text of 100 MB may have some millions.
    """

    tokens: Numbers  # before it
    before: Numbers  # where the clump before it ends
    after: Numbers  # where the clump after it begins
    stop: Flags  # whether a stop stands before it
    line_end: Numbers  # where a line ends; -1: none does
    single: Flags  # whether that is one end of a line, no blank line
    stopped: Flags  # whether a stop ends that line
    word: Numbers  # characters of the clump after it

    @classmethod
    def joined(cls, parts: list["_Borders"]) -> "_Borders":
        """Lay the borders of portions end to end."""
        names = [each.name for each in fields(cls)]
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))

    @classmethod
    def at_stops(cls, tokens: Numbers, places: Numbers) -> "_Borders":
        """Borders at stops inside of clumps."""
        no = np.zeros(len(places), bool)
        return cls(tokens, places, places, ~no, np.full(len(places), -1), no, no, no.astype(int))

    def part(self, which: Counts | Flags) -> "_Borders":
        """Some of them."""
        return _Borders(*(getattr(self, each.name)[which] for each in fields(self)))


class _GrowingBorders:
    """The borders of all portions so far, in the narrowest numbers that do."""

    def __init__(self, length: int) -> None:
        number = "i" if length < 2**31 else "q"
        flags = {"stop", "single", "stopped"}
        self._columns = {
            each.name: array("b" if each.name in flags else number) for each in fields(_Borders)
        }

    def extend(self, more: _Borders) -> None:
        """Lay those of one more portion behind them."""
        for name, column in self._columns.items():
            column.frombytes(getattr(more, name).astype(column.typecode).tobytes())

    def ends(self, rules: Rules) -> list[Numbers]:
        """Those that are ends: the tokens before, and where the clumps around them end and begin.

        In the memory of all, which are gone.
        """
        columns = map(np.asarray, self._columns.values())
        every = _Borders(*(x.view(bool) if x.dtype == np.int8 else x for x in columns))
        self._columns.clear()
        which = _are_ends(every, rules)
        return [moved_together(x, which) for x in (every.tokens, every.before, every.after)]


def _sentences(ends: list[Numbers], tokens: int, first: int, last: int) -> tuple[Numbers, Counts]:
    """Give the lengths of sentences, and their spans, by the ends between them.

    So many tokens stand in a text from `first` to `last`. The ends are used up.
    """
    after, before, cut = ends.pop(), ends.pop(), ends.pop()
    lengths = np.empty(len(cut) + 1, cut.dtype)
    lengths[:-1], lengths[-1] = cut, tokens
    lengths[1:] -= cut
    del cut
    spans = np.empty((len(lengths), 2), np.int64)
    spans[0, 0], spans[1:, 0] = first, after
    del after
    spans[:-1, 1], spans[-1, 1] = before, last
    del before
    filled = lengths > 0
    return moved_together(lengths, filled), moved_together(spans, filled)


def _are_ends(borders: _Borders, rules: Rules) -> Flags:
    """Which borders are ends of sentences, (B,); where lines end is lost."""
    lines = borders.line_end >= 0
    if rules.words == "blanks":
        return lines
    at = borders if lines.all() else borders.part(lines)
    stops = int(np.count_nonzero(borders.stop))
    lengths = at.line_end
    lengths[1:] -= at.after[:-1]
    found = Lines.of(lengths, at.single, at.word, at.stopped, stops)
    ends = borders.stop.copy()
    ends[lines] |= ~(found.single & found.wrapped)
    return ends


def _parted(
    lengths: Numbers, spans: Counts, text: str, rules: Rules, marks: Counts
) -> tuple[Lengths, Counts]:
    """Part what is too long for a sentence before every token that would be one too many."""
    if lengths.max(initial=0) <= MAX_SENTENCE:
        return lengths.astype(np.int16), spans
    whole: Counts = lengths.astype(np.int64)
    parts = -(-whole // MAX_SENTENCE)
    of = np.repeat(np.arange(len(lengths)), parts)  # (S',) for each part, its sentence
    number: Counts = np.arange(len(of)) - np.repeat(np.cumsum(parts) - parts, parts)
    before: Counts = (np.cumsum(whole) - whole)[of] + number * MAX_SENTENCE
    spans, finditer = spans[of], boundaries.pattern(text, rules).finditer
    later = np.flatnonzero(number)
    mark = np.searchsorted(marks[0], before[later], side="right") - 1
    for i, token, place in zip(later, before[later] - marks[0, mark], marks[1, mark], strict=True):
        start = next(islice(finditer(text, place), token, None)).start()
        spans[i - 1, 1] = trimmed(text, spans[i - 1, 0], start)[1]
        spans[i, 0] = start
    return np.diff(before, append=whole.sum()).astype(np.int16), spans


@dataclass(frozen=True, eq=False)
class _Portion:
    """A portion of a text in C clumps; places are those in the text."""

    starts: Counts  # (C+1,) where each clump begins; and where the portion ends
    ends: Counts  # (C+1,) where the portion begins; and where each clump ends
    tokens: Counts  # (C+1,) tokens before each clump; and after all
    words: Ids  # its tokens
    stops: NDArray[np.int8]  # (C+1,) what the clump before each ends with; and the last
    newlines: Counts  # where \n and \r stand
    feeds: Flags  # which of them are \n
    inside: _Borders  # where sentences end inside of clumps

    @property
    def end(self) -> int:
        """Where its last clump ends."""
        return int(self.ends[-1])

    def marks(self) -> Counts:
        """Some clumps: the tokens before each, and where it begins, (2, M)."""
        return np.stack([self.tokens[:-1:_EVERY], self.starts[:-1:_EVERY]])

    def borders(self) -> _Borders:
        """Where sentences may end."""
        line_end, single = self._lines()
        at = np.flatnonzero((self.stops != _NONE) | (line_end >= 0))
        words = np.append(self.ends[1:] - self.starts[:-1], 0)
        stop, ends, line_end = self.stops[at], self.ends[at], line_end[at]
        found = _Borders(
            self.tokens[at],
            ends,
            self.starts[at],
            stop != _NONE,
            line_end,
            single[at],
            (stop == _STOP) | ((stop == _WIDE_STOP) & (line_end == ends)),
            words[at],
        )
        if len(self.inside.tokens):
            found = _Borders.joined([found, self.inside])
            found = found.part(np.argsort(found.after, kind="stable"))
        return found

    def _lines(self) -> tuple[Counts, Flags]:
        """Before each clump and after all: where a line ends, or -1; whether just one, (C+1,)."""
        line_end = np.full(len(self.starts), -1)
        single = np.zeros(len(self.starts), bool)
        if not len(self.newlines):
            return line_end, single
        gaps = np.searchsorted(self.starts[:-1], self.newlines)
        firsts = np.flatnonzero(np.diff(gaps, prepend=-1))
        feeds = np.add.reduceat(self.feeds, firsts, dtype=np.int64)
        signs = np.diff(firsts, append=len(gaps))
        line_end[gaps[firsts]] = self.newlines[firsts]
        single[gaps[firsts]] = np.where(feeds > 0, feeds, signs) == 1
        return line_end, single


class _Known:
    """The clumps of a text that were met so far.

    Attributes:
        forms: The numbers of forms, in order of appearance.
    """

    def __init__(self, text: str, rules: Rules) -> None:
        self.forms = defaultdict[str, int](count().__next__)
        self._find = boundaries.pattern(text, rules)
        self._stop_in = sentence_ends.stop(text.isascii()) if rules.words == "unicode" else None
        self._forget()

    def _forget(self) -> None:
        self._numbers = defaultdict[str, int](count().__next__)
        self._words, self._begins, self._lengths = array("i"), array("q"), array("i")
        self._stops = array("b")  # what each ends with
        self._inside = dict[int, tuple[list[int], list[int]]]()  # ends in it, and the forms before

    def portion(self, text: str, start: int, before: int) -> _Portion:
        """Look up a portion, which begins at `start` and after so many tokens."""
        clumps = self._numbered(text.split())
        lengths = np.asarray(self._lengths)[clumps]
        tokens = np.append(0, np.cumsum(lengths)) + before
        starts, ends, newlines, feeds = _places(text)
        starts, ends, newlines = starts + start, ends + start, newlines + start
        stops = np.append(np.int8(_NONE), np.asarray(self._stops)[clumps])
        return _Portion(
            starts,
            ends,
            tokens,
            self._forms_of(clumps, lengths, tokens - before),
            stops & ~_PARTED,
            newlines,
            feeds,
            self._ends_inside(clumps, stops, tokens, starts),
        )

    def _forms_of(self, clumps: Ids, lengths: Ids, before: Counts) -> Ids:
        """The forms of all clumps, one after another."""
        shift = np.asarray(self._begins)[clumps] - before[:-1]
        return np.asarray(self._words)[np.repeat(shift, lengths) + np.arange(before[-1])]

    def _ends_inside(
        self, clumps: Ids, stops: NDArray[np.int8], tokens: Counts, starts: Counts
    ) -> _Borders:
        """Where sentences end inside of clumps."""
        found, before = list[int](), list[int]()
        for i in np.flatnonzero(stops[1:] & _PARTED).tolist():
            places, forms = self._inside[int(clumps[i])]
            found += [int(starts[i]) + place for place in places]
            before += [int(tokens[i]) + form for form in forms]
        return _Borders.at_stops(np.array(before, np.int64), np.array(found, np.int64))

    def _numbered(self, clumps: list[str]) -> Ids:
        """The number of each clump; those that are new are looked at."""
        if len(self._numbers) > MOST_KNOWN:
            self._forget()
        known = len(self._numbers)
        number = self._numbers.__getitem__
        numbers = np.fromiter(map(number, clumps), np.int32, len(clumps))
        new = list(islice(reversed(self._numbers), len(self._numbers) - known))
        for clump in reversed(new):
            self._learn(clump)
        return numbers

    def _learn(self, clump: str) -> None:
        if clump.isalnum():
            self._add((self.forms[clump],), _NONE)
            return
        words = [self.forms[form] for form in self._find.findall(clump)]
        found = self._stop_in.finditer(clump) if self._stop_in is not None else ()
        ends = [(each.end(), each.lastindex) for each in found if each.lastindex]
        at_end = ends.pop()[1] if ends and ends[-1][0] == len(clump) else _NONE
        if ends:
            places = [place for place, _ in ends]
            starts = [each.start() for each in self._find.finditer(clump)]
            before = [bisect_left(starts, place) for place in places]
            self._inside[len(self._stops)] = places, before
        self._add(words, at_end | _PARTED * bool(ends))

    def _add(self, words: Sequence[int], stops: int) -> None:
        self._begins.append(len(self._words))
        self._lengths.append(len(words))
        self._words.extend(words)
        self._stops.append(stops)


def _places(text: str) -> tuple[Counts, Counts, Counts, Flags]:
    r"""Where clumps begin and end, as `_Portion` has it; where \n and \r stand; which is \n."""
    codes = _codes(text)
    blank = _BLANKS[np.minimum(codes, len(_BLANKS) - 1)] if codes.itemsize > 1 else _BLANKS[codes]
    edges = np.flatnonzero(np.diff(blank, prepend=True, append=True))
    newlines = np.flatnonzero((codes == ord("\n")) | (codes == ord("\r")))
    starts, ends = np.append(edges[::2], len(text)), np.append(0, edges[1::2])
    return starts, ends, newlines, codes[newlines] == ord("\n")


def _codes(text: str) -> NDArray[np.unsignedinteger[Any]]:
    if text.isascii():
        return np.frombuffer(text.encode("ascii"), np.uint8)
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
