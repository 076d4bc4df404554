"""A word to ask about: typed, or the one that is selected on the map."""

import streamlit as st

from embviz.ui.ask import examples, subword_answers
from embviz.ui.ask.frame_asked import Source
from embviz.ui.state.tab import Session
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain
from embviz.vectors import search

KEY = "asking.word"
_FOLLOWED = "asking.followed"
CLOSEST = 5
"""Spellings offered instead of a word that has no vector."""


def draw(session: Session, source: Source) -> tuple[Source, str] | None:
    """Draw the input; it follows the selection, and leads it.

    Returns:
        A word, and a source that has a vector for it; or None.
    """
    _follow(session, source)
    st.text_input(say("words", "word.label"), key=KEY, on_change=_lead, args=(session, source))
    typed = st.session_state[KEY].strip()
    if not typed:
        st.caption(say("words", "word.empty"))
        return None
    word = meant(source, typed)
    if word is not None:
        return source, word
    made = subword_answers.with_word(source, typed)
    if made is not None:
        return made, typed
    missing(source, typed, KEY)
    return None


def spelled(source: Source, typed: str) -> str | None:
    """Give the word that was typed, if need be in its own spelling; None if there is no such."""
    return typed if typed in source.vectors else search.same(source.vectors.words, typed)


def meant(source: Source, typed: str) -> str | None:
    """The same, and say so where it is spelled otherwise."""
    word = spelled(source, typed)
    if word is not None and word != typed:
        st.caption(say("words", "word.meant", typed=plain(typed), word=plain(word)))
    return word


def missing(source: Source, word: str, key: str) -> None:
    """Say that a word has no vector, and offer what is spelled like it for the input of a key."""
    known = word in source.take.vocabulary
    text = say("words", "word.not_shown" if known else "word.missing", word=plain(word))
    st.warning(text)
    closest = [] if known else search.closest(source.vectors.words, word, CLOSEST)
    if closest:
        st.caption(say("words", "word.closest"))
        with st.container(horizontal=True):
            for i, other in enumerate(closest):
                st.button(plain(other), key=f"{key}.closest.{i}", on_click=_take, args=(key, other))


def _take(key: str, word: str) -> None:
    st.session_state[key] = word


def _follow(session: Session, source: Source) -> None:
    """Let the input say what is selected, where that has changed."""
    selected = session.selected[0] if session.selected else ""
    if selected and selected != st.session_state.get(_FOLLOWED):
        st.session_state[KEY] = selected
    st.session_state[_FOLLOWED] = selected
    st.session_state.setdefault(KEY, selected or _first(source))


def _first(source: Source) -> str:
    """A word to begin with, so that there is an answer to look at."""
    example = examples.analogy(source)
    return example[1] if example is not None else next(iter(source.take.words), "")


def _lead(session: Session, source: Source) -> None:
    """Select on the map what was typed."""
    word = spelled(source, st.session_state[KEY].strip())
    if word is not None:
        st.session_state[_FOLLOWED] = word
        session.select((word,))
