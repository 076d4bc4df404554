"""Substitutes that a network finds, and the companions that skip-gram finds in the same text."""

import numpy as np
import streamlit as st

from embviz.jobs import queries
from embviz.models.skipgram import SkipGram
from embviz.training.run import Run, estimate
from embviz.ui.ask import answers
from embviz.ui.ask.frame_asked import FrameAsked
from embviz.ui.state.remembered import worked_out
from embviz.ui.texts import model_name, say
from embviz.vectors.vectors import Answers, Vectors

LONGEST_S = 30.0  # training that is done in passing


def show(asked: FrameAsked, word: str, ranked: Answers) -> None:
    """Draw both lists, side by side."""
    run = asked.source.run
    if run is None:
        st.caption(say("words", "companions.no_text"))
        return
    st.caption(say("words", "companions.help"))
    other = Run(SkipGram(dimension=run.model.dimension), run.corpus.without_text(), run.seed)
    seconds = estimate(other).seconds
    if seconds > LONGEST_S:
        st.caption(say("words", "companions.long", seconds=f"{seconds:.0f}"))
        return
    E, U = worked_out(
        ("companions", run.corpus.hash, run.model.dimension, run.seed),
        say("words", "companions.training"),
        queries.skipgram_matrices,
        other,
    )
    left, right = st.columns(2)
    with left:
        _list(model_name(run.model.name), "substitutes", ranked, word)
    with right:
        if word in E:
            _list(model_name("skipgram"), "companions", _products(E, U, word, len(ranked)), word)


def _products(E: Vectors, U: Vectors, word: str, n: int) -> Answers:
    """The words that skip-gram finds most likely around a word, by u·v."""
    products = U.matrix @ E[word]
    order = np.argsort(-products, kind="stable")
    found = [(U.words[i], float(products[i])) for i in order if U.words[i] != word]
    return found[:n]


def _list(model: str, kind: str, ranked: Answers, word: str) -> None:
    st.markdown(say("words", f"companions.{kind}", model=model))
    alt = say("words", "companions.alt", word=word, model=model)
    columns: answers.Columns = {
        say("words", "analogy.answer"): [each for each, _ in ranked],
        say("words", f"companions.score_{kind}"): [round(score, 3) for _, score in ranked],
    }
    answers.table(columns, alt=alt, name=kind)
