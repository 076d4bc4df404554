"""Some words against one another, and pairs of them over the epochs."""

import itertools
from collections.abc import Sequence

import streamlit as st

from embviz.charts import data
from embviz.measures.curves import similarity_curves
from embviz.types import Float64
from embviz.ui.ask import answers, examples, word_field
from embviz.ui.ask.frame_asked import FrameAsked
from embviz.ui.state import settings_form
from embviz.ui.state.remembered import remember
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain
from embviz.vectors.similarity import block_order, similarity_matrix

KEY = "asking.words"
_FOLLOWED = "asking.words.followed"
FEWEST, MOST = 2, 30
PAIRS = 4  # pairs whose curves are drawn unless others are chosen


def show(tab: Tab, asked: FrameAsked) -> None:
    """Draw the question and its answer."""
    words = _words(tab, asked)
    if len(words) < FEWEST:
        st.caption(say("words", "similarity.too_few"))
        return
    typed, words = words, _ordered(asked, words)
    cosines = similarity_matrix(asked.vectors, words)
    figure = data.heat_map(words, cosines)
    answers.chart(figure, alt=say("words", "similarity.alt"), key="asking.heat")
    answers.on_map(tab, asked, words)
    if asked.source.from_file is None:  # which has no epochs
        answers.folded("pairs", lambda: _curves(asked, typed))
    answers.folded("table", lambda: _table(words, cosines))


def _table(words: list[str], cosines: Float64) -> None:
    heading = say("words", "similarity.word")
    while heading in words:  # which are headings as well
        heading += " "
    rows = cosines.round(4).T.tolist()
    columns = {heading: words, **dict(zip(words, rows, strict=True))}
    answers.table(columns, alt=say("words", "similarity.alt"), name="similarity")


def _ordered(asked: FrameAsked, words: list[str]) -> list[str]:
    """Put words so that blocks show: as they are at the last frame, so that cells stay in place."""
    last = asked.at(asked.last)
    if any(word not in last for word in words):
        last = asked.vectors
    return [words[i] for i in block_order(similarity_matrix(last, words)).tolist()]


def _words(tab: Tab, asked: FrameAsked) -> list[str]:
    selected = tab.selected if len(tab.selected) >= FEWEST else ()
    if selected and selected != st.session_state.get(_FOLLOWED):
        st.session_state[KEY] = " ".join(selected[:MOST])
    st.session_state[_FOLLOWED] = selected
    st.session_state.setdefault(KEY, " ".join(examples.words(asked)))
    label, help_ = say("words", "similarity.words"), say("words", "similarity.words_help")
    typed = st.text_area(label, key=KEY, height=80, help=help_, persist_state="session")
    known = {word: word_field.spelled(asked, word) for word in settings_form.listed(typed)}
    missing = [word for word, found in known.items() if found is None]
    if missing:
        st.warning(say("words", "similarity.missing", words=plain(missing[:10])))
    there = list(dict.fromkeys(found for found in known.values() if found is not None))
    if len(there) > MOST:
        st.warning(say("words", "similarity.too_many"))
    return there[:MOST]


def _curves(asked: FrameAsked, words: Sequence[str]) -> None:
    shown = [word for word in words if word in asked.source.words]
    pairs = list(itertools.combinations(shown, 2))
    if not pairs:
        st.caption(say("words", "similarity.not_shown"))
        return
    if asked.last < 1:
        st.caption(say("words", "similarity.one_frame"))
        return
    chosen = st.multiselect(
        say("words", "similarity.chosen"),
        pairs,
        [(shown[0], other) for other in shown[1 : PAIRS + 1]],
        format_func=" · ".join,
        max_selections=len(data.HUES),
    )
    if chosen:
        film = asked.film
        question = ("curves", asked.source.key, len(film), asked.which, tuple(chosen))
        curves = remember(question, lambda: similarity_curves(film, chosen, asked.which))
        lines = {" · ".join(pair): curve for pair, curve in zip(chosen, curves, strict=True)}
        answers.curves(
            asked,
            lines,
            label=say("words", "similarity.cosine"),
            alt=say("words", "similarity.curves_alt"),
            name="pairs",
            span=(0.0, 1.0),
        )
