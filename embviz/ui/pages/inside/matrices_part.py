"""The two matrices: E and U as a whole, what a step changes in them, and when to use which."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import streamlit as st

from embviz.charts import one_step
from embviz.one_step.matrices import Matrices
from embviz.one_step.step import OneStep
from embviz.types import Floating
from embviz.ui.ask import answers
from embviz.ui.pages.inside import formulas
from embviz.ui.pages.inside.example import Example
from embviz.ui.pages.inside.step_numbers import role_of
from embviz.ui.texts import lesson, say
from embviz.ui.widgets.escaping import plain
from embviz.ui.widgets.number_format import short

MOST = 400  # rows that are drawn: the commonest words, and those of the step
HEIGHT = 360
LISTED = 4
_ONLY = "inside.only"
Panel: TypeAlias = tuple[str, Floating, Sequence[tuple[int, str]]]
"""A title, a matrix, and the rows that take part."""


def show(told: Example) -> None:
    """Draw the part."""
    left, right = st.columns([8, 4], gap="medium")
    with left:
        _maps(told)
    with right:
        _uses(told)
        _cone(told.moment.matrices)


def _maps(told: Example) -> None:
    n = len(told.moment.matrices.vocabulary)
    step = told.step(told.first_rate)
    active = [i for i, _ in told.changes(step)] if step is not None else []
    if told.parts is not None:
        active += [int(told.parts.outputs[place]) for place, _ in told.shown_outputs()]
    only = bool(active) and st.session_state.get(_ONLY, False)
    common = () if only else range(min(n, MOST))
    rows = sorted({*common, told.centre, told.context, *active})
    figure = one_step.matrices([told.word(i) for i in rows], _panels(told, step, rows), HEIGHT)
    answers.chart(figure, alt=say("inside", "matrices.alt"), key="inside.chart.matrices")
    key = "matrices.zoom" if len(rows) == n else "matrices.zoom_some"
    with st.container(horizontal=True, vertical_alignment="center"):
        only_some = say("inside", "matrices.only")
        st.toggle(only_some, key=_ONLY, disabled=not active, width="content")
        st.caption(say("inside", key, n=f"{len(rows):,}", all=f"{n:,}"))


def _panels(told: Example, step: OneStep | None, rows: list[int]) -> list[Panel]:
    """E and U at some rows, and what the step adds to them; E alone where there is no step."""
    matrices, places = told.moment.matrices, {row: place for place, row in enumerate(rows)}
    E = matrices.E[rows]
    if step is None or matrices.U is None:
        return [(say("inside", "matrices.E"), E, [(places[told.centre], "input")])]
    ids, added = zip(*told.changes(step), strict=True)
    inputs = [(places[i], "input") for i in ids]
    outputs = [
        (places[int(step.before.outputs[k])], role_of(step, k)) for k, _ in told.shown_outputs()
    ]
    change_E, change_U = np.full((2, *E.shape), np.nan)  # empty but for the rows of the step
    change_E[[place for place, _ in inputs]] = added
    for k, i in enumerate(step.before.outputs.tolist()):
        if i in places:
            change_U[places[i]] = step.after.u[k] - step.before.u[k]
    return [
        (say("inside", "matrices.E"), E, inputs),
        (say("inside", "matrices.change_E"), change_E, inputs),
        (say("inside", "matrices.change_U"), change_U, outputs),
        (say("inside", "matrices.U"), matrices.U[rows], outputs),
    ]


def _uses(told: Example) -> None:
    """Show, for the centre, which rows of E are like its own, and which of U go with it."""
    matrices, word = told.moment.matrices, told.choice.centre
    st.markdown(lesson("inside-matrices"))
    left, right = st.columns(2)
    for column, key, found in (
        (left, "alike", matrices.alike(told.centre, LISTED)),
        (right, "beside", matrices.beside(told.centre, LISTED)),
    ):
        with column:
            st.markdown(say("inside", f"matrices.{key}", word=plain(word)))
            # Words of a visitor's text: st.text renders no markup.
            st.text("\n".join(f"{short(score, 2)}  {word}" for word, score in found))
    st.latex(formulas.COSINE, help=say("inside", "symbols.cosine"))


def _cone(matrices: Matrices) -> None:
    cone = matrices.cone
    st.caption(say("inside", "matrices.cone"))
    with st.container(horizontal=True):
        st.metric(say("inside", "matrices.cone_E"), short(cone.E, 2), width="content")
        if matrices.U is not None:
            st.metric(say("inside", "matrices.cone_U"), short(cone.U, 2), width="content")
