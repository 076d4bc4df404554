"""What texts look like: many of each kind, and none in plain prose."""

import random
from textwrap import fill

import pytest

from embviz.text.recognised import KINDS, LOOKED_AT, recognised
from embviz.text.rules import USUAL, Rules
from embviz.text.samples import SAMPLES, sample_text
from tests.text.test_stripping import ASS, LRC, SRT, VTT

PROSE = (
    "The river runs past the old stone bridge at 10:30 -- a well-known place. “Don’t,” said he; "
    "she (who knew) laughed & left <3. See p. 12, [note 1]: it's 3.14!\n"
) * 20
DNA = "".join(random.Random(1).choices("ACGT", k=3000))
PROTEIN = "".join(random.Random(2).choices("ACDEFGHIKLMNPQRSTVWY", k=900))


def kinds(text: str) -> list[str]:
    return [sign.kind for sign in recognised(text)]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (
            "page",
            "<!DOCTYPE html><html><head><title>River</title></head><body>It runs.</body></html>",
        ),
        ("page", "Some text.<br>More text.<br>\n<b>Bold.</b>"),
        ("page", PROSE + "<div class='a'><p>Text</p></div>"),
        ("wiki", "{{short description|River}}\nThe [[river]] runs."),
        ("markdown", "See [the docs](http://x.org) and [more](y.md)."),
        *(("subtitles", text) for text in (SRT, VTT, ASS, LRC, SRT.replace("\n", "\r\n"))),
        ("licence", "Title\n*** START OF THE PROJECT GUTENBERG EBOOK X ***\n" + PROSE),
        ("licence", PROSE * 200 + "\nEnd of Project Gutenberg's River\n"),
        ("sequence", DNA),
        ("sequence", DNA.lower()),
        ("sequence", "\n".join(DNA[i : i + 50] for i in range(0, 3000, 50))),
        ("sequence", f">one human\n{DNA[:60]}\n{DNA[60:100]}\n>two\n{DNA[100:150]}\n"),
        ("sequence", PROTEIN),
        ("unspaced", "我爱北京天安门。天安门上太阳升。" * 5),
        ("tags", "the/DT king/NN rules/VBZ ./. the/DT queen/NN sleeps/VBZ ./."),
        ("tags", "user:12 item_45 item_7\nuser:13 item_45 item_9 #new"),
        ("hyphens", fill(PROSE, 60).replace("stone bridge", "stone brid-\nge")),
    ],
)
def test_kinds(kind: str, text: str) -> None:
    assert kinds(text) == [kind]
    sign = recognised(text)[0]
    assert sign.count > 0 and sign.example and len(sign.example) <= 60
    assert kind not in [other.kind for other in recognised(text, sign.rules)]


def test_a_split_word_is_shown_alone() -> None:
    text = "He wrote 3.14, an exam-\n  ple of it, and he liked the coun-\ntry. An Änder-\nung\n" * 3
    assert recognised(text)[0].example == "exam- ple"


def test_every_kind_is_tried_here() -> None:
    tried = {mark.args[1][i][0] for mark in test_kinds.pytestmark for i in range(len(mark.args[1]))}
    assert tried == set(KINDS)


@pytest.mark.parametrize("text", [PROSE, "", "king", "a\n" * 50, *map(sample_text, SAMPLES)])
def test_plain_text_is_nothing_else(text: str) -> None:
    assert recognised(text) == ()


def test_several_at_once_keep_what_was_chosen() -> None:
    text = "*** START OF THE PROJECT GUTENBERG EBOOK X ***\n<p>King</p><p>Queen</p>"
    rules = Rules(stop_words=("the",))
    found = {sign.kind: sign.rules for sign in recognised(text, rules)}
    assert found == {
        "page": Rules(stop_words=("the",), strip=("markup",)),
        "licence": Rules(stop_words=("the",), strip=("licence",)),
    }


@pytest.mark.parametrize(("length", "letters"), [(800, 3), (20_000, 5), (3_000_000, 6)])
def test_pieces_are_as_long_as_the_text_allows(length: int, letters: int) -> None:
    text = (DNA * (length // len(DNA) + 1))[:length]
    assert recognised(text)[0].rules == Rules(words="pieces", letters=letters)


def test_only_a_beginning_is_looked_at() -> None:
    assert kinds(PROSE * (LOOKED_AT // len(PROSE) + 1) + "<p>Text</p>" * 9) == []
    assert recognised("plain", USUAL) == ()
