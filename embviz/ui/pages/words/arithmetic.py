"""A formula of words, and the words nearest to what it comes to."""

import unicodedata
from dataclasses import replace

import streamlit as st

from embviz.errors import EmbvizError, FormulaError, MissingWord
from embviz.ui.ask import answers, examples, word_field
from embviz.ui.ask.frame_asked import FrameAsked
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain
from embviz.vectors.formula import Formula, parse

KEY = "asking.formula"
MOST = 10
AROUND = 30  # characters of a formula that are shown to each side of a fault


def show(tab: Tab, asked: FrameAsked) -> None:
    """Draw the question and its answer."""
    st.session_state.setdefault(KEY, examples.formula(asked))
    label, help_ = say("words", "arithmetic.formula"), say("words", "arithmetic.help")
    text = st.text_input(label, key=KEY, help=help_, persist_state="session")
    exclude = st.checkbox(
        say("words", "arithmetic.inputs"), True, key="asking.exclude", persist_state="session"
    )
    if not text.strip():
        st.caption(say("words", "arithmetic.empty", example=plain(examples.formula(asked))))
        return
    try:
        formula = _spelled(asked, parse(text))
        nothing = not asked.vectors.combine(formula).any()
        ranked = asked.vectors.most_similar(formula, MOST, exclude_inputs=exclude)
    except (FormulaError, MissingWord) as error:
        _tell(text, error)
        return
    if nothing:
        st.caption(say("words", "arithmetic.nothing"))
        return
    answers.on_map(tab, asked, [*formula.words, *(word for word, _ in ranked[:1])])
    answers.ranked(ranked, alt=say("words", "arithmetic.alt"), name="arithmetic")


def _spelled(asked: FrameAsked, formula: Formula) -> Formula:
    """Give the formula in the words' own spelling, and say which are spelled otherwise."""
    words = {word: word_field.spelled(asked, word) or word for word in formula.words}
    if len(set(words.values())) < len(words):  # two would become one
        return formula
    for typed, word in words.items():
        if word != typed:
            st.caption(say("words", "word.meant", typed=plain(typed), word=plain(word)))
    return Formula(tuple(replace(term, word=words[term.word]) for term in formula.terms))


def _tell(text: str, error: EmbvizError) -> None:
    facts = {name: plain(value) for name, value in error.facts.items()}
    st.error(say("errors", error.reason, **facts))
    position = error.facts.get("position")
    if position is not None:
        st.code(pointed(text, int(position)), language=None)


def pointed(text: str, position: int) -> str:
    """Give the part of a text around a place, and below it a sign that points there.

    >>> print(pointed("king + + man", 7))
    king + + man
           ^
    """
    first = max(0, position - AROUND)
    before, after = text[first:position], text[position : position + AROUND]
    if first:
        before = f"…{before}"
    if position + AROUND < len(text):
        after = f"{after}…"
    line = "".join(" " if character.isspace() else character for character in before + after)
    return f"{line}\n{' ' * sum(map(_width, before))}^"


def _width(character: str) -> int:
    """Places that a character takes in a line of equal ones."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
