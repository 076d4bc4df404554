"""Which legacy encoding a text may be in.

Every candidate that decodes the whole file is judged by what its words would look like, in two
ways. Letters: those outside ASCII should be the few of *one* language that is written in that
encoding (French has è and ê but no ŕ), the common ones above all (most letters of Russian text
are among the dozen commonest; decoded wrongly, they are spread evenly). Shape: a word is in
small letters, or in capitals, or has one capital at its beginning; it does not mix alphabets; and
a word in Latin letters does not consist of accented ones. This orders suggestions for a person,
who sees the result; it is no detector.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class _Letters:
    """The letters of a language outside ASCII, as character classes."""

    common: str  # those that make up most of a text
    other: str = ""


_WESTERN = (
    _Letters("éèêëàâçîïôùûüœæÿ"),  # French
    _Letters("äöüß"),  # German
    _Letters("áéíóúüñ"),  # Spanish
    _Letters("áâãàçéêíóôõú"),  # Portuguese
    _Letters("àèéìòù"),  # Italian
    _Letters("åäöæøé"),  # the Nordic languages
    _Letters("áðéíóúýþæö"),  # Icelandic
    _Letters("ëéïèöü"),  # Dutch
)
_CENTRAL = (
    _Letters("áčďéěíňóřšťúůýž"),  # Czech
    _Letters("áäčďéíĺľňóôŕšťúýž"),  # Slovak
    _Letters("ąćęłńóśźż"),  # Polish
    _Letters("áéíóöőúüű"),  # Hungarian
    _Letters("ăâîşţ"),  # Romanian
    _Letters("čćđšž"),  # Croatian, Slovene
)
_CYRILLIC = (
    _Letters("оеаинтсрвлкм", "а-яё"),  # Russian
    _Letters("оаниівертскл", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"),  # Ukrainian
    _Letters("аеиотнрсвлдп", "а-ъьюя"),  # Bulgarian
    _Letters("аоиенрсјтвкд", "абвгдђежзијклљмнњопрстћуфхцчџш"),  # Serbian
)
_GREEK = (_Letters("αοιετσνηυρπκς", "α-ωάέήίόύώϊϋΐΰ"),)
_TURKISH = (_Letters("çğıöşüİ", "âîû"),)
_BALTIC = (_Letters("ąčęėįšųūž"), _Letters("āčēģīķļņšūž"), _Letters("äöõüšž"))
_HEBREW = (_Letters("יוהלארתבמש", "א-ת"),)
_ARABIC = (_Letters("اليمونرتبة", "ء-يپچژکگی"),)
_JAPANESE = (_Letters("ぁ-ん", "ァ-ー一-龠、。「」"),)
_CHINESE = (
    _Letters("的一是不了人我在有他这为之大来以个中上们到说国和地也子时道出", "一-龥，。、"),
    _Letters("的一是不了人我在有他這為之大來以個中上們到說國和地也子時道出", "一-龥，。、"),
)
_KOREAN = (_Letters("이다는을가에의하고지은로한기사도를자어", "가-힣"),)

# In the order in which equal ones are suggested.
_CANDIDATES = {
    "cp1252": _WESTERN,
    "cp1251": _CYRILLIC,
    "koi8-r": _CYRILLIC,
    "koi8-u": _CYRILLIC,
    "cp866": _CYRILLIC,
    "iso8859-5": _CYRILLIC,
    "mac-cyrillic": _CYRILLIC,
    "cp1250": _CENTRAL,
    "iso8859-2": _CENTRAL,
    "cp852": _CENTRAL,
    "cp1253": _GREEK,
    "iso8859-7": _GREEK,
    "cp1254": _TURKISH,
    "cp1257": _BALTIC,
    "cp1255": _HEBREW,
    "cp1256": _ARABIC,
    "mac-roman": _WESTERN,
    "cp850": _WESTERN,
    "cp932": _JAPANESE,
    "euc-jp": _JAPANESE,
    "cp949": _KOREAN,
    "gb18030": _CHINESE,
    "big5": _CHINESE,
}
_MANY_BYTES = {"cp932", "euc-jp", "cp949", "gb18030", "big5"}
_LAST_RESORT = "latin-1"  # gives a character to every byte

_MOST = 5
_SAMPLE = 20_000
_FOREIGN_BYTE = re.compile(rb"[\x80-\xff]")
_RUN = re.compile(r"[^\W\d_]+|[^\w\s]|[\x80-\xa0]")
_MISPLACED = re.compile(r"[ςםןץףך]\w")  # letters that stand at the ends of words only
_WITHOUT_ACCENT = re.compile(r"[α-ω]{3,}")  # as hardly any word of modern Greek
_TYPOGRAPHY = set("“”„‘’‚«»‹›–—…•¿¡ªº№§©®°·€£\xa0")
_ASCII = re.compile(r"[\x00-\x7f]")


def plausible(data: bytes, *, without: str = "") -> list[str]:
    """List the encodings that decode all of `data`, the likeliest first, at most five.

    Of encodings that make the same of it only the first is listed; `without` is one that was tried.

    >>> plausible("Ничего себе!".encode("koi8-r"))[0]
    'koi8-r'
    """
    values = bytes(set(data))
    sample = _sample(data)
    scores: dict[str, tuple[float, str]] = {}
    for name, languages in _CANDIDATES.items():
        if name == without or not decodes(data if name in _MANY_BYTES else values, name):
            continue
        text = sample.decode(name, "ignore")
        score = max(_score(text, letters) for letters in languages)
        scores.setdefault(text, (score, name))
    best = sorted(scores.values(), key=lambda scored: -scored[0])
    return [name for _, name in best[:_MOST]] or [_LAST_RESORT]


def _sample(data: bytes) -> bytes:
    """Give the first lines that are not ASCII, up to `_SAMPLE` bytes.

    Lines begin at their beginning, or later in their ASCII part, so that no character is parted.
    """
    lines, size, at = [], 0, 0
    while size < _SAMPLE and (foreign := _FOREIGN_BYTE.search(data, at)):
        start = max(at, data.rfind(b"\n", at, foreign.start()) + 1, foreign.start() - 100)
        at = data.find(b"\n", start) + 1 or len(data)
        lines.append(data[start:at])
        size += at - start
    return b"".join(lines)[:_SAMPLE]


def decodes(data: bytes, encoding: str) -> bool:
    """Whether all of `data` can be read in an encoding."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _score(text: str, letters: _Letters) -> float:
    """Rate a decoded text, at most 1: the mean over its characters outside ASCII.

    Letters of the language count up to 1; a frame line or a fraction among words (all but what
    typesetters use) is more than no sign, it speaks against the encoding.
    """
    common = re.compile(f"[{letters.common}]", re.IGNORECASE)
    other = re.compile(f"[{letters.common}{letters.other}]", re.IGNORECASE)
    total, characters = 0.0, 0
    for run in _RUN.findall(text):
        foreign = _ASCII.sub("", run)
        if not foreign:
            continue
        characters += len(foreign)
        if not foreign.isalpha():
            total += 0.5 if foreign in _TYPOGRAPHY else -1.0
        else:
            known = (len(common.findall(foreign)) + len(other.findall(foreign))) / 2
            total += known * _shape(run, foreign)
    return total / max(characters, 1)


def _shape(word: str, foreign: str) -> float:
    """Rate what a word looks like, given its letters outside ASCII."""
    score = 1.0 if word in (word.lower(), word.upper(), word.capitalize()) else 0.3
    if _MISPLACED.search(word):
        score *= 0.3
    if _WITHOUT_ACCENT.fullmatch(word):
        score *= 0.8
    latin = max(foreign) < "\u0250"
    if latin and re.search(r"[^\x00-\x7f]{3}", word):
        score *= 0.2
    if not latin and len(foreign) < len(word):
        score *= 0.2
    return score
