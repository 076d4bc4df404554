"""Why two words are neighbours: the words that stand near both, and where."""

import re

import streamlit as st

from embviz.measures.contexts import SharedContext, SharedContexts, shared_contexts
from embviz.text.corpus import Corpus
from embviz.ui.ask import answers
from embviz.ui.ask.frame_asked import FrameAsked
from embviz.ui.state.remembered import worked_out
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain

WINDOW = 5  # the window of a model that has none
LONGEST = 300  # characters of a sentence that are shown


def show(asked: FrameAsked, word: str, others: list[str]) -> None:
    """Draw the choice of a neighbour, and what it has in common with the word."""
    st.caption(say("words", "why.help"))
    corpus = asked.source.run.corpus if asked.source.run is not None else None
    if corpus is None or not corpus.text:
        st.caption(say("words", "why.no_text"))
        return
    known = [other for other in others if other in corpus.vocabulary]
    if word not in corpus.vocabulary or not known:
        return
    other = st.selectbox(say("words", "why.other"), known, key="asking.other")
    window = int(asked.source.film.recipe.settings.get("window", WINDOW))
    found: SharedContexts = worked_out(
        ("why", asked.source.key, word, other, window),
        say("words", "why.looking"),
        shared_contexts,
        *(corpus.without_text(), word, other, window),
    )
    if not found.contexts:
        st.caption(say("words", "why.none", window=window))
        return
    _table(word, other, found, window)
    _sentences(corpus, word, other, found.contexts)


def _table(word: str, other: str, found: SharedContexts, window: int) -> None:
    st.caption(say("words", "why.found", n=f"{found.shared:,}", window=window))
    weight = say("words", "why.weight")
    columns: answers.Columns = {
        say("words", "why.context"): [each.word for each in found.contexts],
        say("words", "why.count", word=plain(word)): [each.count_a for each in found.contexts],
        say("words", "why.count", word=plain(other)): [each.count_b for each in found.contexts],
        weight: [round(each.weight, 3) for each in found.contexts],
    }
    config = {weight: st.column_config.NumberColumn(help=say("words", "why.weight_help"))}
    alt = say("words", "why.alt", a=word, b=other)
    answers.table(columns, alt=alt, name="contexts", config=config)


def _sentences(corpus: Corpus, word: str, other: str, contexts: tuple[SharedContext, ...]) -> None:
    """Show where a shared word stands near the one and near the other."""
    names = {context.word: context for context in contexts}
    chosen = st.selectbox(say("words", "why.sentences"), list(names), key="asking.context")
    if chosen not in names:
        return
    context = names[chosen]
    for each, places in ((word, context.sentences_a), (other, context.sentences_b)):
        st.markdown(say("words", "why.near", word=plain(each), context=plain(chosen)))
        for place in places:
            st.markdown(_marked(_short(corpus.sentence(place)), (each, chosen)))


def _marked(sentence: str, words: tuple[str, ...]) -> str:
    r"""Write a sentence as Markdown that says nothing but the sentence, with some words in bold.

    >>> print(_marked("The King *rules*", ("king",)))
    The **King** \*rules\*
    """
    wanted = {word.casefold() for word in words}
    parts = re.split(r"(\w+)", sentence)
    return "".join(
        f"**{plain(part)}**" if part.casefold() in wanted else plain(part) for part in parts
    )


def _short(sentence: str) -> str:
    line = " ".join(sentence.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"
