"""Texts of vectors: word2vec's, fastText's, GloVe's; each trap is a small file."""

import numpy as np
import pytest

from embviz.files.rows import lines as _lines
from embviz.files.rows import text_rows
from embviz.ui.texts import table
from tests.files.vector_files import ROWS, TEXT, binary, kinds, opened, refused, same, text, zipped


@pytest.mark.parametrize("header", [b"2 3\n", b""])
@pytest.mark.parametrize("form", [bytes, zipped])
def test_a_sound_file(header, form):
    found = same(opened(form(text(header))))
    assert found.findings == () and found.format == ("word2vec_text" if header else "glove")


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"\xef\xbb\xbf" + text(), {"bom": 1}),
        (b"\xef\xbb\xbf" + text(b""), {"bom": 1}),
        (text().replace(b"\n", b"\r\n"), {"crlf": 2}),
        (text().replace(b"\n", b" \n"), {"trailing_blanks": 2}),
        (text(b"2 3 \n", TEXT.replace(b"\n", b"\t \n")), {"trailing_blanks": 2}),
        (text()[:-1], {"no_newline": 1}),
        (text(b"").replace(b"\nq", b"\n\n\nq") + b"\n", {"blank_lines": 3}),
        (text(b"2 3\n\n"), {"blank_lines": 1}),
        (text(b"3 3\n", TEXT + b"king 1 2 3\n"), {"twice": 1}),
        (text(b"3 3\n", TEXT + b" 1 2 3\n"), {"no_word": 1}),
        (text(b"3 3\n", TEXT + b"nan nan 2 3\n"), {"nan": 1}),
        (text(b"4 3\n", TEXT + b"a 1 inf 3\nb 1 2 -1e39\n"), {"infinite": 2}),
        (text(b"1000000000 3\n"), {"header_rows": 1}),
        (text(b"1 3\n"), {"header_rows": 1}),
        (text(b"2 7\n"), {"header_dimension": 1}),
        (text(b"2 1\n"), {"header_dimension": 1}),
        (text(b"2 3\n", TEXT.replace(b" ", b"  ")), {}),
        (text(b"2 3\n", TEXT.replace(b" ", b"\t")), {}),
        (text(b"", TEXT.replace(b" ", b"\t")), {}),
        (text(b" 2\t3\n"), {}),
    ],
)
def test_what_can_be_repaired_is_repaired_and_counted(data, found):
    assert kinds(same(opened(data))) == found


def test_a_finding_says_where_and_what():
    found = opened(text(b"9 3\n", TEXT + b"king 1 2 3\nqueen 1 2 3\n"))
    twice, header = found.findings
    assert (twice.first, twice.unit, twice.examples) == (4, "line", ("king", "queen"))
    assert (header.kind, header.claimed, header.found) == ("header_rows", 9, 4)


WORDS = [
    "New York",
    ". . .",
    "in 2008",
    "a  b",
    "no\u00a0break",
    "next\u0085line",
    "line\u2028end",
    "form\ffeed",
    "a\rb",
    "1",
    "-0.5",
    "nan",
    "=1+1",
    "<b>**x**</b>",
    "שלום",
    "👩‍👩‍👧",
    "１２",
    "a" * 4000,
    "<unk>",
    "\ufeffx",
]


@pytest.mark.parametrize("header", [f"{len(WORDS) + 2} 3\n".encode(), b""])
def test_any_word_is_read_as_it_stands(header):
    rows = {**ROWS, **{word: (float(i), 0.5, -1.5) for i, word in enumerate(WORDS)}}
    lines = "".join(f"{word} {' '.join(map(str, x))}\n" for word, x in rows.items())
    assert kinds(same(opened(header + lines.encode()), rows)) == {"number_in_word": 1}


def test_a_broken_last_letter_is_replaced():
    found = opened(text(b"", TEXT + "коро".encode()[:-1] + b" 1 2 3\nb\xfcro 1 2 4\n"))
    assert found.vectors.words[2:] == ("кор\ufffd", "b\ufffdro")
    assert kinds(found) == {"broken_character": 2} and found.findings[0].first == 3


def test_two_words_that_break_alike_stay_two():
    some = "дом 1 2 3\nкот 1 2 5\n".encode()
    found = opened(text(b"", TEXT + some + b"b\xfcro 1 2 3\nb\xf6ro 1 2 4\n"))
    assert found.vectors.words[4:] == ("b\ufffdro", "b\ufffdro\ufffd")
    assert kinds(found) == {"broken_character": 2}


@pytest.mark.parametrize(
    ("rows", "line", "found"),
    [
        (b"a 1 2\n", 4, "2 numbers"),
        (b"a 1.5 2.5 3.5 4.5 5.5\n", 4, "5 numbers"),
        (b"a 1 2 3 4 5\n", 4, "5 numbers"),
        (b"a 1 2 x\n", 4, "x"),
        (b"a 1 2 1_0\n", 4, "1_0"),
        ("a 1 2 ３\n".encode(), 4, "３"),
        (b"a 1,5 2 3\n", 4, "1,5"),
        (b"\na 1 2 0x10\n", 5, "0x10"),
        (b"word\n", 4, "0 numbers"),
        (b"1 2 3\n", 4, "2 numbers"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(rows, line, found):
    error = refused(text(b"3 3\n", TEXT + rows + TEXT), "bad_row")
    assert error.line == line and found in error.found and str(line) in str(error)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"3 3\n" + TEXT + b"a 1 2\n", "line 4: 2 numbers instead of 3 (as the header says)."),
        (TEXT + b"a 1 2\n", "line 3: 2 numbers instead of 3 (as in other rows)."),
        (
            b"500 10\na 1 2\nb 3 4 5\n",
            "line 3: 3 numbers instead of 2 (as in other rows; the header says 10).",
        ),
        (b"500 10\nking\nqueen\n", "line 2: “king” instead of a word and 10 numbers."),
        (b"500 10\nking,1,2\nb,3,4\n", "line 2: “king,1,2” instead of a word and 10 numbers."),
    ],
)
def test_what_would_be_right_is_told(data, told):
    error = refused(data, "bad_row")
    assert told in table("errors")["file_bad_row"].format(**error.facts)


def test_a_row_that_breaks_off_is_told():
    error = refused(text(b"2 3\n", TEXT[:-5]), "cut_off")
    assert error.line == 3 and error.found == "2 numbers"


def test_limit_stops_before_what_is_broken():
    broken = text(b"3 3\n", TEXT + b"a 1 2 x\n")
    assert same(opened(broken, limit=2)).findings == ()
    same(opened(broken, limit=1), {"king": ROWS["king"]})
    refused(broken, "bad_row", limit=3)
    with pytest.raises(ValueError, match="limit"):
        opened(text(), limit=0)


def test_one_dimension_and_one_word():
    same(opened(b"king 0.5\nqueen 0.25\n"), {"king": (0.5,), "queen": (0.25,)})
    same(opened(b"2 1\nking 0.5\nqueen 0.25\n"), {"king": (0.5,), "queen": (0.25,)})
    same(opened(b"1 2\nking 0.5 1\n"), {"king": (0.5, 1.0)})


@pytest.mark.parametrize("data", [b"2 3\n", b"0 3\n", b"2 3"])
def test_no_rows_at_all(data):
    refused(data, "no_rows")


def test_words_that_are_numbers():
    rows = {str(i): (i + 0.5, 1.0) for i in range(10)}
    lines = "".join(f"{word} {x} {y}\n" for word, (x, y) in rows.items()).encode()
    same(opened(lines), rows)
    same(opened(b"10 2\n" + lines), rows)


def test_many_blocks_are_as_one(monkeypatch):
    rng = np.random.default_rng(0)
    rows = {f"the {i}th": tuple(rng.standard_normal(4).astype(np.float32)) for i in range(300)}
    lines = "".join(f"{word} {' '.join(map(str, x))}\n" for word, x in rows.items()).encode()
    for size in (1, 7, 64, 1000):
        monkeypatch.setattr(_lines, "BLOCK", size)
        assert same(opened(b"300 4\n" + lines), rows).findings == ()
        assert same(opened(b"\xef\xbb\xbf" + lines), rows).findings[0].kind == "bom"


def test_both_ways_of_reading_agree(monkeypatch):
    data = text(b"", TEXT * 2 + b"New York 1 2 3\n")
    quick = opened(data)

    def irregular(*args):
        raise text_rows._Irregular

    monkeypatch.setattr(text_rows, "_at_once", irregular)
    slow = opened(data)
    assert slow.vectors.words == quick.vectors.words and slow.findings == quick.findings
    assert np.array_equal(slow.vectors.matrix, quick.vectors.matrix)


def test_binary_is_not_taken_for_text():
    assert opened(binary()).format == "word2vec_binary"
