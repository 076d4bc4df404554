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


def _in_one_line(text: str) -> str:
    """Make blanks of line ends, but for those that may be in words."""
    return re.sub("(?<![-‐¬\xad\r])[\n\r]", _BLANK, text)


_Left: TypeAlias = tuple[str, list[_Step]]


# ---- licence -------------------------------------------------------------------------------------

_BEGIN_OF_LINE, _END_OF_LINE = r"(?<![^\n\r])", r"(?![^\n\r])"
_NEXT_LINE = r"(?:\r\n|\n|\r)"

BOOK_BEGINS = re.compile(
    rf"{_BEGIN_OF_LINE}[ \t]*(?:"
    rf"\*{{1,3}} ?START OF (?:THE|THIS) PROJECT GUTENBERG[^*]{{0,600}}\*{{3}}[ \t]*{_END_OF_LINE}"
    r"|\* ?END\b[* ]{0,2}THE SMALL PRINT![^\n\r]{0,120}\*END\*[^\n\r]*"
    r"|\*{3}The Project Gutenberg'?s? E-?text[^\n\r*]{0,200}\*{3,}[^\n\r]*)",
    re.IGNORECASE,
)
BOOK_ENDS = re.compile(
    rf"{_BEGIN_OF_LINE}[ \t]*(?:\*{{1,3}} ?END OF (?:THE|THIS) PROJECT GUTENBERG[^\n\r]*"
    r"|(?:\*{3} ?)?End of (?:the |this )?Project Gutenberg(?:['’]s|(?: E-?(?:text|book))?)\b"
    r"[^\n\r]*)",
    re.IGNORECASE,
)
_CREDITS = re.compile(
    r"\s*+(?:(?:Produced|Prepared|Transcribed|Digiti[sz]ed|(?:This )?E-?(?:text|book)"
    r"(?: was)? (?:prepared|produced|transcribed|scanned|typed)|HTML version)\b[^\n\r]*"
    rf"(?:{_NEXT_LINE}[^\n\r]*\S[^\n\r]*)*+\s*+|\[(?:Transcriber|Note)[^\]]{{0,2000}}\]\s*+)+",
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
_FROM_TO = rf"[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}"
_AFTER_BLANK_LINE = r"(?:(?<=\n\n)|(?<=\r\n\r\n)|(?<=\r\r))"
TIMES = re.compile(f"{_BEGIN_OF_LINE}{_FROM_TO}")
_CUES = re.compile(
    rf"{_BEGIN_OF_LINE}(?:"
    rf"(?:WEBVTT|NOTE|STYLE|REGION)\b[^\n\r]*"
    rf"(?:{_NEXT_LINE}(?!{_FROM_TO})[^\n\r]*[^\s][^\n\r]*)*"
    rf"|(?:(?:\d{{1,6}}[ \t]*|{_AFTER_BLANK_LINE}[^\n\r]{{1,200}}){_NEXT_LINE})?{_FROM_TO}[^\n\r]*"
    rf"|[ \t]*{_TIME}[ \t]*{_END_OF_LINE}|\{{\d+\}}\{{\d+\}})"
    rf"|</?[a-zA-Z][^<>\n]{{0,200}}>|<{_TIME}>|\{{\\[^{{}}\n]{{0,200}}\}}"
)
LYRICS = re.compile(
    rf"{_BEGIN_OF_LINE}(?:\[(?:\d{{1,3}}:\d{{2}}(?:[.:]\d{{1,3}})?"
    r"|(?:ar|ti|al|by|offset|length|re|ve):[^\]\n\r]{0,200})\][ \t]*)+"
)
_DIALOGUE = r"Dialogue:[ \t]*(?:[^,\n\r]*,){9}"
DIALOGUES = re.compile(f"{_BEGIN_OF_LINE}{_DIALOGUE}")
_NOT_SAID = re.compile(
    rf"{_BEGIN_OF_LINE}(?:{_DIALOGUE}|(?!Dialogue:)[^\n\r]*)"
    r"|\{\\[^{}\n\r]{0,500}\}|\\[Nnh]"
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
    return _in_one_line(left), steps


# ---- markup --------------------------------------------------------------------------------------

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main nav ol option p pre section "
    "select summary details table tbody tfoot thead title tr ul".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd label mark q s samp small "
    "span strike strong sub sup time tt u var wbr".split()
)
"""Elements that may stand within words. In the place of others a blank comes."""

HTML = _BLOCKS | _INLINE | frozenset("br hr img input link meta script style td th".split())
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
        text = _in_one_line(text)  # in a page, the ends of lines mean nothing
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
    return _LINE if tag == "br" else _BLANK * (tag not in _INLINE)


_HEADLINE = rf"{_BEGIN_OF_LINE}={{2,6}}[^=\n\r]+={{2,6}}[ \t]*{_END_OF_LINE}"
_OUTWARD = r"\[https?://[^\s\[\]]++[ \t]*+(?=[^\[\]\n\r]+\])"
WIKI = re.compile(rf"\{{\{{[^{{}}\n]{{1,60}}|\[\[[^\[\]\n]{{1,60}}|{_HEADLINE}|{_OUTWARD}")
_TEMPLATE = re.compile(r"\{\{(?:[^{}]|(?<!\{)\{(?!\{)|\}(?!\}))*+\}\}")
_WIKI_MARKS = re.compile(
    r"\[\[(?:(?:File|Image|Category|Datei|Bild|Kategorie|Fichier|Catégorie|Archivo|Categoría|Файл|"
    r"Изображение|Категория):[^\[\]]*+)\]\]"
    r"|\[\[(?:[^\[\]|]*+\|)?(?=[^\[\]|]*+\]\])|\]\]|'{2,5}|__[A-Z]{3,}__"
    rf"|{_BEGIN_OF_LINE}(?:=++[ \t]*+|(?:\{{\||\|\}}|\|-)[^\n\r]*)"
    rf"|(?<![ \t=])[ \t]*+=++[ \t]*+{_END_OF_LINE}|{_OUTWARD}",
    re.IGNORECASE,
)


def _templates(text: str) -> Iterator[Cut]:
    if WIKI.search(text):
        yield from ((*found.span(), "") for found in _TEMPLATE.finditer(text))


def _wiki_marks(text: str) -> Iterator[Cut]:
    if WIKI.search(text):
        for found in _WIKI_MARKS.finditer(text):
            yield *found.span(), _PARAGRAPH * (not found[0].strip("= \t"))


MARKDOWN_LINK = re.compile(
    r"\[(?<!\w\[)([^\[\]\n]{0,500})\]"
    r"\([^()\s]{1,2000}(?:[ \t]+(?:\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'))?\)"
)
_MARKDOWN_LINES = re.compile(
    rf"{_BEGIN_OF_LINE} {{0,3}}(?:\[[^\[\]\n\r]{{1,200}}\]:[ \t]*\S[^\n\r]*|(?:```|~~~)[^\n\r]*)"
    rf"|\A---[ \t]*[\n\r](?:[^\n\r]*[\n\r]){{0,100}}?---[ \t]*{_END_OF_LINE}"
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
_HEADING = re.compile(rf"{_BEGIN_OF_LINE}[>;][^\n\r]*|(?<=[A-Za-z*-]){_NEXT_LINE}(?=[A-Za-z*-])")


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
