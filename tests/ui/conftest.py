"""The app without a browser and without worker processes: work is done at once."""

import functools
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from embviz.jobs.engine import Engine, Inline
from embviz.ui.state import server

APP = Path(__file__).parents[2] / "app.py"


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
    engine = Engine(Inline, Inline)
    monkeypatch.setattr(server, "engine", lambda: engine)
    # So slow that runs are drawn by principal components, which tests have no time to wait for.
    monkeypatch.setattr(server, "drawing_speed", lambda: 1e6)
    monkeypatch.setattr(server, "prepare_umap", lambda: None)  # which is compiled for long
    yield AppTest.from_file(APP, default_timeout=60).run()
    engine.close()
    st.cache_resource.clear()
