"""What is left out of a text, and the way back to it."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.text.corpus import Corpus
from embviz.text.rules import Rules
from embviz.text.stripping import stripped
from embviz.text.tokens import cut, tokenize

MARKUP, TIMES, LICENCE = (Rules(strip=(kind,)) for kind in ("markup", "subtitles", "licence"))


def left(text: str, rules: Rules) -> list[str]:
    return tokenize(stripped(text, rules).text, lowercase=False)


def sentences(text: str, rules: Rules) -> list[str]:
    return [text[start:end] for start, end in cut(text, rules).spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<p class="lead">The river</p>', "The river"),
        ("<b>k</b>ing <td>a</td><td>b</td><br/>c", "king a b c"),
        ("<script type='text/javascript' src=\"/a.js\">var x = 1 < 2;</script>King", "King"),
        ("<STYLE>p { color: red }</Style>King<!-- a <b> comment --> rules", "King rules"),
        ("a < b and c > d, 3<4", "a b and c d 3 4"),
        (
            "Tom &amp; Jerry&nbsp;caf&eacute;s &#233;t&#xe9; &bogus; AT&T",
            "Tom Jerry cafés été bogus AT T",
        ),
        ("<a href='x>y' title=its>link</a> <a title=it's>link</a>", "link link"),
        ("<?xml version='1.0'?><![CDATA[King]]><text n='1'>rules</text>", "King rules"),
        ("unclosed <script>alert and text", "unclosed alert and text"),
        ("<ref>Smith 1990</ref>King<ref name=a/> rules", "King rules"),
        # wikis
        (
            "{{short description|River}}\nThe '''river''' [[Rhine|runs]] to [[sea]].",
            "The river runs to sea",
        ),
        ("{{Infobox|a={{b|c}}|d={e}}}King [[File:K.jpg|thumb|A king]]", "King"),
        ("== Heading ==\nText [http://x.org/a label] __NOTOC__", "Heading Text label"),
        # Markdown
        ("See [the docs](http://x.org/a_b 'Title') and ![alt](p.png).", "See the docs and alt"),
        (
            "---\ntitle: T\n---\n# Head\n```python\ncode\n```\n[1]: http://x.org\nend",
            "Head code end",
        ),
        ("[x] a [y](z w) array[0](1)", "x a y z w array 0 1"),
    ],
)
def test_markup(text: str, expected: str) -> None:
    assert left(text, MARKUP) == expected.split()


def test_blocks_end_sentences_and_lines_of_a_page_do_not() -> None:
    text = "<html><body><h1>The head</h1><p>The river\nruns <i>fast</i></p><p>It ends</p></body>"
    assert sentences(text, MARKUP) == ["The head", "The river\nruns <i>fast", "It ends"]
    plain = "One line\nanother <i>line</i>\n"
    assert sentences(plain, MARKUP) == ["One line", "another <i>line"]


SRT = """1
00:00:01,000 --> 00:00:04,000
<i>The river runs.</i>

2
00:00:05,500 --> 00:00:08,000 X1:10 Y1:20
- Where is
the {\\an8}boat?

42
00:00:09.000 --> 00:00:10.000
42
"""
VTT = """WEBVTT - a title

NOTE
not said at all

STYLE
::cue { color: red }

intro
00:01.000 --> 00:04.000 align:start
<v Roger>The <c.yellow>river</c> <00:00:02.000>runs.

00:05.000 --> 00:06.000
Where is the boat?
"""
ASS = """[Script Info]
Title: A film
[V4+ Styles]
Style: Default,Arial,20
[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:01.00,0:00:04.00,Default,,0,0,0,,The {\\i1}river{\\i0}, it\\Nruns.
Comment: 0,0:00:01.00,0:00:04.00,Default,,0,0,0,,not said
Dialogue: 0,0:00:05.00,0:00:06.00,Default,Bob,0,0,0,,Where is the boat?
"""
LRC = "[ar:Somebody]\n[00:12.00]The river runs\n[00:15.30][00:45.00]Where is the boat\n"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SRT, "The river runs Where is the boat 42"),
        (VTT, "The river runs Where is the boat"),
        (ASS, "The river it runs Where is the boat"),
        (LRC, "The river runs Where is the boat"),
        ("0:05\nthe river runs\n0:09 --> 0:11\nto 10:30\n", "the river runs to 10:30"),
        ("It is 10:30. The river runs.\n", "It is 10:30 The river runs"),
    ],
)
def test_subtitles(text: str, expected: str, end: str) -> None:
    assert left(text.replace("\n", end), TIMES) == expected.split()


def test_sentences_go_on_over_subtitles() -> None:
    text = SRT.replace("- Where is\n", "Where is\n\n7\n00:00:08,000 --> 00:00:09,000\n")
    found = sentences(text, TIMES)
    assert found[0] == "The river runs."
    assert found[1].startswith("Where is\n\n7\n") and found[1].endswith("boat?")
    assert sentences(LRC, TIMES) == ["The river runs", "Where is the boat"]


HEAD = (
    "The Project Gutenberg eBook of The Ferry\n\nThis eBook is for anyone.\n\nTitle: The Ferry\n\n"
)
TAIL = "\n\nUpdated editions will replace the previous one. Section 1. Donations.\n"


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        (
            "*** START OF THE PROJECT GUTENBERG EBOOK THE FERRY ***",
            "*** END OF THE PROJECT GUTENBERG EBOOK THE FERRY ***",
        ),
        (
            "***START OF THE PROJECT GUTENBERG EBOOK THE FERRY,\nOR A BOAT***",
            "End of Project Gutenberg’s The Ferry, by A. Nobody\n\n"
            "***END OF THE PROJECT GUTENBERG EBOOK THE FERRY***",
        ),
        (
            "*** START OF THIS PROJECT GUTENBERG EBOOK THE FERRY ***\n\nProduced by A and B\nand C",
            "End of the Project Gutenberg EBook of The Ferry",
        ),
        (
            "***START**THE SMALL PRINT!**FOR PUBLIC DOMAIN ETEXTS**START***\nWhy is this\n"
            "*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*",
            "End of The Project Gutenberg Etext of The Ferry",
        ),
        (
            "*** START OF THE PROJECT GUTENBERG EBOOK THE FERRY ***\n\nE-text prepared by D\n\n"
            "*END THE SMALL PRINT! FOR PUBLIC DOMAIN EBOOKS*Ver.02/11/02*END*",
            "*** END OF THIS PROJECT GUTENBERG EBOOK THE FERRY ***",
        ),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_licences(begins: str, ends: str, end: str) -> None:
    book = "CHAPTER I\n\nThe ferryman wrote: START OF THE DAY. He rowed to the END."
    text = f"{HEAD}{begins}\n\n\n{book}\n\n{ends}{TAIL}".replace("\n", end)
    assert left(text, LICENCE) == tokenize(book, lowercase=False)
    twice = left(text + text, LICENCE)
    assert twice == tokenize(book, lowercase=False) * 2
    assert left(f"{book}\n\n{ends}{TAIL}", LICENCE) == tokenize(book, lowercase=False)


def test_what_has_nothing_of_it_stays() -> None:
    text = "The king rules.\nThe Project Gutenberg is a library. <b\n\n10:30, [a] {b} 'c'.\n"
    for rules in (MARKUP, TIMES, LICENCE):
        assert stripped(text, rules).text == text
        assert sum(stripped(text, rules).left_out.values()) == 0


pieces = st.sampled_from(
    [
        *(
            "king ",
            "été",
            "<p>",
            "</p>",
            "<b>",
            "&amp;",
            "&eacute;",
            "<!-- x -->",
            "<script>y</script>",
        ),
        *("{{a|b}}", "[[c|d]]", "[e](f)", "''", "\n", "1\n00:01 --> 00:02\n", ". ", "<", "&", "]]"),
        "*** START OF THE PROJECT GUTENBERG EBOOK X ***\n",
        "*** END OF THE PROJECT GUTENBERG EBOOK X ***\n",
        ">head\nAC\nGT\n",
    ]
)
all_rules = st.builds(
    lambda strip, words: Rules(strip=tuple(strip), words=words),
    st.lists(st.sampled_from(("markup", "subtitles", "licence"))),
    st.sampled_from(("unicode", "blanks", "pieces")),
)


@given(st.lists(pieces, max_size=20).map("".join), all_rules)
def test_places_lead_back(text: str, rules: Rules) -> None:
    found = stripped(text, rules)
    n = len(found.text)
    ones = found.places(np.stack([np.arange(n), np.arange(n) + 1], axis=1))
    assert np.all(np.diff(ones[:, 0]) >= 0) and np.all(ones[:, 0] < ones[:, 1])
    for character, (start, end) in zip(found.text, ones.tolist(), strict=True):
        assert 0 <= start < end <= len(text)
        if character.isalpha():
            assert text[start:end] in (character, "&eacute;")
    if n:  # a whole is as its ends
        assert found.places(np.array([[0, n]])).tolist() == [[ones[0, 0], ones[-1, 1]]]


@given(st.lists(pieces, max_size=20).map("".join))
def test_sentences_stand_in_the_text_as_given(text: str) -> None:
    rules = Rules(strip=("markup", "subtitles"))
    for start, end in cut(text, rules).spans:
        assert text[start:end] == text[start:end].strip() != ""


def test_a_corpus_of_a_page() -> None:
    text = "<p>The <b>king</b> rules&nbsp;here.</p>\n<p>The king sleeps.</p>"
    corpus = Corpus.from_text(text, min_count=1, rules=MARKUP)
    assert corpus.words == ("the", "king", "rules", "here", "sleeps")
    assert corpus.sentence(0) == "The <b>king</b> rules&nbsp;here."
    assert corpus.text == text and corpus.reading.left_out == len(text) - len(
        stripped(text, MARKUP).text
    )


@pytest.mark.parametrize(
    "hostile",
    [
        *("<script>", "<!--", '<a "', "<a '", "<a", "<", "&a", "{{", "{{a}", "[[", "[[a|", "]]"),
        *("[a](", '[a](b "', "= ", "=\n", " ", "'", "1\n", "NOTE a\n", "{\\", "[00:01]", "[ar:"),
        "00:00:01,000 --> 00:00:02,000\n",
        "*** START OF THE PROJECT GUTENBERG",
        "*** START OF THE PROJECT GUTENBERG X ***\n",
        "End of Project Gutenberg\n",
        "Produced by\n",
    ],
)
def test_no_text_takes_the_square_of_its_length(hostile: str) -> None:
    text = "<p>[[x]] {{y}}" + hostile * (100_000 // len(hostile))
    start = time.process_time()
    stripped(text, Rules(strip=("markup", "subtitles", "licence"), words="pieces"))
    assert time.process_time() - start < 5  # the square would be minutes
