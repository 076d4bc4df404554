"""What a text looks like, beside plain prose, and the rules that would suit it.

Only a beginning of `LOOKED_AT` characters is looked at, and the end for a licence, so this takes
milliseconds. Nothing is decided by it: each `Sign` is something to offer, with what it rests on.

    page        tags of HTML                                    → strip markup
    wiki        templates and links in brackets                 → strip markup
    markdown    links                                           → strip markup
    subtitles   times                                           → strip subtitles
    licence     marks of Project Gutenberg                      → strip licence
    sequence    letters in a row, as in DNA and proteins        → pieces
    unspaced    a script without blanks between words           → pieces
    tags        most of what stands between blanks is joined by
                signs: king/NN, user:12, #tag                   → blanks
    hyphens     lines end in the middle of words                → join hyphens

>>> [sign.kind for sign in recognised("<p>The king rules.</p><p>The queen rules.</p>")]
['page']
>>> recognised("ACGTACGGTCA" * 80)[0].rules
Rules(words='pieces')
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from embviz.errors import Quote
from embviz.text import stripping
from embviz.text.rules import USUAL, Rules, Strip
from embviz.text.tokens import MAX_TOKEN
from embviz.text.unspaced_scripts import unspaced

LOOKED_AT = 300_000
"""Characters of the beginning that are looked at."""

AT_THE_END = 50_000

_NUCLEOTIDES = frozenset("ACGTUN")
_LETTERS_OF_A_PIECE = range(2, 7)
"""Of nucleotides, as short texts and long ones take them; three are a codon."""

OFTEN = 20
"""How often a piece stands in a text on average, at least, when its letters are chosen."""

_RUN = re.compile(r"[A-Za-z*-]{10,}")
_JOINED = re.compile(r"[#@]?[^\W_]+(?:[/|:=@\\+_][^\W_]+)+|[#@][^\W_]+|\S+/[A-Z$.,:'`()-]{1,6}")
_LETTERS = re.compile(r"[^\W\d_]+")
_HYPHEN = re.compile(r"-[ \t]*+(?:\r\n|[\n\r])[ \t]*+(?=[^\W\d_])")


@dataclass(frozen=True)
class Sign:
    """Something that a text has.

    Attributes:
        kind: One of those above.
        count: How often, in what was looked at; letters of the longest sequence, or of the script.
        example: The first one, as it stands in the text.
        rules: The rules that suit it, else as they were.
    """

    kind: str
    count: int
    example: Quote
    rules: Rules


def recognised(text: str, rules: Rules = USUAL) -> tuple[Sign, ...]:
    """Say what a text looks like, apart from what some rules take care of already."""
    looked_at, found = text[:LOOKED_AT], list[Sign]()
    for kind, look in _LOOKS.items():
        strip = _STRIPS.get(kind)
        if strip is not None:
            suited = replace(rules, strip=(*rules.strip, strip))
            end = text[LOOKED_AT:][-AT_THE_END:] if kind == "licence" else ""
            examples = list(look(looked_at + end))
            count, example = len(examples), examples[0] if examples else ""
        else:
            count, example, suited = _of_words(kind, looked_at, rules, len(text))
        if count and suited != rules:
            found.append(Sign(kind, count, Quote(" ".join(example.split())[:60]), suited))
    if any(sign.kind == "subtitles" for sign in found):  # they have tags of their own
        found = [sign for sign in found if sign.kind != "page"]
    return tuple(found)


def _of_words(kind: str, text: str, rules: Rules, length: int) -> tuple[int, str, Rules]:
    """What is no matter of leaving something out."""
    examples = list(_LOOKS[kind](text))
    if not examples or (rules.words != "unicode"):
        return 0, "", rules
    if kind == "hyphens":
        return len(examples), examples[0], replace(rules, join_hyphens=True)
    if kind == "tags":
        return len(examples), examples[0], replace(rules, words="blanks")
    longest = max(examples, key=len)
    letters = 1 if kind == "unspaced" else _letters_of_a_piece(examples, length)
    return len(longest), longest, replace(rules, words="pieces", letters=letters)


def _pages(text: str) -> Iterator[str]:
    tags = [each for each in stripping.TAG.finditer(text) if each["tag"].lower() in stripping.HTML]
    if len(tags) >= 2 or (tags and stripping.PAGE.match(text)):
        yield from (each[0] for each in tags)


def _wikis(text: str) -> Iterator[str]:
    return _from(2, stripping.WIKI, text)


def _markdown(text: str) -> Iterator[str]:
    return _from(2, stripping.MARKDOWN_LINK, text)


def _subtitles(text: str) -> Iterator[str]:
    yield from _from(1, stripping.TIMES, text)
    yield from _from(2, stripping.DIALOGUES, text)
    yield from _from(3, stripping.LYRICS, text)


def _licences(text: str) -> Iterator[str]:
    for pattern in (stripping.BOOK_BEGINS, stripping.BOOK_ENDS):
        yield from (each[0] for each in pattern.finditer(text))


def _sequences(text: str) -> Iterator[str]:
    """Runs of letters that hold most of a text's, too long for words or of very few letters."""
    left = stripping.stripped(text, Rules(words="pieces")).text
    runs = _RUN.findall(left)
    long = [run for run in runs if len(run) > MAX_TOKEN]
    few = [run for run in runs if _NUCLEOTIDES.issuperset(run.upper())]
    letters = sum(map(str.isalpha, left))
    for each in (long, few):
        if letters and 2 * sum(map(len, each)) > letters:
            return iter(each)
    return iter(())


def _letters_of_a_piece(runs: list[str], length: int) -> int:
    """So many that each piece stands OFTEN in the text, if all are equally frequent."""
    if not _NUCLEOTIDES.issuperset("".join(runs[:100]).upper()):
        return Rules.letters  # of amino acids
    most = math.log(max(length / OFTEN, 1), 4)
    return int(np.clip(round(most), _LETTERS_OF_A_PIECE[0], _LETTERS_OF_A_PIECE[-1]))


def _unspaced(text: str) -> Iterator[str]:
    counts = Counter(re.findall(r"[^\W\d_]+", text))
    forms = tuple(counts)
    found = unspaced(forms, np.array([counts[form] for form in forms], np.int64))
    if found is not None:
        yield max((form for form in forms if form > "\u0e00"), key=len)


def _tags(text: str) -> Iterator[str]:
    tokens = text.split()
    joined = [token for token in tokens if _JOINED.fullmatch(token.rstrip(".,;"))]
    return iter(joined if len(joined) >= max(3, 0.6 * len(tokens)) else ())


def _hyphens(text: str) -> Iterator[str]:
    """Hyphens at the end of lines, if there are more than a few."""
    ends = [
        _around(text, each)
        for each in _HYPHEN.finditer(text)
        if each.start() and text[each.start() - 1].isalpha() and not text[each.end()].isupper()
    ]
    lines = text.count("\n") or text.count("\r")
    return iter(ends if len(ends) >= 3 and len(ends) >= 0.005 * lines else ())


def _around(text: str, hyphen: re.Match[str]) -> str:
    """The halves of a word around a hyphen."""
    before = _LETTERS.match(text[max(0, hyphen.start() - MAX_TOKEN) : hyphen.start()][::-1])
    after = _LETTERS.match(text, hyphen.end(), hyphen.end() + MAX_TOKEN)
    return f"{before[0][::-1] if before else ''}- {after[0] if after else ''}"


def _from(least: int, pattern: re.Pattern[str], text: str) -> Iterator[str]:
    """All that a pattern finds, if it is not too little."""
    found = [each[0] for each in pattern.finditer(text)]
    return iter(found if len(found) >= least else ())


_LOOKS: dict[str, Callable[[str], Iterator[str]]] = {
    "page": _pages,
    "wiki": _wikis,
    "markdown": _markdown,
    "subtitles": _subtitles,
    "licence": _licences,
    "sequence": _sequences,
    "unspaced": _unspaced,
    "tags": _tags,
    "hyphens": _hyphens,
}
KINDS = tuple(_LOOKS)
_STRIPS: dict[str, Strip] = {
    "page": "markup",
    "wiki": "markup",
    "markdown": "markup",
    "subtitles": "subtitles",
    "licence": "licence",
}
