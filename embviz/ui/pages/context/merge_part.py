"""Two words made one: a word whose senses are known, in any text."""

import streamlit as st

from embviz.errors import SettingError
from embviz.text import samples
from embviz.text.merged import Merged, merged
from embviz.text.rules import Rules
from embviz.ui.pages.context import asked
from embviz.ui.pages.context.asked import Network
from embviz.ui.state import settings_form
from embviz.ui.state.tab import current_tab
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain

FUNCTION_WORDS = 2  # times as many as are hidden
ONE, OTHER, FAULT = "context.one", "context.other", "context.fault"


def show(here: Network) -> None:
    """Draw the part."""
    st.markdown(say("context", "merge.help"))
    corpus, name = here.corpus, here.frame.source.name
    if not corpus.text:
        st.caption(say("context", "merge.no_text"))
        return
    one, other = _proposed(here)
    st.session_state.setdefault(ONE, one)
    st.session_state.setdefault(OTHER, other)
    left, right = st.columns(2)
    left.text_input(say("context", "merge.one"), key=ONE, persist_state="session")
    right.text_input(say("context", "merge.other"), key=OTHER, persist_state="session")
    st.button(
        say("context", "merge.go"),
        key="context.merge",
        type="primary",
        on_click=_merge,
        args=(corpus.text, corpus.rules, name, here.film.recipe.model),
    )
    fault = st.session_state.pop(FAULT, None)
    if fault is not None:
        st.warning(say("context", f"merge.{fault.reason}", word=plain(str(fault.value))))


def _proposed(here: Network) -> tuple[str, str]:
    """Two frequent words that say something: of two planted groups, if there are such."""
    source, corpus = here.frame.source, here.corpus
    if source.sample is not None:
        groups = list(samples.answers(source.sample).groups.values())
        if len(groups) > 1:
            return groups[0][0], groups[-1][0]
    usual = FUNCTION_WORDS * corpus.function_words.usual
    said_little = {corpus.words[i] for i in corpus.function_words.ranked[:usual]}
    words = [word for word in source.words if word not in said_little]
    one, other, *_ = [*words, *source.words]
    return one, other


def _merge(text: str, rules: Rules, name: str, model: str) -> None:
    """Put the merged text in the place of the one on screen, and train on it."""
    try:
        found = merged(text, st.session_state[ONE], st.session_state[OTHER], rules)
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
