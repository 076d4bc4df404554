"""Tables of texts and labels: whatever was written is read, and what cannot be is said."""

import csv
import io
import json
import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from embviz.errors import TextError
from embviz.text import labelled_tables
from embviz.text.labelled import MOST_CLASSES, Labelled
from embviz.text.labelled_tables import guess_columns, labelled, read_table, sentences, would_do
from embviz.ui.widgets.faults import worded


def times(n, *rows):
    """Rows n times, each time with another word in the text: none repeats another one."""
    return [(f"{text} w{i}", *labels) for i in range(n) for text, *labels in rows]


ROWS = times(3, ("so good", "yes"), ("so bad", "no"), ("how good", "yes"), ("how bad", "no"))


def csv_of(rows, header=("text", "label"), delimiter=",", end="\n", **options):
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, lineterminator=end, **options)
    writer.writerows([header, *rows] if header else rows)
    return file.getvalue()


def jsonl_of(rows, names=("text", "label")):
    return "".join(f"{json.dumps(dict(zip(names, row, strict=True)))}\n" for row in rows)


def parquet_of(columns):
    import pyarrow
    from pyarrow import parquet

    file = io.BytesIO()
    parquet.write_table(pyarrow.table(columns), file)
    return file.getvalue()


def refused(data, reason, **options):
    """The facts of a refusal; its words are whole."""
    with pytest.raises(TextError) as error:
        if isinstance(data, str):
            data = data.encode()
        Labelled.read(data, **options)
    assert error.value.reason == reason
    assert "{" not in worded(error.value).replace("{&quot;", "").replace('{"', "")
    return error.value


def cells_of(data, **options):
    return {name: list(column) for name, column in read_table(data, **options).columns.items()}


# Cells as they are after reading: composed by whoever wrote them, no blanks around.
cells = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n,;\t\"'|")).map(
    str.strip
)
rows = st.lists(st.tuples(cells, cells).filter(any), min_size=1, max_size=8)


class TestRoundTrips:
    def check(self, read, rows):
        assert read.header and read.empty == 0
        assert list(read.columns) == ["the text", "the label"]
        assert list(zip(*read.columns.values(), strict=True)) == rows

    @given(rows, st.sampled_from([",", ";", "\t"]), st.sampled_from(["\n", "\r\n"]),
           st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))  # fmt: skip
    @example([('a "quoted" cell', "two\nlines, one comma")], ",", "\r\n", "utf-16")
    def test_csv(self, rows, delimiter, end, encoding):
        text = csv_of(rows, ("the text", "the label"), delimiter, end, quoting=csv.QUOTE_ALL)
        self.check(read_table(text.encode(encoding)), rows)

    @given(rows)
    def test_json_lines(self, rows):
        self.check(read_table(jsonl_of(rows, ("the text", "the label")).encode()), rows)

    @given(rows)
    def test_a_json_array(self, rows):
        objects = [{"the text": text, "the label": label} for text, label in rows]
        self.check(read_table(json.dumps(objects, ensure_ascii=False, indent=1).encode()), rows)

    @given(rows)
    def test_parquet(self, rows):
        texts, labels = map(list, zip(*rows, strict=True))
        self.check(read_table(parquet_of({"the text": texts, "the label": labels})), rows)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_delimiter_is_recognised(delimiter, end):
    rows = [("one, two; three", "a"), ("four, five", "b"), ("six", "a")]
    assert cells_of(csv_of(rows, delimiter=delimiter, end=end).encode()) == {
        "text": ["one, two; three", "four, five", "six"],
        "label": ["a", "b", "a"],
    }


def test_quotes_in_a_table_with_tabs_may_be_no_quotes():
    read = cells_of(b'text\tlabel\n"Great" it says\tyes\nno "end\tno\n')
    assert read["text"] == ['"Great" it says', 'no "end']
    rows = times(3, ("well, yes", "ham"), ('"win, win, win', "spam"), ("who, me", "ham"))
    read = Labelled.read(
        ('"never, ever\tspam\n' + csv_of(rows, None, "\t", quotechar="`")).encode()
    )
    assert read.sizes == {"ham": 6, "spam": 4} and read.sentence(0) == '"never, ever'


def test_a_table_of_whatever_kind_is_read_from_a_path_a_file_or_bytes(tmp_path):
    data = csv_of(ROWS).encode()
    path = tmp_path / "reviews.csv"
    path.write_bytes(data)
    with path.open("rb") as file:
        hashes = {Labelled.read(source).hash for source in (path, str(path), file, data)}
    assert len(hashes) == 1
    assert Labelled.read(data).sizes == {"no": 6, "yes": 6}


@pytest.mark.parametrize(
    "write",
    [
        lambda: jsonl_of(ROWS).encode(),
        lambda: parquet_of({"text": [t for t, _ in ROWS], "label": [x for _, x in ROWS]}),
        lambda: csv_of(ROWS, delimiter=";").encode("utf-16"),
    ],
)
def test_all_formats_make_the_same_text(write):
    assert Labelled.read(write()).hash == Labelled.read(csv_of(ROWS).encode()).hash


def test_reading_takes_the_settings_of_a_corpus():
    read = Labelled.read(csv_of([*ROWS, ("Rare", "yes")]).encode(), min_count=2, lowercase=False)
    assert sorted(read.words) == ["bad", "good", "how", "so", "w0", "w1", "w2"]
    assert read.empty == 1


class TestGuesses:
    def guess(self, header, *rows):
        return guess_columns(read_table(csv_of(rows, header).encode()))

    def test_numbers_of_rows_and_names_of_authors_are_neither(self):
        rows = [(i, f"Ann {i} Lee", i % 2 * 4 + 1, f"word {i} and other words") for i in range(9)]
        rows = [(f"{a}", b.replace(f"{a}", "abcdefghi"[a] * 3), c, d) for a, b, c, d in rows]
        assert self.guess(("id", "author", "given", "said"), *rows) == ("said", "given")

    @pytest.mark.parametrize("name", ["label", "Class", "SENTIMENT", "stars", "product_category",
                                      "метка", "Тональность", "тема"])  # fmt: skip
    def test_columns_that_are_called_labels_are(self, name):
        rows = [(f"a text of {i} words", "ab"[i % 2], f"{i % 3}") for i in range(9)]
        assert self.guess(("text", "language", name), *rows) == ("text", name)

    def test_a_column_called_label_with_too_many_values_is_none(self):
        rows = [(f"a text of {i} words", f"n{i}", "ab"[i % 2]) for i in range(2 * MOST_CLASSES)]
        assert self.guess(("text", "label", "other"), *rows) == ("text", "other")

    def test_what_is_named_stays(self):
        table = read_table(csv_of([("a b c", "d e", "1"), ("f g", "h i", "2")] * 3,
                                  ("one", "two", "three")).encode())  # fmt: skip
        assert guess_columns(table, text="two") == ("two", "three")
        assert guess_columns(table, label="one") == ("two", "one")
        assert would_do(table, "one") == ["three", "two"]

    def test_names_match_however_they_are_composed(self):
        name = "Звёзды é"
        table = read_table(csv_of(ROWS, ("text", unicodedata.normalize("NFD", name))).encode())
        assert list(table.columns) == ["text", name]
        for asked in (name, unicodedata.normalize("NFD", name), name.upper()):
            assert guess_columns(table, label=asked) == ("text", name)

    def test_the_guess_is_what_is_read(self):
        data = csv_of(ROWS).encode()
        table = read_table(data)
        assert labelled(table, *guess_columns(table)).hash == Labelled.read(data).hash


class TestHeaders:
    @pytest.mark.parametrize(
        "first", [("so fine", "yes"), ("it was so very fine", "no"), ("a film", "5")]
    )
    def test_a_first_row_of_data_is_no_header(self, first):
        read = read_table(csv_of(ROWS, first).encode())
        assert not read.header and list(read.columns) == ["column 1", "column 2"]
        assert (read.rows, read.columns["column 1"][0]) == (len(ROWS) + 1, first[0])

    def test_long_questions_may_be_one(self):
        read = read_table(csv_of(ROWS, ("What do you think of this film?", "Why?")).encode())
        assert read.header and read.rows == len(ROWS)

    def test_numbers_from_zero_are_one(self):
        assert cells_of(csv_of(ROWS, ("0", "1")).encode()).keys() == {"0", "1"}

    def test_columns_without_a_name_or_with_another_s_get_one(self):
        rows = [(f"{i}", *row, "x") for i, row in enumerate(ROWS)]
        read = read_table(csv_of(rows, ("", "text", "label", "text")).encode())
        assert list(read.columns) == ["column 1", "text", "label", "text (column 4)"]


class TestLabels:
    def test_numbers_are_in_the_order_of_numbers_and_5_0_is_5(self):
        rows = [(f"w{i} text", label) for i, label in enumerate(["10", "5.0", "5", "1", "10.00"])]
        assert Labelled.read(csv_of(times(2, *rows)).encode()).sizes == {"1": 2, "5": 4, "10": 4}

    def test_halves_stay(self):
        rows = times(3, ("a b", "4.5"), ("c d", "5.0"), ("e f", "4.5"))
        assert Labelled.read(csv_of(rows).encode()).classes == ("4.5", "5")

    def test_among_words_numbers_are_words(self):
        rows = times(3, ("a b", "5.0"), ("c d", "5"), ("e f", "none"))
        assert Labelled.read(csv_of(rows).encode()).classes == ("5", "5.0", "none")

    def test_numbers_and_gaps_of_a_parquet_file(self):
        data = parquet_of({"review": [f"text {i}" for i in range(9)],
                           "stars": [5.0, 1.0, None, float("nan"), 5.0, 1.0, 5.0, 1.0, 1.0],
                           "sure": [True, False] * 4 + [None]})  # fmt: skip
        read = Labelled.read(data)
        assert read.sizes == {"1": 4, "5": 3} and (read.labels < 0).sum() == 2
        assert Labelled.read(data, label="sure").classes == ("false", "true")

    def test_composed_labels_are_one(self):
        rows = times(3, ("a b", "é"), ("c d", "e\u0301"), ("e f", "x"))
        assert Labelled.read(csv_of(rows).encode()).sizes == {"x": 3, "é": 6}

    def test_rows_without_a_label_stay_and_rows_without_a_text_go(self):
        rows = [*ROWS, ("nobody knows", ""), ("", "yes"), ("", "")]
        read = Labelled.read(csv_of(rows).encode())
        assert len(read.labels) == len(ROWS) + 1
        assert read.labels[-1] == -1 and read.sentence(len(ROWS)) == "nobody knows"
        assert (read.empty, read.of_rows) == (2, len(rows))

    @pytest.mark.parametrize("mark", ["n/a", "N/A", "NA", "nan", "NaN", "NULL", "-", "–", "?"])
    def test_a_mark_of_a_missing_value_is_no_label(self, mark):
        numbers = times(4, ("so good", "5.0"), ("so bad", "1"), ("who knows", mark))
        read = Labelled.read(csv_of(numbers).encode())
        assert read.sizes == {"1": 4, "5": 4} and (read.labels < 0).sum() == 4
        fact = refused(csv_of(times(4, ("so good", "5"), ("who knows", mark))), "one_class")
        assert fact.label == "5"

    def test_columns_of_marks_are_not_taken_for_labels(self):
        rows = [(f"a text of {i} words", "n/a" if i % 3 else "x", "ab"[i % 2]) for i in range(9)]
        assert Labelled.read(csv_of(rows, ("text", "label", "kind")).encode()).classes == ("a", "b")

    def test_plus_and_minus_are_labels(self):
        rows = times(4, ("so good", "+"), ("so bad", "-"), ("who knows", "?"))
        assert Labelled.read(csv_of(rows).encode()).sizes == {"+": 4, "-": 4}

    def test_rows_that_repeat_an_earlier_one_are_left_out(self):
        again = [("so  good w0", "yes"), ("so good w0", "no"), ("so bad w1", "no"), ("so", "no")]
        read = Labelled.read(csv_of([*ROWS, *again, *[("nobody knows", "")] * 2]).encode())
        kept = [*ROWS, again[1], again[3], *[("nobody knows", "")] * 2]
        assert [
            *zip(map(read.sentence, range(len(read.labels))), read.names(), strict=True)
        ] == kept
        assert (read.repeated, read.empty, read.of_rows) == (2, 0, len(ROWS) + 6)

    @given(
        st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(["x", "y", ""])), min_size=1)
    )
    def test_no_sentence_is_learnt_from_and_tested(self, rows):
        found = sentences(read_table(csv_of(rows).encode()), "text", "label")
        pairs = [*zip(found.texts, found.labels, strict=True)]
        named = [pair for pair in pairs if pair[1]]
        assert sorted(set(named)) == sorted(named) and set(pairs) == set(rows)
        assert len(pairs) + found.repeated == len(rows) and not found.drawn

    def test_a_class_with_one_sentence_is_told(self):
        read = Labelled.read(csv_of([*ROWS, ("so so", "perhaps")]).encode())
        assert read.only_learnt == ("perhaps",) and read.sizes["perhaps"] == 1


def test_of_many_rows_a_sample_is_read(monkeypatch):
    monkeypatch.setattr(labelled_tables, "MOST_ROWS", 400)
    rows = [(f"text w{i}", "abc"[i % 10 // 4]) for i in range(4000)]
    data = csv_of(rows).encode()
    read = Labelled.read(data)
    assert (len(read.labels), read.of_rows, read.empty) == (400, 4000, 0)
    assert Labelled.read(data).hash == read.hash
    for name, share in (("a", 0.4), ("b", 0.4), ("c", 0.2)):
        assert read.sizes[name] == pytest.approx(400 * share, abs=40)
    places = [int(read.sentence(i)[6:]) for i in range(400)]
    assert places == sorted(places) and max(places) > 3800


class TestRefusals:
    def test_one_class_only(self):
        assert refused(csv_of([("a b", "yes"), ("c d", "yes")]), "one_class").label == "yes"

    def test_no_labels(self):
        assert refused(csv_of([("a b", ""), ("c d", "")]), "no_labels").texts == 2

    def test_classes_too_small_to_test_by(self):
        refused(csv_of(ROWS[:4]), "few_sorted")

    def test_too_many_classes(self):
        rows = [(f"text of {i}", f"{i}", "ab"[i % 2]) for i in range(2 * MOST_CLASSES)]
        fact = refused(csv_of([row[:2] for row in rows]), "many_classes")
        assert (fact.found, fact.most) == (2 * MOST_CLASSES, MOST_CLASSES)
        fact = refused(csv_of(rows, ("text", "n", "kind")), "many_classes_other", label="n")
        assert (fact.column, fact.other) == ("n", "kind")

    def test_a_missing_column(self):
        fact = refused(csv_of(ROWS, ("review", "stars")), "missing_column_close", text="reviews")
        assert (fact.column, fact.known, fact.closest) == ("reviews", "review, stars", "review")
        assert refused(csv_of(ROWS), "missing_column", label="qqq").known == "text, label"

    def test_one_column_for_both(self):
        assert refused(csv_of(ROWS), "same_column", text="label", label="label").column == "label"

    def test_a_ragged_row_has_its_line(self):
        data = csv_of([("two\nlines", "a"), ("fine", "b")]) + "no quotes, alas,a\n"
        fact = refused(data, "ragged")
        assert (fact.line, fact.found, fact.expected) == (5, 3, 2)
        assert refused("a,b\n\nc d,1\ne f\n", "ragged").line == 4

    def test_empty_cells_too_many_are_none(self):
        assert cells_of(b"text,label\na b,yes,,\nc d,no\n")["label"] == ["yes", "no"]

    @pytest.mark.parametrize("tail", ['"never, ends\nat all,a\n', '"ends" early,a\n'])
    def test_an_open_quote_has_its_line(self, tail):
        assert refused(csv_of([("two\nlines", "a"), ("fine", "b")]) + tail, "open_quote").line == 5

    def test_a_very_long_cell_is_taken_for_an_open_quote(self):
        assert refused("text,label\na,b\n" + "x " * 100_000 + ",b\n", "open_quote").line == 3

    def test_bad_json(self):
        assert refused(jsonl_of(ROWS[:8]) + '{"text": "a', "bad_json").line == 9
        assert refused(jsonl_of(ROWS[:8]) + "\n[1, 2]\n", "bad_json").line == 10
        assert refused('[{"text": "a"},\n{]', "bad_json").line == 2
        refused('[{"a": ' + "[" * 100_000, "bad_json")

    @pytest.mark.parametrize("broken", ['{"text": "a', "[1, 2]", "nothing", "[" * 100_000])
    def test_a_tenth_of_the_lines_of_json_may_be_broken(self, broken):
        lines = [*jsonl_of(times(5, *ROWS[:4])).splitlines()[:18]]
        read = Labelled.read("\n".join([*lines[:3], broken, "", *lines[3:], broken]).encode())
        assert (len(read.labels), read.broken, read.empty, read.of_rows) == (18, 2, 0, 20)
        table = read_table("\n".join([*lines[:3], broken, "", *lines[3:], broken]).encode())
        assert table.broken == (4, 21)
        assert refused("\n".join([*lines[:17], broken, broken]), "bad_json").line == 18

    @pytest.mark.parametrize("data", [b"PAR1", b"PAR1" + bytes(100) + b"PAR1"])
    def test_bad_parquet(self, data):
        refused(data, "bad_parquet")

    def test_a_cut_parquet_file(self):
        refused(parquet_of({"text": ["a"] * 9, "label": ["b"] * 9})[:-20], "bad_parquet")

    def test_a_large_parquet_file(self, monkeypatch):
        monkeypatch.setattr(labelled_tables, "MOST_BYTES", 100)
        data = parquet_of({"text": ["a" * 50] * 9, "label": [f"{i}" for i in range(9)]})
        assert refused(data, "too_large").limit == 100

    @pytest.mark.parametrize("data", ["", "\n\n", "text,label\n,\n"])
    def test_nothing(self, data):
        refused(data, "no_rows")

    @pytest.mark.parametrize("data", ["one word\nanother\n", '{"text": "a"}\n'])
    def test_one_column(self, data):
        refused(data, "one_column")

    def test_a_wrong_encoding(self):
        fact = refused(csv_of([("плохой фильм", "а"), ("хороший", "б")] * 9).encode("cp1251"),
                       "encoding")  # fmt: skip
        assert fact.line == 2 and "cp1251" in fact.suggestions

    def test_the_encoding_may_be_named(self):
        rows = times(9, ("плохой фильм", "а"), ("хороший фильм", "б"))
        read = Labelled.read(csv_of(rows).encode("cp1251"), encoding="cp1251")
        assert read.classes == ("а", "б")

    def test_other_files(self, tmp_path):
        refused(b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "other_kind")
        workbook = tmp_path / "reviews.XLSX"
        workbook.write_bytes(b"PK\x03\x04")
        with pytest.raises(TextError) as error:
            Labelled.read(workbook)
        assert error.value.reason == "spreadsheet" and error.value.found == "xlsx"


@given(st.binary(max_size=200) | st.text('ab12,;\t"\n[]{}: \r|', max_size=60).map(str.encode))
@example(b"PAR1")
@example(b"[{}]")
@example(b"{}\n{}")
@example(b'{"": 1, " ": 2}')
def test_any_bytes_are_a_table_or_refused(data):
    try:
        read = read_table(data)
    except TextError as error:
        assert error.reason and re.search(r"\w", worded(error))
    else:
        assert {len(column) for column in read.columns.values()} == {read.rows}
        if len(read.columns) > 1:
            text, label = guess_columns(read)
            assert text != label
