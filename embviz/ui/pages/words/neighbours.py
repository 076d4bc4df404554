"""The nearest words of a word, at the start, at the epoch shown and at the end."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import streamlit as st

from embviz.charts import data
from embviz.language.reading import is_network
from embviz.ui.ask import answers, progress, subword_answers, word_field
from embviz.ui.ask.frame_asked import FrameAsked
from embviz.ui.pages.words import companions, sureness, why_neighbours
from embviz.ui.pages.words.sureness import Found
from embviz.ui.state import moments
from embviz.ui.state.measured import Measured
from embviz.ui.state.remembered import remember
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say
from embviz.ui.widgets import polling
from embviz.vectors.similarity import average_cosine
from embviz.vectors.vectors import Answers, unit_rows

POLL_S = 0.7
STRIPS = 6  # words whose rows are drawn: the word itself and its nearest


def show(tab: Tab, asked: FrameAsked) -> None:
    """Draw the question and its answer."""
    left, right = st.columns([3, 1])
    with left:
        chosen = word_field.draw(tab, asked)
    n = right.number_input(
        say("words", "neighbours.most"), 3, 100, 10, key="asking.most", persist_state="session"
    )
    if chosen is None:
        return
    asked, word = chosen
    if word not in asked.source.words:
        answers.on_map(tab, asked, [word])
    ranked = asked.vectors.most_similar(word, n)
    _tables(asked, word, ranked, n)
    subwords = subword_answers.of(asked)
    if subwords is not None:
        answers.folded("pieces", lambda: subword_answers.show(subwords, word))
    answers.folded("rows", lambda: _rows(asked, word, ranked))
    if is_network(asked.source.film):
        answers.folded("companions", lambda: companions.show(asked, word, ranked))
    if asked.source.from_file is None:  # which has no text
        answers.folded("why", lambda: why_neighbours.show(asked, word, _names(ranked)))


def _tables(asked: FrameAsked, word: str, ranked: Answers, n: int) -> None:
    """Draw a ranking for each moment: what stands in one row of a table belongs to one moment."""
    start, end = (_ranked(asked, frame, word, n) for frame in (0, asked.last))
    _now(asked, word, ranked, start, n)
    st.caption(say("words", "neighbours.average", average=f"{_average(asked):.2f}"))
    others = [
        (name, say("words", f"neighbours.{name}"), other, before)
        for name, other, before in (("start", start, None), ("end", end, ranked))
        if other is not None
    ]
    for column, (name, moment, other, before) in zip(st.columns(2), others, strict=False):
        with column:
            alt = say("words", "neighbours.alt", word=word, moment=moment)
            _table(moment, other, before, alt, f"neighbours-{name}")
    if start and end:
        came, went = len(_new(ranked, start)), len(_new(ranked, end))
        facts = {"n": len(ranked), "moment": asked.moment, "came": came, "went": went}
        st.caption(say("words", "neighbours.summary", **facts))


def _now(asked: FrameAsked, word: str, ranked: Answers, start: Answers | None, n: int) -> None:
    """Draw the ranking at the epoch shown, and how sure it is if somebody asked for that."""
    from_file = asked.source.from_file is not None
    shown = "" if from_file else moments.moment(asked.source, asked.frame)
    now = say("words", "neighbours.only" if from_file else "neighbours.now", moment=shown)
    alt = say("words", f"neighbours.{'alt_only' if from_file else 'alt'}", word=word, moment=now)
    measured = sureness.asked_for(asked.source)
    if measured is None:
        _table(now, ranked, start, alt, "neighbours")
        return

    def look(measured: Measured = measured) -> None:
        measured.watch()
        progress.draw(measured, "words.sure")
        found = sureness.found(measured, word, n)
        if found is not None:
            sureness.tell(asked, found, measured)
        _table(now, ranked, start, alt, "neighbours", found)
        if found is not None:
            sureness.show_missed(found, _names(ranked))

    measured.watch()
    polling.poll(look, lambda: measured.busy, every_s=POLL_S)


def _table(
    moment: str,
    ranked: Answers,
    before: Answers | None,
    alt: str,
    name: str,
    found: Found | None = None,
) -> None:
    """Draw the ranking of a moment, with how sure it is, and what is new since another one."""
    cosine = say("words", "neighbours.cosine")
    columns: dict[str, Sequence[Any]] = {
        moment: _names(ranked),
        cosine: [round(score, 6) for _, score in ranked],
    }
    config: dict[str, Any] = {}
    if found is not None:
        more, config = found.columns(_names(ranked))
        columns |= more
    if before is not None:
        columns[say("words", "neighbours.change")] = _news(ranked, before)
    bar = st.column_config.ProgressColumn(
        help=say("words", "neighbours.help"), min_value=0.0, max_value=1.0, format="%.3f"
    )
    answers.table(columns, alt=alt, name=name, config={cosine: bar, **config})


def _average(asked: FrameAsked) -> float:
    from_file, vectors = asked.source.from_file, asked.vectors
    if from_file is not None:
        vectors = from_file.file.vectors
        return remember(("average", from_file.file.key), lambda: average_cosine(vectors))
    # The last word too: one that is known by its pieces only is put there.
    question = "average", asked.source.key, asked.frame, asked.which, vectors.words[-1]
    return remember(question, lambda: average_cosine(vectors))


def _ranked(asked: FrameAsked, frame: int, word: str, n: int) -> Answers | None:
    """Give the nearest at another frame; None at the one that is asked, or where it has no row."""
    if frame == asked.frame or word not in asked.at(frame):
        return None
    return asked.at(frame).most_similar(word, n)


def _names(ranked: Answers) -> list[str]:
    return [word for word, _ in ranked]


def _new(ranked: Answers, others: Answers) -> set[str]:
    return set(_names(ranked)) - set(_names(others))


def _news(ranked: Answers, before: Answers) -> list[str]:
    new, mark = _new(ranked, before), say("words", "neighbours.came")
    return [mark if word in new else "" for word in _names(ranked)]


def _rows(asked: FrameAsked, word: str, ranked: Answers) -> None:
    words = [word, *_names(ranked)[: STRIPS - 1]]
    rows = unit_rows(np.stack([asked.vectors[each] for each in words]))
    st.caption(say("words", "rows.help", d=rows.shape[1]))
    figure = data.strips(words, rows, label=say("words", "rows.axis"))
    answers.chart(figure, alt=say("words", "rows.alt", word=word), key="asking.rows")
    numbers = {f"{i + 1}": row for i, row in enumerate(np.round(rows.T.astype(float), 6).tolist())}
    answers.download({"word": words, **numbers}, name="rows")
