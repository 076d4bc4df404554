"""The app without a browser and without worker processes: work is done at once."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from embviz.engine import Engine, Inline
from embviz.ui import server

APP = Path(__file__).parents[2] / "app.py"


@pytest.fixture
def app(monkeypatch):
    """The Train page, opened. Every test has a server of its own."""
    st.cache_resource.clear()
    engine = Engine(Inline, Inline)
    monkeypatch.setattr(server, "engine", lambda: engine)
    yield AppTest.from_file(APP, default_timeout=60).run()
    engine.close()
    st.cache_resource.clear()
