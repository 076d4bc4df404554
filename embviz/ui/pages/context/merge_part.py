"""Two words made one: a word whose senses are known, in any text."""

import streamlit as st

from embviz.errors import SettingError
from embviz.text.merged import Merged, merged
from embviz.ui.pages.context import asked
from embviz.ui.pages.context.asked import Network
from embviz.ui.state import settings_form
from embviz.ui.state.tab import current_tab
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain

ONE, OTHER, FAULT = "context.one", "context.other", "context.fault"


def show(here: Network) -> None:
    """Draw the part."""
    st.markdown(say("context", "merge.help"))
    corpus, name = here.corpus, here.frame.source.name
    if not corpus.text:
        st.caption(say("context", "merge.no_text"))
        return
    words = here.frame.source.words
    st.session_state.setdefault(ONE, words[0])
    st.session_state.setdefault(OTHER, words[1])
    left, right = st.columns(2)
    left.text_input(say("context", "merge.one"), key=ONE, persist_state="session")
    right.text_input(say("context", "merge.other"), key=OTHER, persist_state="session")
    st.button(
        say("context", "merge.go"),
        key="context.merge",
        type="primary",
        on_click=_merge,
        args=(corpus.text, name, here.film.recipe.model),
    )
    fault = st.session_state.pop(FAULT, None)
    if fault is not None:
        st.warning(say("context", f"merge.{fault.reason}", word=plain(str(fault.value))))


def _merge(text: str, name: str, model: str) -> None:
    """Put the merged text in the place of the one on screen, and train on it."""
    try:
        found = merged(text, st.session_state[ONE], st.session_state[OTHER])
    except SettingError as error:
        st.session_state[FAULT] = error
        return
    _take(found, say("context", "merge.name", text=name, word=found.word))
    st.session_state["model"] = model
    tab = current_tab()
    tab.selected = ()
    tab.intent = "train"


def _take(found: Merged, name: str) -> None:
    settings_form.keep_text(name, found.text)
    st.session_state["text"] = settings_form.KEPT
    st.session_state[asked.MERGED] = found
    st.session_state[asked.KEY] = found.word
