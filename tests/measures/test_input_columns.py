"""Columns of files that people made, found by what they hold."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embviz.errors import EvaluationError
from embviz.measures.input_columns import Columns
from embviz.measures.input_lines import PassedOver, passed_over
from embviz.measures.questions import read_questions
from embviz.measures.ratings import rating_columns, read_ratings

PAIRS = [
    ("king", "queen", 8.5),
    ("man", "woman", 8.25),
    ("king", "bread", 1.5),
    ("river", "stone", 3.0),
    ("boat", "ferry", 7.75),
]
TYPES = {
    "letters": "ituit",
    "parts of speech": ["N", "V", "A", "N", "N"],
    "tags": ["NN", "VB", "JJ", "NN", "NN"],
    "kinds": ["synonym", "antonym", "synonym", "synonym", "antonym"],
    "sentences": [f"In the {i} boat there was a river" for i in "abcde"],
}


def rows_of(order, kind):
    """Rows whose columns are a, b, the score, a number of the row, what kind it is; in an order."""
    for i, (a, b, score) in enumerate(PAIRS):
        yield [
            {"a": a, "b": b, "s": str(score), "n": str(i), "k": TYPES[kind][i]}[c] for c in order
        ]


ORDERS = ["kabs", "abks", "absk", "akbs", "nabs", "nkabs", "abs", "sab", "nsab", "ksab", "abns"]


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("separator", ["\t", ";", ","])
@pytest.mark.parametrize("order", ORDERS[:-1])
@pytest.mark.parametrize("heading", [False, True])
def test_words_and_ratings_are_found_in_any_column(kind, separator, order, heading):
    lines = [separator.join(row) for row in rows_of(order, kind)]
    if heading:
        names = {"a": "Word 1", "b": "Word 2", "s": "Human (mean)", "n": "id", "k": "type"}
        lines.insert(0, separator.join(names[column] for column in order))
    text = "\n".join(lines)
    assert [(r.a, r.b, r.score) for r in read_ratings(text)] == PAIRS
    found = Columns((order.index("a"), order.index("b")), order.index("s"))
    assert rating_columns(text) == found


def test_columns_parted_by_blanks():
    lines = [" ".join(row) for row in rows_of("kabs", "letters")]
    assert [(r.a, r.b, r.score) for r in read_ratings("\n".join(lines))] == PAIRS


def test_names_of_columns_decide():
    text = "score\tid\tnote\tword1\tword2\n8.5\t1\tfine\tking\tqueen\n7\t2\tgood\tman\twoman\n"
    assert rating_columns(text) == Columns((3, 4), 0)


def test_few_rows():
    text = "# comment\n# more\ni\tking\tqueen\t8.5\nt\tman\twoman\t8.3\nu\tking\tbread\t1.3\n"
    assert [(r.a, r.b) for r in read_ratings(text)] == [
        ("king", "queen"),
        ("man", "woman"),
        ("king", "bread"),
    ]
    assert passed_over(text) == PassedOver(2, 1)


ANALOGIES = [("man", "king", "woman", "queen"), ("Athens", "Greece", "New York", "USA")]


@pytest.mark.parametrize("separator", ["\t", ";", ","])
@pytest.mark.parametrize("heading", ["", "a b c d", "word1 word2 word3 word4"])
@pytest.mark.parametrize("comment", ["", "// by hand\n", "# one\n\n// two\n"])
def test_analogies_of_many_makes(separator, heading, comment):
    lines = [separator.join(row) for row in ANALOGIES]
    if heading:
        lines.insert(0, heading.replace(" ", separator))
    text = comment + ": family\n" + "\n".join(lines)
    assert list(read_questions(text).analogies) == ANALOGIES
    assert passed_over(text).comments == comment.count("by") + 2 * comment.count("one")


def test_comments_are_passed_over():
    text = "// Copyright 2013\n: family\nman king woman queen\n# the end"
    assert read_questions(text).sections == (("family", 1),)
    assert passed_over(text) == PassedOver(2, 1)
    assert passed_over(": family\nman king woman queen") == PassedOver()


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from('ab1.5\t;, \n#/:"é'), max_size=60))
def test_any_file_is_read_or_refused(text):
    for read in (read_ratings, read_questions, rating_columns):
        try:
            assert read(text)
        except EvaluationError as error:
            assert error.line >= 1


def test_numbers_that_are_words():
    text = "\n".join("\t".join(row) for row in (["1984", "2001", "6.5"], ["300", "1917", "2.5"]))
    first, _ = read_ratings(text)
    assert (first.a, first.b, first.score) == ("1984", "2001", 6.5)
