"""The Compare page: what settings do, and how two models differ."""

from tests.ui.app_page import button, said


def compared(app):
    """The page of a run that was trained."""
    button(app, "train").click().run()
    return app.switch_page("pages/compare.py").run()


def test_a_sweep_answers_with_a_picture_and_a_sentence(app):
    compared(app)
    app.text_input(key="compare.values").set_value("2, 4").run()
    app.number_input(key="compare.seeds").set_value(2).run()
    button(app, "compare.begin").click().run()
    app.run()
    assert not app.exception and not app.error
    assert "around 4 the bands overlap" in said(app)
