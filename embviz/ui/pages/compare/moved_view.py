"""Which words moved most between the first and the last period, beside what chance moves."""

from typing import Any

import streamlit as st

from embviz.errors import EmbvizError
from embviz.jobs import compare, over_time
from embviz.jobs.compare import CompareOrder, CompareProgress, Found
from embviz.jobs.engine import Work
from embviz.measures.comparison import Comparison
from embviz.measures.over_time import OverTime
from embviz.measures.seed_noise import Line
from embviz.ui.ask import answers
from embviz.ui.pages.compare import journey_view
from embviz.ui.state import server
from embviz.ui.state.periods_under_way import PeriodsUnderWay
from embviz.ui.state.remembered import remember, worked_out
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain

SMALL = 3000  # words up to which they are compared at once
MOST = 100  # rows of the table on the page; the file has all
NAMED = 8  # words that the sentence names
DIGITS = 3


def busy(under_way: PeriodsUnderWay) -> bool:
    """Whether a worker still compares the first period with the last one, or is about to."""
    if not under_way.done or under_way.busy:
        return False
    found = under_way.found()
    if found is None or len(found.words) <= SMALL:
        return False
    return _work(under_way, found).status == "running"


def compared(under_way: PeriodsUnderWay, found: OverTime) -> Comparison | None:
    """Give how they differ; None as long as a worker is busy with it. Raises what it raised."""
    if len(found.words) <= SMALL:
        question = ("moved", *under_way.key)
        small: Comparison = worked_out(question, _wording(), over_time.moved, found)
        return small
    work = _work(under_way, found)
    work.watch()
    if work.error is not None:
        raise work.error
    if not len(work.results):
        progress: CompareProgress | None = work.state()
        st.progress(progress.share if progress is not None else 0.0, _wording())
        return None
    result: Found = work.results[0]
    if isinstance(result, EmbvizError):
        raise result
    return result


def show(moved: Comparison, first: str, last: str) -> None:
    """Draw what moved most, in a sentence and as a table; a row that is chosen is the word."""
    facts = {"first": plain(first), "last": plain(last)}
    if moved.noise is None:
        st.markdown(say("periods", "moved.without_noise", **facts))
        st.caption(say("periods", "moved.sorted_without_noise"))
        _table(moved, None)
        return
    beyond = [word for word, far in zip(moved.words, moved.noise.beyond, strict=True) if far]
    named = plain(beyond[:NAMED]) + (" …" if len(beyond) > NAMED else "")
    counts = {"count": f"{len(beyond):,}", "words": f"{len(moved):,}", "runs": moved.noise.runs}
    key = "some" if beyond else "none"
    st.markdown(say("periods", f"moved.{key}", examples=named, **counts, **facts))
    sorted_by = say("periods", "moved.sorted")
    st.caption(f"{say('periods', 'moved.line', **counts, **facts)} {sorted_by}")
    _table(moved, moved.noise.judge)


def _table(moved: Comparison, line: Line | None) -> None:
    word, far, changed = (say("periods", f"moved.{key}") for key in ("word", "far", "changed"))
    change = 1 - moved.cosine if line is None and moved.cosine is not None else None
    columns: dict[str, Any] = {word: list(moved.words)}
    if line is not None:
        change = line.change
    if change is not None:
        columns[far] = change.round(DIGITS).tolist()
    if line is not None:
        columns[say("periods", "moved.noise")] = line.line.round(DIGITS).tolist()
        columns[say("periods", "moved.beyond")] = (line.times > 1).tolist()
    columns[changed] = moved.changed.round(2).tolist()
    if moved.counts is not None:
        columns[say("periods", "moved.count")] = moved.counts.tolist()
    most = max([0.01, *columns.get(far, [])])
    bar = st.column_config.ProgressColumn(min_value=0.0, max_value=most, format="%.2f")
    drawn = {heading: cells[:MOST] for heading, cells in columns.items() if heading != changed}
    st.dataframe(
        drawn,
        hide_index=True,
        height=250,
        column_config={far: bar},
        alt=say("periods", "moved.alt"),
        key="periods.moved",
        on_select=lambda: _choose(drawn[word]),
        selection_mode="single-row",
    )
    answers.download(columns, name="moved-words")


def _choose(words: list[str]) -> None:
    rows = st.session_state["periods.moved"]["selection"]["rows"]
    if rows:
        journey_view.ask_for(words[rows[0]])


def _work(under_way: PeriodsUnderWay, found: OverTime) -> Work:
    first, last, noise = found.ends
    order = CompareOrder(first, last, noise=noise or None)
    return remember(
        ("moved_work", *under_way.key),
        lambda: server.engine().launch_alone(compare.compare, order, CompareProgress()),
    )


def _wording() -> str:
    return say("periods", "moved.comparing")
