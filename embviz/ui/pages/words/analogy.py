"""Analogies a : b = c : ?, and how much of an answer is luck."""

from typing import cast

import streamlit as st

from embviz.ui.ask import answers, examples, word_field
from embviz.ui.ask.frame_asked import FrameAsked
from embviz.ui.pages.words import analogy_facts
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain
from embviz.vectors.analogies import margin
from embviz.vectors.vectors import METHODS, Method

KEYS = {"a": "asking.a", "b": "asking.b", "c": "asking.c", "expected": "asking.expected"}
MOST = 10

TIE = 0.02
"""A lead that says nothing."""


def show(tab: Tab, asked: FrameAsked) -> None:
    """Draw the question and its answers."""
    words, known = _inputs(asked)
    method = _method()
    if words is None:
        return
    a, b, c = words
    usual = asked.vectors.analogy(a, b, c, MOST, method)
    whole = asked.vectors.analogy(a, b, c, MOST, method, exclude_inputs=False)
    cosines = method == "3CosAdd"
    expected = known or (usual[0][0] if usual else "")
    st.markdown("  \n".join(_sentences(words, usual, whole)))
    by_chance = st.container()  # filled last: it takes seconds where words are many
    left, right = st.columns(2)
    with left:
        st.markdown(say("words", "analogy.without"))
        alt = say("words", "analogy.table_alt")
        answers.ranked(usual, alt=alt, name="analogy", cosines=cosines)
    with right:
        st.markdown(say("words", "analogy.with"))
        answers.ranked(whole, alt=alt, name="analogy-all", cosines=cosines)
    answers.on_map(tab, asked, [*words, expected])
    if expected:
        analogy_facts.draw_plane(asked, words, expected)
        analogy_facts.draw_ranks(asked, words, expected, method)
        with by_chance:
            st.markdown("  \n".join(analogy_facts.chance(asked, words, expected, method)))


def _inputs(asked: FrameAsked) -> tuple[tuple[str, str, str] | None, str]:
    """Draw four inputs; the first three must have vectors."""
    example = examples.analogy(asked)
    known = examples.planted(asked)
    for i, (name, key) in enumerate(KEYS.items()):
        given = example[i] if example is not None and (known or name != "expected") else ""
        st.session_state.setdefault(key, given)
    typed = {}
    for (name, key), column in zip(KEYS.items(), st.columns(4), strict=True):
        label = say("words", f"analogy.{name}")
        typed[name] = column.text_input(label, key=key, persist_state="session").strip()
    absent = []
    for name, word in typed.items():
        found = word_field.meant(asked, word) if word else ""
        if found is None:
            absent.append(name)
            word_field.missing(asked, word, KEYS[name])
        typed[name] = found or ""
    words = typed["a"], typed["b"], typed["c"]
    if not all(words) or any(name in absent for name in "abc"):
        return None, ""
    if len(set(words)) < 3:
        st.warning(say("words", "analogy.twice"))
        return None, ""
    return words, "" if "expected" in absent or typed["expected"] in words else typed["expected"]


def _method() -> Method:
    method = st.segmented_control(
        say("words", "analogy.method"),
        list(METHODS),
        key="asking.method",
        default="3CosAdd",
        required=True,
        help=say("words", "analogy.method_help"),
        persist_state="session",
    )
    return cast(Method, method)


def _sentences(
    words: tuple[str, str, str], usual: list[tuple[str, float]], whole: list[tuple[str, float]]
) -> list[str]:
    """Say what most tools do not."""
    lines = []
    if whole:
        best = whole[0][0]
        key = "input_wins" if best in words else "input_loses"
        lines.append(say("words", f"analogy.{key}", word=plain(best)))
    lead = margin(usual)
    if lead is not None:
        key = "margin" if lead >= TIE else "tie"
        facts = {"word": plain(usual[0][0]), "margin": f"{lead:.3f}"}
        lines.append(say("words", f"analogy.{key}", **facts))
    return lines
