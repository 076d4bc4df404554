"""Which words are on the map, and how many tokens of the commonest ones subsampling keeps."""

import streamlit as st

from embviz.models import keep_probabilities
from embviz.text.corpus import Corpus
from embviz.ui.sidebar.inputs import number
from embviz.ui.state import settings_form
from embviz.ui.state.link import MOST_SHOWN
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain
from embviz.vectors import search

CLOSEST = 3  # spellings that are named instead of a word that the text does not have
COMMONEST = 20  # words of which is shown how many tokens are kept


def draw(corpus: Corpus) -> None:
    """Draw how many words are shown, how many of the commonest are not, and some by name."""
    st.session_state.setdefault("shown", settings_form.SHOWN)
    left, right = st.columns(2)
    number(left, "train", "shown.most", 2, MOST_SHOWN, "shown", step=100)
    number(right, "train", "shown.hide", 0, max(1, len(corpus.vocabulary) - 2), "hide")
    st.text_input(
        say("train", "shown.always"),
        key="always",
        placeholder=say("train", "shown.always_placeholder"),
        help=say("train", "shown.always_help"),
        persist_state="session",
    )
    for word in settings_form.always():
        if word not in corpus.vocabulary:
            near = search.closest(corpus.words, word, CLOSEST)
            key = "shown.unknown_near" if near else "shown.unknown"
            st.warning(say("train", key, word=plain(word), near=plain(near)))


def draw_kept(corpus: Corpus, threshold: float) -> None:
    """Draw a table of the commonest words: how often they occur, and how many are kept."""
    counts = corpus.vocabulary.counts
    keep = keep_probabilities(counts, threshold)[:COMMONEST]
    st.caption(say("train", "keep.caption"))
    kept = say("train", "keep.kept")
    # Words of a visitor's text: st.dataframe renders no markup.
    st.dataframe(
        {
            say("train", "keep.word"): corpus.words[:COMMONEST],
            say("train", "keep.count"): counts[:COMMONEST],
            kept: 100 * keep,
        },
        hide_index=True,
        height=260,
        column_config={kept: st.column_config.NumberColumn(format="%.0f %%")},
    )
