"""The app in a test: what is pressed in it, and what it says."""

import re
from urllib.parse import unquote

from embviz.ui.state import server
from embviz.ui.state.link import PARAMETER
from tests.wordmap.decoding import decode

NASTY = "**bold** ![x](http://x.y/z.png) <b>tag</b> =1+1 شيء"


def button(app, name):
    return app.button(key=name)


def session_of(app):
    return app.session_state["embviz"]


def message(app):
    """The last message to the word map."""
    return decode(app.get("bidi_component")[0].proto.bytes)


def paste(app, text):
    app.selectbox(key="text").set_value("paste").run()
    return app.text_area(key="pasted").set_value(text).run()


def complaints(app):
    return [element.value for element in app.error]


def address_of(app):
    """The view in the address, or that which the browser will complete it by; empty: none."""
    if PARAMETER in app.query_params:
        value = app.query_params[PARAMETER]
        return value if isinstance(value, str) else value[0]
    scripts = (each.proto.body for each in app.get("html"))
    written = (re.search(rf'"{PARAMETER}=([^"]*)"', script) for script in scripts)
    return next((unquote(found[1]) for found in written if found), "")


def captions(app):
    """What the sidebar says in small print."""
    return " ".join(caption.value for caption in app.sidebar.caption)


def take_pictures(app):
    """The frames of the film on screen, as they are drawn there."""
    session = session_of(app)
    return session.source.pictures(server.engine(), session.look)


def said(app):
    return " ".join(each.value for each in (*app.markdown, *app.caption, *app.warning, *app.error))
