"""Sentences that the reader types: two, so that they can be compared."""

import streamlit as st

from embviz.language.reading import Typed
from embviz.ui.pages.context import asked
from embviz.ui.pages.context.asked import Network

KEYS = ("context.first", "context.second")


def begin(here: Network, word: str) -> None:
    """Begin with sentences of the text: for a word of two senses, one of each."""
    if st.session_state.get("context.typed_for") == (here.corpus.hash, word):
        return
    st.session_state["context.typed_for"] = here.corpus.hash, word
    for key, sentence in zip(KEYS, examples(here, word), strict=True):
        st.session_state[key] = sentence


def examples(here: Network, word: str) -> tuple[str, str]:
    """Two sentences of the text in which a word stands."""
    corpus = here.corpus
    places = (corpus.ids == corpus.vocabulary.id(word)).nonzero()[0]
    numbers = [int((corpus.starts > place).argmax()) - 1 for place in places[:200]]
    if not numbers or not corpus.text:
        return "", ""
    senses = here.senses.get(word, ())[:200]
    other = next((i for i, sense in enumerate(senses) if sense != senses[0]), len(numbers) // 2)
    return corpus.sentence(numbers[0]), corpus.sentence(numbers[other])


def texts(here: Network) -> list[str]:
    """The sentences as they were typed: those in which the network finds the word."""
    return [text for text, _ in _readable(here)]


def sentences(here: Network) -> list[Typed]:
    """The same, as the network reads them."""
    return [each for _, each in _readable(here)]


def _readable(here: Network) -> list[tuple[str, Typed]]:
    found = []
    for key in KEYS:
        text = str(st.session_state.get(key, "")).strip()
        read = read_or_none(here, text)
        if read is not None and asked.word() in read.words:
            found.append((text, read))
    return found


def read_or_none(here: Network, text: str) -> Typed | None:
    """A sentence as the network reads it; None if there is nothing to read."""
    return Typed.or_none(text, here.reader, here.corpus.lowercase)
