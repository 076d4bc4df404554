"""Words made of pieces: vectors of words that a text never had, and what a vector is made of."""

from dataclasses import replace

import numpy as np
import streamlit as st

from embviz.errors import MissingWord
from embviz.models.subwords import Subwords
from embviz.types import Floating
from embviz.ui.ask import answers
from embviz.ui.ask.frame_asked import FrameAsked
from embviz.ui.state.remembered import remember
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain
from embviz.vectors.vectors import Vectors

NEAREST = 100  # words that can be listed as near to one that a file does not have
MOST = 40  # pieces that are listed


def of(asked: FrameAsked) -> Subwords | None:
    """Give what the film knows of pieces of words; None unless its last frame is asked for that."""
    snapshot = asked.source.frames[asked.frame].snapshot
    if snapshot.Z is None or asked.which != "E":
        return None
    film = asked.film
    return remember(("pieces", asked.source.key), lambda: Subwords.of(film))


def with_word(asked: FrameAsked, word: str) -> FrameAsked | None:
    """Give a source that has a vector for a word that the text never had; None if it cannot."""
    from_file, subwords = asked.source.from_file, of(asked)
    try:
        if from_file is not None and from_file.file.opened.pieces is not None:
            x = from_file.file.opened.pieces.vector(word)
            vectors = _with_nearest(from_file.file.vectors, word, x)
        elif subwords is not None:
            vectors = subwords.vectors([word])
        else:
            return None
    except MissingWord:
        return None
    st.caption(say("words", "pieces.unseen", word=plain(word)))
    return replace(asked, vectors=vectors)


def _with_nearest(vectors: Vectors, word: str, x: Floating) -> Vectors:
    """The nearest words of a file, and this one: a copy of all of them would be large."""
    near = [other for other, _ in vectors.most_similar(x, NEAREST)]
    return Vectors((*near, word), np.stack([*(vectors[other] for other in near), x]))


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
