"""Which classes are taken for which, how each class fares, and the sentences that went wrong."""

import math
from collections.abc import Sequence

import numpy as np
import streamlit as st

from embviz.charts.classes import confusion
from embviz.charts.data import NUMBERED
from embviz.measures.sorted_sentences import Part, Report
from embviz.types import Counts
from embviz.ui.ask import answers
from embviz.ui.pages.use.asked import PARTS, Classifier
from embviz.ui.texts import say

MOST_PAIRS = 15  # of classes that are taken for one another
MOST_WRONG = 300  # sentences that are drawn: the file has all
NAMED = 3  # pairs that are named to those who cannot see the picture


def show(here: Classifier) -> None:
    """Draw the part."""
    part = _part()
    report = here.reports[part]
    _summary(report, part)
    if report.counts.any():
        _matrix(report)
        _by_class(report, part)
        _wrong(report, part)


def _part() -> Part:
    chosen: Part = st.segmented_control(
        say("use", "errors.part"),
        PARTS[::-1],
        default=PARTS[-1],
        key="use.part",
        format_func=lambda part: say("use", f"scores.{part}"),
        required=True,
        persist_state="session",
    )
    return chosen


def _summary(report: Report, part: Part) -> None:
    """Say how many went wrong, and how many were not read."""
    wrong, all_ = len(report.wrong), int(report.counts.sum())
    key = "none" if not all_ else "right" if not wrong else "wrong"
    st.markdown(say("use", f"errors.{key}", wrong=f"{wrong:,}", all=f"{all_:,}"))
    if wrong and part == "training":
        st.caption(say("use", "errors.learnt"))
    if report.unread:
        st.caption(say("use", "errors.unread", sentences=f"{report.unread:,}"))


def _matrix(report: Report) -> None:
    names, pairs = report.classes, confused(report.counts)
    axes = {each: say("use", f"errors.{each}_class") for each in ("true", "predicted")}
    told = "; ".join(f"{names[i]} → {names[j]}: {n}" for i, j, n in pairs[:NAMED])
    alt = say("use", "errors.matrix_alt", pairs=told) if told else say("use", "errors.right_alt")
    answers.chart(confusion(names, report.counts, **axes), alt=alt, key="use.chart.confusion")
    st.caption(say("use", "errors.shares"))
    if len(names) > NUMBERED and pairs:
        columns: answers.Columns = {
            say("use", "errors.true"): [names[i] for i, _, _ in pairs[:MOST_PAIRS]],
            say("use", "errors.predicted"): [names[j] for _, j, _ in pairs[:MOST_PAIRS]],
            say("use", "errors.sentences"): [n for *_, n in pairs[:MOST_PAIRS]],
        }
        st.markdown(f"##### {say('use', 'errors.confused')}")
        answers.table(columns, alt=say("use", "errors.confused_alt"), name="confused")


def confused(counts: Counts) -> Sequence[tuple[int, int, int]]:
    """Which class was taken for which other, and how often: the most often first.

    >>> confused(np.array([[3, 1], [2, 0]]))
    [(1, 0, 2), (0, 1, 1)]
    """
    pairs = [(int(i), int(j), int(counts[i, j])) for i, j in np.argwhere(counts) if i != j]
    return sorted(pairs, key=lambda pair: -pair[2])


def _by_class(report: Report, part: Part) -> None:
    shares = {"precision": report.precision, "recall": report.recall, "f1": report.f1}
    headings = {key: say("use", f"errors.{key}") for key in shares}
    columns: answers.Columns = {
        say("use", "errors.class"): list(report.classes),
        **{headings[key]: [_known(x) for x in values] for key, values in shares.items()},
        say("use", "errors.sentences"): report.counts.sum(axis=1).tolist(),
    }
    config = {
        heading: st.column_config.NumberColumn(format="%.3f", help=say("use", f"errors.{key}_help"))
        for key, heading in headings.items()
    }
    st.markdown(f"##### {say('use', 'errors.by_class')}")
    alt = say("use", "errors.by_class_alt")
    answers.table(columns, alt=alt, name=f"classes-{part}", config=config)


def _known(share: float) -> float | None:
    """None where there is nothing to have a share of."""
    return None if math.isnan(share) else round(float(share), 6)


def _wrong(report: Report, part: Part) -> None:
    if not report.wrong:
        return
    names, heading = report.classes, say("use", "errors.probability")
    columns: answers.Columns = {
        heading: [round(each.probability, 6) for each in report.wrong],
        say("use", "errors.true"): [names[each.true] for each in report.wrong],
        say("use", "errors.predicted"): [names[each.predicted] for each in report.wrong],
        say("use", "errors.sentence"): [each.text for each in report.wrong],
    }
    st.markdown(f"##### {say('use', 'errors.went_wrong')}")
    shown, all_ = min(MOST_WRONG, len(report.wrong)), len(report.wrong)
    key = "surest" if shown == all_ else "surest_of"
    st.caption(say("use", f"errors.{key}", shown=f"{shown:,}", all=f"{all_:,}"))
    config = {heading: st.column_config.NumberColumn(format="%.3f")}
    answers.table(
        columns,
        alt=say("use", "errors.wrong_alt"),
        name=f"errors-{part}",
        config=config,
        most=MOST_WRONG,
    )
