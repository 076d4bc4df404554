"""Words made of pieces: vectors of words that a text never had, and what a vector is made of."""

from dataclasses import replace

import streamlit as st

from embviz.errors import MissingWord
from embviz.models.subwords import Subwords
from embviz.ui.asking import answers
from embviz.ui.asking.remembered import remember
from embviz.ui.asking.source import Source
from embviz.ui.escaping import plain
from embviz.ui.texts import say

MOST = 40
"""Pieces that are listed."""


def of(source: Source) -> Subwords | None:
    """Give what the film knows of pieces of words; None unless its last frame is asked for that."""
    snapshot = source.take.shots[source.frame].snapshot
    if snapshot.Z is None or source.which != "E":
        return None
    film = source.film
    return remember(("pieces", source.take.key), lambda: Subwords.of(film))


def with_word(source: Source, word: str) -> Source | None:
    """Give a source that has a vector for a word that the text never had; None if it cannot."""
    subwords = of(source)
    if subwords is None:
        return None
    try:
        vectors = subwords.vectors([word])
    except MissingWord:
        return None
    st.caption(say("words", "pieces.unseen", word=plain(word)))
    return replace(source, vectors=vectors)


def show(subwords: Subwords, word: str) -> None:
    """List the pieces of a word, and how much of its vector each makes up."""
    st.caption(say("words", "pieces.help"))
    shares = subwords.shares(word)[:MOST]
    share = say("words", "pieces.share")
    columns: answers.Columns = {
        say("words", "pieces.piece"): [
            say("words", "pieces.whole") if each.whole else each.piece for each in shares
        ],
        share: [round(each.share, 4) for each in shares],
    }
    bar = st.column_config.ProgressColumn(min_value=0.0, max_value=1.0, format="percent")
    answers.table(
        columns, alt=say("words", "pieces.alt", word=word), name="pieces", config={share: bar}
    )
