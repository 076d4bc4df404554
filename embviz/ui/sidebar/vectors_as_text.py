"""Vectors that came where a text was asked for: recognised, and offered to the Files page."""

import io
from collections.abc import Callable, Hashable

import streamlit as st

from embviz.errors import FileError
from embviz.files import detect, read
from embviz.ui.state import vectors_on_screen
from embviz.ui.state.tab import Tab
from embviz.ui.state.vector_files import Upload
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain

FILES = "pages/files.py"
_KNOWN, _TEXTS = "embviz_kind_of_text", "embviz_texts_after_all"


def are_offered(tab: Tab, name: str, key: Hashable, data: Callable[[], bytes]) -> bool:
    """Whether what came under a name is vectors; then offer to open them.

    The key stands for the data, which are only fetched if they are news.
    """
    if key in st.session_state.get(_TEXTS, ()):
        return False
    known, kind = st.session_state.get(_KNOWN, (None, ""))
    if known != key:
        kind = kind_of(data())
        st.session_state[_KNOWN] = key, kind
    if not kind:
        return False
    st.info(say("train", "text.vectors", name=plain(name), format=say("doctor", f"formats.{kind}")))
    if st.button(say("train", "text.open_vectors"), key="open_vectors", type="primary"):
        vectors_on_screen.open_upload(tab, Upload(name, data()))
        st.switch_page(FILES)
    if st.button(say("train", "text.no_vectors"), key="no_vectors", type="tertiary"):
        st.session_state[_TEXTS] = {*st.session_state.get(_TEXTS, ()), key}
        st.rerun()
    return True


def kind_of(data: bytes) -> str:
    r"""Give the format of vectors; empty: they are none.

    >>> kind_of(b"king 0.1 0.2 0.3 0.4\nqueen 0.2 0.1 0.4 0.3\n"), kind_of(b"The king rules.")
    ('glove', '')
    """
    try:
        kind = read.kind_of_vectors(io.BytesIO(data))
    except FileError:
        return ""
    return "" if kind == detect.FILM else kind
