"""The Compare page: its parts, and what they say where there is nothing to train on."""

from tests.ui.app_page import said


def test_it_opens_with_a_sweep_that_one_click_begins(app):
    app.switch_page("pages/compare.py").run()
    assert not app.exception and not app.error
    assert "6 × 5 = 30 runs" in said(app)
    assert app.button(key="compare.begin").label == "Train 30 runs"
