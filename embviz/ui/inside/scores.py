"""First: how well each word of U fits the word of E, and what each miss costs."""

import streamlit as st

from embviz.inside.step import Step
from embviz.step_charts import ROLES
from embviz.ui.escaping import tagless
from embviz.ui.inside import formulas
from embviz.ui.inside.example import Example
from embviz.ui.inside.numbers import short
from embviz.ui.texts import lesson, say

ROOM = 8
"""Rows of the table that are in sight at once."""

ROW_PX = 34

_STYLE = """<style>
.inside-terms { border-collapse: collapse; width: 100%; font-size: 1.2rem; color: inherit;
  font-variant-numeric: tabular-nums; }
.inside-terms th { text-align: right; font-weight: 600; font-size: 1rem; opacity: .85; }
.inside-terms td { text-align: right; padding: .1rem .5rem; border-top: 1px solid #8884; }
.inside-terms th { padding: .1rem .5rem; }
.inside-terms :is(th, td):first-child { text-align: left; }
.inside-terms .bar { display: inline-block; height: .8rem; vertical-align: baseline; }
.inside-terms .end { width: 7rem; text-align: left; }
</style>"""


def show(told: Example, step: Step) -> None:
    """Draw the view."""
    h = formulas.H if told.averaged else formulas.V_I
    first, second = st.columns([3, 8], vertical_alignment="center")
    first.latex(formulas.sigmoid(), help=say("inside", "symbols.sigma"))
    second.latex(formulas.likelihood(step, h), help=say("inside", "symbols.likelihood"))
    if told.averaged:
        st.latex(formulas.mean(len(step.before.v)), help=say("inside", "symbols.mean"))
    n = len(step.scores)
    with st.container(height=ROW_PX * (ROOM + 1) if n > ROOM else "content"):
        st.html(_STYLE + table(told, step))
    st.markdown(lesson("inside-scores"))


def table(told: Example, step: Step) -> str:
    """Set the terms of the loss as a table of HTML, the true word first."""
    heads = ["word", "score", "sigma", "loss", "strength"]
    cells = "".join(f"<th scope='col'>{say('inside', f'terms.{head}')}</th>" for head in heads)
    rows = (_row(word, place, step) for place, word in enumerate(told.outputs()))
    body = "".join(rows)
    return (
        f"<table class='inside-terms'><thead><tr>{cells}<th class='end'></th></tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )


def _row(word: str, place: int, step: Step) -> str:
    role = "negative" if place else "target"
    numbers = (step.scores, step.sigma, step.losses, step.strengths)
    cells = "".join(f"<td>{short(float(each[place]))}</td>" for each in numbers)
    strength = float(step.strengths[place])
    bar = (
        f"<span class='bar' style='width:{6.5 * strength:.2f}rem;background:{ROLES[role]}'></span>"
    )
    sign = say("inside", "terms.pull" if role == "target" else "terms.push")
    return (
        f"<tr><td><span style='color:{ROLES[role]}'>■</span> {tagless(word)} "
        f"<small>{sign}</small></td>{cells}<td class='end'>{bar}</td></tr>"
    )
