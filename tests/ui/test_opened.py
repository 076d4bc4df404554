"""`embviz open FILE`: every visit begins with the file."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import embviz as ev
from embviz._places import OPENED
from embviz.engine import Engine, Inline
from embviz.ui import server
from tests.ui.conftest import APP
from tests.ui.test_train_page import session_of


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
    assert session.take.name == "verses.txt"
    assert "beginning" in session.take.film.words


def test_a_film_is_on_screen(visit, tmp_path):
    path = tmp_path / "run.npz"
    film = ev.train(ev.SkipGram(dimension=4, epochs=2), ev.sample("tiny"), progress=False)
    ev.save(film, path)
    app = visit(path)
    assert not app.exception and not app.error
    assert session_of(app).take.film.recipe == film.recipe


@pytest.mark.parametrize("name", ["bad.txt", "bad.npz"])
def test_a_file_that_cannot_be_read_is_told_and_the_sample_is_there(visit, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x01")
    app = visit(path)
    assert not app.exception
    assert app.error
    assert session_of(app).take is not None
