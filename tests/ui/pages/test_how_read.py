"""How a file was read is told on the Files page, and can be changed there."""

from dataclasses import fields

import pytest

from embviz.files.rows.how import How
from embviz.ui.pages.files import how_read
from embviz.ui.state import locality, settings_form
from tests.files.test_archives import tar_of, zip_of
from tests.ui.app_page import complaints, said, session_of
from tests.ui.pages.test_files_page import opened_path, some, still_of, upload, written

SMALL, LARGE = some(d=3), some(d=6)
TWO = {"small.txt": written(SMALL), "large.txt": written(LARGE), "README": b"Read me."}


@pytest.fixture
def files(app, monkeypatch):
    monkeypatch.setattr(locality, "is_here", lambda: True)
    return app.switch_page("pages/files.py").run()


def field(app, name):
    return next(
        each
        for each in app.selectbox
        if (each.key or "").endswith(f".{name}") and ".how." in each.key
    )


def drawn(app):
    return [each.key.rpartition(".")[2] for each in app.selectbox if ".how." in (each.key or "")]


def d_of(app):
    return still_of(app).file.vectors.matrix.shape[1]


def test_a_file_of_an_archive_is_chosen_by_name(files):
    upload(files, zip_of(TWO), "two.zip")
    (complaint,) = complaints(files)
    assert "several files of vectors" in complaint and "small" in complaint
    assert drawn(files) == ["member"]
    first, second = field(files, "member").options
    assert first.startswith("small.txt (") and second.startswith("large.txt (")
    field(files, "member").set_value("large.txt").run()
    assert not files.exception and not complaints(files) and d_of(files) == 6
    session_of(files).select(("word3", "word5"))
    field(files, "member").set_value("small.txt").run()
    assert d_of(files) == 3 and session_of(files).selected == ("word3", "word5")
    assert "small.txt" in said(files) + str(files.dataframe[0].value)
    files.switch_page("pages/words.py").run()
    files.switch_page("pages/files.py").run()  # the upload is gone from its input
    assert field(files, "member").value == "small.txt"
    field(files, "member").set_value("large.txt").run()
    assert d_of(files) == 6


def test_a_file_by_its_path_likewise(files, tmp_path):
    (tmp_path / "two.tar.gz").write_bytes(tar_of(TWO, "w:gz"))
    opened_path(files, tmp_path / "two.tar.gz")
    field(files, "member").set_value("small.txt").run()
    assert d_of(files) == 3 and not complaints(files)


def test_a_choice_that_fails_is_told_and_can_be_taken_back(files):
    upload(files, written(SMALL))
    assert set(drawn(files)) >= {"kind", "encoding", "separator", "decimal", "heading"}
    assert "word2vec text (auto)" in field(files, "kind").options
    field(files, "kind").set_value("csv").run()
    assert not files.exception and complaints(files) and d_of(files) == 3
    assert "Still on the map" in said(files)
    assert field(files, "kind").value == "csv"
    field(files, "kind").select_index(0).run()
    assert not complaints(files) and d_of(files) == 3


def test_what_cannot_be_read_in_any_way_offers_nothing(files):
    upload(files, b"%PDF-1.4 ...", "a.pdf")
    assert "PDF" in complaints(files)[0] and not drawn(files)
    upload(files, zip_of(TWO), "two.zip")
    assert drawn(files) == ["member"]
    upload(files, written(LARGE), "large.txt")
    assert not complaints(files) and "member" not in drawn(files) and d_of(files) == 6


@pytest.mark.parametrize(
    "text",
    [
        "The king rules the land.\n" * 20,
        "A boat came late. 1\nNobody saw it. 0\n" * 20,
        "<!DOCTYPE html><html><body>" + "<p>The king rules the land.</p>\n" * 20,
    ],
)
def test_a_text_is_offered_to_the_train_page(files, text):
    upload(files, text.encode(), "verses.txt")
    (button,) = (each for each in files.button if ".as_text." in each.key)
    button.click().run()
    assert not files.exception
    files.switch_page("pages/train.py").run()
    assert files.selectbox(key="text").value == settings_form.KEPT
    assert not complaints(files)
    assert session_of(files).source.name == "verses.txt"


def test_every_field_has_a_name():
    names = how_read.table("files")["how_read"]["fields"]
    assert set(names) == {each.name for each in fields(How)} == set(how_read._ORDER)
