"""The many ways in which rows of text are written: all are read as the same words and numbers."""

import codecs

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embviz.files.rows.how import How
from tests.files.vector_files import kinds, opened, refused, same, worded, zipped

ROWS = {
    "the": (0.1257, -0.1321, 0.6404, 0.1049, -0.5357),
    "house": (0.3616, 1.304, 0.9471, -0.7037, -1.2654),
    "river": (-0.6233, 0.0413, -2.325, -0.2188, -1.2459),
    "stone": (-0.7323, -0.5443, -0.3163, 0.4116, 1.0425),
    "bread": (-0.1285, 1.3665, -0.6652, 0.3515, 0.9035),
}
FINE = ("no_newline", "crlf", "trailing_blanks", "bom", "word_column")


def written(rows=ROWS, *, between=" ", before=None, end="\n", decimal=".", header=True, form="{}"):
    lines = [f"{len(rows)} {len(next(iter(rows.values())))}"] if header else []
    for word, numbers in rows.items():
        cells = between.join(form.format(x).replace(".", decimal) for x in numbers)
        lines.append(f"{word}{between if before is None else before}{cells}")
    return end.join([*lines, ""])


def found_in(data, rows=ROWS, **said):
    found = same(opened(data.encode() if isinstance(data, str) else data, how=How(**said)), rows)
    return {kind: count for kind, count in kinds(found).items() if kind not in FINE}


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Nd", "Cf")),
    min_size=1,
    max_size=9,
)
NUMBERS = st.floats(-1e4, 1e4, width=32)


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(WORDS, st.tuples(*[NUMBERS] * 4), min_size=3, max_size=30),
    st.sampled_from([(" ", " "), ("\t", "\t"), (" ", "\t"), ("  ", "  "), (" ", "\t ")]),
    st.sampled_from(["\n", "\r\n", "\r", "\r\r\n", " \n", "\t\r\n"]),
    st.sampled_from([".", ","]),
    st.booleans(),
    st.sampled_from([bytes, zipped, lambda data: codecs.BOM_UTF8 + data]),
)
def test_every_dialect_says_the_same(rows, parts, end, decimal, header, packed):
    between, before = parts
    text = written(
        rows,
        between=between,
        before=before,
        end=end,
        decimal=decimal,
        header=header,
        form="{:.9f}",
    )
    expected = {w: tuple(np.float32(f"{x:.9f}") for x in xs) for w, xs in rows.items()}
    told = found_in(packed(text.encode()), expected)
    odd = {"decimal_commas": decimal == ",", "cr": end == "\r"}
    assert set(told) == {kind for kind, expected in odd.items() if expected}


def test_decimal_commas_are_read_and_told():
    for header in (True, False):
        for between, before in ((" ", " "), ("\t", "\t"), (" ", "\t")):
            text = written(between=between, before=before, decimal=",", header=header)
            assert found_in(text) == {"decimal_commas": 1}
    found = opened(written(decimal=",").encode())
    assert found.taken.decimal == "," and [c.value for c in found.offers["decimal"]] == [",", "."]
    assert opened(written().encode()).taken.decimal == "."


def test_decimal_commas_beside_whole_numbers_and_words_with_points():
    rows = {
        "e.g.": (1.5, 2.0, -3.0),
        "1,5": (0.25, 1.0, 2.0),
        "1.5": (4.0, 5.5, 1e-5),
        "x": (1, 2, 3),
    }
    lines = "4 3\ne.g. 1,5 2 -3\n1,5 0,25 1 2\n1.5 4 5,5 1e-5\nx 1 2 3\n"
    assert found_in(lines, rows) == {"decimal_commas": 1}
    exponents = {"a": (1.5e-5, 2.0), "b": (-2.5e3, 0.5)}
    assert found_in("a 1,5e-05 2,0\nb -2,5E+3 0,5\n", exponents) == {"decimal_commas": 1}


def test_points_among_decimal_commas_are_told_with_their_line():
    error = refused(written(decimal=",").replace("0,0413", "0.0413").encode(), "bad_row")
    assert error.line == 4
    error = refused(written().replace("0.0413", "0,0413").encode(), "bad_row")
    assert error.line == 4


def test_a_tab_may_stand_behind_the_first_number():
    assert found_in(written(between="\t", before=" ")) == {}
    assert found_in(written(between="\t", before=" ", header=False)) == {}


def test_numbers_as_windows_writes_them():
    rows = {**ROWS, "x": ("1.#QNAN", 1, 2, 3, 4), "y": (1, "-1.#IND", "1.#INF00", 1, 2)}
    rows |= {"#1.#INF": ROWS["the"]}
    found = opened(written(rows).encode())
    assert kinds(found) == {"nan": 2} and found.vectors.words == (*ROWS, "#1.#INF")
    refused(written({word: ("-1.#IND",) * 3 for word in ROWS}).encode(), "none_finite")


def test_a_decimal_sign_is_believed():
    rows = {"a": (1.0, 2.0), "b": (3.0, 4.0)}
    assert found_in("a 1 2\nb 3 4\n", rows, decimal=",") == {"decimal_commas": 1}
    refused(written(decimal=",").encode(), how=How(decimal="."))


@pytest.mark.parametrize("ends", ["\r", "\r\n", "\n", "\r\r\n"])
def test_lines_may_end_in_any_way_anywhere(ends):
    """The first line ends in one way, some in the middle in another."""
    many = {f"w{i}": (float(i), 0.5, -i / 8) for i in range(5000)}
    text = written(many)
    mixed = text.replace("\n", ends, 1)
    assert set(found_in(mixed, many)) <= {"cr"}
    at = text.index("w4000 ")
    mixed = text[: at - 1] + ends + text[at:].replace("\n", ends)
    found = opened(mixed.encode())
    same(found, many)
    if ends == "\r":
        told = next(each for each in found.findings if each.kind == "cr")
        assert (told.count, told.first) == (1000, 4001)


def test_rows_that_end_in_returns_are_read_block_by_block(monkeypatch):
    from embviz.files.rows import lines

    for size in (1, 7, 64, 1000):
        monkeypatch.setattr(lines, "BLOCK", size)
        assert found_in(written(end="\r")) == {"cr": 6}
        assert found_in(written(end="\r")[:-1]) == {"cr": 5}
        assert found_in(written(end="\r\n")) == {}


def test_returns_in_words_are_letters():
    rows = {**ROWS, "a\rb": (1.0, 2.0, 3.0, 4.0, 5.0)}
    assert found_in(written(rows), rows) == {}


def test_words_before_a_tab_keep_their_spaces():
    rows = {"New York": ROWS["the"], "in 2008": ROWS["house"], "a b c": ROWS["river"]}
    for header in (True, False):
        told = found_in(written(rows, before="\t", header=header), rows)
        assert told == {"number_in_word": 1}
    assert found_in(written(rows, between="\t", header=False), rows) == {}


# ---- words that hold numbers


def glued(text, word="stone", by=""):
    """Text in which the line of a word has lost its end."""
    lines = text.split("\n")
    at = next(i for i, line in enumerate(lines) if line.startswith(word))
    return "\n".join([*lines[:at], lines[at] + by + lines[at + 1], *lines[at + 2 :]])


@pytest.mark.parametrize("by", ["", " ", "\t", "  "])
@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize("word", ["the", "house", "stone"])
def test_glued_rows_are_left_out_and_told(header, word, by):
    names = list(ROWS)
    at = names.index(word)
    if header is False and word == "the" and by == "\t":
        return  # a row of twice as many numbers is the first
    for cut in (0, 5, 12):  # letters of the line that were lost, too
        text = written(header=header)
        line = next(line for line in text.split("\n") if line.startswith(word))
        text = text.replace(line, line[: len(line) - cut])
        data = glued(text, word, by).encode()
        left = {w: x for w, x in ROWS.items() if w not in names[at : at + 2]}
        found = same(opened(data), left)
        told = next(each for each in found.findings if each.kind == "glued")
        assert (told.count, told.first, told.unit) == (1, at + 1 + header, "line")
        assert told.examples[0].startswith(word)


def test_glued_rows_of_whole_numbers_and_of_nan():
    rows = {f"w{i}": (i, i + 2, 3) for i in range(9)}
    text = written(rows, header=False)
    found = opened(glued(text, "w4").encode())
    assert kinds(found) == {"glued": 1} and len(found.vectors) == 7
    text = written({w: ("nan",) * 3 if i in (4, 5) else x for i, (w, x) in enumerate(rows.items())})
    assert kinds(opened(glued(text, "w4").encode()))["glued"] == 1


def test_phrases_that_end_in_numbers_are_words_where_the_header_says_so():
    rows = {
        **ROWS,
        "version 2.0": ROWS["the"],
        "windows 3.1": ROWS["house"],
        "≈ 1.5": ROWS["river"],
        "pi 3.14159": ROWS["stone"],
        "in 2008": ROWS["bread"],
        "chapter 3 verse 16": ROWS["the"],
        "web 2.0 age": ROWS["the"],
    }
    found = same(opened(written(rows).encode()), rows)
    assert kinds(found) == {"number_in_word": 7}
    assert found.findings[0].examples[0] == "version 2.0" and found.findings[0].first == 7
    short = {f"{word} 2.0": x for word, x in ROWS.items()}
    assert found_in(written(short), short) == {"number_in_word": 5}
    only = {f"version {i}.5": x for i, x in enumerate(ROWS.values())}
    assert found_in(written(only), only) == {"number_in_word": 5}


def test_longer_rows_without_a_header_are_told():
    data = written(header=False) + "version 2.0 1 2 3 4.5 5\n"
    assert refused(data.encode(), "bad_row").line == 6
    rows = {**ROWS, "in 2008": ROWS["the"]}
    assert found_in(written(rows, header=False), rows) == {"number_in_word": 1}


# ---- encodings

LANGUAGES = {
    "cp1251": "дом река камень хлеб лошадь дерево окно слово",
    "koi8-r": "дом река камень хлеб лошадь дерево окно слово",
    "cp866": "дом река камень хлеб лошадь дерево окно слово",
    "cp1252": "maison élève forêt façade où naïve être garçon",
    "cp1250": "dům řeka kámen kůň žlutý město člověk dítě",
    "cp1253": "σπίτι ποτάμι πέτρα ψωμί άλογο δέντρο παράθυρο λέξη",
    "cp1254": "ev ağaç göğüs şehir çocuk ışık güneş değil",
    "cp1255": "בית נהר אבן לחם סוס עץ חלון מילה",
    "cp1256": "بيت نهر حجر خبز حصان شجرة نافذة كلمة",
    "big5": "我們的 中國人 學生們 他是不 地方上 這個時候 大小子 出來了",
    "euc-jp": "家の中で 川に行く 石は重い パンを食べる 馬です 木と水 窓から 言葉が",
    "cp932": "家の中で 川に行く 石は重い パンを食べる 馬です 木と水 窓から 言葉が",
    "cp949": "고양이 강아지 집에서 나무는 사람이 물과 학교에 가다",
    "gb18030": "我们的 中国人 学生们 他是不 地方上 这个时候 大小子 出来了",
}


@pytest.mark.parametrize("encoding", LANGUAGES)
@pytest.mark.parametrize("header", [True, False])
def test_words_are_read_in_the_encoding_that_makes_them_text(encoding, header):
    words = LANGUAGES[encoding].replace(" ", "\n").split("\n")
    rows = {word: (i + 0.5, -0.25, 1.0) for i, word in enumerate([*words, "plain"])}
    data = written(rows, header=header).encode(encoding)
    found = same(opened(data), rows)
    assert kinds(found) == {"encoding": 1} and found.taken.encoding == encoding
    assert found.findings[0].taken == encoding
    choices = [choice.value for choice in found.offers["encoding"]]
    assert choices[0] == encoding and "utf-8" in choices
    for choice in choices:
        other = opened(data, how=How(encoding=choice))
        assert len(other.vectors) == len(rows), "no word is lost"
        assert other.taken.encoding == choice
        assert other.offers["encoding"][0].value == choice


def test_an_encoding_is_weighed_on_all_words():
    """The first word that is not ASCII comes late."""
    rows = {f"w{i}": (i + 0.5, 1.0) for i in range(3000)}
    rows |= {word: (0.5, -1.0) for word in LANGUAGES["cp1251"].split()}
    found = same(opened(written(rows).encode("cp1251")), rows)
    assert found.taken.encoding == "cp1251"
    found = opened(written(rows).encode("cp1251"), limit=100)
    assert found.taken.encoding is None and not found.offers


def test_a_few_broken_words_make_no_other_encoding():
    rows = {word: (0.5, -1.0) for word in LANGUAGES["cp1251"].split()}
    data = written(rows, header=False).encode() + b"b\xfcro 1 2\nb\xf6ro 2 3.5\nb\xfc 1 2.5\n"
    found = opened(data)
    assert found.vectors.words[8:] == ("b\ufffdro", "b\ufffdro\ufffd", "b\ufffd")
    told = found.findings[0]
    assert (told.kind, told.count, told.first) == ("broken_character", 3, 9)
    assert found.offers["encoding"][0].value == "utf-8"


def test_findings_name_words_as_they_are_read():
    rows = {word: (0.5, -1.0) for word in LANGUAGES["cp1251"].split()}
    data = (written(rows, header=False) + "дом 1 2\nкот nan 1\n").encode("cp1251")
    examples = {each.kind: each.examples for each in opened(data).findings}
    assert examples["twice"] == ("дом",) and examples["nan"] == ("кот",)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize("between", [" ", "\t"])
def test_texts_of_wide_letters_are_read(encoding, header, between):
    rows = {word: ROWS["the"] for word in ("the", *LANGUAGES["cp1251"].split())}
    text = written(rows, between=between, header=header).encode(encoding)
    for data in (text, zipped(text)):
        found = same(opened(data), rows)
        assert kinds(found) == {"wide_text": 1} and found.taken.encoding == encoding
    same(opened(text, how=How(encoding=encoding)), rows)


def test_a_sheet_in_utf_16():
    text = "word,x1,x2\r\nking,0.5,-1.25\r\nдом,0.25,2\r\n".encode("utf-16")
    found = same(opened(text), {"king": (0.5, -1.25), "дом": (0.25, 2)})
    assert found.format == "csv" and kinds(found)["wide_text"] == 1


def test_long_texts_of_wide_letters(monkeypatch):
    from embviz.files import read

    monkeypatch.setattr(read, "_COPIED", 7)
    rows = {f"дом{i}": (i / 8, 0.5) for i in range(5000)}
    same(opened(written(rows).encode("utf-16")), rows)


def test_other_texts_of_wide_letters_are_no_vectors():
    for text in ("Наш дом стоит у реки.\n" * 50, "word\nline\n", "\ud800"):
        refused(text.encode("utf-16", "surrogatepass"), "unknown_format")
    refused(b"\xff\xfe\x00", "unknown_format")


def test_an_encoding_that_is_none_is_told():
    for name in ("latin-99", "rot13", "\0", "hex"):
        worded(refused(written().encode(), "unknown_encoding", how=How(encoding=name)))


# ---- what cannot be asked, and what is something else


@pytest.mark.parametrize("number", ["nan", "-nan", "NaN", "inf", "-inf", "1e39"])
@pytest.mark.parametrize("header", [True, False])
def test_a_file_of_nan_is_refused(number, header):
    rows = {word: (number, 0.5, number) for word in ROWS}
    error = refused(written(rows, header=header).encode(), "none_finite")
    assert error.rows == 5 and "5" in str(error)
    rows["fine"] = (0.5, 1.0, 2.0)
    assert len(opened(written(rows, header=header).encode()).vectors) == 1


POINTER = """version https://git-lfs.github.com/spec/v1
oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
size 12345678
"""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (POINTER, "other_kind"),
        (POINTER.replace("\n", "\r\n"), "other_kind"),
        ("version https://hawser.github.com/spec/v1\noid sha256:12ab\nsize 5\n", "other_kind"),
        ("5 9\nking 0:0.5 3:0.25\nqueen 1:0.5\nman 2:1 4:0.125\n", "sparse"),
        ("king\t0:0.5\t3:0.25\nqueen\t1:0.5\nman\t2:1\t4:0.125\n", "sparse"),
        ("1 3:0.5 7:-0.25\n0 1:2e-5 8:1\n", "sparse"),
        ("king (0, 0.5) (3, 0.25)\nqueen (1, 0.5) (2,1)\n", "sparse"),
        ("king 0=0.5 3=0.25\nqueen 1=0.5 2=1\n", "sparse"),
        ("king queen:0.5 man:0.25\nqueen king:0.5 boy:0.125\n", "sparse"),
        ("%%MatrixMarket matrix coordinate real general\n3 3 1\n1 1 0.5\n", "sparse"),
        ("<!DOCTYPE html>\n<html><head><title>404</title></head></html>", "other_kind"),
        ("\n  <HTML lang='en'>\n<body>Not found</body>", "other_kind"),
        ("<!-- old -->\n<!doctype HTML>\n<p>Quota exceeded", "other_kind"),
        ('<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code></Error>', "server_error"),
        ('{"error": "Not Found"}', "server_error"),
        ('{"message": "API rate limit exceeded", "documentation_url": "x"}', "server_error"),
        ('{"detail": {"code": 403}}\n', "server_error"),
    ],
)
def test_what_was_not_downloaded_is_called_by_its_name(text, reason, tmp_path):
    refused(text.encode(), reason)
    if reason != "other_kind":
        refused(b"\xef\xbb\xbf" + text.encode(), reason)


@pytest.mark.parametrize("separator", [" ", "\t"])
def test_sentences_with_labels_are_no_vectors(separator):
    for labels in ((1, 0), ("pos 1", "neg 0"), (4.5, 2.25)):
        text = f"The boat was lovely.{separator}{labels[0]}\nIt never came.{separator}{labels[1]}\n"
        refused((text * 9).encode(), "unknown_format")


@pytest.mark.parametrize(
    "text",
    [
        "{{short description|River crossing}}\nThe river runs past the bridge.\n",
        "{ a poem }\nThe river runs 3\nThe stone stays 4\n",
        "the\t1061396\nof\t593677\nand\t416629\n",
        "king\tqueen\t8.5\nman\twoman\t8.25\n",
        "the bus 10:30 11:30\nthe boat 12:15 13:45\n",
    ],
)
def test_other_texts_are_no_vectors(text):
    refused(text.encode(), "unknown_format")
    refused(b"2024 11\n" + b"The boat was lovely.\nIt never came.\n" * 9, "unknown_format")


def test_text_below_a_header_is_not_taken_for_binary():
    for rows in (
        "the x y z\nof x y z\n",
        "the 0x1p3 1\nof 0x1p4 2\n",
        "the 0;12 0;3\n" * 400,
        "the 0,1.2 0,3.4\nof 1,1.2 2,2.3\n",
        "the: (0.5 0.25)\nof: (0.5 0.125)\n",
    ):
        error = refused(f"8 2\n{rows}".encode(), "bad_row")
        assert error.line == 2 and error.found


# ---- headings, and numbers of rows


@pytest.mark.parametrize(
    "heading",
    [
        "word x1 x2 x3 x4 x5",
        "0 1 2 3 4",
        "word 0 1 2 3 4",
        "1 2 3 4 5",
        '"w" "V1" "V2" "V3" "V4" "V5"',
    ],
)
def test_a_line_that_names_the_columns_is_no_word(heading):
    found = opened(f"{heading}\n{written(header=False)}".encode())
    same(found, ROWS)
    assert kinds(found)["heading"] == 1 and found.taken.heading is True
    without = opened(written(header=False).encode())
    assert without.taken.heading is False


def test_a_heading_is_believed():
    text = "word 1 2 3 4 5\n" + written(header=False)
    assert opened(text.encode(), how=How(heading=False)).vectors.words[0] == "word"
    lines = written(header=False)
    rest = dict(list(ROWS.items())[1:])
    same(opened(lines.encode(), how=How(heading=True)), rest)


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("head", ["", "n word a b c d e\n"])
def test_numbers_of_rows_are_no_words(first, head):
    lines = written(header=False).splitlines()
    text = head + "".join(f"{i} {line}\n" for i, line in enumerate(lines, first))
    found = same(opened(text.encode()), ROWS)
    assert found.taken.column in ("2", "word") and kinds(found)["numbered_rows"] == 1


def test_words_that_are_numbers_in_order_are_words():
    rows = {str(i): (i + 0.5, 1.5, 2.0, 0.25) for i in range(9)}
    assert found_in(written(rows, header=False), rows) == {}


def test_numbers_that_count_up_are_a_row_among_whole_numbers():
    rows = {"a": (1, 2, 3, 4, 5), "b": (4, 3, 9, 1, 0), "1999": (3, 0, 2, 2, 8)}
    for between in (" ", "\t"):
        assert found_in(written(rows, between=between, header=False), rows) == {}
        text = "word 0 1 2 3 4\n" + written(rows, header=False)
        assert found_in(text.replace(" ", between), rows) == {"heading": 1}
    assert (
        found_in(
            "the 0 1 2\na 3 4 5\nof 7 2 1\n", {"the": (0, 1, 2), "a": (3, 4, 5), "of": (7, 2, 1)}
        )
        == {}
    )


def test_numbers_before_fractions_are_words():
    rows = {"1999": (0.5, -1.5), "7": (0.25, 1.5), "3.14": (2.5, 0.5), "100": (1.25, 0.5)}
    rows |= {"12": (0.125, 3.5)}
    for between in " \t,|":
        same(opened(written(rows, between=between, header=False).encode()), rows)


# ---- what stands before the first row


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "before", ["# my vectors\n", "// of 5\n% dimensions 2\n", "#\n\n# 5 2\n", "\ufeff# a, b\n"]
)
@pytest.mark.parametrize("header", [True, False])
def test_remarks_before_rows_are_passed_over_and_told(before, header, end):
    text = (before + written(header=header)).replace("\n", end)
    found = found_in(text, ROWS)
    count = before.strip().count("\n") + 1
    assert found.pop("remarks") == count and not set(found) - {"cr", "blank_lines"}
    if end == "\r":
        return
    table = before + "word,x1,x2\na,0.5,1.5\nb,0.25,x\n"
    assert refused(table.replace("\n", end).encode(), "bad_row").line == count + 3


def test_words_that_begin_as_remarks_do_are_words():
    rows = {"#": (0.5, 1.5), "//": (0.25, 1.0), "%": (1.5, 2.5), "#tag": (0.5, 0.5), "a": (1.5, 2)}
    for between in " \t,":
        assert found_in(written(rows, between=between, header=False), rows) == {}
    assert "remarks" not in kinds(opened(b"#,word,x1,x2\n1,a,0.5,1.5\n2,b,0.25,1.5\n"))


def test_blank_lines_before_a_header_are_passed_over():
    assert found_in("\n  \n\n" + written(), ROWS) == {"blank_lines": 3}
    broken = "\n\n" + written().replace("0.9471", "x")
    assert refused(broken.encode(), "bad_row").line == 5


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("{}:", {"common_end": ":"}),
        ("b'{}'", {"common_start": "b'", "common_end": "'"}),
        ("/c/en/{}", {"common_start": "/c/en/"}),
        ("{}_NOUN", {"common_end": "_NOUN"}),
        ("{}", {}),
    ],
)
def test_signs_that_all_words_share_are_told(form, told):
    rows = {form.format(word): numbers for word, numbers in ROWS.items()}
    found = same(opened(written(rows).encode()), rows)
    assert {each.kind: each.taken for each in found.findings if "common" in each.kind} == told
