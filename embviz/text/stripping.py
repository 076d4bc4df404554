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
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

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


Cut = tuple[int, int, str]
"""Where something begins and ends, and what stands in its place."""


def stripped(text: str, rules: Rules) -> Stripped:
    """Leave out of a text what some rules say."""
    steps, left_out = list[_Step](), dict[str, int]()
    kinds = [*rules.strip, *(["headings"] if rules.words == "pieces" else [])]
    for kind in ("licence", "subtitles", "markup", "headings"):
        if kind in kinds:
            length = len(text)
            for cutting in KINDS[kind]:
                text, step = _without(text, cutting)
                steps += step
            left_out[kind] = length - len(text)
    return Stripped(text, left_out, tuple(steps))


def _without(text: str, cutting: "_Cutting") -> tuple[str, list[_Step]]:
    text = cutting.before(text)
    starts, ends, lengths, pieces, at = array("q"), array("q"), array("q"), list[str](), 0
    for start, end, instead in cutting.cuts(text):
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


@dataclass(frozen=True)
class _Cutting:
    """What is cut at once, in rising places, of a text in which some signs are blanks, of one size.

    Two functions that belong together.
    """

    cuts: Callable[[str], Iterable[Cut]]
    before: Callable[[str], str] = str


# ---- licence -------------------------------------------------------------------------------------

_BOOK_BEGINS = re.compile(
    r"^[ \t]*\*{1,3} ?START OF (?:THE|THIS) PROJECT GUTENBERG[^*]{0,600}\*{3}[ \t]*$"
    r"|^\*? ?(?:\*|\b)END\b[* ]{0,2}THE SMALL PRINT![^\n\r]{0,120}\*END\*[^\n\r]*$"
    r"|^\*\*\*The Project Gutenberg'?s? E-?text[^\n\r*]{0,200}\*{3,}[^\n\r]*$",
    re.MULTILINE | re.IGNORECASE,
)
_BOOK_ENDS = re.compile(
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
    marks = [(each.start(), each.end(), True) for each in _BOOK_BEGINS.finditer(text)]
    marks += [(each.start(), each.end(), False) for each in _BOOK_ENDS.finditer(text)]
    marks.sort()
    at: int | None = 0  # where what is to be left out begins, if a beginning of a book comes
    ended = False
    for i, (start, end, begins) in enumerate(marks):
        if not begins:
            if at is None or not ended:
                at = at if at not in (None, 0) else start
                ended = True
            continue
        follows = i + 1 < len(marks) and marks[i + 1]
        if follows and follows[2] and follows[0] - end < BOOKS_APART:
            continue  # the licence goes on up to the next mark
        credits_ = _CREDITS.match(text, end)
        if at is not None:
            yield at, credits_.end() if credits_ else end, _PARAGRAPH
        at, ended = None, False
    if ended and at is not None:
        yield at, len(text), _PARAGRAPH


# ---- subtitles -----------------------------------------------------------------------------------

_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,:]\d{1,3})?"
_END = r"(?:\r\n|\n|\r|\Z)"
TIMES = re.compile(rf"^[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}", re.MULTILINE)
_CUES = re.compile(
    rf"^(?:WEBVTT|NOTE|STYLE|REGION)\b(?:(?!{_TIME}[ \t]*-->)[^\n\r]*\S[^\n\r]*{_END})+"
    rf"|^(?:[^\n\r]{{1,200}}{_END})?[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}[^\n\r]*"
    rf"|^\d{{1,6}}[ \t]*{_END}(?=[ \t]*{_TIME}[ \t]*-->)"
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


def _subtitles(text: str) -> Iterator[Cut]:
    if DIALOGUES.search(text):
        for found in _NOT_SAID.finditer(text):
            if found[0]:
                yield *found.span(), _BLANK * (found[0][:1] == "\\")
    elif LYRICS.search(text) and not TIMES.search(text):
        yield from ((*found.span(), "") for found in LYRICS.finditer(text))
    else:
        yield from ((*found.span(), "") for found in _CUES.finditer(text))


def _in_one_line(text: str) -> str:
    """Let sentences go on from one subtitle to the next; verses end with their lines."""
    return text if LYRICS.match(text) else text.translate(_LINES)


# ---- markup --------------------------------------------------------------------------------------

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main nav ol option p pre section "
    "select summary details table tbody tfoot thead title tr ul".split()
)
_CELLS = frozenset(("td", "th"))
TAG = re.compile(r"""</?([a-zA-Z][\w:.-]*+)(?:[^<>"']|"[^"<]{0,2000}+"|'[^'<]{0,2000}+'|["'])*?>""")
_HTML = re.compile(
    r"<!--.*?-->|<!\[CDATA\[|\]\]>|<![a-zA-Z][^<>]*>|<\?[a-zA-Z][^<>]*>"
    r"|<(?P<whole>script|style|template|noscript|svg|math|ref)\b[^<>/]*>.*?</(?P=whole)\s*>"
    rf"|(?P<tag>{TAG.pattern})|(?P<entity>&(?:\#\d{{1,7}}|\#x[\da-f]{{1,6}}|[a-z]\w{{1,30}});)",
    re.IGNORECASE | re.DOTALL,
)
PAGE = re.compile(
    r"\s*+(?:<!--.*?-->\s*)?<(?:!doctype|\?xml|html|head|body|[a-z]+[\s>])", re.I | re.S
)


def _html(text: str) -> Iterator[Cut]:
    for found in _HTML.finditer(text):
        if name := found.group(3):
            yield *found.span(), _instead_of(name.lower())
        elif found["entity"]:
            sign = html.unescape(found[0])
            if sign != found[0]:
                yield *found.span(), _BLANK if sign.isspace() else sign
        else:
            yield *found.span(), _BLANK * bool(found["whole"])


def _instead_of(tag: str) -> str:
    if tag in _BLOCKS:
        return _PARAGRAPH
    return _LINE if tag == "br" else _BLANK * (tag in _CELLS)


def _page(text: str) -> str:
    """In a page, the ends of lines mean nothing."""
    return text.translate(_LINES) if PAGE.match(text) else text


WIKI = re.compile(r"\{\{[^{}]|\[\[[^\[\]]")
_TEMPLATE = re.compile(r"\{\{(?:[^{}]|(?<!\{)\{(?!\{)|\}(?!\}))*+\}\}")
_WIKI_MARKS = re.compile(
    r"\[\[(?:(?:File|Image|Category|Datei|Bild|Kategorie|Fichier|Catégorie|Archivo|Categoría|Файл|"
    r"Изображение|Категория):[^\[\]]*+)\]\]"
    r"|\[\[(?:[^\[\]|]*+\|)?(?=[^\[\]|]*+\]\])|\]\]|'{2,5}|__[A-Z]{3,}__"
    r"|^=+[ \t]*|[ \t]*=+[ \t]*$|^(?:\{\||\|\}|\|-)[^\n\r]*"
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
    r"!?\[([^\[\]\n]{0,500})\](\([^()\s]{1,2000}(?:[ \t]+[\"'][^\n]{0,200}?[\"'])?\))"
)
_MARKDOWN = re.compile(
    rf"{MARKDOWN_LINK.pattern}|^ {{0,3}}\[[^\[\]\n]{{1,200}}\]:[ \t]*\S[^\n\r]*"
    r"|^ {0,3}(?:```|~~~)[^\n\r]*"
    r"|\A---[ \t]*[\n\r](?:[^\n\r]*[\n\r]){0,100}?---[ \t]*$",
    re.MULTILINE,
)


def _markdown(text: str) -> Iterator[Cut]:
    for found in _MARKDOWN.finditer(text):
        if found[2] is None:
            yield *found.span(), ""
        else:
            yield found.start(), found.start(1), ""
            yield found.end(1), found.end(), ""


# ---- headings of sequences -----------------------------------------------------------------------

FASTA = re.compile(r"\s*+>[^\n\r]*[\n\r]+[A-Za-z*-]{1,}[\n\r]")
_HEADING = re.compile(r"^[>;][^\n\r]*|(?<=[A-Za-z*-])(?:\r\n|\n|\r)(?=[A-Za-z*-])", re.MULTILINE)


def _headings(text: str) -> Iterator[Cut]:
    if FASTA.match(text):
        for found in _HEADING.finditer(text):
            yield *found.span(), _PARAGRAPH * (found[0][0] in ">;")


KINDS: dict[str, tuple[_Cutting, ...]] = {
    "licence": (_Cutting(_licences),),
    "subtitles": (_Cutting(_subtitles), _Cutting(lambda text: (), _in_one_line)),
    "markup": (
        _Cutting(_templates),
        _Cutting(_templates),
        _Cutting(_templates),
        _Cutting(_html, _page),
        _Cutting(_wiki_marks),
        _Cutting(_markdown),
    ),
    "headings": (_Cutting(_headings),),
}
"""What is done, one after the other, for each kind."""
