"""Bytes: what is read, what is refused with which facts, what is suggested."""

import codecs
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.errors import TextError
from embviz.text.charsets import plausible
from embviz.text.encoding import decode
from embviz.util.known_files import KNOWN

RUSSIAN = "В начале сотворил Бог небо и землю.\nЗемля же была безвидна и пуста, и тьма над бездною."
SHORT = "Привет, мир"
CAPITALS = "ПРИВЕТ ВСЕМ ЛЮДЯМ ДОБРОЙ ВОЛИ И МОЛОКА"
UKRAINIAN = "На початку Бог створив Небо та землю. А земля була пуста та порожня. Її їжак."
FRENCH = "Dieu créa les cieux et la terre. À la surface de l'abîme, où l’être naît çà et là."
GERMAN = "Am Anfang schuf Gott Himmel und Erde. Die Erde war wüst und öde, größer — „schön“."
SPANISH = "En el principio creó Dios los cielos. El niño corrió mañana. ¿Qué pasó?"
POLISH = "Na początku Bóg stworzył niebo i ziemię. Ziemia zaś była bezładem i pustkowiem."
CZECH = "Na počátku stvořil Bůh nebe a zemi. Příliš žluťoučký kůň úpěl ďábelské ódy."
TURKISH = "Başlangıçta Tanrı göğü ve yeri yarattı. Yer boştu, yeryüzü şekilleri yoktu."
GREEK = "Στην αρχή δημιούργησε ο Θεός τον ουρανό και τη γη. Ήταν έρημη και Άδεια."
HEBREW = "בראשית ברא אלהים את השמים ואת הארץ והארץ היתה תהו ובהו"
ARABIC = "في البدء خلق الله السماوات والأرض وكانت الأرض خربة وخالية"
JAPANESE = "はじめに神は天と地とを創造された。地は形なく、むなしく、やみが淵のおもてにあり"
CHINESE = "起初，神创造天地。地是空虚混沌，渊面黑暗；神的灵运行在水面上。"
KOREAN = "태초에 하나님이 천지를 창조하시니라 땅이 혼돈하고 공허하며 흑암이 깊음 위에 있고"

# Text is not made of control characters; U+FEFF in front is a byte order mark.
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"])).map(lambda s: s.lstrip("\ufeff"))


@given(texts, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_unicode_comes_back(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@given(texts, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32-le"]))
def test_unicode_comes_back_by_name(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), encoding) == text


@given(st.binary())
def test_any_bytes_are_text_or_a_text_error(data: bytes) -> None:
    try:
        text = decode(data)
    except TextError as error:
        assert error.reason in ("encoding", "binary", "other_kind")
        if error.reason == "encoding":
            assert data[error.offset] == error.byte
            for name in error.suggestions:
                data.decode(name)
    else:
        assert not text.startswith("\ufeff")


def test_big_endian_utf16() -> None:
    assert decode(codecs.BOM_UTF16_BE + RUSSIAN.encode("utf-16-be")) == RUSSIAN


def test_a_few_control_characters_are_text() -> None:
    assert decode(b"king\x00 queen\x07 man") == "king\x00 queen\x07 man"


def refusal(data: bytes, **options: object) -> TextError:
    with pytest.raises(TextError) as caught:
        decode(data, **options)  # type: ignore[arg-type]
    return caught.value


def test_bad_byte_is_named_with_its_place() -> None:
    error = refusal("one\ntwo\r\nthree\rcafé".encode("cp1252"))
    assert error.reason == "encoding"
    assert (error.encoding, error.offset, error.byte, error.line) == ("utf-8", 18, 0xE9, 4)
    assert error.suggestions[0] == "cp1252"
    assert str(error) == "the file is not utf-8: line 4 has the byte 0xe9; it may be cp1252"


def test_places_count_the_byte_order_mark() -> None:
    error = refusal(codecs.BOM_UTF8 + b"ab\nc\xff")
    assert (error.offset, error.byte, error.line) == (7, 0xFF, 2)
    error = refusal(codecs.BOM_UTF16_LE + "a\nb".encode("utf-16-le") + b"c")
    assert (error.encoding, error.offset, error.byte, error.line) == ("utf-16", 8, ord("c"), 2)
    assert error.suggestions == []


def test_damaged_utf8_is_not_taken_for_another_encoding() -> None:
    error = refusal(RUSSIAN.encode() * 3 + b"\xff" + RUSSIAN.encode())
    assert (error.byte, error.line, error.suggestions) == (0xFF, 4, [])


@pytest.mark.parametrize("text", [RUSSIAN, "Plain text\nin two lines, and a café."])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_mark_is_suggested(text: str, encoding: str) -> None:
    error = refusal(text.encode(encoding))
    assert (error.reason, error.suggestions) == ("encoding", [encoding])
    assert decode(text.encode(encoding), encoding) == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        *[(name, text) for name in ("cp1252", "mac-roman") for text in (FRENCH, GERMAN, SPANISH)],
        ("cp850", FRENCH.replace("’", "'")),
        *[(name, text) for name in ("cp1250", "iso8859-2", "cp852") for text in (POLISH, CZECH)],
        *[
            (name, text)
            for name in ("cp1251", "koi8-r", "cp866", "iso8859-5")
            for text in (RUSSIAN, SHORT, CAPITALS)
        ],
        ("mac-cyrillic", RUSSIAN),
        ("cp1251", UKRAINIAN),
        ("koi8-u", UKRAINIAN),
        ("cp1254", TURKISH),
        ("cp1253", GREEK),
        ("iso8859-7", GREEK),
        ("cp1255", HEBREW),
        ("cp1256", ARABIC),
        ("cp932", JAPANESE),
        ("euc-jp", JAPANESE),
        ("cp949", KOREAN),
        ("gb18030", CHINESE),
    ],
)
def test_the_encoding_of_a_text_is_suggested_first(encoding: str, text: str) -> None:
    data = text.encode(encoding)
    names = refusal(data).suggestions
    assert names[0] == encoding
    assert 1 <= len(names) <= 5
    assert len({data.decode(name) for name in names}) == len(names)
    assert decode(data, names[0]) == text


def test_foreign_letters_may_come_late_and_lines_be_long() -> None:
    assert plausible(b"word " * 200_000 + SHORT.encode("cp1251"))[0] == "cp1251"
    assert plausible(b"word\n" * 200_000 + SHORT.encode("cp1251"))[0] == "cp1251"
    assert plausible(RUSSIAN.encode("cp1251") * 1000)[0] == "cp1251"


def test_bytes_of_no_encoding_still_get_a_suggestion() -> None:
    names = plausible(bytes(range(0x80, 0x100)) + b"a\n")
    assert all(bytes(range(0x80, 0x100)).decode(name) for name in names)
    assert names


def test_an_encoding_is_used_as_given() -> None:
    assert decode(RUSSIAN.encode("koi8-r"), "KOI8-R") == RUSSIAN
    assert decode(RUSSIAN.encode("koi8-r"), "cp1251") != RUSSIAN


def test_a_wrong_encoding_is_refused_in_the_same_way() -> None:
    error = refusal(RUSSIAN.encode(), encoding="ascii")
    assert (error.reason, error.encoding, error.offset) == ("encoding", "ascii", 0)
    assert error.suggestions == ["utf-8"]
    error = refusal(b"ab\x81", encoding="cp1252")
    assert (error.offset, error.byte, error.line) == (2, 0x81, 1)
    assert "cp1252" not in error.suggestions


@pytest.mark.parametrize(
    "name", ["klingon", "", "rot13", "hex", "idna", "undefined", "unicode_escape", "x\0", "\ud800"]
)
def test_unknown_encodings_are_refused(name: str) -> None:
    error = refusal(b"abc", encoding=name)
    assert (error.reason, error.encoding) == ("unknown_encoding", name)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "png"),
        (b"PK\x03\x04" + bytes(100), "zip"),
        (b"%PDF-1.7\nall in ASCII\n", "pdf"),
        (b"{\\rtf1\\ansi plain}", "rtf"),
        (zlib.compress(np.random.default_rng(1).bytes(5000)), None),
        (np.random.default_rng([2, 0, 0, 0]).normal(size=500).tobytes(), None),
        (np.arange(500).tobytes(), None),
        (bytes(100), None),
        (bytes(101), None),
    ],
)
def test_binary_files_are_refused(data: bytes, kind: str | None) -> None:
    error = refusal(data)
    if kind is None:
        assert error.reason == "binary" and str(error).endswith("a plain text file")
    else:
        assert (error.reason, error.kind, str(error)) == ("other_kind", kind, str(KNOWN[kind]))


def test_files_over_the_limit_are_refused() -> None:
    assert decode(b"12345", limit=5) == "12345"
    error = refusal(b"123456", limit=5)
    assert (error.reason, error.size, error.limit) == ("too_large", 6, 5)


def test_nothing_is_text() -> None:
    assert decode(b"") == decode(codecs.BOM_UTF8) == decode(codecs.BOM_UTF16_LE) == ""
