"""A step in numbers: how well its words fit and what each miss costs, and the rows that move."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from embviz.charts import one_step
from embviz.charts.one_step import ROLES
from embviz.one_step.lessons import Against
from embviz.one_step.objectives import Expected
from embviz.one_step.step import OneStep, grouped
from embviz.types import Float64
from embviz.ui.ask import answers
from embviz.ui.pages.inside import formulas, html_pieces, step_formulas
from embviz.ui.pages.inside.example import Example
from embviz.ui.texts import lesson, say
from embviz.ui.widgets.escaping import tagless
from embviz.ui.widgets.number_format import short

ROOM, ROW_PX = 8, 34  # rows of the table that are in sight at once, and how high they are
FEW = 4  # the same where there is more to say
SHOWN, SHARED = 8, 6  # rows that are drawn: fewer where there is more to say of them


HEADS: dict[Against, tuple[str, ...]] = {
    "drawn": ("word", "score", "sigma", "loss", "error"),
    "softmax": ("word", "score", "P", "error"),
    "expected": ("word", "met", "drawn", "score", "sigma", "error"),
}
"""What is told of each word, by the keys of the headings."""


def scores(told: Example, step: OneStep) -> None:
    """Draw the view of how well each word of U fits, and of its error."""
    mean, letters = told.mean, told.letters
    widths, key = ([11, 13, 33], "inside-three") if mean else ([13, 32], "inside-two")
    columns = iter(st.container(key=key).columns(widths, vertical_alignment="center"))
    chances = formulas.PROBABILITY if told.against == "softmax" else formulas.SIGMOID
    key = "P" if told.against == "softmax" else "sigma"
    next(columns).latex(chances, help=say("inside", f"symbols.{key}"))
    if mean:
        formula = formulas.mean(letters, len(told.inputs))
        next(columns).latex(formula, help=say("inside", f"symbols.mean_{mean}"))
    key = "bag" if mean == "bag" else told.against
    likelihood = step_formulas.likelihood(step, letters, told.against)
    next(columns).latex(likelihood, help=say("inside", f"symbols.likelihood_{key}"))
    if mean:
        # Words of a visitor's text: st.text renders no markup.
        st.text("  ".join(told.inputs))
    rows = told.shown_outputs()
    n, names = len(rows), told.outputs()
    heads = [*(say("inside", f"terms.{key}", v=letters.plain) for key in HEADS[told.against]), ""]
    room = ROOM if told.against == "drawn" else FEW
    html_pieces.table(
        heads,
        [_row(told, names[place], place, times, step) for place, times in rows],
        highest=ROW_PX * (room + 1) if n > room else None,
    )
    if len(rows) < len(names) and told.against != "drawn":
        st.caption(say("inside", "terms.some", n=len(rows), V=f"{len(names):,}"))
    st.markdown(lesson(f"inside-scores-{told.against}"))


def _row(told: Example, word: str, place: int, times: int, step: OneStep) -> list[str]:
    """The cells of one output, the true word's first; one drawn often counts as often."""
    role = role_of(step, place)
    sign = say("inside", "terms.pull" if role == "target" else "terms.push")
    objective, error = step.before.objective, float(step.errors[place])
    numbers = {
        "score": step.scores,
        "sigma": step.chances,
        "P": step.chances,
        "loss": step.losses,
        "error": step.errors,
    }
    if isinstance(objective, Expected):
        numbers |= {"met": objective.met, "drawn": objective.drawn}
    cells = {key: short(float(some[place])) for key, some in numbers.items()}
    if times > 1:
        drawn = say("inside", "terms.twice" if times == 2 else "terms.often", n=times)
        sign = f"{sign}, {drawn}"
        cells |= {key: f"{times} × {cells[key]}" for key in ("loss", "error")}
    width = min(6.5 * times * abs(error), 6.5)
    return [
        f"<span style='color:{ROLES[role]}'>■</span> {tagless(word)} <small>{sign}</small>",
        *(cells[key] for key in HEADS[told.against][1:]),
        f"<span class='bar' style='width:{width:.2f}rem;background:{ROLES[role]}'></span>",
    ]


def role_of(step: OneStep, place: int) -> str:
    """Whether an output pulls, as the true word does, or pushes, as negatives do."""
    return "target" if step.errors[place] > 0 or place == step.before.target else "negative"


def rows(told: Example, step: OneStep) -> None:
    """Draw the view of rows before the step, what is added, and after it."""
    _formulas(told, step)
    notes = []
    if told.mean and len(told.inputs) > 1:
        notes.append(say("inside", f"rows.undivided_{told.mean}", n=len(told.inputs)))
    if step.finite:
        notes += _strips(told, step, FEW if told.against != "drawn" else SHARED if notes else SHOWN)
    if notes:
        st.caption(" ".join(notes))


def chart(
    words: Sequence[str], roles: Sequence[str], before: Float64, after: Float64, name: str
) -> None:
    """Draw rows (n, d) before a step, its change, and after; roles as in `charts.one_step`."""
    titles = [say("inside", f"rows.{key}") for key in ("before", "change", "after")]
    figure = one_step.update(words, roles, before, after - before, after, titles)
    answers.chart(figure, alt=say("inside", "rows.alt"), key=f"inside.chart.{name}")


def _formulas(told: Example, step: OneStep) -> None:
    letters, help_ = told.letters, say("inside", "symbols.descent")
    columns = iter(st.columns(3 if told.mean else 2, vertical_alignment="center"))
    moved = step_formulas.descent(letters.row, step.rate, by=letters.h)
    next(columns).latex(moved, help=help_)
    if told.mean:
        share = step_formulas.share(letters, len(told.inputs))
        next(columns).latex(share, help=say("inside", "symbols.share"))
    next(columns).latex(step_formulas.descent(letters.true, step.rate), help=help_)


def _strips(told: Example, step: OneStep, most: int) -> list[str]:
    """Draw some rows; says which are left out."""
    inputs, outputs = grouped(step.before.inputs), told.shown_outputs()
    some_in = inputs[: most // 3]
    some_out = outputs[: most - len(some_in)]
    sides = (told.inputs, some_in), (told.outputs(), some_out)
    words = [named(names[place], times) for names, some in sides for place, times in some]
    roles = ["input"] * len(some_in) + [role_of(step, place) for place, _ in some_out]
    v, u = ([place for place, _ in some] for _, some in sides)
    before, after = (np.vstack([parts.v[v], parts.u[u]]) for parts in (step.before, step.after))
    chart(words, roles, before, after, "update")
    all_U = len(outputs) if told.against == "drawn" else len(step.before.outputs)
    if len(words) == len(inputs) + all_U:
        return []
    facts = {"E": len(some_in), "U": len(some_out)}
    return [say("inside", "rows.some", **facts, all_E=len(inputs), all_U=f"{all_U:,}")]


def named(word: str, times: int) -> str:
    """Write a word, and how often it comes, from twice on."""
    return word if times == 1 else f"{word} ×{times}"
