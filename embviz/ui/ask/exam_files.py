"""Files that vectors are examined by: pairs of words that people rated, and analogies.

They outlive a visit to another page, and are the same ones wherever they are asked for.
"""

from collections.abc import Callable
from typing import Any

import streamlit as st

from embviz.errors import EvaluationError, TextError
from embviz.measures import Questions, Rating, read_questions, read_ratings
from embviz.measures.input_lines import passed_over
from embviz.measures.ratings import rating_columns
from embviz.text.encoding import decode
from embviz.ui.state.remembered import remember
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain

_KEPT = "embviz_exam"


def pairs() -> tuple[str, tuple[Rating, ...]] | None:
    """Draw the input of rated pairs; give the file's key and what it holds, once there is one."""
    return _file("pairs", read_ratings)


def analogies() -> tuple[str, Questions] | None:
    """Draw the input of analogies likewise."""
    return _file("analogies", read_questions)


def kept_pairs() -> tuple[Rating, ...]:
    """Give the pairs of the file that was read last."""
    found: tuple[str, tuple[Rating, ...], str] | None = st.session_state.get(f"{_KEPT}.pairs")
    return () if found is None else found[1]


def kept_analogies() -> Questions | None:
    """Give the analogies likewise."""
    found: tuple[str, Questions, str] | None = st.session_state.get(f"{_KEPT}.analogies")
    return None if found is None else found[1]


def kept_name(kind: str) -> str:
    """Give the name of the file that was read last, of "pairs" or of "analogies"; empty: none."""
    found: tuple[str, object, str] | None = st.session_state.get(f"{_KEPT}.{kind}")
    return "" if found is None else found[2]


def _told(text: str, read: Callable[[str], Any]) -> tuple[Any, list[str]]:
    """What a file holds, and what is to be said of how it was read."""
    content, notes = read(text), []
    if read is read_ratings:
        found = rating_columns(text)
        places = [*found.words, found.number]
        if places != [0, 1, 2]:
            a, b, score = (place + 1 for place in places if place is not None)
            notes.append(say("words", "quality.columns", a=a, b=b, score=score))
    comments = passed_over(text)
    if comments.comments:
        key = "comment" if comments.comments == 1 else "comments"
        facts = {"count": comments.comments, "first": comments.first}
        notes.append(say("words", f"quality.{key}", **facts))
    return content, notes


def _file(name: str, read: Callable[[str], Any]) -> tuple[str, Any] | None:
    label, about = say("words", f"quality.{name}"), say("words", f"quality.{name}_help")
    key, kept = f"asking.{name}", f"{_KEPT}.{name}"
    file = st.file_uploader(label, key=key, help=about, label_visibility="collapsed")
    if file is None:
        st.caption(about)
        found: tuple[str, Any, str] | None = st.session_state.get(kept)
        if found is None:
            return None
        # A page that is left forgets its uploads.
        st.caption(say("words", "quality.kept", file=plain(found[2])))
        return found[:2]
    try:
        read_it = remember((name, file.file_id), lambda: _told(decode(file.getvalue()), read))
        content, notes = read_it
        st.session_state[kept] = file.file_id, content, file.name
        for note in notes:
            st.caption(note)
        return file.file_id, content
    except TextError:
        st.error(say("words", "quality.no_text"))
    except EvaluationError as error:
        facts = {fact: plain(value) for fact, value in error.facts.items()}
        empty = not file.getvalue().strip()
        st.error(say("words", "quality.empty") if empty else say("errors", error.reason, **facts))
    return None
