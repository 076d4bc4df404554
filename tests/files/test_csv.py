"""Tables for spreadsheets, as embviz, people and other programs write them."""

import pytest

from tests.files.vector_files import kinds, opened, refused, same

ROWS = {"king": (0.5, -1.0), "queen, the": (0.25, 2.0)}
BODY = b'king,0.5,-1\n"queen, the",0.25,2\n'


@pytest.mark.parametrize(
    "data",
    [
        BODY,
        b"word,x1,x2\n" + BODY,
        b"word,across,up\n" + BODY,
        b"\xef\xbb\xbf" + BODY.replace(b"\n", b"\r\n"),
        BODY.replace(b"king,", b"king, "),
        b'word;dim_0;dim_1\nking;0.5;-1\n"queen, the";0.25;2\n',
        b"word\tdim_0\tdim_1\nking\t0.5\t-1\nqueen, the\t0.25\t2\n",
    ],
)
def test_words_and_numbers_are_read(data):
    found = same(opened(data), ROWS)
    assert found.format == "csv" and not found.findings and not found.columns


def test_cells_before_numbered_ones_are_columns():
    data = b"id,count,Word,x1,x2\n1,7,king,0.5,-1\n2,3,queen,0.25,2\n\n3,1,king,0,0\n"
    found = same(opened(data), {"king": (0.5, -1.0), "queen": (0.25, 2.0)})
    assert dict(found.columns) == {"id": ("1", "2"), "count": ("7", "3")}
    assert kinds(found) == {"blank_lines": 1, "twice": 1}
    same(opened(data, limit=1), {"king": (0.5, -1.0)})


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


def test_tables_of_something_else_are_named():
    for data in (b"word,neighbour,cosine\na,b,0.5\n", b"0.5,1\n0.25,2\n"):
        assert "are not a word and its numbers" in str(refused(data, "foreign"))


@pytest.mark.parametrize("word", ["1,000", ",", "a,b"])
def test_words_with_commas_make_no_table(word):
    data = f"{word} 0.5 1\nof 0.25 2\n".encode()
    for separator in (b" ", b"\t"):
        found = same(opened(data.replace(b" ", separator)), {word: (0.5, 1.0), "of": (0.25, 2.0)})
        assert found.format == "glove"
