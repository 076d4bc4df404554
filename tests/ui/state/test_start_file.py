"""`embviz open FILE`: every visit begins with the file."""

import pickle
import zipfile

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import embviz as ev
from embviz.jobs.engine import Engine, Inline
from embviz.ui.state import server
from embviz.util.places import HOW, LIMIT, OPENED, OPENED_AS, said_paths
from tests.files.test_archives import zip_of
from tests.ui.app_page import session_of
from tests.ui.conftest import APP
from tests.ui.sidebar.test_labelled_table import ROWS, cells, objects, packed, tales


@pytest.fixture
def visit(monkeypatch):
    """Open the app with a file."""
    st.cache_resource.clear()
    engine = Engine(Inline, Inline)
    monkeypatch.setattr(server, "engine", lambda: engine)

    def opened(path):
        monkeypatch.setenv(OPENED, str(path))
        return AppTest.from_file(APP, default_timeout=60).run()

    yield opened
    engine.close()
    st.cache_resource.clear()


def test_a_text_is_ready_to_train(visit, tmp_path):
    path = tmp_path / "verses.txt"
    path.write_text("in the beginning was the word. the word was good. " * 30, encoding="utf-8")
    app = visit(path)
    assert not app.exception and not app.error
    session = session_of(app)
    assert session.source.name == "verses.txt"
    assert "beginning" in session.source.film.words


@pytest.mark.parametrize("name", ["reviews.csv", "reviews.parquet", "reviews.jsonl"])
@pytest.mark.parametrize("header", [("id", "review", "stars"), ()])
def test_a_table_of_labels_is_ready_to_train(visit, tmp_path, name, header):
    path = tmp_path / name
    kinds = {"csv": cells(ROWS, header=header).encode(), "parquet": packed(ROWS)}
    path.write_bytes(kinds.get(path.suffix[1:], objects(ROWS).encode()))
    app = visit(path)
    assert not app.exception and not app.error
    session = session_of(app)
    assert session.source.name == name
    assert session.source.run.corpus.sizes == {"1": 20, "5": 20}
    assert "Bag of words" in app.selectbox(key="model").options


def test_a_text_that_is_called_a_table_is_a_text(visit, tmp_path):
    path = tmp_path / "verses.csv"
    path.write_text("In the beginning was the word.\nThe word was good.\n" * 9, encoding="utf-8")
    app = visit(path)
    assert not app.exception and not app.error
    assert "beginning" in session_of(app).source.film.words


def test_a_table_of_one_class_is_read_without_classes(visit, tmp_path):
    path = tmp_path / "reviews.csv"
    path.write_text(cells([(i, text, 1) for i, text, _ in ROWS]), encoding="utf-8")
    app = visit(path)
    assert not app.exception and not app.error
    assert "stars" not in session_of(app).source.run.corpus.vocabulary
    app.selectbox(key="table.label").set_value("stars").run()
    assert "needs at least two classes" in app.error[0].value
    assert session_of(app).source is not None


def test_the_columns_of_a_table_can_be_chosen(visit, tmp_path):
    path = tmp_path / "tales.csv"
    path.write_text(cells(tales(), header=("id", "year", "tale")), encoding="utf-8")
    app = visit(path)
    assert not app.error and session_of(app).source.run.corpus.sentence(0).startswith("the film 39")
    app.selectbox(key="table.date").set_value("").run()
    assert session_of(app).source.run.corpus.sentence(0).startswith("the film 0")


def test_a_folder_of_texts_is_one_text(visit, tmp_path):
    for i in (10, 9, 1):
        text = f"the king of part {i} ruled. " * 20
        (tmp_path / f"part {i}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "vor.txt").write_bytes(
        ("Der König wohnt über der schönen Stadt. " * 20).encode("cp1252")
    )
    app = visit(tmp_path)
    assert not app.exception
    assert "not UTF-8: 1" in app.error[0].value
    encoding = next(box for box in app.selectbox if "Encoding of vor" in box.label)
    encoding.set_value("cp1252").run()
    assert not app.error and not app.exception
    source = session_of(app).source
    assert source.name == tmp_path.name and "könig" in source.run.corpus.words
    assert source.run.corpus.sentence(0) == "the king of part 1 ruled."
    app.switch_page("pages/words.py").run()
    assert not app.exception


def test_several_files_are_one_text(visit, tmp_path):
    paths = [tmp_path / name for name in ("tale 2.txt", "tale 1.txt")]
    for path in paths:
        path.write_text(f"it was {path.stem} of the king. " * 20, encoding="utf-8")
    app = visit(said_paths([str(path) for path in paths]))
    assert not app.exception and not app.error
    source = session_of(app).source
    assert source.name == "tale" and source.run.corpus.sentence(0) == "it was tale 1 of the king."


def test_a_zip_of_texts_is_one_text(visit, tmp_path):
    path = tmp_path / "tales.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for i in (2, 1):
            archive.writestr(f"tales/{i}.txt", f"it was tale {i} of the king. " * 20)
    app = visit(path)
    assert not app.exception and not app.error
    source = session_of(app).source
    assert source.name == "tales.zip"
    assert source.run.corpus.sentence(0) == "it was tale 1 of the king."


def test_what_a_lost_process_recorded_is_on_screen(visit, tmp_path):
    recorder = ev.Recorder([f"w{i}" for i in range(20)], folder=tmp_path)
    for epoch in range(3):
        recorder.frame(epoch, np.random.default_rng(epoch).standard_normal((20, 4)))
    app = visit(recorder.path)
    assert not app.exception and not app.error
    source = session_of(app).source
    assert source.name == recorder.path.name and len(source.frames) == 3


def test_a_film_is_on_screen(visit, tmp_path):
    path = tmp_path / "run.npz"
    film = ev.train(ev.SkipGram(dimension=4, epochs=2), ev.sample("tiny"), progress=False)
    ev.save(film, path)
    app = visit(path)
    assert not app.exception and not app.error
    assert session_of(app).source.film.recipe == film.recipe
    assert session_of(app).source.name == path.name  # it has no title


@pytest.mark.parametrize("name", ["bad.txt", "bad.npz"])
def test_a_file_that_cannot_be_read_is_told_and_the_sample_is_there(visit, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x01")
    app = visit(path)
    assert not app.exception
    assert app.error
    assert session_of(app).source is not None


def bundle(path):
    vectors = ev.Vectors(("king", "queen", "bread"), np.eye(3, dtype=np.float32))
    ev.save(vectors, path)
    return path


@pytest.mark.parametrize("name", ["vectors.bin", "vectors.txt", "vectors.npz", "folder"])
def test_vectors_are_on_screen_beside_what_is_in_them(visit, tmp_path, name):
    app = visit(bundle(tmp_path / name))
    assert not app.exception and not app.error
    assert session_of(app).source.from_file.file.vectors.words == ("king", "queen", "bread")
    assert app.file_uploader(key="files.upload") is not None  # the Files page


def test_vectors_are_read_up_to_the_limit(visit, tmp_path, monkeypatch):
    monkeypatch.setenv(LIMIT, "2")
    app = visit(bundle(tmp_path / "vectors.bin"))
    assert session_of(app).source.from_file.file.vectors.words == ("king", "queen")
    assert app.number_input(key="files.limit").value == 2


def test_a_pickle_is_refused_by_name(visit, tmp_path):
    path = tmp_path / "model.kv"
    path.write_bytes(pickle.dumps({"king": [1.0, 2.0]}))
    app = visit(path)
    assert not app.exception
    assert "pickle" in app.error[0].value
    assert session_of(app).source is not None


DOUBTFUL = "boat 0.5 0.25 0.125 3.5\nbridge 0.1 0.2 0.3 0.4\n" * 30


def test_what_the_file_is_may_be_said(visit, tmp_path, monkeypatch):
    path = tmp_path / "doubtful"
    path.write_text(DOUBTFUL, encoding="utf-8")
    assert session_of(visit(path)).source.from_file is not None
    st.cache_resource.clear()
    monkeypatch.setenv(OPENED_AS, "text")
    assert "boat" in session_of(visit(path)).source.film.words
    st.cache_resource.clear()
    path.write_text("boat 1 2\nbridge 3 4\n", encoding="utf-8")
    monkeypatch.setenv(OPENED_AS, "vectors")
    assert session_of(visit(path)).source.from_file.file.vectors.matrix.shape == (2, 2)


def test_how_the_file_is_read_may_be_said(visit, tmp_path, monkeypatch):
    rows = {"a.txt": b"king 0.5 1.5\nqueen 0.25 2.5\n", "b.txt": b"king 0.5 1 2\nqueen 0.25 2 3\n"}
    (tmp_path / "two.zip").write_bytes(zip_of(rows))
    monkeypatch.setenv(HOW, '{"member": "b.txt"}')
    assert (
        session_of(visit(tmp_path / "two.zip")).source.from_file.file.opened.taken.member == "b.txt"
    )
