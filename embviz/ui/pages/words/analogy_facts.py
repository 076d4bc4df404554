"""What there is to know of an analogy beside its answer: its plane, its course, and luck."""

import math

import streamlit as st

from embviz.charts import data
from embviz.jobs import queries
from embviz.measures import curves
from embviz.ui.ask import answers
from embviz.ui.ask.frame_asked import FrameAsked
from embviz.ui.state.remembered import remember, worked_out
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain
from embviz.vectors import analogies
from embviz.vectors.analogies import RandomPairs
from embviz.vectors.vectors import Method

Three = tuple[str, str, str]


def chance(asked: FrameAsked, words: Three, expected: str, method: Method) -> list[str]:
    """Say where the expected word ranks, and where random pairs would have put it."""
    job = asked.vectors, words, expected, method
    question = ("chance", asked.source.key, asked.frame, asked.which, words, expected, method)
    found: RandomPairs | None = worked_out(
        question, queries.chance, job, say("words", "analogy.asking_chance")
    )
    if found is None:
        return []
    facts = {
        "word": plain(expected),
        "rank": found.rank,
        "words": f"{len(asked.vectors) - 3:,}",
        "median": f"{found.median_rank:,.0f}",
        "share": f"{found.hits:.0%}",
        "pairs": len(found.ranks),
        "a": plain(words[0]),
        "b": plain(words[1]),
    }
    return [say("words", f"analogy.{line}", **facts) for line in ("rank", "chance")]


def draw_plane(asked: FrameAsked, words: Three, fourth: str) -> None:
    """Draw the words in their plane, with the parallelogram."""
    shape = analogies.parallelogram(asked.vectors, *words, fourth)
    names = [*words, fourth]
    points = [(name, float(x), float(y)) for name, (x, y) in zip(names, shape.xy, strict=True)]
    target = ("b − a + c", float(shape.target[0]), float(shape.target[1]))
    figure = data.parallelogram(points[:3], target, points[3:])
    answers.chart(figure, alt=say("words", "analogy.plane_alt"), key="asking.plane")
    st.caption(say("words", "analogy.plane", share=f"{shape.share:.0%}"))
    corners = [*points, target]
    columns: answers.Columns = {
        say("words", "similarity.word"): [name for name, _, _ in corners],
        "x": [round(x, 5) for _, x, _ in corners],
        "y": [round(y, 5) for _, _, y in corners],
    }
    answers.download(columns, name="plane")


def draw_ranks(asked: FrameAsked, words: Three, expected: str, method: Method) -> None:
    """Draw the rank of the expected word over the epochs."""
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
