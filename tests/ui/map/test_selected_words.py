"""What is selected, as a table: of a run, and of a file with columns."""

import csv
import io

import numpy as np
import pytest

import embviz as ev
from embviz.files.write import save_vectors
from embviz.measures.moved import distances
from embviz.ui.map import selected_words
from embviz.ui.state import locality
from tests.ui.app_page import button, message, session_of


def table_of(app):
    session = session_of(app)
    text = selected_words.csv(session, session.source).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_selected_words_have_what_is_known_of_them(app):
    app.selectbox(key="text").set_value("tiny").run()
    button(app, "train").click().run()
    app.switch_page("pages/map.py").run()
    message(app)
    session = session_of(app)
    source = session.source
    chosen = [source.words[5], source.words[2]]
    session.select(chosen)
    frame = session.map.rested = len(source.frames) - 3
    rows = table_of(app)
    assert [row["word"] for row in rows] == chosen
    frames = source.frames
    start, now = (np.asarray(frames[i].snapshot.E, np.float32) for i in (0, frame))
    moved = distances(start, now)
    count_of = dict(zip(source.film.words, source.film.counts, strict=True))
    xy = positions(session, frame)
    for row, place in zip(rows, (5, 2), strict=True):
        assert int(row["count"]) == count_of[row["word"]]
        assert float(row["moved"]) == pytest.approx(moved[place], abs=1e-5)
        assert (float(row["x"]), float(row["y"])) == pytest.approx(xy[place], abs=1e-5)
        assert float(row["epoch"]) == pytest.approx(frames[frame].snapshot.epoch, abs=1e-3)
    session.selected = ()
    assert [row["word"] for row in table_of(app)] == list(source.words)
    assert any(row["group"] for row in table_of(app))


def positions(session, frame):
    return session.source.pictures(None, session.map.look)[frame].xy


def test_columns_of_a_file_go_along_as_safe_cells(app, monkeypatch):
    monkeypatch.setattr(locality, "is_here", lambda: True)
    words = ("=1+1", *(f"w{i}" for i in range(30)))
    matrix = np.random.default_rng(0).standard_normal((31, 6)).astype(np.float32)
    kinds = ["@cmd", *("noun" if i % 2 else "verb" for i in range(30))]
    notes = [f"x{i}" for i in range(31)]
    target = io.BytesIO()
    save_vectors(ev.Vectors(words, matrix), target, "projector", {"kind": kinds, "x": notes})
    files = app.switch_page("pages/files.py").run()
    upload = files.file_uploader(key="files.upload")
    upload.set_value(("v.zip", target.getvalue(), "application/zip")).run()
    message(app)
    session = session_of(app)
    session.select(["=1+1", "w4"])
    rows = table_of(app)
    assert [row["word"] for row in rows] == ["'=1+1", "w4"]
    assert [row["kind"] for row in rows] == ["'@cmd", "verb"]
    assert [row["x (file)"] for row in rows] == ["x0", "x5"]
    assert "epoch" not in rows[0] and "count" not in rows[0]
    np.testing.assert_allclose(float(rows[0]["x"]), positions(session, 0)[0, 0], atol=1e-5)
