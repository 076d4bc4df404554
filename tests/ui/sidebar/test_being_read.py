"""A long text is read by a worker: a bar that moves, and a button that ends it."""

import pytest
import streamlit as st

from embviz.jobs.engine import Work
from embviz.ui.sidebar import being_read
from tests.ui.app_page import button, captions, complaints, paste, session_of

TEXT = "The king rules the land. The queen sits in the castle.\n" * 50


@pytest.fixture
def long(monkeypatch):
    monkeypatch.setattr(being_read, "SHORT", 10)


def test_a_long_text_is_read(app, long):
    paste(app, TEXT)
    assert not app.exception and not app.error
    corpus = session_of(app).source.run.corpus
    assert corpus.text == TEXT and "queen" in corpus.words
    assert "cancel_reading" not in [each.key for each in app.button]
    assert session_of(app).source is not None and not button(app, "train").disabled


def test_what_is_wrong_with_it_is_told_each_time(app, long):
    before = session_of(app).source
    paste(app, "... " * 50)
    for _ in range(2):
        assert len(complaints(app)) == 1 and "no words" in complaints(app)[0]
        app.run()
    assert session_of(app).source is before


def test_reading_can_be_cancelled_and_begun_again(app, long, monkeypatch):
    before = session_of(app).source

    def wait(work, results, timeout_s):
        being_read._cancel()  # as a reader who presses the button while the bar moves
        st.rerun()

    with monkeypatch.context() as patch:
        patch.setattr(Work, "wait", wait)
        paste(app, TEXT)
    assert not app.exception and session_of(app).source is before
    assert "Reading was cancelled" in captions(app) and button(app, "train").disabled
    button(app, "read_again").click().run()
    assert not app.exception and "queen" in session_of(app).source.run.corpus.words
