"""Which words are on the map: how many, without the commonest, and some by name."""

import difflib

import streamlit as st

from embviz.text.corpus import Corpus
from embviz.ui.state import settings_form
from embviz.ui.state.link import MOST_SHOWN
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain

MANY = 20_000
"""Words among which similar spellings are looked for: the commonest."""


def draw(corpus: Corpus) -> None:
    """Draw the inputs."""
    V = len(corpus.vocabulary)
    state = st.session_state
    state.setdefault("shown", settings_form.SHOWN)
    left, right = st.columns(2)
    left.number_input(
        say("train", "shown.most"),
        2,
        MOST_SHOWN,
        key="shown",
        step=100,
        help=say("train", "shown.most_help"),
        persist_state="session",
    )
    right.number_input(
        say("train", "shown.hide"),
        0,
        max(1, V - 2),
        key="hide",
        help=say("train", "shown.hide_help"),
        persist_state="session",
    )
    st.text_input(
        say("train", "shown.always"),
        key="always",
        placeholder=say("train", "shown.always_placeholder"),
        help=say("train", "shown.always_help"),
        persist_state="session",
    )
    _tell_unknown(corpus)


def _tell_unknown(corpus: Corpus) -> None:
    """Say which words asked for by name are not in the text, and what is spelled like them."""
    for word in settings_form.always():
        if word in corpus.vocabulary:
            continue
        near = difflib.get_close_matches(word, corpus.words[:MANY], n=3)
        key = "shown.unknown_near" if near else "shown.unknown"
        st.warning(say("train", key, word=plain(word), near=plain(", ".join(near))))
