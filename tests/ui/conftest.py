"""The app without a browser and without worker processes: work is done at once."""

import functools
import hashlib
import pickle
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from embviz.jobs import queries, train_and_draw
from embviz.jobs.engine import Engine, Inline
from embviz.ui.state import server

APP = Path(__file__).parents[2] / "app.py"

SAME_EACH_TIME = (train_and_draw.train_and_draw, train_and_draw.redraw, queries.call_each)
"""Steps that give the same for the same job and state, to the bit."""


class RememberingEngine(Engine):
    """Works at once, and trains no film twice that an earlier test has trained already."""

    def __init__(self):
        super().__init__(Inline, Inline)

    def launch(self, step, job, state, **kwargs):
        return super().launch(remembering(step), job, state, **kwargs)


@functools.cache
def remembering(step):
    """Give a step that gives again what it gave for the same job and state: a copy of its own."""
    if step not in SAME_EACH_TIME:
        return step
    known = {}

    def remembered(job, state, budget_s, most):
        asked = hashlib.sha256(pickle.dumps((job, state, most))).digest()
        if asked not in known:
            known[asked] = pickle.dumps(step(job, state, budget_s, most))
        return pickle.loads(known[asked])

    return remembered


@pytest.fixture(autouse=True, scope="session")
def components_looked_for_once():
    """Every AppTest goes through all installed packages in search of components: the same ones."""
    with pytest.MonkeyPatch.context() as patch:
        found = functools.cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", found)
        yield


@pytest.fixture
def app(monkeypatch):
    """The Train page, opened. Every test has a server of its own."""
    st.cache_resource.clear()
    engine = RememberingEngine()
    monkeypatch.setattr(server, "engine", lambda: engine)
    # So slow that runs are drawn by principal components, which tests have no time to wait for.
    monkeypatch.setattr(server, "drawing_speed", lambda: 1e6)
    monkeypatch.setattr(server, "prepare_umap", lambda: None)  # which is compiled for long
    yield AppTest.from_file(APP, default_timeout=60).run()
    engine.close()
    st.cache_resource.clear()
