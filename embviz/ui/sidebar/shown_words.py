"""Which words are on the map: of a text, or of a file of vectors.

And how many tokens of a text's commonest words subsampling keeps.
"""

from dataclasses import replace

import streamlit as st

from embviz.models import keep_probabilities
from embviz.text.corpus import Corpus
from embviz.ui.sidebar.inputs import number
from embviz.ui.state import settings_form, vectors_on_screen
from embviz.ui.state.film_on_screen import VectorsOnScreen
from embviz.ui.state.link import MOST_SHOWN
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain
from embviz.vectors import excerpt, search
from embviz.vectors.excerpt import FILLINGS, Filling

CLOSEST = 3  # spellings that are named instead of a word that the text does not have
COMMONEST = 20  # words of which is shown how many tokens are kept
FEWEST = 2
MOST_NAMED = 10  # words that are named where they are missing
MOST_LISTED = 100  # hidden words that are named
_WORDS, _FILLING, _ASKED = "sampling.words", "sampling.filling", "sampling.asked"


def draw_of_text(corpus: Corpus) -> None:
    """Draw how many words are shown, how many are hidden and which, and some by name."""
    st.session_state.setdefault("shown", settings_form.SHOWN)
    left, right = st.columns(2)
    number(left, "train", "shown.most", settings_form.FEWEST_SHOWN, MOST_SHOWN, "shown", step=100)
    number(right, "train", "shown.hide", 0, max(1, len(corpus.vocabulary) - 2), "hide")
    st.selectbox(
        say("train", "shown.which"),
        settings_form.HIDDEN_KINDS,
        key="hide_which",
        format_func=lambda kind: say("train", f"shown.kinds.{kind}"),
        help=say("train", "shown.which_help"),
        persist_state="session",
    )
    _list_hidden(corpus)
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


def _list_hidden(corpus: Corpus) -> None:
    always = settings_form.always()
    hidden = [word for word in settings_form.hidden_words(corpus) if word not in always]
    if hidden:
        more = len(hidden) - MOST_LISTED
        key = "shown.hidden_more" if more > 0 else "shown.hidden"
        st.caption(say("train", key, words=plain(hidden[:MOST_LISTED]), more=f"{more:,}"))


def draw_kept(corpus: Corpus, threshold: float) -> None:
    """Draw a table of the commonest words: how often they occur, and how many are kept."""
    counts = corpus.vocabulary.counts
    keep = keep_probabilities(counts, threshold)[:COMMONEST]
    st.caption(say("train", "keep.caption"))
    kept = say("train", "keep.kept")
    table = {
        say("train", "keep.word"): corpus.words[:COMMONEST],
        say("train", "keep.count"): counts[:COMMONEST],
        kept: 100 * keep,
    }
    config = {kept: st.column_config.NumberColumn(format="%.0f %%")}
    # Words of a visitor's text: st.dataframe renders no markup.
    st.dataframe(table, hide_index=True, height=260, column_config=config)


def draw_of_file(tab: Tab) -> None:
    """Draw the inputs, for vectors from a file; what they say counts at once."""
    from_file = tab.source.from_file if tab.source is not None else None
    if from_file is None:
        return
    st.caption(summary(from_file))
    heading = say("files", "sampling.heading")
    # With a name of its own it stays open while what stands above it changes.
    with st.expander(heading, key="sampling.fold", on_change="rerun"):
        _words(tab, from_file)


def summary(from_file: VectorsOnScreen) -> str:
    """Say which words are shown."""
    cut = from_file.excerpt
    if len(cut.ids) == cut.of:
        return say("files", "sampling.all", words=f"{cut.of:,}")
    filling: Filling = next((each for each in FILLINGS if cut.count(each)), "first")
    facts = {
        "shown": f"{len(cut.ids):,}",
        "all": f"{cut.of:,}",
        "rest": f"{cut.count(filling):,}",
        "asked": f"{cut.count('asked'):,}",
        "near": f"{cut.count('neighbour'):,}",
    }
    key = f"{filling}_and_asked" if cut.count("asked") else filling
    return say("files", f"sampling.{key}", **facts)


def _words(tab: Tab, from_file: VectorsOnScreen) -> None:
    now, V = tab.sampling, from_file.excerpt.of
    most = min(excerpt.MOST, V)
    st.session_state[_WORDS] = min(max(now.words, FEWEST), most)
    st.session_state[_FILLING] = now.filling
    st.session_state[_ASKED] = " ".join(now.asked)
    st.number_input(
        say("files", "sampling.words"),
        step=100,
        key=_WORDS,
        help=say("files", "sampling.words_help", most=f"{excerpt.MOST:,}"),
        on_change=lambda: _changed(tab),
    )
    st.segmented_control(
        say("files", "sampling.filling"),
        FILLINGS,
        key=_FILLING,
        format_func=lambda filling: say("files", f"sampling.fillings.{filling}"),
        required=True,
        on_change=lambda: _changed(tab),
    )
    st.text_input(
        say("files", "sampling.asked"),
        key=_ASKED,
        help=say("files", "sampling.asked_help"),
        on_change=lambda: _changed(tab),
    )
    missing = [word for word in now.asked if word not in from_file.file.vectors]
    if missing:
        st.warning(say("files", "sampling.missing", words=plain(missing[:MOST_NAMED])))


def _changed(tab: Tab) -> None:
    state = st.session_state
    before, typed = tab.sampling, state.get(_ASKED, "")
    words = min(max(int(state.get(_WORDS) or before.words), FEWEST), excerpt.MOST)
    filling = state.get(_FILLING) or before.filling
    asked = before.asked
    if typed != " ".join(asked):  # else it may hold words with blanks, which were not typed here
        known = tab.source.vocabulary if tab.source is not None else ()
        spelled = (search.same(known, word) or word for word in settings_form.listed(typed))
        asked = tuple(dict.fromkeys(spelled))
    vectors_on_screen.sample(tab, replace(before, words=words, filling=filling, asked=asked))
