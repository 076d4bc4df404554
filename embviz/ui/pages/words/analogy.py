"""Analogies a : b = c : ?, how much of an answer is chance, its plane, its rank over epochs."""

import math
from typing import TypeAlias, cast

import streamlit as st

from embviz.charts import data
from embviz.measures import curves
from embviz.ui.ask import answers, examples, word_field
from embviz.ui.ask.frame_asked import FrameAsked
from embviz.ui.state.remembered import remember, worked_out
from embviz.ui.state.tab import Tab
from embviz.ui.texts import ordinal, say
from embviz.ui.widgets.escaping import plain
from embviz.vectors import analogies
from embviz.vectors.analogies import RandomPairs
from embviz.vectors.vectors import METHODS, Answers, Method

Three: TypeAlias = tuple[str, str, str]
INPUTS = ("a", "b", "c", "expected")
MOST = 10
TIE = 0.02  # a lead that says nothing


def show(tab: Tab, asked: FrameAsked) -> None:
    """Draw the question and its answers."""
    words, known = _inputs(asked)
    method = _method()
    if words is None:
        return
    a, b, c = words
    usual = asked.vectors.analogy(a, b, c, MOST, method)
    whole = asked.vectors.analogy(a, b, c, MOST, method, exclude_inputs=False)
    expected = known or (usual[0][0] if usual else "")
    st.markdown("  \n".join(_sentences(words, usual, whole)))
    by_chance = st.container()  # filled last: it takes seconds where words are many
    alt = say("words", "analogy.table_alt")
    tables = ("without", usual, "analogy"), ("with", whole, "analogy-all")
    for column, (key, ranked, name) in zip(st.columns(2), tables, strict=True):
        with column:
            st.markdown(say("words", f"analogy.{key}"))
            answers.ranked(ranked, alt=alt, name=name, cosines=method == "3CosAdd")
    answers.on_map(tab, asked, [*words, expected])
    if expected:
        _draw_plane(asked, words, expected)
        _draw_ranks(asked, words, expected, method)
        with by_chance:
            told = _chance(asked, words, expected, method)
            # Where the answer on top stands for the expected one, its rank says nothing.
            st.markdown("  \n".join(told if known else told[1:]))


def _inputs(asked: FrameAsked) -> tuple[Three | None, str]:
    known = examples.planted(asked)
    given = examples.analogy(asked) or [""] * 4
    typed = {}
    for name, word, column in zip(INPUTS, given, st.columns(4), strict=True):
        key, label = f"asking.{name}", say("words", f"analogy.{name}")
        st.session_state.setdefault(key, word if known or name != "expected" else "")
        typed[name] = column.text_input(label, key=key, persist_state="session").strip()
    empty = not (typed["a"] and typed["b"] and typed["c"])
    for name, word in typed.items():
        found = word_field.meant(asked, word) if word else ""
        if found is None:
            word_field.missing(asked, word, f"asking.{name}")
        typed[name] = found or ""
    words, expected = (typed["a"], typed["b"], typed["c"]), typed["expected"]
    if empty:
        st.caption(say("words", "analogy.empty"))
    if not all(words):
        return None, ""
    if len(set(words)) < 3:
        st.warning(say("words", "analogy.twice"))
        return None, ""
    return words, "" if expected in words else expected


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


def _sentences(words: Three, usual: Answers, whole: Answers) -> list[str]:
    """Say what most tools do not: whether an input wins, and how far the best is ahead."""
    lines = []
    if whole:
        best = whole[0][0]
        key = "input_wins" if best in words else "input_loses"
        lines.append(say("words", f"analogy.{key}", word=plain(best)))
    lead = analogies.margin(usual)
    if lead is not None:
        key = "margin" if lead >= TIE else "tie"
        facts = {"word": plain(usual[0][0]), "margin": f"{lead:.3f}"}
        lines.append(say("words", f"analogy.{key}", **facts))
    return lines


def _chance(asked: FrameAsked, words: Three, expected: str, method: Method) -> list[str]:
    """Say where the expected word ranks, and where random pairs would have put it."""
    question = ("chance", asked.source.key, asked.frame, asked.which, words, expected, method)
    wording = say("words", "analogy.asking_chance")
    job = asked.vectors, (*words, expected), method
    found: RandomPairs | None = worked_out(question, wording, analogies.chance, *job)
    if found is None:
        return []
    facts = {
        "word": plain(expected),
        "rank": ordinal(found.rank),
        "words": f"{len(asked.vectors) - 3:,}",
        "median": f"{found.median_rank:,.0f}",
        "share": f"{found.hits:.0%}",
        "pairs": len(found.ranks),
        "a": plain(words[0]),
        "b": plain(words[1]),
    }
    return [say("words", f"analogy.{line}", **facts) for line in ("rank", "chance")]


def _draw_plane(asked: FrameAsked, words: Three, fourth: str) -> None:
    shape = analogies.parallelogram(asked.vectors, *words, fourth)
    names, places = [*words, fourth, "b − a + c"], [*shape.xy, shape.target]
    points = [(name, float(x), float(y)) for name, (x, y) in zip(names, places, strict=True)]
    figure = data.parallelogram(points[:3], points[4], points[3:4])
    answers.chart(figure, alt=say("words", "analogy.plane_alt"), key="asking.plane")
    st.caption(say("words", "analogy.plane", share=f"{shape.share:.0%}"))
    columns: answers.Columns = {
        say("words", "similarity.word"): names,
        "x": [round(x, 5) for _, x, _ in points],
        "y": [round(y, 5) for _, _, y in points],
    }
    answers.download(columns, name="plane")


def _draw_ranks(asked: FrameAsked, words: Three, expected: str, method: Method) -> None:
    if asked.last < 1 or any(word not in asked.source.words for word in (*words, expected)):
        return
    film = asked.film
    question = ("ranks", asked.source.key, len(film), asked.which, words, expected, method)
    ranks = remember(
        question, lambda: curves.rank_curve(film, *words, expected, method, which=asked.which)
    )
    if ranks is None:
        return
    answers.curves(
        asked,
        {expected: [float(rank) if rank else math.nan for rank in ranks.tolist()]},
        label=say("words", "analogy.rank_axis", word=data.literal(expected)),
        alt=say("words", "analogy.ranks_alt"),
        name="ranks",
        falling=True,
    )
