"""Which columns a browser is told, to search and to show them."""

import io

import numpy as np
import pytest

import embviz as ev
from embviz.files.write import save_vectors
from embviz.ui.state import columns, locality
from tests.ui.app_page import message, session_of

KINDS = ["noun" if i % 3 else "verb" for i in range(60)]
PAGES = [f"https://example.org/{i}" if i % 2 else "" for i in range(60)]


@pytest.fixture
def files(app, monkeypatch):
    monkeypatch.setattr(locality, "is_here", lambda: True)
    matrix = np.random.default_rng(0).standard_normal((60, 6)).astype(np.float32)
    target = io.BytesIO()
    vectors = ev.Vectors(tuple(f"w{i}" for i in range(60)), matrix)
    save_vectors(vectors, target, "projector", {"kind": KINDS, "page": PAGES})
    files = app.switch_page("pages/files.py").run()
    upload = files.file_uploader(key="files.upload")
    upload.set_value(("v.zip", target.getvalue(), "application/zip")).run()
    assert not files.exception
    return files


def spelled(told):
    return {each["name"]: [each["values"][i] for i in each["of"]] for each in told}


def test_every_cell_is_told_once(files):
    header = message(files).header
    assert spelled(header["metadata"]) == {"kind": KINDS, "page": PAGES}
    assert sorted(header["metadata"][0]["values"]) == ["noun", "verb"]


def test_words_alone_have_their_own_cells(files):
    told = columns.told(session_of(files).source, (3, 4, 50))
    cells = {each.name: [each.values[i] for i in each.of] for each in told}
    assert cells == {"kind": [KINDS[i] for i in (3, 4, 50)], "page": [PAGES[i] for i in (3, 4, 50)]}


def test_what_is_too_large_stays_here_and_is_named(files, monkeypatch):
    monkeypatch.setattr(columns, "MOST_SIGNS", 300)
    source = session_of(files).source
    assert [each.name for each in columns.told(source)] == ["kind"]
    assert columns.names(source) == ("kind", "page")


def test_a_run_has_no_columns(app):
    assert "metadata" not in message(app).header
