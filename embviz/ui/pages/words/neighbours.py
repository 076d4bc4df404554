"""The nearest words of a word, at the start, at the epoch shown and at the end."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import streamlit as st

from embviz.charts import data
from embviz.ui.ask import answers, subword_answers, word_field
from embviz.ui.ask.frame_asked import Source
from embviz.ui.pages.words import why_neighbours
from embviz.ui.state.remembered import remember
from embviz.ui.state.tab import Session
from embviz.ui.texts import say
from embviz.vectors.similarity import average_cosine
from embviz.vectors.vectors import Vectors, unit_rows

Ranked = list[tuple[str, float]]

STRIPS = 6
"""Words whose rows are drawn: the word itself and its nearest."""


def show(session: Session, source: Source) -> None:
    """Draw the question and its answer."""
    left, right = st.columns([3, 1])
    with left:
        asked = word_field.draw(session, source)
    n = right.number_input(
        say("words", "neighbours.most"), 3, 100, 10, key="asking.most", persist_state="session"
    )
    if asked is None:
        return
    source, word = asked
    if word not in source.take.words:
        answers.on_map(session, source, [word])
    ranked = source.vectors.most_similar(word, n)
    _table(source, word, ranked, n)
    subwords = subword_answers.of(source)
    if subwords is not None:
        with answers.folded("pieces") as fold:
            if fold.open:
                subword_answers.show(subwords, word)
    with answers.folded("rows") as fold:
        if fold.open:
            _rows(source, word, ranked)
    if source.take.still is None:  # which has no text
        with answers.folded("why") as fold:
            if fold.open:
                why_neighbours.show(source, word, _names(ranked))


def _table(source: Source, word: str, ranked: Ranked, n: int) -> None:
    start = _ranked(source.at(0), word, n) if source.frame > 0 else None
    end = _ranked(source.at(source.last), word, n) if source.frame < source.last else None
    still = source.take.still is not None
    now = say("words", "neighbours.only" if still else "neighbours.now", epoch=source.epoch)
    cosine, new = say("words", "neighbours.cosine"), say("words", "neighbours.change")
    columns: dict[str, Sequence[Any]] = {}
    if start:
        columns[say("words", "neighbours.start")] = _padded(_names(start), len(ranked))
    columns[now] = _names(ranked)
    if start:
        columns[new] = _news(ranked, start)
    columns[cosine] = [round(score, 6) for _, score in ranked]
    if end:
        columns[say("words", "neighbours.end")] = _padded(_names(end), len(ranked))
        columns[new + " "] = _padded(_news(end, ranked), len(ranked))
    bar = st.column_config.ProgressColumn(
        help=say("words", "neighbours.help"), min_value=0.0, max_value=1.0, format="%.3f"
    )
    alt = say("words", f"neighbours.alt{'_only' if still else ''}", word=word, epoch=source.epoch)
    answers.table(columns, alt=alt, name="neighbours", config={cosine: bar})
    average = remember(*_average(source))
    st.caption(say("words", "neighbours.average", average=f"{average:.2f}"))
    if start and end:
        came, went = len(_new(ranked, start)), len(_new(ranked, end))
        facts = {"n": len(ranked), "epoch": source.epoch, "came": came, "went": went}
        st.caption(say("words", "neighbours.summary", **facts))


def _average(source: Source) -> tuple[tuple[Any, ...], Callable[[], float]]:
    """Give the question after the average cosine, and how it is answered."""
    still = source.take.still
    if still is not None:
        return ("average", still.file.key), lambda: average_cosine(still.file.vectors)
    # The last word too: one that is known by its pieces only is put there.
    question = "average", source.take.key, source.frame, source.which, source.vectors.words[-1]
    return question, lambda: average_cosine(source.vectors)


def _ranked(vectors: Vectors, word: str, n: int) -> Ranked | None:
    return vectors.most_similar(word, n) if word in vectors else None


def _names(ranked: Ranked) -> list[str]:
    return [word for word, _ in ranked]


def _new(ranked: Ranked, others: Ranked) -> set[str]:
    return set(_names(ranked)) - set(_names(others))


def _news(ranked: Ranked, before: Ranked) -> list[str]:
    """Mark the words that were not there before."""
    new, mark = _new(ranked, before), say("words", "neighbours.came")
    return [mark if word in new else "" for word in _names(ranked)]


def _padded(cells: list[str], n: int) -> list[str]:
    return (cells + [""] * n)[:n]


def _rows(source: Source, word: str, ranked: Ranked) -> None:
    """Draw the numbers of a word beside those of its nearest."""
    words = [word, *_names(ranked)[: STRIPS - 1]]
    rows = unit_rows(np.stack([source.vectors[each] for each in words]))
    st.caption(say("words", "rows.help", d=rows.shape[1]))
    figure = data.strips(words, rows, label=say("words", "rows.axis"))
    answers.chart(figure, alt=say("words", "rows.alt", word=word), key="asking.rows")
    numbers = {f"{i + 1}": row for i, row in enumerate(np.round(rows.T.astype(float), 6).tolist())}
    answers.download({"word": words, **numbers}, name="rows")
