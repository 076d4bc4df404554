"""Sentences that the reader types: two, so that they can be compared."""

import numpy as np
import streamlit as st

from embviz.language.reading import Typed
from embviz.ui.pages.context import asked
from embviz.ui.pages.context.asked import Network

MOST = 300  # occurrences that are looked at
KEYS = ("context.first", "context.second")


def begin(here: Network, word: str) -> None:
    """Begin with sentences of the text: for a word of two senses, one of each."""
    if st.session_state.get("context.typed_for") == (here.corpus.hash, word):
        return
    st.session_state["context.typed_for"] = here.corpus.hash, word
    for key, sentence in zip(KEYS, examples(here, word), strict=True):
        st.session_state[key] = sentence


def examples(here: Network, word: str) -> tuple[str, str]:
    """Two sentences of the text in which a word stands, as alike as two of its senses let them be.

    Alike is: the same words at the same places. Without senses, any two that are not the same.
    """
    corpus = here.corpus
    at = (corpus.ids == corpus.vocabulary.id(word)).nonzero()[0][:MOST]
    numbers = np.searchsorted(corpus.starts, at, side="right") - 1
    if not len(numbers) or not corpus.text:
        return "", ""
    senses = here.senses.get(word, tuple(map(str, range(len(at)))))[: len(at)]
    words = [corpus.ids[corpus.starts[i] : corpus.starts[i + 1]] for i in numbers]
    pairs = [
        (int((words[0] == words[j]).sum()), -j)
        for j in range(1, len(at))
        if senses[j] != senses[0]
        and len(words[j]) == len(words[0])
        and not np.array_equal(words[0], words[j])
    ]
    other = -max(pairs)[1] if pairs else len(at) - 1
    return corpus.sentence(int(numbers[0])), corpus.sentence(int(numbers[other]))


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
    return Typed.or_none(text, here.reader, here.corpus.lowercase, here.corpus.rules)
