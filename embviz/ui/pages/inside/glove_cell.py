"""The step of GloVe: a cell of the table of meetings instead of a pair and its negatives."""

import itertools

import numpy as np
import streamlit as st

from embviz.charts import one_step
from embviz.one_step.cell import Cell, meetings, schedule
from embviz.ui.ask import answers
from embviz.ui.pages.inside import formulas, step_buttons
from embviz.ui.pages.inside.example import Example
from embviz.ui.state.remembered import remember
from embviz.ui.texts import lesson, say
from embviz.ui.widgets.escaping import plain
from embviz.ui.widgets.number_format import short


def show(told: Example) -> None:
    """Draw the part."""
    here = told.moment
    X = _meetings(told)
    if X is None:
        st.info(say("inside", "cell.no_text"))
        return
    facts = {"a": plain(told.choice.centre), "b": plain(told.choice.context)}
    if X == 0:
        st.info(say("inside", "cell.none", window=here.window, **facts))
        return
    start = _cell(told, X)
    if start is None:
        st.info(say("inside", "cell.no_biases"))
        return
    rate = step_buttons.rate_of(here)
    now, after = itertools.islice(schedule(start, rate), told.choice.steps, told.choice.steps + 2)
    left, right = st.columns([3, 10], gap="medium")
    with left:
        step_buttons.losses(now.loss, after.loss, after.finite)
        step_buttons.buttons(told.choice, forward=after.finite)
        step_buttons.rates(here)
    with right:
        if now.finite:
            _tell(told, now, after, X)
        else:
            st.error(say("inside", "step.beyond"))


def _tell(told: Example, now: Cell, after: Cell, X: float) -> None:
    with st.container(horizontal=True):
        for key, value in (("X", X), ("f", now.f), ("e2", now.e**2)):
            st.metric(
                say("inside", f"cell.{key}"),
                short(value, 2),
                width="content",
                help=say("inside", f"symbols.{key}"),
            )
    st.latex(formulas.cell(now), help=say("inside", "symbols.cell"))
    st.markdown(lesson("inside-cell", window=told.moment.window, x_max=f"{now.x_max:g}"))
    if after.finite:
        titles = tuple(say("inside", f"rows.{key}") for key in ("before", "change", "after"))
        before, then = now.theta[:, :-1], after.theta[:, :-1]
        figure = one_step.update(
            [told.choice.centre, told.choice.context],
            ["input", "target"],
            before,
            then - before,
            then,
            (titles[0], titles[1], titles[2]),
        )
        answers.chart(figure, alt=say("inside", "rows.alt"), key="inside.chart.cell")


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
    if not here.whole or not here.source.complete or here.source.run is None:
        return None
    weights = here.source.work.state().training.weights
    i, j = told.centre, told.context

    def both(matrix: str, other: str, bias: str, other_bias: str) -> np.ndarray:
        first = np.append(weights[matrix][i], weights[bias][i])
        second = np.append(weights[other][j], weights[other_bias][j])
        return np.array([first, second], dtype=np.float64)

    x_max, alpha = (float(here.settings[name]) for name in ("x_max", "alpha"))
    theta, A = both("E", "U", "b", "c"), both("A_E", "A_U", "A_b", "A_c")
    return Cell(X, x_max, alpha, theta, A)
