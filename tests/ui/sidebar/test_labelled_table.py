"""Tables of sentences and their classes, as files of any kind: read, refused, or read otherwise."""

import io
import json
import random

import pytest
from pyarrow import parquet, table

from embviz.text import labelled_tables
from embviz.text.labelled import Labelled
from embviz.text.labelled_tables import MOST_ROWS
from embviz.ui.sidebar import labelled_table
from tests.ui.app_page import NASTY, button, captions, complaints, said, session_of
from tests.ui.pages.test_files_page import some, written

WORDS = ("poor dull awful weak".split(), "great fine warm lovely".split())


def reviews(rows, film="film"):
    """Rows of a number, a review and its stars, 1 or 5."""
    draw = random.Random(1)
    return [
        (
            i,
            f"the {film} {i % 150} of {i // 150} was {draw.choice(WORDS[i % 2])} to see",
            (1, 5)[i % 2],
        )
        for i in range(rows)
    ]


def cells(rows, delimiter=",", header=("id", "review", "stars")):
    lines = [header, *rows] if header else rows
    return "".join(f"{delimiter.join(map(str, line))}\n" for line in lines)


def packed(rows):
    file = io.BytesIO()
    columns = dict(zip(("id", "review", "stars"), map(list, zip(*rows, strict=True)), strict=True))
    parquet.write_table(table(columns), file)
    return file.getvalue()


def objects(rows):
    return "\n".join(json.dumps({"id": i, "review": text, "stars": n}) for i, text, n in rows)


def given(app, data, name="reviews.csv"):
    data = data.encode() if isinstance(data, str) else data
    app.selectbox(key="text").set_value("upload").run()
    return app.file_uploader(key="file").set_value((name, data, "text/csv")).run()


def read(app):
    return app.sidebar.get("text")[0].value


def corpus_of(app):
    return session_of(app).source.run.corpus


ROWS = reviews(40)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("reviews.csv", cells(ROWS)),
        ("reviews.csv", cells(ROWS, ";")),
        ("reviews.TSV", cells(ROWS, "\t")),
        ("reviews.csv", cells(ROWS, header=())),
        ("two.csv", cells([row[1:] for row in ROWS], header=())),
        ("reviews.csv", cells(ROWS).encode("utf-16")),
        ("reviews.jsonl", objects(ROWS)),
        ("reviews.parquet", packed(ROWS)),
    ],
    ids=["commas", "semicolons", "tabs", "no header", "two", "UTF-16", "JSON lines", "Parquet"],
)
def test_sentences_and_classes_are_found_by_themselves(app, name, data):
    given(app, data, name)
    assert not app.exception and not app.error and not app.info
    assert corpus_of(app).sizes == {"1": 20, "5": 20}
    assert "Classes: 1 (20), 5 (20)." in read(app)
    assert "Training 24, validation 8, test 8." in read(app)
    assert "lovely" in session_of(app).source.words
    numbered = not isinstance(data, bytes) and data[:1] in "0t"
    assert ("columns are numbered" in captions(app)) == numbered


def test_a_thousand_reviews_end_to_end_without_touching_a_setting(app):
    given(app, cells(reviews(1000)))
    app.selectbox(key="model").set_value("cnn").run()
    button(app, "train").click().run()
    assert not app.exception and not app.error
    source = session_of(app).source
    assert source.complete and source.name == "reviews.csv"
    assert source.scores[-1].min() > 0.95
    use = app.switch_page("pages/use.py").run()
    assert not use.exception and not use.error
    assert [each.label for each in use.metric] == ["Training", "Validation", "Test"]
    assert all(float(each.value.rstrip(" %")) > 95 for each in use.metric)
    assert "E began at random." in said(use)


def test_after_another_page_the_table_is_still_the_text(app):
    given(app, cells(ROWS))
    before = session_of(app).source
    app.switch_page("pages/words.py").run().switch_page("pages/train.py").run()
    assert app.selectbox(key="text").value == "kept" and not app.error
    assert session_of(app).source is before and not button(app, "train").disabled
    for each in ("tiny", "upload"):
        app.selectbox(key="text").set_value(each).run()
    assert app.selectbox(key="text").value == "upload", "to bring another one"
    given(app, cells(ROWS))
    for each in ("tiny", "upload"):
        app.selectbox(key="text").set_value(each).run()
    assert app.selectbox(key="text").value == "upload"


def test_other_columns_are_another_text(app):
    given(app, cells([(*row, "ab"[i % 3 > 0]) for i, row in enumerate(ROWS)],
                     header=("id", "review", "stars", "shop")))  # fmt: skip
    assert corpus_of(app).classes == ("1", "5")
    app.selectbox(key="table.label").set_value("shop").run()
    assert corpus_of(app).sizes == {"a": 14, "b": 26}
    before = session_of(app).source
    app.selectbox(key="table.label").set_value("review").run()
    assert "cannot both come" in complaints(app)[0]
    assert session_of(app).source is before and button(app, "train").disabled
    app.selectbox(key="table.label").set_value("stars").run()
    assert not app.error and corpus_of(app).classes == ("1", "5")


def test_what_was_left_out_is_said(app):
    rows = [*ROWS, (90, "", 5), (91, "odd one out", 3), *((i, "nobody knows", "") for i in "ab")]
    given(app, cells(rows))
    assert "Sentences without a label: 2." in read(app)
    assert "Classes of fewer than three sentences, never tested: 3." in read(app)
    assert "Rows without text, left out: 1." in captions(app)


def test_rows_that_repeat_an_earlier_one_are_left_out_and_told(app):
    given(app, cells([*ROWS, *((100 + i, text, n) for i, text, n in ROWS[:3])]))
    assert "Rows that repeat an earlier one, left out: 3." in captions(app)
    assert corpus_of(app).sizes == {"1": 20, "5": 20} and "drawn at random" not in captions(app)


def test_a_broken_line_of_json_is_left_out_and_told(app):
    given(app, objects(ROWS).replace("}", "", 1), "reviews.jsonl")
    assert "Lines that are not JSON objects, left out: 1 (the first is line 1)." in captions(app)
    assert corpus_of(app).sizes == {"1": 19, "5": 20} and not app.error


def test_of_many_rows_a_stated_sample_is_read(app):
    given(app, cells(reviews(25_000)))
    assert f"{MOST_ROWS:,} of 25,000 rows are read, drawn at random." in captions(app)
    assert corpus_of(app).reading.sentences == MOST_ROWS


@pytest.mark.parametrize("small", [2**20, 0], ids=["small", "large"])
def test_another_encoding_is_chosen_as_for_a_text(app, monkeypatch, small):
    monkeypatch.setattr(labelled_table, "SMALL_BYTES", small)
    given(app, cells(reviews(40, "фильм"), header=("id", "отзыв", "звёзды")).encode("cp1251"))
    assert "not UTF-8" in complaints(app)[0]
    app.selectbox(key="encoding").set_value("cp1251").run()
    assert not app.error and "фильм" in corpus_of(app).words
    assert app.selectbox(key="table.text").value == "отзыв"
    with monkeypatch.context() as patch:
        patch.setattr(labelled_tables, "read_table", lambda *asked: pytest.fail("read again"))
        assert not app.run().exception and "фильм" in corpus_of(app).words
    app.selectbox(key="encoding").set_value("koi8-r").run()
    assert not app.exception and "фильм" not in corpus_of(app).words


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("x.csv", "", "no rows"),
        ("x.csv", "review,stars\n", "no rows"),
        ("x.csv", b"%PDF-1.7\x00\xff" * 50, "PDF document"),
        ("x.parquet", b"PAR1" + bytes(99), "Parquet file is damaged"),
        ("x.xlsx", b"PK\x03\x04" + bytes(99), "a workbook"),
    ],
)
def test_what_is_no_table_and_no_text_is_refused_and_the_picture_stays(app, name, data, said):
    before = session_of(app).source
    given(app, data, name)
    assert not app.exception
    assert said in complaints(app)[0] and len(complaints(app)) == 1
    assert session_of(app).source is before and button(app, "train").disabled
    assert "table_as_text" not in [each.key for each in app.button]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("The king, who rules.\nThe queen, too, rules, here.\nNobody else.\n" * 3, "cells"),
        ('{"a": 1\n"The king rules."\n', "not a JSON object"),
    ],
)
def test_a_text_that_is_called_a_table_can_be_read_as_a_text(app, data, said):
    given(app, data)
    assert said in complaints(app)[0]
    button(app, "table_as_text").click().run()
    assert not app.error and not app.exception
    assert not isinstance(corpus_of(app), Labelled) and "king" in session_of(app).source.words
    button(app, "train").click().run()
    assert session_of(app).source.complete


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ([1] * 60, "All labels are “1”"),
        ([""] * 60, "None of the 60 texts has a label"),
        (range(60), "There are 60 different labels"),
        ([*"abcdefghij"] * 2, "No class has three sentences"),
    ],
)
def test_sentences_whose_labels_are_of_no_use_are_read_without_them(app, labels, said):
    rows = [(f"the film was {'good' if i % 2 else 'bad'}", each) for i, each in enumerate(labels)]
    given(app, cells(rows, header=("review", "stars")))
    assert not app.error and app.selectbox(key="table.label").value == ""
    assert "Read without classes" in captions(app)
    app.selectbox(key="table.label").set_value("stars").run()
    assert said in complaints(app)[0] and button(app, "train").disabled
    button(app, "table_as_text").click().run()
    assert not app.error and app.selectbox(key="table.label").value == ""
    corpus = corpus_of(app)
    assert not isinstance(corpus, Labelled) and corpus.reading.sentences == len(rows)
    assert "stars" not in corpus.vocabulary


def tales(rows=40):
    """Texts that nobody sorted, each of two sentences; dates that fall."""
    return [
        (f"n{i}", f"{2000 - i}", f"the film {i} was fine. we saw film {i % 7} too")
        for i in range(rows)
    ]


@pytest.mark.parametrize("name", ["tales.csv", "tales.jsonl", "tales.parquet", "tales.tsv"])
def test_texts_that_nobody_sorted_are_read_by_their_dates(app, name):
    rows, header = tales(), ("id", "year", "tale")
    columns = dict(zip(header, map(list, zip(*rows, strict=True)), strict=True))
    file = io.BytesIO()
    parquet.write_table(table(columns), file)
    lines = "\n".join(json.dumps(dict(zip(header, row, strict=True))) for row in rows)
    given(app, {
        "csv": cells(rows, header=header), "tsv": cells(rows, "\t", header), "jsonl": lines,
        "parquet": file.getvalue(),
    }[name.partition(".")[2]], name)  # fmt: skip
    assert not app.exception and not app.error
    chosen = [app.selectbox(key=f"table.{key}").value for key in ("text", "label", "date")]
    assert chosen == ["tale", "", "year"]
    corpus = corpus_of(app)
    assert not isinstance(corpus, Labelled) and corpus.reading.sentences == 80
    assert corpus.sentence(0) == "the film 39 was fine."
    assert "in order of their dates, 1961 to 2000" in captions(app)
    app.selectbox(key="table.date").set_value("").run()
    assert corpus_of(app).sentence(0) == "the film 0 was fine."
    button(app, "train").click().run()
    assert session_of(app).source.complete and not app.error


def test_a_table_s_columns_can_be_changed_after_another_page(app):
    given(app, cells(tales(), header=("id", "year", "tale")))
    app.selectbox(key="table.date").set_value("").run()
    app.switch_page("pages/words.py").run().switch_page("pages/train.py").run()
    assert app.selectbox(key="text").value == "kept" and not app.error
    assert app.selectbox(key="table.date").value == ""
    app.selectbox(key="table.date").set_value("year").run()
    assert corpus_of(app).sentence(0) == "the film 39 was fine."
    app.selectbox(key="table.label").set_value("id").run()
    assert "40 different labels" in complaints(app)[0] or "No class has three" in complaints(app)[0]
    button(app, "table_as_text").click().run()
    assert not app.error and corpus_of(app).reading.sentences == 80


@pytest.mark.parametrize(
    ("header", "told", "first"),
    [("tweet\n", "“tweet”, is the heading", "king"), ("", "columns are numbered", "king")],
)
def test_a_table_of_one_column_is_its_texts(app, header, told, first):
    given(app, header + "".join(f'"The king rules, land {i}. Yes"\n' for i in range(9)))
    assert not app.error and told in captions(app)
    corpus = corpus_of(app)
    assert corpus.reading.sentences == 18 and "king" in corpus.words
    assert "tweet" not in corpus.vocabulary and "table.text" not in [b.key for b in app.selectbox]


def test_a_table_of_vectors_is_offered_to_files_and_one_of_labels_is_not(app):
    given(app, written(some(), "csv"))
    assert "not a text" in app.info[0].value
    given(app, cells(ROWS, header=()))
    assert not app.info and isinstance(corpus_of(app), Labelled)


def test_names_that_look_like_markup_are_told_as_they_are(app):
    name = NASTY.replace(",", "")
    classes = ("**poor** $a$", ":red[good]")
    rows = [(i, text, classes[n > 1]) for i, text, n in ROWS]
    given(app, cells(rows, header=("id", name, "<b>stars</b>")))
    assert not app.exception and not app.error
    assert all(f"{each} (20)" in read(app) for each in classes)
    choice = app.selectbox(key="table.text")
    assert choice.value == name and "\\*\\*bold" in choice.options[1]
    app.selectbox(key="table.label").set_value("id").run()
    assert "No class has three" in complaints(app)[0]
    app.selectbox(key="table.label").set_value("<b>stars</b>").run()
    app.selectbox(key="model").set_value("bag").run()
    app.number_input(key="bag.epochs").set_value(2).run()
    button(app, "train").click().run()
    use = app.switch_page("pages/use.py").run()
    assert not use.exception and not use.error and len(use.metric) == 3
