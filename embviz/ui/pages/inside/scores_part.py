"""First: how well each word of U fits the word of E, and what each miss costs."""

import streamlit as st

from embviz.charts.one_step import ROLES
from embviz.one_step.step import OneStep
from embviz.ui.pages.inside import formulas, html_pieces
from embviz.ui.pages.inside.example import Example
from embviz.ui.texts import lesson, say
from embviz.ui.widgets.escaping import tagless
from embviz.ui.widgets.number_format import short

ROOM, ROW_PX = 8, 34  # rows of the table that are in sight at once, and how high they are


def show(told: Example, step: OneStep) -> None:
    """Draw the view."""
    mean, letters = told.mean, told.letters
    columns = iter(st.columns([6, 6, 16] if mean else [3, 8], vertical_alignment="center"))
    next(columns).latex(formulas.SIGMOID, help=say("inside", "symbols.sigma"))
    if mean:
        formula = formulas.mean(letters, len(told.inputs))
        next(columns).latex(formula, help=say("inside", f"symbols.mean_{mean}"))
    key = "symbols.likelihood_bag" if mean == "bag" else "symbols.likelihood"
    next(columns).latex(formulas.likelihood(step, letters), help=say("inside", key))
    if mean:
        # Words of a visitor's text: st.text renders no markup.
        st.text("  ".join(told.inputs))
    rows = told.shown_outputs()
    n, names = len(rows), told.outputs()
    keys = ("word", "score", "sigma", "loss", "strength")
    heads = [*(say("inside", f"terms.{key}", v=letters.plain) for key in keys), ""]
    with st.container(height=ROW_PX * (ROOM + 1) if n > ROOM else "content"):
        html_pieces.table(heads, [_row(names[place], place, times, step) for place, times in rows])
    st.markdown(lesson("inside-scores"))


def _row(word: str, place: int, times: int, step: OneStep) -> list[str]:
    """The cells of one output, the true word's first; one drawn often counts as often."""
    role = "negative" if place else "target"
    sign = say("inside", "terms.push" if place else "terms.pull")
    each = [short(float(some[place])) for some in (step.scores, step.sigma)]
    counted = [short(float(some[place])) for some in (step.losses, step.strengths)]
    if times > 1:
        drawn = say("inside", "terms.twice" if times == 2 else "terms.often", n=times)
        sign, counted = f"{sign}, {drawn}", [f"{times} × {number}" for number in counted]
    width = min(6.5 * times * float(step.strengths[place]), 6.5)
    return [
        f"<span style='color:{ROLES[role]}'>■</span> {tagless(word)} <small>{sign}</small>",
        *each,
        *counted,
        f"<span class='bar' style='width:{width:.2f}rem;background:{ROLES[role]}'></span>",
    ]
