r"""What is left out of a text before it is cut into words, if asked: markup, times, licences.

A text is never rewritten: what is left is cut, and places in it lead back to places in the text as
given. So a sentence of a web page still stands there with its tags.

    markup      tags, comments, scripts and styles of HTML; entities, such as &amp;, are read as
                what they stand for; templates, links, headings of wikis; links of Markdown
    subtitles   numbers and times of SRT and WebVTT with notes and styles; all of ASS and SSA but
                what is said; times of LRC; formatting inside
    licence     what stands before and after the book in a text of Project Gutenberg, in the forms
                it took since 1993; several books in a row, too

What is cut into pieces of letters goes without the headings of FASTA, and its records without line
ends.

Not here: boilerplate of web pages that is no markup (menus, cookies); LaTeX.

>>> found = stripped("<p>The <b>king</b>dom &amp; I.</p>", Rules(strip=("markup",)))
>>> found.text.strip()
'The kingdom & I.'
>>> found.places(np.array([[2, 18]])).tolist()  # of all of it
[[3, 30]]
"""

import html
import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from embviz.text.rules import Rules
from embviz.types import Counts

BOOKS_APART = 20_000
"""Characters between two marks of a beginning, if they are of one book."""

_LINES = str.maketrans("\n\r", "  ")
_PARAGRAPH, _LINE, _BLANK = "\n\n", "\n", " "


@dataclass(frozen=True, eq=False)
class _Step:
    """Places in a text from which some stretches were cut, each for something else or nothing.

    All arrays are (C,): where each stretch began and ended, and what stands for it now.
    """

    starts: Counts
    ends: Counts
    new_starts: Counts
    new_ends: Counts

    def places(self, spans: Counts) -> Counts:
        """Give spans (S, 2) of what is left as spans of what there was."""
        first, last = spans[:, 0], spans[:, 1] - 1
        return np.stack([self._place(first)[0], self._place(last)[1]], axis=1)

    def _place(self, characters: Counts) -> tuple[Counts, Counts]:
        """Where each character began and ended."""
        before = np.searchsorted(self.new_ends, characters, side="right")  # cuts before it
        moved = np.concatenate([[0], self.ends - self.new_ends])[before]
        starts, ends = characters + moved, characters + moved + 1
        inside = before < len(self.starts)
        inside[inside] = self.new_starts[before[inside]] <= characters[inside]
        starts[inside], ends[inside] = (x[before[inside]] for x in (self.starts, self.ends))
        return starts, ends


@dataclass(frozen=True, eq=False)
class Stripped:
    """What is left of a text.

    Attributes:
        text: What is left.
        left_out: Characters that are gone, for each kind of what was asked for.
    """

    text: str
    left_out: dict[str, int]
    _steps: tuple[_Step, ...] = ()

    def places(self, spans: Counts) -> Counts:
        """Give spans (S, 2) of what is left as spans of the text as given; none may be empty."""
        for step in reversed(self._steps):
            spans = step.places(spans)
        return spans


Cut: TypeAlias = tuple[int, int, str]
"""Where something begins and ends, and what stands in its place."""


def stripped(text: str, rules: Rules) -> Stripped:
    """Leave out of a text what some rules say."""
    steps, left_out = list[_Step](), dict[str, int]()
    asked = {*rules.strip, *(("headings",) if rules.words == "pieces" else ())}
    for kind, strip in KINDS.items():
        if kind in asked:
            length = len(text)
            text, more = strip(text)
            steps += more
            left_out[kind] = length - len(text)
    return Stripped(text, left_out, tuple(steps))


def _without(text: str, cuts: Iterable[Cut]) -> "_Left":
    """Cut what is given in rising places."""
    starts, ends, lengths, pieces, at = array("q"), array("q"), array("q"), list[str](), 0
    for start, end, instead in cuts:
        pieces += text[at:start], instead
        starts.append(start)
        ends.append(end)
        lengths.append(len(instead))
        at = end
    if not starts:
        return text, []
    a, b, r = (np.array(each, np.int64) for each in (starts, ends, lengths))
    new_ends = b - np.cumsum(b - a - r)
    return "".join([*pieces, text[at:]]), [_Step(a, b, new_ends - r, new_ends)]


_Left: TypeAlias = tuple[str, list[_Step]]


# ---- licence -------------------------------------------------------------------------------------

BOOK_BEGINS = re.compile(
    r"^[ \t]*\*{1,3} ?START OF (?:THE|THIS) PROJECT GUTENBERG[^*]{0,600}\*{3}[ \t]*$"
    r"|^\*? ?(?:\*|\b)END\b[* ]{0,2}THE SMALL PRINT![^\n\r]{0,120}\*END\*[^\n\r]*$"
    r"|^\*\*\*The Project Gutenberg'?s? E-?text[^\n\r*]{0,200}\*{3,}[^\n\r]*$",
    re.MULTILINE | re.IGNORECASE,
)
BOOK_ENDS = re.compile(
    r"^[ \t]*\*{1,3} ?END OF (?:THE|THIS) PROJECT GUTENBERG[^\n\r]*"
    r"|^[ \t]*(?:\*{3} ?)?End of (?:the |this )?Project Gutenberg(?:['’]s|(?: E-?(?:text|book))?)\b"
    r"[^\n\r]*",
    re.MULTILINE | re.IGNORECASE,
)
_CREDITS = re.compile(
    r"\s*+(?:(?:Produced|Prepared|Transcribed|Digiti[sz]ed|(?:This )?E-?(?:text|book)"
    r"(?: was)? (?:prepared|produced|transcribed|scanned|typed)|HTML version)\b[^\n\r]*"
    r"(?:(?:\r\n|\n|\r)[^\n\r]*\S[^\n\r]*)*+\s*+|\[(?:Transcriber|Note)[^\]]{0,2000}\]\s*+)+",
    re.IGNORECASE,
)


def _licences(text: str) -> Iterator[Cut]:
    """What is in no book: up to its beginning, and from its end on."""
    marks = [(*each.span(), True) for each in BOOK_BEGINS.finditer(text)]
    marks = sorted(marks + [(*each.span(), False) for each in BOOK_ENDS.finditer(text)])
    ended: int | None = None  # where the last book ended, if no other has begun
    before = 0
    for i, (start, end, begins) in enumerate(marks):
        if not begins:
            ended = start if ended is None else ended
        elif not _goes_on(marks[i + 1 :], end):
            credits_ = _CREDITS.match(text, end)
            yield (
                before if ended is None else ended,
                credits_.end() if credits_ else end,
                _PARAGRAPH,
            )
            ended = None
            before = credits_.end() if credits_ else end
    if ended is not None:
        yield ended, len(text), _PARAGRAPH


def _goes_on(marks: Sequence[tuple[int, int, bool]], end: int) -> bool:
    """Whether a licence goes on up to the next mark of a beginning."""
    return bool(marks) and marks[0][2] and marks[0][0] - end < BOOKS_APART


# ---- subtitles -----------------------------------------------------------------------------------

_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,:]\d{1,3})?"
_END = r"(?:\r\n|\n|\r|\Z)"
TIMES = re.compile(rf"^[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}", re.MULTILINE)
_CUES = re.compile(
    rf"^(?:WEBVTT|NOTE|STYLE|REGION)\b(?:(?!{_TIME}[ \t]*-->)[^\n\r]*\S[^\n\r]*{_END})+"
    rf"|^(?:(?:\d{{1,6}}[ \t]*|(?:(?<=\n\n)|(?<=\r\n\r\n)|(?<=\r\r))[^\n\r]{{1,200}}){_END})?"
    rf"[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}[^\n\r]*"
    rf"|^[ \t]*{_TIME}[ \t]*$|^\{{\d+\}}\{{\d+\}}"
    rf"|</?[a-zA-Z][^<>\n]{{0,200}}>|<{_TIME}>|\{{\\[^{{}}\n]{{0,200}}\}}",
    re.MULTILINE,
)
LYRICS = re.compile(
    r"^(?:\[(?:\d{1,3}:\d{2}(?:[.:]\d{1,3})?|(?:ar|ti|al|by|offset|length|re|ve):"
    r"[^\]\n]{0,200})\][ \t]*)+",
    re.MULTILINE,
)
DIALOGUES = re.compile(r"^Dialogue:[ \t]*(?:[^,\n]*,){9}", re.MULTILINE)
_NOT_SAID = re.compile(
    r"^(?:Dialogue:[ \t]*(?:[^,\n\r]*,){9}|(?!Dialogue:)[^\n\r]*)|\{\\[^{}\n]{0,500}\}|\\[Nnh]",
    re.MULTILINE,
)


def _subtitles(text: str) -> _Left:
    """Let sentences go on from one subtitle to the next; verses end with their lines."""
    if DIALOGUES.search(text):
        cuts = ((*each.span(), _BLANK * (each[0][:1] == "\\")) for each in _NOT_SAID.finditer(text))
        left, steps = _without(text, (cut for cut in cuts if cut[0] < cut[1]))
    elif TIMES.search(text):
        left, steps = _without(text, ((*each.span(), "") for each in _CUES.finditer(text)))
    else:
        return _without(text, ((*each.span(), "") for each in LYRICS.finditer(text)))
    return left.translate(_LINES), steps


# ---- markup --------------------------------------------------------------------------------------

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main nav ol option p pre section "
    "select summary details table tbody tfoot thead title tr ul".split()
)
_CELLS = frozenset(("td", "th"))
HTML = (
    _BLOCKS
    | _CELLS
    | frozenset(
        "a b br code em font hr i img input label link meta script small span strong style sub sup "
        "u".split()
    )
)
"""Names of tags that tell a page from other text with brackets."""

_NAMED = r"[a-zA-Z][\w:.-]*+"
_QUOTED = "\"[^\"<]*+\"|'[^'<]*+'"
TAG = re.compile(rf"</?(?P<tag>{_NAMED})(?:[^<>\"']*+(?:(?:{_QUOTED})[^<>\"']*+)*+>|[^<>]*+>)")
_HTML = re.compile(
    rf"{TAG.pattern}|<!--|<!\[CDATA\[|<![a-zA-Z][^<>]*+>|<\?[a-zA-Z][^<>]*+>|\]\]>"
    r"|&(?:\#\d{1,7}|\#x[\da-fA-F]{1,6}|[a-zA-Z]\w{1,30});"
)
_WHOLE = frozenset("script style template noscript svg math ref".split())
"""Elements that go with all that is in them."""

PAGE = re.compile(r"\s*+(?:<!--.*?-->\s*)?<(?:[!?]?[a-z]+[\s>])", re.IGNORECASE | re.DOTALL)


def _markup(text: str) -> _Left:
    steps = list[_Step]()
    if PAGE.match(text):
        text = text.translate(_LINES)  # in a page, the ends of lines mean nothing
    for cuts in (_templates, _templates, _templates, _html, _wiki_marks, _links, _markdown_lines):
        text, more = _without(text, cuts(text))
        steps += more
    return text, steps


def _html(text: str) -> Iterator[Cut]:
    at, closings = 0, _Closings(text)
    while found := _HTML.search(text, at):
        at = found.end()
        if found["tag"]:
            name = found["tag"].lower()
            whole = name in _WHOLE and found[0][1] != "/" and found[0][-2] != "/"
            close = closings.after(name, at) if whole else None
            at = close or at
            yield found.start(), at, _BLANK if close else _instead_of(name)
        elif found[0][0] == "&":
            sign = html.unescape(found[0])
            if sign != found[0]:
                yield *found.span(), _BLANK if sign.isspace() else sign
        else:
            at = closings.after("!--", at) or at if found[0] == "<!--" else at
            yield found.start(), at, ""


class _Closings:
    """Where elements of a text end; what is closed no more is looked for once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._none = set[str]()

    def after(self, name: str, place: int) -> int | None:
        """Where the element of a name ends that began before a place; None: nowhere."""
        if name in self._none:
            return None
        pattern = "-->" if name == "!--" else rf"</{name}\s*+>"
        found = re.compile(pattern, re.IGNORECASE).search(self._text, place)
        if found is None:
            self._none.add(name)
            return None
        return found.end()


def _instead_of(tag: str) -> str:
    if tag in _BLOCKS:
        return _PARAGRAPH
    return _LINE if tag == "br" else _BLANK * (tag in _CELLS)


WIKI = re.compile(r"\{\{[^{}\n]{1,60}|\[\[[^\[\]\n]{1,60}")
_TEMPLATE = re.compile(r"\{\{(?:[^{}]|(?<!\{)\{(?!\{)|\}(?!\}))*+\}\}")
_WIKI_MARKS = re.compile(
    r"\[\[(?:(?:File|Image|Category|Datei|Bild|Kategorie|Fichier|Catégorie|Archivo|Categoría|Файл|"
    r"Изображение|Категория):[^\[\]]*+)\]\]"
    r"|\[\[(?:[^\[\]|]*+\|)?(?=[^\[\]|]*+\]\])|\]\]|'{2,5}|__[A-Z]{3,}__"
    r"|^=++[ \t]*+|(?<![ \t=])[ \t]*+=++[ \t]*+$|^(?:\{\||\|\}|\|-)[^\n\r]*"
    r"|\[https?://[^\s\[\]]++[ \t]*(?=[^\[\]\n]*\])",
    re.MULTILINE | re.IGNORECASE,
)


def _templates(text: str) -> Iterator[Cut]:
    if WIKI.search(text):
        yield from ((*found.span(), "") for found in _TEMPLATE.finditer(text))


def _wiki_marks(text: str) -> Iterator[Cut]:
    if WIKI.search(text):
        for found in _WIKI_MARKS.finditer(text):
            yield *found.span(), _PARAGRAPH * ("=" in found[0][:1] + found[0][-1:])


MARKDOWN_LINK = re.compile(
    r"\[([^\[\]\n]{0,500})\]\([^()\s]{1,2000}(?:[ \t]+(?:\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'))?\)"
)
_MARKDOWN_LINES = re.compile(
    r"^ {0,3}(?:\[[^\[\]\n]{1,200}\]:[ \t]*\S[^\n\r]*|(?:```|~~~)[^\n\r]*)"
    r"|\A---[ \t]*[\n\r](?:[^\n\r]*[\n\r]){0,100}?---[ \t]*$",
    re.MULTILINE,
)


def _links(text: str) -> Iterator[Cut]:
    for found in MARKDOWN_LINK.finditer(text):
        yield found.start(), found.start(1), ""
        yield found.end(1), found.end(), ""


def _markdown_lines(text: str) -> Iterator[Cut]:
    if text.startswith("---") or any(mark in text for mark in ("]:", "```", "~~~")):
        yield from ((*found.span(), "") for found in _MARKDOWN_LINES.finditer(text))


# ---- headings of sequences -----------------------------------------------------------------------

FASTA = re.compile(r"\s*+>[^\n\r]*[\n\r]+[A-Za-z*-]{1,}[\n\r]")
_HEADING = re.compile(r"^[>;][^\n\r]*|(?<=[A-Za-z*-])(?:\r\n|\n|\r)(?=[A-Za-z*-])", re.MULTILINE)


def _headings(text: str) -> Iterator[Cut]:
    if FASTA.match(text):
        for found in _HEADING.finditer(text):
            yield *found.span(), _PARAGRAPH * (found[0][0] in ">;")


KINDS: dict[str, Callable[[str], _Left]] = {
    "licence": lambda text: _without(text, _licences(text)),
    "subtitles": _subtitles,
    "markup": _markup,
    "headings": lambda text: _without(text, _headings(text)),
}
"""What is left of a text, and how, for each kind; in this order."""
