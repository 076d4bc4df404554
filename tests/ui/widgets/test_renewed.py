"""A browser that is late does not overrule what was chosen elsewhere."""

import pytest

from embviz.ui.widgets import renewed


@pytest.fixture
def state(monkeypatch):
    state = {}
    monkeypatch.setattr(renewed.st, "session_state", state)
    return state


def test_a_widget_keeps_its_key_while_it_is_the_one_that_is_used(state):
    renewed.show("way", "pca")
    state["way"] = "umap"
    assert renewed.hear("way", "way")
    assert renewed.shown("way") == "umap"
    renewed.show("way", "umap")
    assert renewed.key_of("way") == "way"


def test_what_was_chosen_elsewhere_cannot_be_taken_back_by_the_widget_before(state):
    renewed.show("way", "pca")
    renewed.show("way", "umap")
    state["way"] = "pca"
    assert not renewed.hear("way", "way")
    assert renewed.shown("way") == "umap"
    state["way.1"] = "axes"
    assert renewed.hear("way", renewed.key_of("way"))
    assert renewed.shown("way") == "axes"


def test_nothing_is_shown_before_anything_was(state):
    assert renewed.shown("word") is None
