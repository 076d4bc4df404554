"""The Compare page: how two models differ."""

from embviz.ui.texts import say
from tests.ui.app_page import button, said


def on_models(app):
    """The part of the Compare page, of a run that was trained."""
    button(app, "train").click().run()
    return opened(app)


def opened(app):
    app.switch_page("pages/compare.py")
    app.session_state["compare.tab"] = say("compare", "tabs.models")
    app.run()
    assert not app.exception
    return app


def test_start(app):
    on_models(app)
    print(said(app))
    print([s.options for s in app.selectbox])
    assert not app.error
