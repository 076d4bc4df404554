"""What subsampling does: how likely tokens of the commonest words are kept."""

import streamlit as st

from embviz.models import keep_probabilities
from embviz.text.corpus import Corpus
from embviz.ui.texts import say

COMMONEST = 20


def show(corpus: Corpus, threshold: float) -> None:
    """Draw a table of the commonest words: how often they occur, and how many are kept."""
    counts = corpus.vocabulary.counts
    keep = keep_probabilities(counts, threshold)[:COMMONEST]
    st.caption(say("train", "keep.caption"))
    # Words of a visitor's text: st.dataframe renders no markup.
    st.dataframe(
        {
            say("train", "keep.word"): corpus.words[:COMMONEST],
            say("train", "keep.count"): counts[:COMMONEST],
            say("train", "keep.kept"): 100 * keep,
        },
        hide_index=True,
        height=260,
        column_config={
            say("train", "keep.kept"): st.column_config.NumberColumn(format="%.0f %%"),
        },
    )
