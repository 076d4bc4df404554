"""The file that `embviz open` was given: where every visit begins."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from embviz._places import OPENED
from embviz.corpus import decode
from embviz.errors import FileError, TextError
from embviz.formats import film_npz
from embviz.formats.film_npz import Saved
from embviz.ui import form
from embviz.ui.reading import MOST_FILM_BYTES
from embviz.ui.session import Session
from embviz.ui.view import PARAMETER

_BEGUN = "embviz_begun"


@dataclass(frozen=True, eq=False)
class File:
    """What is in the file.

    Attributes:
        name: Of the file.
        text: The text, if it is one; all visitors share it.
        film: The film, if it is one, and the hash of the file.
        fault: What is wrong with it, if it is neither.
    """

    name: str
    text: str = ""
    film: tuple[Saved, str] | None = None
    fault: TextError | FileError | None = None


def begin(session: Session) -> TextError | FileError | None:
    """Bring a fresh visit to the file, unless its address names something else.

    Returns:
        What is wrong with the file, if it cannot be read.
    """
    file = _read()
    if file is None or file.fault is not None:
        return file.fault if file is not None else None
    if st.session_state.get(_BEGUN) or st.query_params.get(PARAMETER):
        return None
    st.session_state[_BEGUN] = True
    if file.film is not None:
        session.loaded = file.film
    else:
        form.keep_text(file.name, file.text)
        st.session_state["text"] = form.KEPT
    return None


@st.cache_resource(show_spinner=False)
def _read() -> File | None:
    """Read the file, once."""
    if not os.environ.get(OPENED):
        return None
    path = Path(os.environ[OPENED])
    try:
        if path.suffix == ".npz":
            key = hashlib.blake2b(path.read_bytes(), digest_size=8).hexdigest()
            return File(path.name, film=(film_npz.read(path, most_bytes=MOST_FILM_BYTES), key))
        return File(path.name, decode(path.read_bytes()))
    except (TextError, FileError) as error:
        return File(path.name, fault=error)
