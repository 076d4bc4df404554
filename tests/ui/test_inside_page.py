"""The Inside page, but for what moves."""

import pytest

from tests.ui.test_train_page import button

TABS = ("One-hot to row", "The two matrices", "The step", "Negatives", "Softmax")
VIEWS = ("1 Scores", "2 Pull and push", "3 New rows", "4 Learning rate", "5 A hundred steps")


@pytest.fixture
def on_inside(app):
    app.selectbox(key="text").set_value("tiny").run()
    app.number_input(key="skipgram.epochs").set_value(5).run()
    button(app, "train").click().run()
    return app.switch_page("pages/inside.py").run()


def opened(app, tab, view=None):
    """The page with one of its tabs open."""
    app.session_state["inside.tab"] = tab
    if view is not None:
        app.session_state["inside.view"] = view
    app.run()
    assert not app.exception
    return app


@pytest.mark.parametrize("tab", TABS)
def test_every_part_opens(on_inside, tab):
    assert not on_inside.exception
    opened(on_inside, tab)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_opens(on_inside, view):
    opened(on_inside, "The step", view)
