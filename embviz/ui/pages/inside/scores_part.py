"""First: how well each word of U fits the word of E, and what each miss costs."""

import streamlit as st

from embviz.charts.one_step import ROLES
from embviz.one_step.step import OneStep
from embviz.ui.pages.inside import formulas
from embviz.ui.pages.inside.example import Example
from embviz.ui.texts import lesson, say
from embviz.ui.widgets import html_table
from embviz.ui.widgets.escaping import tagless
from embviz.ui.widgets.number_format import short

ROOM = 8
"""Rows of the table that are in sight at once."""

ROW_PX = 34


def show(told: Example, step: OneStep) -> None:
    """Draw the view."""
    mean = _mean(told)
    columns = iter(st.columns([6, 6, 16] if mean else [3, 8], vertical_alignment="center"))
    next(columns).latex(formulas.sigmoid(), help=say("inside", "symbols.sigma"))
    if mean:
        key = "symbols.mean" if told.averaged else "symbols.pieces"
        next(columns).latex(mean, help=say("inside", key))
    key = "symbols.likelihood_bag" if told.averaged else "symbols.likelihood"
    next(columns).latex(formulas.likelihood(step, told.letters), help=say("inside", key))
    if mean:
        # Words of a visitor's text: st.text renders no markup.
        st.text("  ".join(told.inputs))
    rows = told.shown_outputs()
    n, names = len(rows), told.outputs()
    with st.container(height=ROW_PX * (ROOM + 1) if n > ROOM else "content"):
        html_table.table(
            _heads(told), [_row(names[place], place, times, step) for place, times in rows]
        )
    st.markdown(lesson("inside-scores"))


def _mean(told: Example) -> str:
    """What h is a mean of, where it is one."""
    if told.averaged:
        return formulas.mean(len(told.inputs))
    return formulas.mean_of_pieces(len(told.inputs)) if told.pieced else ""


def _heads(told: Example) -> list[str]:
    keys = ("word", "score", "sigma", "loss", "strength")
    return [*(say("inside", f"terms.{key}", v=told.letter) for key in keys), ""]


def _row(word: str, place: int, times: int, step: OneStep) -> list[str]:
    """The cells of one output, the true word's first; one drawn often counts as often."""
    role = "negative" if place else "target"
    sign = say("inside", "terms.push" if place else "terms.pull")
    if times > 1:
        sign = f"{sign}, {drawn(times)}"
    each = [short(float(some[place])) for some in (step.scores, step.sigma)]
    counted = [short(float(some[place])) for some in (step.losses, step.strengths)]
    if times > 1:
        counted = [f"{times} × {number}" for number in counted]
    width = min(6.5 * times * float(step.strengths[place]), 6.5)
    return [
        f"<span style='color:{ROLES[role]}'>■</span> {tagless(word)} <small>{sign}</small>",
        *each,
        *counted,
        f"<span class='bar' style='width:{width:.2f}rem;background:{ROLES[role]}'></span>",
    ]


def drawn(times: int) -> str:
    """Say how often a word was drawn, from twice on."""
    return say("inside", "terms.twice" if times == 2 else "terms.often", n=times)
