"""Words made of pieces: vectors of words that a text never had, and what a vector is made of."""

from dataclasses import replace

import numpy as np
import streamlit as st

from embviz.errors import MissingWord
from embviz.files.read import Opened
from embviz.models.subwords import Subwords
from embviz.ui.ask import answers
from embviz.ui.ask.frame_asked import FrameAsked
from embviz.ui.state.remembered import remember
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain
from embviz.vectors.vectors import Vectors

NEAREST = 100
"""Words that can be listed as near to one that a file does not have."""

MOST = 40
"""Pieces that are listed."""


def of(asked: FrameAsked) -> Subwords | None:
    """Give what the film knows of pieces of words; None unless its last frame is asked for that."""
    snapshot = asked.source.frames[asked.frame].snapshot
    if snapshot.Z is None or asked.which != "E":
        return None
    film = asked.film
    return remember(("pieces", asked.source.key), lambda: Subwords.of(film))


def with_word(asked: FrameAsked, word: str) -> FrameAsked | None:
    """Give a source that has a vector for a word that the text never had; None if it cannot."""
    from_file = asked.source.from_file
    try:
        vectors = _from_file(from_file.file.opened, word) if from_file else _from_film(asked, word)
    except MissingWord:
        return None
    if vectors is None:
        return None
    st.caption(say("words", "pieces.unseen", word=plain(word)))
    return replace(asked, vectors=vectors)


def _from_film(asked: FrameAsked, word: str) -> Vectors | None:
    subwords = of(asked)
    return subwords.vectors([word]) if subwords is not None else None


def _from_file(opened: Opened, word: str) -> Vectors | None:
    """The nearest words of a file, and this one: a copy of all of them would be large."""
    if opened.pieces is None:
        return None
    x = opened.pieces.vector(word)
    near = [other for other, _ in opened.vectors.most_similar(x, NEAREST)]
    rows = [*(opened.vectors[other] for other in near), x]
    return Vectors((*near, word), np.stack(rows))


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
