"""Where words begin and end, and which word each is.

A *form* is a word as it stands in the text, a *word* what it counts as: `King’s` and `KING'S` are
two forms of `king's`. Only distinct forms are normalised: a word that occurs fifty thousand times
is normalised once.

With the usual rules a word is what UAX #29 (https://www.unicode.org/reports/tr29/) says: letters
with their marks and digits, and between two of them, singly,

    anything          an apostrophe, of any kind that people type; a hyphen; · and ‧; underscores
    digits            . , : and their sisters in other scripts: 3.14, 1,000, 10:30
    letters           . as in U.S, unless a small letter stands before it and a capital behind it
    Hebrew letters    gershayim, also typed as " or twice '; a geresh also ends a word

It is tailored, as the annex allows: hyphens join; underscores around a word are no part of it,
since books write _emphasis_ so; a colon joins no letters, since blanks behind it are forgotten more
often than Swedish and Finnish write it, nor a semicolon digits; runs of ideographs and kana are not
cut one from the other (`unspaced_scripts` recognises such texts). Invisible characters are passed
over, the zero-width space parts words, as it does in Khmer. A soft hyphen joins, at the end of a
line, too; a hyphen there does if asked, and stays in the word before a capital or a digit.

A word is composed (NFC), with one kind of apostrophe and hyphen, and nothing invisible. Letters and
digits are folded as by NFKC from their compatibility forms: ligatures (ﬁ), digraphs (ĳ), wide and
narrow ones, mathematical alphabets, Arabic's shapes, Roman numerals. Not folded is what would be
another word, or no longer what people write: m² and 1º, ½ and ①, the Armenian և, the Thai ำ, and
single letters of Hangul.

Between blanks, a word is what stands there, composed. In pieces, it is `letters` letters or digits
in a row, with their marks; what is left over at the end of a row is dropped, as k-mers are counted.

Not done: words written without blanks between them; vowel marks of Arabic and Hebrew, which stay,
so that a pointed and an unpointed spelling are two words.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from embviz.text.rules import USUAL, Rules

# What a reader cannot see and a word does not change by: variation selectors and the grapheme
# joiner. Characters of category Cf are added to them, without the three that mean something.
_INVISIBLE_MARKS = "\u034f\ufe00-\ufe0f\U000e0100-\U000e01ef"
_ZERO_WIDTH_SPACE, _ZERO_WIDTH_JOINERS = "\u200b", "\u200c\u200d"
SOFT_HYPHEN = "\xad"
CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"

# Joiners of words; `\` stands before what means something in a class of characters.
_APOSTROPHES = "'’"  # before a digit, too
_TYPED_APOSTROPHES = "`´‘‛′՚＇｀᾽᾿΄\u1fef\u1ffd"  # before a letter
_LETTER_APOSTROPHES = "ʼʻʽʹ"  # are letters to Unicode; at the edge of a word to us, too
_HYPHENS = "\\-‐‑﹣－"
_DOTS = "·\u0387‧"
_CONNECTORS = "_‿⁀︳︴﹍﹎﹏＿"
_STOPS = ".․﹒．"
_COMMAS = ",،٫٬⁄﹐，"
_COLONS = ":："
_GERESH, _GERSHAYIM = "׳", "״"
_TYPED_GERSHAYIM = '״"”″'
LINE_HYPHENS = "\\-‐¬"  # at the end of a line

_HEBREW = "\u05d0-\u05ea\u05ef-\u05f2\ufb1d\ufb1f-\ufb28\ufb2a-\ufb4f"
_HEBREW_MARKS = "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"

_LETTER = r"[^\W_]"
END_OF_LINE = r"[^\S\n\r]*+(?:\r\n|[\n\r])[^\S\n\r]*+"

_ONE_KIND = str.maketrans(
    dict.fromkeys(_TYPED_APOSTROPHES + "’", "'")
    | dict.fromkeys("‐‑﹣－", "-")
    | dict.fromkeys("‿⁀︳︴﹍﹎﹏＿", "_")
    | dict.fromkeys("․﹒．", ".")
    | {"，": ",", "﹐": ",", "：": ":", "‧": "·", "”": '"', "″": '"'}
)


def forms(text: str, rules: Rules = USUAL) -> list[str]:
    """List the words of a text in order as they stand there, long ones included."""
    return pattern(text, rules).findall(text)


def pattern(text: str, rules: Rules = USUAL) -> re.Pattern[str]:
    """What finds the forms of a text: as a whole, or as the one group, where they may overlap."""
    if rules.words == "blanks":
        return _BETWEEN_BLANKS
    if rules.words == "pieces":
        return _pieces(rules.letters, rules.step, text.isascii())
    return _unicode(text.isascii(), SOFT_HYPHEN in text, rules.join_hyphens)


def word_of(form: str, lowercase: bool = True, rules: Rules = USUAL) -> str:
    """Give the word that a form counts as.

    Lower-casing is `str.lower`, not `str.casefold`: these words are shown to people, and casefold
    turns ß into ss (so that Maße and Masse become one word) and the final sigma of every Greek word
    into σ. It knows no language: the Turkish I becomes i, not ı; İ becomes i, as in Turkish.
    """
    if form.isascii() and form.isalnum():
        return form.lower() if lowercase else form
    if rules.words == "blanks":
        return _small(unicodedata.normalize("NFC", form), lowercase)
    word = _LINE_HYPHEN.sub(_kept_hyphen, _SOFT_END.sub("", form))
    word = unicodedata.normalize("NFC", _invisible().sub("", word))
    word = _small(_folded(_IDLE_JOINER.sub("", word)), lowercase)
    word = _INNER_LETTER_APOSTROPHE.sub("'", word)
    return word if word.isascii() else _HEBREW_TYPED.sub(_hebrew_sign, word)


def first_version(forms: Iterable[str]) -> bool:
    """Whether the first version of these rules would have found the same words, as their forms say.

    It joined words by apostrophes and hyphens only, and folded nothing.
    """
    every = " ".join(forms)
    return _newer(every.isascii()).search(every) is None


# ---- patterns of forms ---------------------------------------------------------------------------

_BETWEEN_BLANKS = re.compile(f"[^\\s{CONTROLS}]++")


@cache
def _unicode(ascii_: bool, soft: bool, hyphens: bool) -> re.Pattern[str]:
    """Build the pattern of a form by the usual rules, for texts with or without some characters.

    After a part, one class says whether there may be more of it: most words end there. What
    follows looks back at the character that was found.
    """
    part = _part(ascii_)
    marks = "" if ascii_ else f"(?:{_mark()})*+"
    every = _APOSTROPHES + _TYPED_APOSTROPHES + _HYPHENS + _DOTS + _STOPS + _COMMAS + _COLONS
    joiner = (
        f"[{every}{_GERESH}{_TYPED_GERSHAYIM}](?={_LETTER}|[^\\x00-\\xac])(?:"
        f"(?<=[{_APOSTROPHES}{_HYPHENS}{_DOTS}{_GERESH}]){marks}(?={_LETTER})"
        f"|(?<=[{_TYPED_APOSTROPHES}]){marks}(?=[^\\W\\d_])"
        f"|(?<=\\d[{_STOPS}{_COMMAS}{_COLONS}]){marks}(?=\\d)"
        f"|(?<=[{_STOPS}])(?<!\\d[{_STOPS}]){_not_a_full_stop(ascii_)}{marks}(?=[^\\W\\d_])"
        f"|(?<=[{_HEBREW}{_HEBREW_MARKS}][{_TYPED_GERSHAYIM}]){marks}(?=[{_HEBREW}])"
        ")"
        f"|[{_CONNECTORS}]{marks}(?:[{_CONNECTORS}]{marks})*+(?={_LETTER})"
    )
    tail = ""
    if not ascii_:
        before = f"(?<![\\w{_APOSTROPHES}{_HEBREW_MARKS}])"
        short = "|".join(f"(?<={before}[א-ת]{{{n}}}[{_APOSTROPHES}])" for n in (1, 2, 3))
        twice = f"(?<=[{_HEBREW}{_HEBREW_MARKS}][{_APOSTROPHES}{_GERESH}]{{2}})"
        joiner += f"|[{_APOSTROPHES}{_GERESH}][{_APOSTROPHES}{_GERESH}]{twice}(?=[{_HEBREW}])"
        end = f"(?![\\w{_APOSTROPHES}{_GERESH}])"
        tail = f"|{_GERESH}(?<=[{_HEBREW}{_HEBREW_MARKS}]{_GERESH})(?![{_APOSTROPHES}{_GERESH}])"
        tail += f"|[{_APOSTROPHES}](?:{short}){end}"
    if soft:
        joiner += f"|(?:(?<={SOFT_HYPHEN}){END_OF_LINE}(?={_LETTER}))"
    if hyphens:
        joiner += f"|[{LINE_HYPHENS}]{END_OF_LINE}(?={_LETTER})"
    return re.compile(f"{part}(?:(?:{joiner}){part}{tail})*+")


def _part(ascii_: bool) -> str:
    r"""Letters and digits with their marks: `\w` knows no marks."""
    return f"{_LETTER}++" if ascii_ else f"{_LETTER}++(?:(?:{_mark()})++{_LETTER}*+)*+"


def _mark() -> str:
    """One mark; the look ahead spares blanks and ASCII the way through its many ranges."""
    return f"(?=[^\\x00-\\xac])[{_marks()}]"


@cache
def _not_a_full_stop(ascii_: bool) -> str:
    """Nothing, but for a stop between a small letter and a capital: a blank was forgotten there."""
    if ascii_:
        return r"(?!(?<=[a-z]\.)[A-Z])"
    small, capital = _ranges("Ll", without=""), _ranges("Lu", "Lt", without="")
    before = "|".join(f"(?<=[{small}][{_marks()}]{{{n}}}[{_STOPS}])" for n in range(3))
    return f"(?!(?:{before})[{capital}])"


@cache
def _pieces(letters: int, step: int, ascii_: bool) -> re.Pattern[str]:
    hangul = "[\u1100-\u115f][\u1160-\u11a7][\u11a8-\u11ff]?+"  # a syllable, decomposed
    letter = _LETTER if ascii_ else f"(?:{hangul}|{_LETTER})(?:{_mark()})*+"
    return re.compile(f"(?=((?:{letter}){{{letters}}}))(?:{letter}){{{step}}}")


# ---- from forms to words -------------------------------------------------------------------------

# Joiners mean something in Arabic, Persian, Mongolian and the scripts of India and around, before a
# letter. Elsewhere they only part ligatures.
_IDLE_JOINER = re.compile(
    "(?<![\u0590-\u109f\u1780-\u1c7f\ua800-\uabff\ufb1d-\ufeff\U00010a00-\U0001ebff])"
    f"[{_ZERO_WIDTH_JOINERS}]+|[{_ZERO_WIDTH_JOINERS}](?![^\\W_])"
)
# Ukrainian п’ять is also typed with the letter U+02BC, which at the edge of a word is a letter.
_INNER_LETTER_APOSTROPHE = re.compile(
    f"(?<=[^\\W_{_LETTER_APOSTROPHES}])[{_LETTER_APOSTROPHES}](?=[^\\W_{_LETTER_APOSTROPHES}])"
)
_SOFT_END = re.compile(f"{SOFT_HYPHEN}\\s++")
_LINE_HYPHEN = re.compile(f"[{LINE_HYPHENS}]\\s++(?=(.))")
_HEBREW_TYPED = re.compile(f"(?<=[{_HEBREW}{_HEBREW_MARKS}])(?:['׳]{{2}}|\"|')")
# Marks of Katakana are letters when narrow; they stay so where there is nothing to be a mark of.
_WIDE_MARKS = {"ﾞ": "\u3099", "ﾟ": "\u309a"}
_NARROW_MARK = re.compile("(?<=[ァ-ヺ])[ﾞﾟ]")
_IDLE_DOT = re.compile("·(?![^\\W_])")


def _kept_hyphen(found: re.Match[str]) -> str:
    after = found[1]
    return "-" if after.isdigit() or after.isupper() or after.istitle() else ""


def _hebrew_sign(found: re.Match[str]) -> str:
    return _GERESH if found[0] == "'" else _GERSHAYIM


def _folded(word: str) -> str:
    """Fold what is another way to write the same; NFC in, NFC out."""
    word = word.translate(_ONE_KIND)
    if word.isascii():
        return word
    folded = unicodedata.normalize("NFD", word).translate(_fold())
    folded = _NARROW_MARK.sub(lambda mark: _WIDE_MARKS[mark[0]], folded)
    return unicodedata.normalize("NFC", _IDLE_DOT.sub("", folded))


def _small(word: str, lowercase: bool) -> str:
    if not lowercase:
        return word
    # "İ".lower() is an i with a second dot above it: another word than "i", for no reader.
    return unicodedata.normalize("NFC", word.replace("İ", "i").lower())


@cache
def _fold() -> dict[int, str]:
    """The compatibility forms of letters and digits that are folded, by their numbers."""
    kinds = {"compat", "font", "wide", "narrow", "initial", "medial", "final", "isolated"}
    kept = {0x587, 0xE33, 0xEB3, 0xEDC, 0xEDD, 0xF77, 0xF79}
    kept |= {*range(0x3131, 0x318F), *range(0xFFA0, 0xFFDD)}  # single letters of Hangul
    kept |= {ord(mark) for mark in _WIDE_MARKS}
    folded = {}
    for code in (*range(0xA0, 0x3400), *range(0xF900, 0x10000), *range(0x1D400, 0x1F000)):
        sign = chr(code)
        kind = unicodedata.decomposition(sign).partition(">")[0]
        if kind[:1] != "<" or kind[1:] not in kinds or code in kept or not sign.isalnum():
            continue
        plain = unicodedata.normalize("NFKD", sign)
        if all(each.isalnum() or each == "·" or unicodedata.combining(each) for each in plain):
            folded[code] = plain
    return folded


@cache
def _newer(ascii_: bool) -> re.Pattern[str]:
    """What the first version of the usual rules had in no form, or left as it is."""
    fold = "" if ascii_ else "".join(map(chr, _fold()))
    signs = _TYPED_APOSTROPHES + "ʻʽʹ" + "﹣－" + _DOTS + _CONNECTORS + _STOPS + _COMMAS + _COLONS
    return re.compile(
        f"[{signs}{_GERESH}{_TYPED_GERSHAYIM}¬\\n\\r{fold}]"
        f"|[{_APOSTROPHES}{_HYPHENS}](?!{_LETTER})|[{_HEBREW}{_HEBREW_MARKS}][{_APOSTROPHES}]"
    )


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
    first = 0xAD if "Cf" in categories else 0x41
    # Planes 2 to 13 hold ideographs or nothing: looking there would take ten times as long.
    for code in (*range(first, 0x20000), *range(0xE0000, 0xE0200)):
        character = chr(code)
        if unicodedata.category(character) not in categories or character in without:
            continue
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)
