"""Third: the rows before the step, what is added, the rows after it."""

import numpy as np
import streamlit as st

from embviz.charts import one_step
from embviz.one_step.step import OneStep, grouped
from embviz.ui.ask import answers
from embviz.ui.pages.inside import formulas
from embviz.ui.pages.inside.example import Example
from embviz.ui.texts import say

SHOWN, SHARED = 8, 6
"""Rows that are drawn: fewer where there is more to say of them."""


def show(told: Example, step: OneStep) -> None:
    """Draw the view."""
    _formulas(told, step)
    notes = []
    if told.letters.row != told.letters.h and len(told.inputs) > 1:
        key = "rows.undivided_bag" if told.averaged else "rows.undivided_pieces"
        notes.append(say("inside", key, n=len(told.inputs)))
    if step.finite:
        notes += _strips(told, step, SHARED if notes else SHOWN)
    if notes:
        st.caption(" ".join(notes))


def _formulas(told: Example, step: OneStep) -> None:
    """Say how rows move; and what share rows have that make up a mean."""
    h, true, row, _ = told.letters
    help_ = say("inside", "symbols.descent")
    shared = row != h
    columns = iter(st.columns(3 if shared else 2, vertical_alignment="center"))
    next(columns).latex(formulas.descent(row, step.rate, by=h), help=help_)
    if shared:
        share = formulas.share(told.letters, len(told.inputs))
        next(columns).latex(share, help=say("inside", "symbols.share"))
    next(columns).latex(formulas.descent(true, step.rate), help=help_)


def _strips(told: Example, step: OneStep, most: int) -> list[str]:
    """Draw rows, at most so many; says which are left out."""
    inputs = grouped(step.before.inputs)
    outputs = told.shown_outputs()
    some_in = inputs[: most // 3]
    some_out = outputs[: most - len(some_in)]
    names = told.outputs()
    words = [_named(told.inputs[place], times) for place, times in some_in]
    words += [_named(names[place], times) for place, times in some_out]
    roles = ["input"] * len(some_in) + ["target"] + ["negative"] * (len(some_out) - 1)
    v, u = ([place for place, _ in some] for some in (some_in, some_out))
    before, after = (np.vstack([parts.v[v], parts.u[u]]) for parts in (step.before, step.after))
    titles = tuple(say("inside", f"rows.{key}") for key in ("before", "change", "after"))
    figure = one_step.update(
        words, roles, before, after - before, after, (titles[0], titles[1], titles[2])
    )
    answers.chart(figure, alt=say("inside", "rows.alt"), key="inside.chart.update")
    if len(words) == len(inputs) + len(outputs):
        return []
    facts = {"E": len(some_in), "U": len(some_out)}
    return [say("inside", "rows.some", **facts, all_E=len(inputs), all_U=len(outputs))]


def _named(word: str, times: int) -> str:
    return word if times == 1 else f"{word} ×{times}"
