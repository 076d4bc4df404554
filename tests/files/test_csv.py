"""Tables for spreadsheets, as embviz, people and other programs write them."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embviz.errors import FileError
from embviz.files.read import read_all
from embviz.files.rows import lines
from embviz.files.rows.how import How
from tests.files.vector_files import kinds, opened, refused, same

ROWS = {"king": (0.5, -1.0), "queen, the": (0.25, 2.0)}
BODY = b'king,0.5,-1\n"queen, the",0.25,2\n'


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (BODY, set()),
        (b"word,x1,x2\n" + BODY, {"heading"}),
        (b"word,across,up\n" + BODY, {"heading"}),
        (b",0,1\n" + BODY, {"heading"}),
        (b"\xef\xbb\xbf" + BODY.replace(b"\n", b"\r\n"), set()),
        (BODY.replace(b"king,", b"king, "), set()),
        (b'word;dim_0;dim_1\nking;0.5;-1\n"queen, the";0.25;2\n', {"heading", "separator"}),
        (b"word\tdim_0\tdim_1\nking\t0.5\t-1\nqueen, the\t0.25\t2\n", {"heading"}),
        (b'"V1" "V2"\n"king" 0.5 -1\n"queen, the" 0.25 2\n', {"heading", "blanks"}),
        (b'"","V1","V2"\n"king",0.5,-1\n"queen, the",0.25,2\n', {"heading"}),
        (b"V1\tV2\nking\t0.5\t-1\nqueen, the\t0.25\t2\n", {"heading"}),
        (b'"king";"0,5";"-1"\n"queen, the";"0,25";"2"\n', {"separator", "decimal_commas"}),
        (b"king|0.5|-1\nqueen, the|0.25|2\n", {"separator"}),
        (b'word,vector\nking,"[0.5, -1]"\n"queen, the","[0.25, 2]"\n', {"heading", "lists"}),
        (b'king,"[ 0.5\n -1. ]"\n"queen, the","[0.25 2.]"\n', {"lists"}),
        (b"0,king,0.5,-1\n1,queen; the,0.25,2\n".replace(b";", b""), {"numbered_rows"}),
    ],
)
def test_words_and_numbers_are_read(data, told):
    rows = ROWS if b"queen the" not in data else {"king": (0.5, -1.0), "queen the": (0.25, 2.0)}
    found = same(opened(data), rows)
    assert found.format == "csv" and set(kinds(found)) == told and not found.columns


def table_of(
    rows, *, separator=",", comma=False, headings=None, quoting=csv.QUOTE_MINIMAL, ends="\n"
):
    """A table as Python writes it."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=separator, quoting=quoting, lineterminator=ends)
    if headings is not None:
        writer.writerow(headings)
    for row in rows:
        writer.writerow(
            [str(c).replace(".", ",") if comma and isinstance(c, float) else c for c in row]
        )
    return file.getvalue().encode()


words = st.lists(
    st.text("aбß'\", ;\n7-|", min_size=2, max_size=6).filter(
        lambda word: word.strip(" \n'") == word and any(c in "aбß" for c in word)
    ),
    min_size=5,
    max_size=12,
    unique=True,
)


@settings(max_examples=300, deadline=None)
@given(words=words, data=st.data())
def test_every_dialect_is_read_alike(words, data):
    d, draw = data.draw(st.integers(4, 6)), data.draw
    matrix = np.random.default_rng(d).standard_normal((len(words), d)).astype(np.float32)
    separator = draw(st.sampled_from(",;\t|"))
    headings = draw(st.sampled_from([None, "x", "", "dim "]))
    numbered, more = draw(st.booleans()), draw(st.sampled_from(["", "before", "after"]))
    rows = []
    for i, (word, numbers) in enumerate(zip(words, matrix.tolist(), strict=True)):
        kind = [f"kind {i % 2}"]
        row = [word, *kind * (more == "before"), *numbers, *kind * (more == "after")]
        rows.append([i, *row] if numbered else row)
    names = ["word", *["kind"] * (more == "before")]
    names += [f"{headings}{i}" for i in range(d)] + ["kind"] * (more == "after")
    data = table_of(
        rows,
        separator=separator,
        comma=draw(st.booleans()),
        headings=None if headings is None else [""] * numbered + names,
        quoting=draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])),
        ends=draw(st.sampled_from(["\n", "\r\n"])),
    )
    found = opened(data)
    if found.format == "csv":  # tabs without headings have a format of their own
        assert found.vectors.words == tuple(words)
        assert ("heading" in kinds(found)) == (headings is not None)
        assert ("numbered_rows" in kinds(found)) == numbered and len(found.columns) == bool(more)
    else:
        assert separator == "\t" and headings is None
    assert np.array_equal(found.vectors.matrix, matrix)


def test_cells_before_numbered_ones_are_columns():
    data = b"id,count,Word,x1,x2\n1,7,king,0.5,-1\n2,3,queen,0.25,2\n\n3,1,king,0,0\n"
    found = same(opened(data), {"king": (0.5, -1.0), "queen": (0.25, 2.0)})
    assert dict(found.columns) == {"id": ("1", "2"), "count": ("7", "3")}
    told = {"heading": 1, "numbered_rows": 1, "word_column": 1}
    assert kinds(found) == {"blank_lines": 1, "twice": 1, **told}
    same(opened(data, limit=1), {"king": (0.5, -1.0)})


def many(n=1200, d=5):
    rng = np.random.default_rng(0)
    return [[f"w{i}", *map(float, row)] for i, row in enumerate(rng.normal(size=(n, d)).round(4))]


def test_large_tables_are_read_in_blocks(monkeypatch):
    rows = many()
    rows[700][0], rows[900][0] = 'a "quoted"\nword, over lines', '"'
    expected = {word: numbers for word, *numbers in rows}
    data = table_of(rows, headings=["", *range(5)])
    whole = same(opened(data), expected)
    monkeypatch.setattr(lines, "BLOCK", 300)
    assert kinds(same(opened(data), expected)) == kinds(whole) == {"heading": 1}
    plain = table_of(rows).replace(b'""""', b'"')
    same(opened(plain), expected)


@pytest.mark.parametrize("place", [0, 6])
def test_labels_that_repeat_name_nobody(place):
    rows = [numbers for _, *numbers in many(8)]
    data = [(*row[:place], f"kind {i % 2}", *row[place:]) for i, row in enumerate(rows)]
    headings = [*"abcde"[:place], "label", *"abcde"[place:]]
    for table in (table_of(data, headings=headings), table_of(data)):
        found = opened(table)
        assert found.vectors.words == tuple(map(str, range(1, 9)))
        (column,) = found.columns.values()
        assert column == ("kind 0", "kind 1") * 4 and "labels" in kinds(found)


def test_a_column_is_chosen_by_hand():
    data = b"term,slug,x1,x2\nking of,king-of,1,2\nqueen,a-queen,3,4\n"
    found = opened(data)
    assert found.vectors.words == ("king of", "queen") and found.taken.column == "term"
    assert [each.value for each in found.offers["column"]] == ["term", "slug"]
    for said in ("slug", "SLUG", "2"):
        found = opened(data, how=How(column=said))
        assert found.vectors.words == ("king-of", "a-queen") and list(found.columns) == ["term"]
    error = refused(data, "no_column", how=How(column="lemma"))
    assert error.column == "lemma" and error.known == "term, slug"


def test_how_it_is_written_is_chosen_by_hand():
    data = b"a;1;2\nb;3,5;4\nc;5;6\n"
    assert opened(data).taken.decimal == ","
    assert refused(data, "bad_row", how=How(decimal=".")).line == 2
    data = b"word,1,2\nking,3.5,4\n"
    assert opened(data).vectors.words == ("king",)
    assert opened(data, how=How(heading=False)).vectors.words == ("word", "king")
    found = opened(b"one,1,2\nking,3,4\n", how=How(heading=True))
    assert found.vectors.words == ("king",) and found.taken.heading


@pytest.mark.parametrize(
    ("data", "d"),
    [
        (b"word,freq,a,b,c,d\nking,1200,0.5,1.5,2.5,1.1\nqueen,7,0.25,.5,.5,.1\n", 4),
        (b"word,x1,x2,x3,source\nking,1,2,3,here\nqueen,4,5,6,there\n", 3),
        (b"".join(b"w%d,%d,0.5,-0.25,1.5,0.125\n" % (i, 997 * i) for i in range(9)), 4),
    ],
)
def test_columns_of_other_numbers_are_no_dimensions(data, d):
    found = opened(data)
    assert found.vectors.matrix.shape[1] == d and len(found.columns) == 1


def test_numbers_alone_are_named_by_words_or_numbers(tmp_path):
    rows = [numbers for _, *numbers in many(6)]
    data = table_of(rows)
    assert kinds(opened(data)) == {"no_names": 1}
    words = io.BytesIO(b"\n".join(b"w%d" % i for i in range(6)))
    assert opened(data, words=words).vectors.words[0] == "w0"
    with_index = table_of([[i, *row] for i, row in enumerate(rows)], headings=["", *range(5)])
    assert opened(with_index).vectors.words == ("0", "1", "2", "3", "4", "5")
    assert opened(with_index, words=io.BytesIO(words.getvalue())).vectors.words[5] == "w5"


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (b"a,1,2,3\n", "4 cells"),
        (b"a,1\n", "2 cells"),
        (b"a,1,1_0\n", "1_0"),
        (b"a,1,\n", "number 2 of 2"),
        (b'"a,1,2\n', "a quote that is not closed"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(row, found):
    error = refused(b"word,x1,x2\n" + BODY + row + BODY, "bad_row")
    assert error.line == 4 and found in str(error)


@pytest.mark.parametrize(
    "data",
    [
        b"word,neighbour,cosine\na,b,0.5\n",
        b"word1,word2,human\nking,queen,8.5\ncat,dog,7\n",
        b"0.5,1\n0.25,2\n",
        b"name,price,stock\n1,2,a\n3,4,b\n",
    ],
)
def test_tables_of_something_else_are_named(data):
    assert "are not a word and its numbers" in str(refused(data, "foreign"))


@pytest.mark.parametrize("word", ["1,000", ",", "a,b"])
def test_words_with_commas_make_no_table(word):
    data = f"{word} 0.5 1\nof 0.25 2\n".encode()
    for separator in (b" ", b"\t"):
        found = same(opened(data.replace(b" ", separator)), {word: (0.5, 1.0), "of": (0.25, 2.0)})
        assert found.format == "glove"


def test_headers_of_word2vec_are_no_headings():
    for data in (b"2 2\nking 0.5 1\nqueen 0.25 2\n", b"2\t2\nking\t0.5\t1\nqueen\t0.25\t2\n"):
        assert opened(data).format == "word2vec_text"


def test_a_truncated_list_is_refused():
    data = b'king,"[0.5 ... 1.5]"\nqueen,"[0.25 0.5 1.5]"\n'
    with pytest.raises(FileError, match=r"\.\.\."):
        read_all(io.BytesIO(data))


@pytest.mark.parametrize(
    ("data", "columns"),
    [
        (b"w,freq,pos,0,1\n", {"freq": ("7", "70000"), "pos": ("N", "V")}),
        (b"\xd1\x81\xd0\xbb\xd0\xbe\xd0\xb2\xd0\xbe,freq,pos,0,1\n", None),
        (b",freq,pos,1,2\n", None),
    ],
)
def test_headings_are_seen_where_other_columns_hold_numbers(data, columns):
    rows = {"king": (0.5, -1.0), "1999": (0.25, 2.0)}
    found = same(opened(data + b"king,7,N,0.5,-1\n1999,70000,V,0.25,2\n"), rows)
    assert kinds(found)["heading"] == 1 and (columns is None or found.columns == columns)


def test_numbers_and_nan_are_words_beside_labels():
    lines = b"w,pos,0,1\n1990,N,0.5,1.5\n1991,N,0.25,2.5\n1992,N,1.5,0.5\n1993,V,0.5,2.5\n"
    found = opened(lines)
    assert found.vectors.words == ("1990", "1991", "1992", "1993")
    assert found.columns == {"pos": ("N", "N", "N", "V")}
    lines = b"nan,0.5,1.5,1,1\nNaN,0.25,2.5,1,2\ninf,1.5,0.5,1,2\n"
    assert opened(lines).vectors.words == ("nan", "NaN", "inf")


ONE, OTHER = "0.5, -1, 2", "0.25, 2, 3"
LISTED = {"new york": (0.5, -1.0, 2.0), "[CLS]": (0.25, 2.0, 3.0)}


@pytest.mark.parametrize("form", ["{} [{}]", "{}: [{}]", "{},[{}]", "'{}': [{}],", "{}\t[{}]"])
@pytest.mark.parametrize("header", ["", "2 3\n"])
def test_numbers_in_brackets_behind_a_word(form, header):
    if header and "\t" in form:
        return
    lines = [form.format("new york", ONE), form.format("[CLS]", OTHER)]
    found = same(opened((header + "\n".join(lines) + "\n").encode()), LISTED)
    assert kinds(found)["lists"] == 1 and found.taken.separator in (None, "\t")


def test_brackets_may_go_over_lines():
    data = b"new york [0.5 -1.\n 2. ]\n[CLS] [0.25 2.\n 3. ]\n"
    same(opened(data), LISTED)
    refused(data[:-3], "cut_off")


def test_separators_of_thousands_are_refused():
    for row in (b"a;1.234,5;2,5;3,5\n", b"a;2,5;1.234.567,5;3,5\n"):
        error = refused(b"word;x1;x2;x3\n" + row + b"b;2,25;1,5;2,5\n", "bad_row")
        assert error.line == 2 and "thousands" in error.expected


@pytest.mark.parametrize("words", [['"', "a", "b"], ['"a', '"', "''"], ["c", 'a"', "d"]])
@pytest.mark.parametrize("heading", ["", "\t0\t1\t2\t3\n", "word\tx1\tx2\tx3\tx4\n"])
def test_quotes_between_tabs_may_be_words(words, heading):
    rows = {word: (0.5, 1.5, -2.5, float(i)) for i, word in enumerate(words)}
    lines = ["\t".join([word, *map(str, numbers)]) for word, numbers in rows.items()]
    same(opened((heading + "\n".join(lines) + "\n").encode()), rows)


def test_quotes_between_blanks_may_be_words():
    rows = {word: (-11, -4, 6, i) for i, word in enumerate(['"a', "c", '"', "''", '""a', '""'])}
    lines = [" ".join([word, *map(str, numbers)]) for word, numbers in rows.items()]
    same(opened(("\n".join(lines) + "\n").encode()), rows)


def test_one_number_with_a_decimal_comma():
    found = opened(b"Wort;x1\nking;0,5\nqueen;-1,25\n")
    assert found.vectors.words == ("king", "queen") and found.vectors.matrix[1, 0] == -1.25
