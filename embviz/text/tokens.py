"""From characters to words and sentences.

A *form* is a word as it stands in the text, a *word* what it counts as: `King’s` and `KING'S` are
two forms of `king's`. Text is cut as it was given, and only its distinct forms are normalised. So
places are always places in the text as given, although words are in Unicode's composed form (NFC)
and in small letters, and a word that occurs fifty thousand times is normalised once.

What a word is (after UAX #29, https://www.unicode.org/reports/tr29/, simplified): letters with
their marks, and digits; between two of them, one apostrophe or one hyphen. The underscore parts
words (books write _emphasis_ so). Invisible characters inside words (soft hyphen, marks of
direction) are passed over; the zero-width space parts words, as it does in Khmer.

What a sentence is: it ends after `.`, `!`, `?`, `…` and their sisters in other scripts, with the
quotes and brackets that close there, where blank space follows (so `3.14` is whole); after `。`
and its like in any case; at a blank line; and at the end of a line, unless the line is wrapped (see
`_Lines`). Abbreviations are not recognised: `Mr. Darcy` is parted after `Mr.`

Not done here: words written without blanks between them (`unspaced_scripts.py` recognises such
texts); words hyphenated across two lines, which become two words; vowel marks of Arabic and Hebrew,
which stay, so that a pointed and an unpointed spelling are two words.
"""

import re
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count

import numpy as np
from numpy.typing import NDArray

from embviz.types import Counts, Ids
from embviz.util.steps import finish

MAX_TOKEN = 64  # characters; anything longer is dropped (it is data, not language)

MAX_SENTENCE = 1000  # tokens of the longest sentence, as in word2vec; longer ones are cut

# What a reader cannot see and a word does not change by: variation selectors and the grapheme
# joiner. Characters of category Cf are added to them, without the three that mean something.
_INVISIBLE_MARKS = "\u034f\ufe00-\ufe0f\U000e0100-\U000e01ef"
_ZERO_WIDTH_SPACE, _ZERO_WIDTH_JOINERS = "\u200b", "\u200c\u200d"

_STOPS = ".!?…‼⁇⁈⁉‽\u037e؟۔।॥։።"
_WIDE_STOPS = "。！？｡"  # no blank follows these
_CLOSERS = "\"'’‘”“„»«›‹)\\]}_*」』】〉》）］"
_WIDE_CLOSERS = "”’」』】〉》）］"
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"

# The group takes part where a stop ends a sentence. A run of stops that does not is passed over as
# a whole: tried from each of its stops, a long row of dots would take its square.
_STOP = re.compile(
    f"[{_STOPS}]++(?:[{_CLOSERS}]*+(?:[^\\S\\n\\r]++|(?=[\\n\\r{_CONTROLS}])|\\Z)())?"
    f"|[{_WIDE_STOPS}]++[{_WIDE_CLOSERS}]*+()"
)
_BREAK = re.compile(r"[\n\r]\s*+(?=(\S*+))")
_CONTROL = re.compile(f"[{_CONTROLS}]")
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


def cut(text: str) -> Tokens:
    """Cut a text into forms and sentences; sentences without a token are left out."""
    return finish(cutting(text))


def cutting(text: str) -> Generator[float, None, Tokens]:
    """Do that in steps; each says what share of the work is done."""
    numbers = defaultdict[str, int](count().__next__)  # in order of appearance
    ids, lengths, spans = array("i"), array("q"), array("q")
    find = _token().findall
    number = numbers.__getitem__
    ends = yield from _ends(text)
    told = 0
    for start, end in _stretches(text, ends):
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
        np.array(spans, np.int64).reshape(-1, 2),
    )


def tokenize(text: str, *, lowercase: bool = True) -> list[str]:
    """List the words of a text in order, without those above `MAX_TOKEN` characters.

    >>> tokenize("The king’s mother-in-law said: “Naïve!” -- 3 times.")
    ['the', "king's", 'mother-in-law', 'said', 'naïve', '3', 'times']
    """
    words = (word_of(form, lowercase) for form in forms(text))
    return [word for word in words if len(word) <= MAX_TOKEN]


def forms(text: str) -> list[str]:
    """List the words of a text in order as they stand there, long ones included."""
    return _token().findall(text)


def rewritten(text: str, other: Callable[[str], str]) -> str:
    """Write each form of a text otherwise, and leave all between them as it is."""
    return _token().sub(lambda form: other(form[0]), text)


def word_of(form: str, lowercase: bool = True) -> str:
    """Give the word that a form counts as.

    Composed (NFC), one kind of apostrophe and hyphen, nothing invisible. Lower-casing is
    `str.lower`, not `str.casefold`: these words are shown to people, and casefold turns ß into ss
    (so that Maße and Masse become one word) and the final sigma of every Greek word into σ. It
    knows no language: the Turkish I becomes i, not ı; İ becomes i, as in Turkish.
    """
    if form.isascii():
        return form.lower() if lowercase else form
    word = unicodedata.normalize("NFC", _invisible().sub("", form))
    word = unicodedata.normalize("NFC", _IDLE_JOINER.sub("", word).translate(_ONE_KIND))
    if lowercase:
        # "İ".lower() is an i with a second dot above it: another word than "i", for no reader.
        word = unicodedata.normalize("NFC", word.replace("İ", "i").lower())
    return _INNER_LETTER_APOSTROPHE.sub("'", word)


def control_characters(text: str) -> int:
    """Count NUL and the other control characters; line ends and tabs are none."""
    return sum(1 for _ in _CONTROL.finditer(text))


_ONE_KIND = str.maketrans({"’": "'", "\u2010": "-", "\u2011": "-"})
# Joiners mean something in Arabic, Persian, Mongolian and the scripts of India and around, before a
# letter. Elsewhere they only part ligatures.
_IDLE_JOINER = re.compile(
    "(?<![\u0590-\u109f\u1780-\u1c7f\ua800-\uabff\ufb1d-\ufeff\U00010a00-\U0001ebff])"
    f"[{_ZERO_WIDTH_JOINERS}]+|[{_ZERO_WIDTH_JOINERS}](?![^\\W_])"
)
# Ukrainian п’ять is also typed with the letter U+02BC, which at the edge of a word is a letter.
_INNER_LETTER_APOSTROPHE = re.compile("(?<=[^\\W_\u02bc])\u02bc(?=[^\\W_\u02bc])")


@cache
def _token() -> re.Pattern[str]:
    r"""Build the pattern of a form.

    `\w` knows letters and digits but no marks, hence the class of them. The look ahead spares
    blanks and ASCII the way through its many ranges.
    """
    letters = r"[^\W_]"
    marks = f"(?=[^\\x00-\\xac])[{_marks()}]"
    part = f"{letters}++(?:(?:{marks})++{letters}*+)*+"
    return re.compile(f"{part}(?:['’\u2010\u2011-]{part})*+")


@cache
def _invisible() -> re.Pattern[str]:
    formats = _ranges("Cf", without=_ZERO_WIDTH_SPACE + _ZERO_WIDTH_JOINERS)
    return re.compile(f"[{_INVISIBLE_MARKS}{formats}]")


@cache
def _marks() -> str:
    return _ranges("Mn", "Mc", "Me", "Cf", without=_ZERO_WIDTH_SPACE)


def _ranges(*categories: str, without: str) -> str:
    """Give the characters of some categories as ranges for a character class."""
    ranges: list[list[int]] = []
    # Planes 2 to 13 hold ideographs or nothing: looking there would take ten times as long.
    for code in (*range(0xAD, 0x20000), *range(0xE0000, 0xE0200)):
        character = chr(code)
        if unicodedata.category(character) not in categories or character in without:
            continue
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    stretch = text[start:end]
    return end - len(stretch.lstrip()), start + len(stretch.rstrip())


def _stretches(text: str, ends: Counts) -> Iterator[tuple[int, int]]:
    """Give where sentences may stand, one after another, none above `MAX_SENTENCE` tokens."""
    start = 0
    for end in (*ends.tolist(), len(text)):
        if end - start < 2 * MAX_SENTENCE:  # each token has a character and a blank
            yield start, end
        else:
            yield from _pieces(text, start, end)
        start = end


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a stretch before every token that would be one too many."""
    for i, token in enumerate(_token().finditer(text, start, end)):
        if i and i % MAX_SENTENCE == 0:
            yield start, token.start()
            start = token.start()
    yield start, end


def _ends(text: str) -> Generator[float, None, Counts]:
    """Find where sentences end, in steps: rising places in the text."""
    stops, breaks = [np.zeros(0, np.int64)], [np.zeros((0, 4), np.int64)]
    for start, end in _portions(text):
        found = (stop.end() for stop in _STOP.finditer(text, start, end) if stop.lastindex)
        stops.append(np.fromiter(found, np.int64))
        breaks.append(_breaks(text, start, end))
        yield ENDS_SHARE * end / len(text)
    lines = _Lines.of(np.concatenate(breaks), np.concatenate(stops))
    return np.union1d(np.concatenate(stops), lines.ends[~(lines.single & lines.wrapped)])


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
