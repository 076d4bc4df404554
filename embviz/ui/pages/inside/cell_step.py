"""A step of a cell of the table of meetings, instead of a pair and its negatives."""

import itertools
from collections.abc import Callable

import numpy as np
import streamlit as st

from embviz.one_step.cell import Cell, meetings, schedule
from embviz.types import Float64
from embviz.ui.pages.inside import (
    motion_view,
    rate_view,
    step_buttons,
    step_formulas,
    step_numbers,
)
from embviz.ui.pages.inside.example import Example
from embviz.ui.state.remembered import remember
from embviz.ui.texts import lesson, say
from embviz.ui.widgets.escaping import plain
from embviz.ui.widgets.number_format import short
from embviz.ui.widgets.tabs import opened


def show(told: Example) -> None:
    """Draw the part."""
    here, choice = told.moment, told.choice
    X = _meetings(told)
    start = _cell(told, X) if X else None
    if X is None:
        st.info(say("inside", "cell.no_text"))
    elif X == 0:
        facts = {"a": plain(choice.centre), "b": plain(choice.context)}
        st.info(say("inside", "cell.none", window=here.window, **facts))
    elif start is None:
        st.info(say("inside", "cell.no_biases"))
    else:
        rate = step_buttons.rate_of(told)
        now, after = itertools.islice(schedule(start, rate), choice.steps, choice.steps + 2)
        left, right = st.columns([3, 10], gap="medium")
        with left:
            step_buttons.show(told, (now.loss, after.loss), after.finite)
        with right:
            if now.finite:
                VIEWS[opened(list(VIEWS), "views")](told, now, rate)
            else:
                st.error(say("inside", "step.beyond"))


def _numbers(told: Example, now: Cell, rate: float) -> None:
    with st.container(horizontal=True):
        for key, value in (("X", now.X), ("f", now.f), ("e2", now.e**2)):
            label, help_ = say("inside", f"cell.{key}"), say("inside", f"symbols.{key}")
            st.metric(label, short(value, 2), width="content", help=help_)
    st.latex(step_formulas.cell(now), help=say("inside", "symbols.cell"))
    st.markdown(lesson("inside-cell", window=told.moment.window, x_max=f"{now.x_max:g}"))


def _rows(told: Example, now: Cell, rate: float) -> None:
    st.latex(step_formulas.adagrad(rate), help=say("inside", "symbols.adagrad"))
    after = now.after(rate)
    if after.finite:
        words, roles = [told.choice.centre, told.choice.context], ["input", "target"]
        step_numbers.chart(words, roles, now.theta[:, :-1], after.theta[:, :-1], "cell")
    st.markdown(lesson("inside-adagrad"))


VIEWS: dict[str, Callable[[Example, Cell, float], None]] = {
    "scores": _numbers,
    "rows": _rows,
    "rate": rate_view.of_cell,
    "repeated": motion_view.of_cell,
}
"""What is told of a cell's step, by the keys of the names."""


def _meetings(told: Example) -> float | None:
    """X of the two words; None: there is no text to count in."""
    corpus, choice, window = told.moment.corpus, told.choice, told.moment.window
    if corpus is None:
        return None
    i, j = corpus.vocabulary.id(choice.centre), corpus.vocabulary.id(choice.context)
    question = ("meetings", told.moment.source.key, i, j)
    return remember(question, lambda: meetings(corpus, i, j, window))


def _cell(told: Example, X: float) -> Cell | None:
    """The cell at the end of training: films keep no biases, the last state does."""
    here = told.moment
    if not here.snapshot.whole or not here.source.complete or here.source.run is None:
        return None
    weights = here.source.work.state().training.weights

    def both(E: str, U: str, b: str, c: str) -> Float64:
        sides = (E, b, told.centre), (U, c, told.context)
        rows = [np.append(weights[matrix][i], weights[bias][i]) for matrix, bias, i in sides]
        return np.array(rows, dtype=np.float64)

    x_max, alpha = (float(here.settings[name]) for name in ("x_max", "alpha"))
    return Cell(X, x_max, alpha, both("E", "U", "b", "c"), both("A_E", "A_U", "A_b", "A_c"))
