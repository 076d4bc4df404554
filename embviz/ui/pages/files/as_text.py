"""A file that was asked for as vectors, and may be a text: offered to the Train page."""

import streamlit as st

from embviz.errors import FileError, TextError
from embviz.files.film.archive import too_large
from embviz.files.paths import open_regular
from embviz.text.corpus import decode
from embviz.ui.sidebar.text import UPLOAD_LIMIT
from embviz.ui.state import settings_form
from embviz.ui.state.vector_files import Request
from embviz.ui.texts import say
from embviz.ui.widgets.faults import worded

TRAIN = "pages/train.py"


def offer(name: str, request: Request) -> None:
    """Draw what opens the file as a text; the name is what the keys of inputs begin with."""
    key = f"{name}.as_text.{request.key}"
    if not st.button(say("files", "how_read.as_text"), key=key, type="tertiary"):
        return
    try:
        text = decode(_bytes(request.path), limit=UPLOAD_LIMIT)
    except (TextError, FileError, OSError) as error:
        st.error(worded(error, quoting=not request.lasting))
        return
    settings_form.keep_text(request.name, text)
    st.session_state["text"] = settings_form.KEPT
    st.switch_page(TRAIN)


def _bytes(path: str) -> bytes:
    with open_regular(path) as file:
        data = file.read(UPLOAD_LIMIT + 1)
    if len(data) > UPLOAD_LIMIT:
        raise too_large(len(data), UPLOAD_LIMIT)
    return data
