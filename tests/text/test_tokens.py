"""Words and sentences: tables for each script, laws for any text."""

import re
import sys
import textwrap
import unicodedata

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from embviz.text import boundaries, sentence_ends
from embviz.text.rules import Rules
from embviz.text.tokens import MAX_SENTENCE, MAX_TOKEN, control_characters, cut, cutting, tokenize

# Letters, marks, joiners, stops, blanks and troublemakers of many scripts, close together.
PIECES = (
    *"aAzéßİIıſ09½ʼ'’-‐‑–—_.!?…;,:\"”»)(] \t\n\r\u00a0\u2028",
    *"яЯёеЁйїґΣσςάאבּ״عَـकि्षำ中のㄱ한।。！",
    *"\u0301\u0306\u0308\u00ad\u200b\u200c\u200d\u200e\ufeff\ufe0f\u034f\x00\x07\x85\ud800🙂",
    "king ",
    "И\u0306",
    "\n\n",
    "\r\n",
    ". ",
)
texts = st.one_of(st.lists(st.sampled_from(PIECES), max_size=60).map("".join), st.text())


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in cut(text).spans]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # English
        ("The KING'S men, don’t!", ["the", "king's", "men", "don't"]),
        ("rock 'n' roll, the dogs' bone", ["rock", "n", "roll", "the", "dogs", "bone"]),
        ("mother-in-law well‐known non‑stop", ["mother-in-law", "well-known", "non-stop"]),
        ("yes--no, a – b—c, -x- 'y'", ["yes", "no", "a", "b", "c", "x", "y"]),
        ("_emphasis_ snake_case __init__", ["emphasis", "snake_case", "init"]),
        ("3.14 is 1,000 in 1914-1918; H2O, B52's", "3.14 is 1,000 in 1914-1918 h2o b52's".split()),
        ("co\u00adoperate \ufeffking\u200e 1\ufe0f\u20e3", ["cooperate", "king", "1\u20e3"]),
        ("Auf\u200clage Việ\u200dt ﬁn", ["auflage", "việt", "fin"]),
        # other Latin
        ("Straße STRASSE MASSE Maße", ["straße", "strasse", "masse", "maße"]),
        ("naïve nai\u0308ve NAÏVE", ["naïve"] * 3),
        ("L’été d'Aix-en-Provence", ["l'été", "d'aix-en-provence"]),
        ("İstanbul istanbul ISPARTA ılık", ["istanbul", "istanbul", "isparta", "ılık"]),
        ("I\u0307zmir", ["izmir"]),
        ("Vie\u0323\u0302t Việt", ["việt", "việt"]),
        # Cyrillic
        ("Все всё ВСЁ все\u0308", ["все", "всё", "всё", "всё"]),
        ("Йод йод И\u0306од и\u0306од", ["йод"] * 4),
        ("кто-то из-за по‐русски — тире", ["кто-то", "из-за", "по-русски", "тире"]),
        ("п'ять п’ять пʼять П'ЯТЬ", ["п'ять"] * 4),
        ("Її ґанок, єнот", ["її", "ґанок", "єнот"]),
        ("за\u0301мок", ["за\u0301мок"]),  # a stress mark has no composed letter, and stays
        ("Ўладзімір Ђорђе Љубав Ќе", ["ўладзімір", "ђорђе", "љубав", "ќе"]),
        ("«Мастер и Маргарита» №5", ["мастер", "и", "маргарита", "5"]),
        # Greek
        ("ΟΔΥΣΣΕΥΣ Οδυσσεύς", ["οδυσσευς", "οδυσσεύς"]),
        ("ΣΟΦΟΣ σοφός, ἀλλ’ ὁ", ["σοφος", "σοφός", "ἀλλ", "ὁ"]),
        ("ά α\u0301 \u1f71", ["ά"] * 3),
        # Arabic and Persian
        ("كِتَابٌ، كتاب؟", ["كِتَابٌ", "كتاب"]),
        ("می\u200cخواهم\u200c ٣٤", ["می\u200cخواهم", "٣٤"]),
        # Hebrew
        ("שָׁלוֹם עולם", [unicodedata.normalize("NFC", "שָׁלוֹם"), "עולם"]),
        ("בית־ספר", ["בית", "ספר"]),
        # Devanagari and others whose vowels are marks
        ("नमस्ते दुनिया। किताबें", ["नमस्ते", "दुनिया", "किताबें"]),
        ("क़लम क\u093cलम", ["क\u093cलम"] * 2),
        ("தமிழ் മലയാളം", ["தமிழ்", "മലയാളം"]),
        ("ශ්\u200dරී", ["ශ්\u200dරී"]),
        # spaced Chinese, Korean, Khmer with zero-width spaces
        ("我 爱 北京", ["我", "爱", "北京"]),
        ("나는 학교에 간다", ["나는", "학교에", "간다"]),
        ("\u1112\u1161\u11ab", ["한"]),
        ("ខ្ញុំ\u200bស្រឡាញ់", ["ខ្ញុំ", "ស្រឡាញ់"]),
        # nothing
        ("", []),
        ("… — !? _ ' - \u0301 🙂", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert tokenize(text) == words


def test_capitals_can_stay() -> None:
    assert tokenize("İ Ωμέγα Йод KING’S", lowercase=False) == ["İ", "Ωμέγα", "Йод", "KING'S"]


def test_control_characters_are_blanks_and_counted() -> None:
    text = "king\x00queen\x07\x85 \t\r\nman\x7f"
    assert tokenize(text) == ["king", "queen", "man"]
    assert control_characters(text) == 4


def test_marks_are_all_marks_and_formats_of_unicode() -> None:
    wanted = {
        chr(code)
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) in ("Mn", "Mc", "Me", "Cf") and code != 0x200B
    }
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    assert set(re.findall(f"[{boundaries._marks()}]", everything)) == wanted


@given(texts)
def test_words_are_normal(text: str) -> None:
    for word in tokenize(text):
        assert 1 <= len(word) <= MAX_TOKEN
        assert word == unicodedata.normalize("NFC", word)
        assert tokenize(word) == [word]


@given(texts, st.booleans())
def test_composition_does_not_matter(text: str, lowercase: bool) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert tokenize(text, lowercase=lowercase) == tokenize(decomposed, lowercase=lowercase)


@given(texts)
def test_sentences_hold_all_tokens_once_and_in_order(text: str) -> None:
    tokens = cut(text)
    assert [w for s in sentences(text) for w in tokenize(s)] == tokenize(text)
    assert tokens.lengths.sum() == len(tokens.ids)
    assert np.all(tokens.lengths >= 1)
    places = tokens.spans.ravel()
    assert np.all(np.diff(places) >= 0)
    assert all(s == s.strip() for s in sentences(text))


@given(texts)
def test_forms_stand_in_order_of_appearance(text: str) -> None:
    tokens = cut(text)
    assert len(set(tokens.forms)) == len(tokens.forms)
    firsts = [int(np.argmax(tokens.ids == i)) for i in range(len(tokens.forms))]
    assert firsts == sorted(firsts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four… Five", ["One.", "Two!", "Three?", "Four…", "Five"]),
        ("Really?! Yes... No", ["Really?!", "Yes...", "No"]),
        ("It is 3.14 at example.com today.", ["It is 3.14 at example.com today."]),
        ("He said “Go.” She (smiled.) Then", ["He said “Go.”", "She (smiled.)", "Then"]),
        ("»Geh.« ‘Stop!’ [Ja.] _So._ Gut", ["»Geh.«", "‘Stop!’", "[Ja.]", "_So._", "Gut"]),
        ("„Ja.“ «Да!» Конец", ["„Ja.“", "«Да!»", "Конец"]),
        ("“One. Two.” Three", ["“One.", "Two.”", "Three"]),
        ("一 二。三 四！「五。」六", ["一 二。", "三 四！", "「五。」", "六"]),
        ("ما هذا؟ هذا كتاب۔ نعم", ["ما هذا؟", "هذا كتاب۔", "نعم"]),
        ("नमस्ते। दुनिया॥ अंत", ["नमस्ते।", "दुनिया॥", "अंत"]),
        ("First\n\nSecond\r\n\r\nThird\n \t\nFourth", ["First", "Second", "Third", "Fourth"]),
        ("a b\nc d\re f\r\ng h", ["a b", "c d", "e f", "g h"]),
        ("One.\nTwo.", ["One.", "Two."]),
        ("One.  \t Two.", ["One.", "Two."]),
        ("One.\x00Two.", ["One.", "\x00Two."]),
        ("Mr. Darcy", ["Mr.", "Darcy"]),  # known and told: abbreviations are not recognised
        ("... . . . --- \n\n !", []),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


# The beginning of Jane Austen's "Emma" (1815) in the form of a Project Gutenberg text.
EMMA = """\
VOLUME I



CHAPTER I


Emma Woodhouse, handsome, clever, and rich, with a comfortable home and
happy disposition, seemed to unite some of the best blessings of
existence; and had lived nearly twenty-one years in the world with very
little to distress or vex her.

The real evils, indeed, of Emma’s situation were the power of having
rather too much her own way, and a disposition to think a little too
well of herself; these were the disadvantages which threatened alloy to
her many enjoyments. The danger, however, was at present so
unperceived, that they did not by any means rank as misfortunes with
her.

“No, papa, nobody thought of your walking. We must go in the carriage,
to be sure.”

“The carriage! But James will not like to put the horses to for such a
little way;—and where are the poor horses to be while we are paying our
visit?”
"""


def test_wrapped_prose_is_cut_at_stops_and_blank_lines() -> None:
    found = [" ".join(s.split()) for s in sentences(EMMA)]
    assert found[:2] == ["VOLUME I", "CHAPTER I"]
    assert found[2].startswith("Emma Woodhouse")
    assert found[2].endswith("or vex her.")
    assert found[4:] == [
        "The danger, however, was at present so unperceived, that they did not by any means rank "
        "as misfortunes with her.",
        "“No, papa, nobody thought of your walking.",
        "We must go in the carriage, to be sure.”",
        "“The carriage!",
        "But James will not like to put the horses to for such a little way;—and where are the "
        "poor horses to be while we are paying our visit?”",
    ]


def test_short_lines_of_wrapped_prose_stay_apart() -> None:
    contents = "Chapter one, the rose\nChapter two, the thorn\nChapter three\n\n"
    assert sentences(contents + EMMA)[:3] == contents.split("\n")[:3]


def test_line_ends_of_other_systems_do_as_well() -> None:
    plain = [s.split() for s in sentences(EMMA)]
    for end in ("\r\n", "\r"):
        assert [s.split() for s in sentences(EMMA.replace("\n", end))] == plain


words = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)
prose_sentences = st.lists(words, min_size=7, max_size=30).map(lambda ws: " ".join(ws) + ".")
paragraphs = st.lists(prose_sentences, min_size=4, max_size=8)
prose = st.lists(paragraphs, min_size=2, max_size=5)


@settings(max_examples=40)
@given(prose, st.integers(40, 100))
def test_wrapping_changes_no_sentence(text: list[list[str]], width: int) -> None:
    wrapped = "\n\n".join(textwrap.fill(" ".join(paragraph), width) for paragraph in text)
    # Else short sentences happen to end with the lines: it looks like a sentence a line.
    full = [line for block in wrapped.split("\n\n") for line in block.split("\n")[:-1]]
    assume(len(full) >= 3 and np.mean([line.endswith(".") for line in full]) < 0.2)
    found = [" ".join(s.split()) for s in sentences(wrapped)]
    assert found == [sentence for paragraph in text for sentence in paragraph]


@given(st.lists(st.lists(words, min_size=1, max_size=30).map(" ".join), min_size=1, max_size=30))
def test_a_sentence_a_line_without_stops(lines: list[str]) -> None:
    assert sentences("\n".join(lines)) == lines


@given(st.lists(st.lists(words, min_size=1, max_size=30).map(" ".join), min_size=1, max_size=30))
def test_a_sentence_a_line_with_stops(lines: list[str]) -> None:
    assert sentences(".\n".join(lines)) == [line + "." for line in lines[:-1]] + lines[-1:]


@pytest.mark.parametrize("count", [999, 1000, 1001, 2000, 2500])
def test_long_sentences_are_cut(count: int) -> None:
    text = "  " + " ".join(f"w{i}" for i in range(count)) + " ."
    tokens = cut(text)
    full, rest = divmod(count, MAX_SENTENCE)
    assert tokens.lengths.tolist() == [MAX_SENTENCE] * full + [rest] * (rest > 0)
    assert sentences(text)[0].startswith("w0 w1 ")
    assert [w for s in sentences(text) for w in tokenize(s)] == tokenize(text)


@pytest.mark.parametrize(
    "hostile",
    [
        ".",
        ".)",
        " ",
        "\n",
        "\n ",
        "a-",
        "a\u0301",
        "a\u0301-'",
        "'",
        "。」",
        "a",
        "a\n",
        "\u0301",
        "\xad",
    ],
)
def test_no_text_takes_the_square_of_its_length(hostile: str) -> None:
    cut("a" + hostile * 200_000 + "a")  # the square would be minutes


class TestPortions:
    """A text is cut in portions as it is as a whole."""

    PIECES = st.sampled_from(
        ["word", "_word_", "3.14", "don't", "exam-", "so\xad", ".", "!?", "...", "。", '."', " ",
         "  ", "\n", "\r\n", "\n\n", "\n  ", "\x0c", "слово", "e\u0301", "—", "a"]
    )  # fmt: skip

    @given(st.lists(PIECES, max_size=60).map("".join), st.integers(1, 20), st.booleans())
    def test_wherever_they_end(self, text, portion, hyphens):
        rules = Rules(join_hyphens=hyphens)
        whole = cut(text, rules)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sentence_ends, "PORTION", portion)
            parts = cut(text, rules)
        assert parts.forms == whole.forms
        for name in ("ids", "lengths", "spans"):
            assert getattr(parts, name).tolist() == getattr(whole, name).tolist()

    def test_shares_rise(self, monkeypatch):
        monkeypatch.setattr(sentence_ends, "PORTION", 100)
        shares = list(cutting("The king rules. The queen sits.\n" * 100))
        assert len(shares) > 50 and shares == sorted(shares) and 0 < shares[0] < shares[-1] <= 1

    def test_a_long_row_of_stops_takes_no_square(self):
        text = "word" + "." * 200_000 + "word " + "?!" * 100_000 + "x"
        assert len(cut(text).forms) == 2
