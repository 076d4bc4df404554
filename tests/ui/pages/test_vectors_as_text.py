"""Vectors that are given where a text is asked for."""

import pytest

from embviz.ui.sidebar import vectors_as_text
from embviz.ui.sidebar.vectors_as_text import kind_of
from tests.files.test_archives import zip_of
from tests.ui.app_page import button, message, paste, session_of
from tests.ui.pages.test_files_page import WORDS, some, written


def given(app, data, name):
    app.selectbox(key="text").set_value("upload").run()
    return app.file_uploader(key="file").set_value((name, data, "text/plain")).run()


@pytest.mark.parametrize("format", ["word2vec_text", "word2vec_binary", "npz", "safetensors"])
def test_an_uploaded_file_of_vectors_is_opened_in_one_press(app, monkeypatch, format):
    pages = []
    monkeypatch.setattr(vectors_as_text.st, "switch_page", pages.append)
    before = session_of(app).source
    given(app, written(some(), format), "mine.txt")
    assert not app.exception and not app.error
    assert "mine.txt" in said_of(app) and "not a text" in said_of(app)
    assert session_of(app).source is before and button(app, "train").disabled
    button(app, "open_vectors").click().run()
    assert pages == ["pages/files.py"]
    files = app.switch_page("pages/files.py").run()
    assert session_of(files).source.from_file.file.vectors.words == WORDS
    assert tuple(message(files).header["words"]) == WORDS


def said_of(app):
    return " ".join(each.value for each in app.info).replace("\\", "")


def test_pasted_vectors_can_be_read_as_a_text_all_the_same(app):
    paste(app, written(some(), "word2vec_text").decode())
    assert "not a text" in said_of(app)
    button(app, "no_vectors").click().run()
    assert not app.info and not app.exception
    assert "word5" in session_of(app).source.words


@pytest.mark.parametrize(
    "text",
    [
        "The king rules.\nThe queen rules.",
        "Chapter 1\nChapter 2\nChapter 3",
        "a 1 2\nb 3 4",
        "{}",
        "",
    ],
)
def test_a_text_is_no_vectors_whatever_its_lines_end_in(text):
    assert kind_of(text.encode()) == ""


def test_rows_of_numbers_are():
    assert kind_of(b"\n".join(b"%d.5 0.5 1.5 -2 3e-4" % i for i in range(9))) == "projector"
    assert kind_of(written(some(d=4))) == "word2vec_text"


def test_a_zip_of_vectors_is_offered_to_the_files_page(app):
    given(app, zip_of({"a.txt": b"king 0.5 1.5\nqueen 0.25 2.5\n", "b": b"Read me."}), "a.zip")
    assert not app.exception and "word vectors (archive)" in said_of(app)
    button(app, "no_vectors").click().run()
    assert not app.info
