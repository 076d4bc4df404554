"""Texts in tables that nobody sorted."""

import pytest

from embviz.errors import TextError
from embviz.text.labelled_tables import read_table
from embviz.text.text_tables import Columns, dated_columns, of_columns, proposed, texts


def table(header, *rows, delimiter=","):
    lines = [header, *rows] if header else rows
    return read_table("".join(delimiter.join(map(str, row)) + "\n" for row in lines).encode())


SAID = [f"what was said by {i} is this and that" for i in range(12)]


class TestProposals:
    @pytest.mark.parametrize("delimiter", ",;\t|")
    def test_texts_and_dates_by_what_they_hold(self, delimiter):
        rows = [(i, 1990 + i, f"n{i}", said) for i, said in enumerate(SAID)]
        read = table(("id", "y", "author", "said"), *rows, delimiter=delimiter)
        assert proposed(read) == Columns("said", "", "y")

    def test_classes_that_come_three_times_or_more(self):
        rows = [(said, "ab"[i % 2]) for i, said in enumerate(SAID)]
        assert proposed(table(("t", "kind"), *rows)) == Columns("t", "kind")
        twice = [(said, f"c{i // 2}") for i, said in enumerate(SAID)]
        assert proposed(table(("t", "kind"), *twice)) == Columns("t")

    def test_dates_are_no_classes(self):
        rows = [(said, 1990 + i % 3) for i, said in enumerate(SAID)]
        assert proposed(table(("t", "year"), *rows)) == Columns("t", "", "year")

    def test_dates_beside_classes_order_nothing_unless_asked(self):
        rows = [(said, 1990 + i, "ab"[i % 2]) for i, said in enumerate(SAID)]
        read = table(("t", "year", "kind"), *rows)
        assert proposed(read) == Columns("t", "kind")
        assert dated_columns(read, "t") == ["year"]

    def test_one_column(self):
        assert proposed(table((), *((said,) for said in SAID))) == Columns("column 1")


def test_rows_are_in_the_order_of_their_dates():
    read = table(
        ("t", "d"),
        ("third", "17.05.1994"), ("last", "?"), ("first", "1993"), ("", "1990"),
        ("second", "1994-05-16"), *[(f"then {i}", 1995 + i) for i in range(9)],
    )  # fmt: skip
    found = texts(read, "t", "d")
    assert found.text.split("\n\n")[:4] == ["first", "second", "third", "then 0"]
    assert found.text.endswith("last") and (found.undated, found.empty) == (1, 1)
    assert (found.first, found.last, found.rows) == ("1993", "2003", 13)
    assert texts(read, "t").text.startswith("third\n\nlast\n\nfirst")


def test_classes_make_lines_and_others_keep_all_rows():
    rows = [*((said, "ab"[i % 2]) for i, said in enumerate(SAID)), (SAID[0], "a")]
    read = table(("t", "kind"), *rows)
    text, labels = of_columns(read, Columns("t", "kind"))
    assert (text.count("\n\n"), len(labels)) == (11, 12)  # without what is there twice
    text, labels = of_columns(read, Columns("t"))
    assert (text.count("\n\n"), labels) == (12, ())


@pytest.mark.parametrize(
    ("columns", "reason"),
    [(Columns("t", "", "t"), "same_dates"), (Columns("t", "t"), "same_column")],
)
def test_one_column_is_not_two_things(columns, reason):
    with pytest.raises(TextError) as caught:
        of_columns(table(("t", "d"), ("a b", "1990"), ("c d", "1991")), columns)
    assert caught.value.reason == reason


def test_a_column_without_a_text_is_refused():
    with pytest.raises(TextError) as caught:
        texts(table(("t", "d"), ("", "1990"), ("", "1991")), "t")
    assert caught.value.reason == "no_rows"
