"""Softmax or negative sampling: the same pair both ways, and what each costs."""

import numpy as np
import streamlit as st

from embviz.charts import data, one_step
from embviz.jobs import queries
from embviz.one_step import softmax_scores
from embviz.one_step.softmax_scores import Costs, Softmax
from embviz.ui.ask import answers
from embviz.ui.pages.inside import formulas, html_pieces
from embviz.ui.pages.inside.example import Example
from embviz.ui.state.remembered import worked_out
from embviz.ui.texts import lesson, ordinal, say
from embviz.ui.widgets.number_format import seconds, short

LISTED = 9
HEIGHT = 252
AT_ONCE = 1_000_000  # multiplications up to which the softmax is worked out here: a millisecond


def show(told: Example) -> None:
    """Draw the part."""
    if told.moment.matrices.U is None:
        st.info(say("inside", "step.no_U"))
        return
    found = _softmax(told)
    left, right = st.columns([5, 6], gap="medium")
    with left:
        formula = formulas.softmax(found, told.target, told.letters)
        st.latex(formula, help=say("inside", "symbols.softmax"))
        _bars(told, found)
    with right:
        if note := told.moment.lesson.softmax_note:
            st.info(say("inside", f"softmax.{note}"))
        _costs(told)
        st.markdown(lesson("inside-softmax", V=f"{len(found.P):,}", K1=told.moment.K + 1))
        _gradients(told, found)


def _softmax(told: Example) -> Softmax:
    matrices = told.moment.matrices
    job = told.h, matrices.U, told.target
    if matrices.E.size <= AT_ONCE:
        return softmax_scores.softmax(*job)  # type: ignore[arg-type]
    question = ("softmax", told.moment.source.key, told.moment.frame, told.h.tobytes(), told.target)
    wording = say("inside", "softmax.working")
    found: Softmax = worked_out(question, wording, softmax_scores.softmax, *job)
    return found


def _bars(told: Example, found: Softmax) -> None:
    order = np.argsort(-found.P, kind="stable")
    ids = order[:LISTED].tolist()
    if told.target not in ids:
        ids = [*ids[: LISTED - 1], told.target]
    rank = int(np.flatnonzero(order == told.target)[0]) + 1
    words, shares = [told.word(i) for i in ids], found.P[ids].tolist()
    figure = data.ranked(words, shares, ids.index(told.target), HEIGHT)
    answers.chart(figure, alt=say("inside", "softmax.alt"), key="inside.chart.softmax")
    st.caption(say("inside", "softmax.rank", rank=ordinal(rank), n=f"{len(found.P):,}"))


def _costs(told: Example) -> None:
    """Say what both ways cost here, and with many words; measured by a worker."""
    here, d = told.moment, told.moment.matrices.d
    sizes = len(here.source.film.words), softmax_scores.largest(d)

    def measured(V: int) -> Costs:
        job, wording = (V, d, here.K), say("inside", "softmax.measuring")
        found: Costs = worked_out(("costs", *job), wording, queries.costs, *job)
        return found

    rows = softmax_scores.fitting([measured(V) for V in sizes])
    html_pieces.table(
        [say("inside", f"softmax.{key}") for key in ("words", "full", "sampled")],
        [
            [
                f"{each.V:,}",
                f"{each.softmax:,} <small>{_timed(each.softmax_s)}</small>",
                f"{each.sampling:,} <small>{_timed(each.sampling_s)}</small>",
            ]
            for each in rows
        ],
    )
    untimed = any(each.softmax_s is None for each in rows)
    keys = ("times", "untimed") if untimed else ("times",)
    st.caption(" ".join(say("inside", f"softmax.{key}") for key in keys))


def _timed(s: float | None) -> str:
    return "" if s is None else seconds(s)


def _gradients(told: Example, found: Softmax) -> None:
    step = told.step(0.0)
    if step is None:
        return
    rows = np.vstack([found.gradient, step.dh])
    lengths = np.linalg.norm(rows, axis=1)
    names = [say("inside", "softmax.by_softmax"), say("inside", "softmax.by_sampling")]
    figure = one_step.gradients(names, rows)
    answers.chart(figure, alt=say("inside", "softmax.gradients_alt"), key="inside.chart.gradients")
    if lengths.all():
        cosine = float(rows[0] @ rows[1] / lengths.prod())
        st.caption(say("inside", "softmax.cosine", cosine=short(cosine, 2)))
