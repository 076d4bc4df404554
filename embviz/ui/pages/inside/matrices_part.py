"""The two matrices: E and U as a whole, what a step changes in them, and when to use which."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import streamlit as st

from embviz.charts import one_step
from embviz.one_step.matrices import Ranked
from embviz.one_step.step import OneStep
from embviz.types import Float64, Floating
from embviz.ui.ask import answers
from embviz.ui.pages.inside import formulas
from embviz.ui.pages.inside.example import Example
from embviz.ui.texts import lesson, say
from embviz.ui.widgets.escaping import plain
from embviz.ui.widgets.number_format import short

MOST = 400
"""Rows that are drawn: the commonest words, and those of the step."""

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
        _cone(told)


def _maps(told: Example) -> None:
    """Draw E and U, and between them what the step adds to each."""
    matrices = told.moment.matrices
    n = len(matrices.vocabulary)
    step = told.step(told.parts, told.moment.first_rate) if told.parts is not None else None
    changes = told.changes(step) if step is not None else []
    active = [i for i, _ in changes]
    active += [int(i) for i in told.parts.outputs] if told.parts is not None else []
    only = bool(active) and st.session_state.get(_ONLY, False)
    common = () if only else range(min(n, MOST))
    rows = sorted({*common, told.centre, told.context, *active})
    words = [told.word(i) for i in rows]
    places = {row: place for place, row in enumerate(rows)}
    centre = [(places[told.centre], "input")]
    panels: list[Panel] = [(say("inside", "matrices.E"), matrices.E[rows], centre)]
    if step is not None and matrices.U is not None:
        panels = _with_changes(step, changes, places, matrices.E[rows], matrices.U[rows])
    figure = one_step.matrices(words, panels, HEIGHT)
    answers.chart(figure, alt=say("inside", "matrices.alt"), key="inside.chart.matrices")
    key = "matrices.zoom" if len(rows) == n else "matrices.zoom_some"
    with st.container(horizontal=True, vertical_alignment="center"):
        only_some = say("inside", "matrices.only")
        st.toggle(only_some, key=_ONLY, disabled=not active, width="content")
        st.caption(say("inside", key, n=f"{len(rows):,}", all=f"{n:,}"))


def _with_changes(
    step: OneStep,
    changes: list[tuple[int, Float64]],
    places: dict[int, int],
    E: Floating,
    U: Floating,
) -> list[Panel]:
    d, ids = E.shape[1], step.before.outputs.tolist()
    inputs = [(places[i], "input") for i, _ in changes]
    outputs = [(places[i], "negative" if k else "target") for k, i in enumerate(ids)]
    rows_E = np.array([row for _, row in changes])
    change_E = _laid(len(places), d, [p for p, _ in inputs], rows_E)
    rows_U = step.after.u - step.before.u
    change_U = _laid(len(places), d, [p for p, _ in outputs], rows_U)
    return [
        (say("inside", "matrices.E"), E, inputs),
        (say("inside", "matrices.change_E"), change_E, inputs),
        (say("inside", "matrices.change_U"), change_U, outputs),
        (say("inside", "matrices.U"), U, outputs),
    ]


def _laid(n: int, d: int, places: list[int], rows: Float64) -> Float64:
    """Put some rows into a matrix that is empty else."""
    laid = np.full((n, d), np.nan)
    laid[places] = rows
    return laid


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
            _listed(found)
    st.latex(formulas.cosine(), help=say("inside", "symbols.cosine"))


def _listed(found: Ranked) -> None:
    # Words of a visitor's text: st.text renders no markup.
    st.text("\n".join(f"{short(score, 2)}  {word}" for word, score in found))


def _cone(told: Example) -> None:
    cone = told.moment.matrices.cone
    with st.container(horizontal=True):
        st.metric(say("inside", "matrices.cone_E"), short(cone.E, 2), width="content")
        if told.moment.matrices.U is not None:
            st.metric(say("inside", "matrices.cone_U"), short(cone.U, 2), width="content")
    st.caption(say("inside", "matrices.cone"))
