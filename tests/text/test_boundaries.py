"""Where words begin and end: Unicode's rules written out beside ours, and tables by script."""

import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.text import boundaries
from embviz.text.boundaries import first_version, forms, word_of
from embviz.text.rules import USUAL, Rules
from embviz.text.tokens import cut, tokenize

# ---- an independent reading of UAX #29 -----------------------------------------------------------

CLASSES = {
    **dict.fromkeys("abéя", "ALetter"),
    **dict.fromkeys("37٣", "Numeric"),
    **dict.fromkeys("_", "ExtendNumLet"),
    **dict.fromkeys("·", "MidLetter"),
    **dict.fromkeys(",", "MidNum"),
    **dict.fromkeys(".", "MidNumLet"),
    **dict.fromkeys("'’", "Single_Quote"),
    **dict.fromkeys("\xad\u200e", "Format"),
    **dict.fromkeys("\u0301", "Extend"),
    **dict.fromkeys(" !\n", "Other"),
}
JOINING = {
    ("ALetter", "ALetter"),  # WB5
    ("Numeric", "Numeric"),  # WB8
    ("ALetter", "Numeric"),  # WB9
    ("Numeric", "ALetter"),  # WB10
    *((a, "ExtendNumLet") for a in ("ALetter", "Numeric", "ExtendNumLet")),  # WB13a
    *(("ExtendNumLet", b) for b in ("ALetter", "Numeric")),  # WB13b
}
BETWEEN = {
    ("ALetter", "ALetter"): {"MidLetter", "MidNumLet", "Single_Quote"},  # WB6, WB7
    ("Numeric", "Numeric"): {"MidNum", "MidNumLet", "Single_Quote"},  # WB11, WB12
}
# Our tailoring: these join any two, as B52's.
ANYTHING = {"MidLetter", "Single_Quote"}


def segments(text: str) -> list[str]:
    """The segments of a text by the rules WB4 to WB13b, without underscores at their edges."""
    signs: list[list[str]] = []  # each character with what WB4 attaches to it
    for character in text:
        if signs and CLASSES[character] in ("Format", "Extend") and signs[-1][0] not in " !\n":
            signs[-1].append(character)
        else:
            signs.append([character])
    kinds = [CLASSES[sign[0]] for sign in signs]

    def joined(i: int) -> bool:
        """Whether there is no boundary before sign i."""
        if (kinds[i - 1], kinds[i]) in JOINING:
            return True
        for left, mid, right in ((i - 2, i - 1, i), (i - 1, i, i + 1)):
            if left < 0 or right >= len(kinds):
                continue
            ends = kinds[left], kinds[right]
            if kinds[mid] in BETWEEN.get(ends, ()):
                return True
            if kinds[mid] in ANYTHING and set(ends) <= {"ALetter", "Numeric"}:
                return True
        return False

    found = [list(signs[0])] if signs else []
    for i in range(1, len(signs)):
        if joined(i):
            found[-1] += signs[i]
        else:
            found.append(list(signs[i]))
    words = ("".join(each) for each in found)
    plain = (re.sub(r"^[_\W]+|[_\u0301\xad\u200e]+$", "", word) for word in words)
    return [word for word in plain if any(map(str.isalnum, word))]


# Marks behind digits are left aside: nobody writes them.
parts = st.sampled_from(
    [*"abéя37٣_·,.'’ !", "a\xad", "я\u200e", "b\u0301", "_\xad", "'\u200e", "a" * 9]
)


@given(st.lists(parts, max_size=14).map("".join))
def test_words_are_those_of_unicode(text: str) -> None:
    ours = [form.rstrip("\u0301\xad\u200e") for form in forms(text)]
    assert ours == segments(text)


# Of the annex's own test file, the lines whose classes are those above.
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("can't", ["can't"]),
        ("can’t", ["can’t"]),
        ("ab\xadby", ["ab\xadby"]),
        ("a.b.c.", ["a.b.c"]),
        ("3.14 -34,567.14%", ["3.14", "34,567.14"]),
        ("3a 3a3 a3", ["3a", "3a3", "a3"]),
        ("a..b 1..2 1.a a.1 1,a", ["a", "b", "1", "2", "1", "a", "a", "1", "1", "a"]),
        ("1_a_3 a__b", ["1_a_3", "a__b"]),
        ("1:2 a:b", ["1:2", "a", "b"]),  # tailored: digits, and no letters
        ('א"א ש״ס', ['א"א', "ש״ס"]),
        ("カタ_カナ ﾃﾞ", ["カタ_カナ", "ﾃﾞ"]),
    ],
)
def test_examples_of_the_annex(text: str, expected: list[str]) -> None:
    assert forms(text) == expected


# ---- tables --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # underscores
        ("new_york San_Francisco _emphasis_ __init__", "new_york san_francisco emphasis init"),
        ("new_york_times a__b _a_ _b_", "new_york_times a__b a b"),
        ("ｎｅｗ＿ｙｏｒｋ new‿york", "new_york new_york"),
        # numbers
        ("3.14 1,000.50 10:30 $5.20, 3; 12:45:10.", "3.14 1,000.50 10:30 5.20 3 12:45:10"),
        ("3,14 1'000 192.168.0.1 v2.1 ３．１４", "3,14 1'000 192.168.0.1 v2.1 3.14"),
        ("٣٫١٤ ١٬٠٠٠", "٣٫١٤ ١٬٠٠٠"),
        ("It was 3. Then 4.The 5,then", "it was 3 then 4 the 5 then"),
        ("1;2 5/6 7–8 +9", "1 2 5 6 7 8 9"),
        # stops between letters
        ("U.S. e.g. т.е. Ph.D. example.com", "u.s e.g т.е ph d example.com"),
        ("the end.Next конец.Новое fin.Été", "the end next конец новое fin été"),
        ("God:for EU:n wait...what", "god for eu n wait what"),
        # apostrophes
        ("don't don’t don′t don´t don`t don‘t don＇t donʼt don‛t", " ".join(["don't"] * 9)),
        ("п’ять п′ять пʼять п`ять", " ".join(["п'ять"] * 4)),
        ("Hawai'i Hawaiʻi Hawai‘i", " ".join(["hawai'i"] * 3)),
        ("l´été δ᾽ἄρα", "l'été δ'ἄρα"),
        ("`code` ``quoted'' 5′ tall ´x´", "code quoted 5 tall x"),
        # Hebrew
        ("צה\"ל צה״ל צה”ל צה''ל", " ".join(["צה״ל"] * 4)),
        ("ג׳ירפה ג'ירפה ג’ירפה", " ".join(["ג׳ירפה"] * 3)),
        ("צ׳ צ' גב' מס׳ ה'", "צ׳ צ׳ גב׳ מס׳ ה׳"),
        ("'שלום' \"שלום\" “שלום” 'אב'", "שלום שלום שלום אב"),
        ('אמר "כן" ו"לא"', "אמר כן ו״לא"),
        # compatibility forms
        ("ﬁnd oﬃce ﬂow ﬀ ﬅ ſo", "find office flow ff st so"),
        ("Ĳssel ĳs ǆ ǅ Ǉ ŉ coŀlecció col·lecció", "ijssel ijs dž dž lj ʼn col·lecció col·lecció"),
        ("ＫＩＮＧ １２ ｶﾞ 𝐤𝐢𝐧𝐠 ℂ Ⅷ", "king 12 ガ king c viii"),
        ("ﻛﺘﺎﺏ", "كتاب"),
        ("m² 1º ½ ① և ทำ ㅋㅋ", "m² 1º ½ ① և ทำ ㅋㅋ"),
        # soft hyphens
        ("Schiff\xadfahrt Schiff\xad\nfahrt Schiff\xad \r\n fahrt", " ".join(["schifffahrt"] * 3)),
        ("Schiff\xad\n\nfahrt \xad x\xad", "schiff fahrt x"),
        ("well-\nknown exam-\nple", "well known exam ple"),  # a plain hyphen does if asked
        # as before
        ("mother-in-law rock'n'roll B52's", "mother-in-law rock'n'roll b52's"),
        ("ｗｅｌｌ－known well﹣known", "well-known well-known"),
    ],
)
def test_words(text: str, words: str) -> None:
    assert tokenize(text) == words.split()
    assert [tokenize(word) for word in words.split()] == [[word] for word in words.split()]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", " \n  "])
def test_hyphens_at_line_ends_join_if_asked(end: str) -> None:
    joining = Rules(join_hyphens=True)
    text = f"An exam-{end}ple of King-{end}David in 1914-{end}1918, well‐{end}known."
    expected = "an example of king-david in 1914-1918 wellknown".split()
    assert tokenize(text, rules=joining) == expected
    assert len(cut(text, joining).spans) == 1
    assert tokenize(text)[1:3] == ["exam", "ple"]
    assert tokenize(f"One -{end}two", rules=joining) == ["one", "two"]


def test_a_word_that_goes_on_ends_no_sentence() -> None:
    text = "Die Schiff\xad\nfahrt ruht\nund schläft\n"
    assert [text[a:b] for a, b in cut(text).spans] == [
        "Die Schiff\xad\nfahrt ruht",
        "und schläft",
    ]


# ---- other words ---------------------------------------------------------------------------------


def test_between_blanks() -> None:
    rules = Rules(words="blanks")
    text = "user:12 #Tag king/NN a_b\u00a0(x) ﬁ.\tnai\u0308ve ID-7!\nline two. three"
    assert tokenize(text, rules=rules) == (
        "user:12 #tag king/nn a_b (x) ﬁ. naïve id-7! line two. three".split()
    )
    assert tokenize(text, rules=rules, lowercase=False)[1] == "#Tag"
    assert cut(text, rules).lengths.tolist() == [8, 3]  # a line is a sentence


@pytest.mark.parametrize(
    ("letters", "step", "expected"),
    [
        (3, 1, ["acg", "cgt", "gta", "tac", "ggg"]),
        (3, 3, ["acg", "tac", "ggg"]),
        (3, 2, ["acg", "gta", "ggg"]),
        (4, 1, ["acgt", "cgta", "gtac"]),
        (1, 1, list("acgtacgggga")),
    ],
)
def test_pieces(letters: int, step: int, expected: list[str]) -> None:
    rules = Rules(words="pieces", letters=letters, step=step)
    assert tokenize("ACGTAC GGG\nga", rules=rules) == expected


def test_pieces_of_other_letters() -> None:
    two = Rules(words="pieces", letters=2)
    assert tokenize("我爱北京。天", rules=two) == ["我爱", "爱北", "北京"]
    assert tokenize("e\u0301a\u0301x", rules=two) == ["éá", "áx"]


def test_records_of_fasta_go_on_over_lines() -> None:
    text = ">one human\nACGT\nACG\n\n>two\r\nGGG\r\nTT\r\n"
    rules = Rules(words="pieces", letters=4, step=4)
    found = cut(text, rules)
    assert [text[a:b] for a, b in found.spans] == ["ACGT\nACG", "GGG\r\nTT"]
    assert found.forms == ("ACGT", "GGGT")


@given(st.text(alphabet="ACGT \n", max_size=60), st.integers(1, 6), st.data())
def test_pieces_are_counted_as_k_mers_are(text: str, k: int, data: st.DataObject) -> None:
    step = data.draw(st.integers(1, k))
    expected = [run[i : i + k] for run in text.split() for i in range(0, len(run) - k + 1, step)]
    rules = Rules(words="pieces", letters=k, step=step)
    assert tokenize(text, rules=rules, lowercase=False) == expected


# ---- laws ----------------------------------------------------------------------------------------

SIGNS = (
    *"aAzéßİIſ09½'’`´‘-_.,:;!?\"”״׳־·ŀ‧＇＿．：ʼʻ \n\r¬",
    *"яЯйΣςשבﬡﬁﬃĳǅ１ｶﾞㄱㅋำև²ªⅧ한中\u0301\u05bc\xad\u200e\u200b\u200d",
)
texts = st.lists(st.sampled_from(SIGNS), max_size=12).map("".join)
some_rules = st.sampled_from(
    (USUAL, Rules(join_hyphens=True), Rules(words="blanks"), Rules(words="pieces", letters=1))
)


@given(texts, some_rules, st.booleans())
def test_a_word_is_its_own_word(text: str, rules: Rules, lowercase: bool) -> None:
    for word in tokenize(text, rules=rules, lowercase=lowercase):
        assert word == unicodedata.normalize("NFC", word)
        assert word_of(word, lowercase, rules) == word
        if rules.words == "unicode" and lowercase:
            assert tokenize(word, rules=rules) == [word]


@given(texts, some_rules)
def test_composition_does_not_matter(text: str, rules: Rules) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert tokenize(text, rules=rules) == tokenize(decomposed, rules=rules)


@given(st.text(alphabet="aB3 '’`-_.,:;!?\"\n", max_size=20))
def test_plain_text_is_cut_as_any_other(text: str) -> None:
    assert [*forms(text), "é"] == forms(text + " é")


FIRST = re.compile(rf"[^\W_]+(?:(?:{boundaries._mark()})+[^\W_]*)*")
FIRST_FORM = re.compile(f"{FIRST.pattern}(?:['’\u2010\u2011-]{FIRST.pattern})*")


def first_word(form: str) -> str:
    """As the first version had it, but for joiners of no width."""
    word = unicodedata.normalize("NFC", boundaries._invisible().sub("", form))
    word = word.translate({0x2019: "'", 0x2010: "-", 0x2011: "-"})
    word = unicodedata.normalize("NFC", word.replace("İ", "i").lower())
    return re.sub("(?<=[^\\W_\u02bc])\u02bc(?=[^\\W_\u02bc])", "'", word)


@given(texts.map(lambda text: text.replace("\u200d", "")))
def test_what_the_first_version_read_alike_is_known(text: str) -> None:
    found = forms(text)
    if first_version(found):
        assert FIRST_FORM.findall(text) == found
        assert [first_word(form) for form in found] == [word_of(form) for form in found]


def test_plain_prose_is_read_as_the_first_version_did() -> None:
    prose = "The king’s mother-in-law said: “Naïve!” -- П’ять, 3 times. Йод…"
    assert first_version(forms(prose))
    for newer in ("3.14", "a_b", "don`t", "ﬁnd", "Schiff\xad\nfahrt", "ש״ס", "ג'ירפה", "１"):
        assert not first_version(forms(f"{prose} {newer}"))


@pytest.mark.parametrize(
    "hostile", ["a-\n", "a\xad\n", "ש'", 'ש"', "׳", "_", "a_\xad", "3.", "A.b"]
)
def test_no_text_takes_the_square_of_its_length(hostile: str) -> None:
    text = "a" + hostile * 30_000 + "a"
    start = time.process_time()
    for rules in (USUAL, Rules(join_hyphens=True), Rules(words="pieces", letters=8)):
        cut(text, rules)
    assert time.process_time() - start < 10  # the square would be minutes
