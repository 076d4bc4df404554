"""Third: the rows before the step, what is added, the rows after it."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from embviz.charts import one_step
from embviz.one_step.step import OneStep, grouped
from embviz.types import Float64
from embviz.ui.ask import answers
from embviz.ui.pages.inside import formulas
from embviz.ui.pages.inside.example import Example
from embviz.ui.texts import say

SHOWN, SHARED = 8, 6  # rows that are drawn: fewer where there is more to say of them


def show(told: Example, step: OneStep) -> None:
    """Draw the view."""
    _formulas(told, step)
    notes = []
    if told.mean and len(told.inputs) > 1:
        notes.append(say("inside", f"rows.undivided_{told.mean}", n=len(told.inputs)))
    if step.finite:
        notes += _strips(told, step, SHARED if notes else SHOWN)
    if notes:
        st.caption(" ".join(notes))


def chart(
    words: Sequence[str], roles: Sequence[str], before: Float64, after: Float64, name: str
) -> None:
    """Draw rows (n, d) before a step, what it adds, and the rows after it.

    Their n roles are what each does in the step; see `charts.one_step.update`.
    """
    titles = [say("inside", f"rows.{key}") for key in ("before", "change", "after")]
    figure = one_step.update(words, roles, before, after - before, after, titles)
    answers.chart(figure, alt=say("inside", "rows.alt"), key=f"inside.chart.{name}")


def _formulas(told: Example, step: OneStep) -> None:
    letters, help_ = told.letters, say("inside", "symbols.descent")
    columns = iter(st.columns(3 if told.mean else 2, vertical_alignment="center"))
    next(columns).latex(formulas.descent(letters.row, step.rate, by=letters.h), help=help_)
    if told.mean:
        share = formulas.share(letters, len(told.inputs))
        next(columns).latex(share, help=say("inside", "symbols.share"))
    next(columns).latex(formulas.descent(letters.true, step.rate), help=help_)


def _strips(told: Example, step: OneStep, most: int) -> list[str]:
    """Draw some rows; says which are left out."""
    inputs, outputs = grouped(step.before.inputs), told.shown_outputs()
    some_in = inputs[: most // 3]
    some_out = outputs[: most - len(some_in)]
    sides = (told.inputs, some_in), (told.outputs(), some_out)
    words = [named(names[place], times) for names, some in sides for place, times in some]
    roles = ["input"] * len(some_in) + ["target"] + ["negative"] * (len(some_out) - 1)
    v, u = ([place for place, _ in some] for _, some in sides)
    before, after = (np.vstack([parts.v[v], parts.u[u]]) for parts in (step.before, step.after))
    chart(words, roles, before, after, "update")
    if len(words) == len(inputs) + len(outputs):
        return []
    facts = {"E": len(some_in), "U": len(some_out)}
    return [say("inside", "rows.some", **facts, all_E=len(inputs), all_U=len(outputs))]


def named(word: str, times: int) -> str:
    """Write a word, and how often it comes, from twice on."""
    return word if times == 1 else f"{word} ×{times}"
