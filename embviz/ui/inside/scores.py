"""First: how well each word of U fits the word of E, and what each miss costs."""

import streamlit as st

from embviz.inside.step import Step
from embviz.step_charts import ROLES
from embviz.ui.escaping import tagless
from embviz.ui.inside import formulas, terms
from embviz.ui.inside.example import Example
from embviz.ui.inside.numbers import short
from embviz.ui.texts import lesson, say

ROOM = 8
"""Rows of the table that are in sight at once."""

ROW_PX = 34


def show(told: Example, step: Step) -> None:
    """Draw the view."""
    mean = _mean(told)
    columns = iter(st.columns([3, 3, 7] if mean else [3, 8], vertical_alignment="center"))
    next(columns).latex(formulas.sigmoid(), help=say("inside", "symbols.sigma"))
    if mean:
        key = "symbols.mean" if told.averaged else "symbols.pieces"
        next(columns).latex(mean, help=say("inside", key))
    key = "symbols.likelihood_bag" if told.averaged else "symbols.likelihood"
    next(columns).latex(formulas.likelihood(step, told.letters), help=say("inside", key))
    if mean:
        # Words of a visitor's text: st.text renders no markup.
        st.text("  ".join(told.inputs))
    n = len(step.scores)
    with st.container(height=ROW_PX * (ROOM + 1) if n > ROOM else "content"):
        terms.table(_heads(told), [_row(*each, step) for each in enumerate(told.outputs())])
    st.markdown(lesson("inside-scores"))


def _mean(told: Example) -> str:
    """What h is a mean of, where it is one."""
    if told.averaged:
        return formulas.mean(len(told.inputs))
    return formulas.mean_of_pieces(len(told.inputs)) if told.pieced else ""


def _heads(told: Example) -> list[str]:
    letter = "h" if told.averaged else "v"
    keys = ("word", "score", "sigma", "loss", "strength")
    return [*(say("inside", f"terms.{key}", v=letter) for key in keys), ""]


def _row(place: int, word: str, step: Step) -> list[str]:
    """The cells of one output, the true word's first."""
    role = "negative" if place else "target"
    sign = say("inside", "terms.push" if place else "terms.pull")
    numbers = (step.scores, step.sigma, step.losses, step.strengths)
    width = 6.5 * float(step.strengths[place])
    return [
        f"<span style='color:{ROLES[role]}'>■</span> {tagless(word)} <small>{sign}</small>",
        *(short(float(each[place])) for each in numbers),
        f"<span class='bar' style='width:{width:.2f}rem;background:{ROLES[role]}'></span>",
    ]
