"""A step in a plane: its pulls and pushes as arrows, on copies of the rows."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from embviz.charts import arrows
from embviz.charts.arrows import NAMED, SIDES, Arrow, Point
from embviz.charts.one_step import ROLES
from embviz.one_step.plane import Plane, plane_of
from embviz.one_step.step import OneStep
from embviz.types import Float64
from embviz.ui.ask import answers
from embviz.ui.pages.inside import html_pieces, step_formulas
from embviz.ui.pages.inside.example import Example
from embviz.ui.pages.inside.step_numbers import named, role_of
from embviz.ui.texts import lesson, say

HEIGHT = 250
FEW = 4  # words that are named where all take part: they are much alike
FARTHEST = 1.5  # so many times as far as the farthest arrow the new place is drawn


def pulling(told: Example, step: OneStep) -> None:
    """Draw the view of how the true word pulls, and how negatives push."""
    _formulas(told, step)
    left, right = st.columns([6, 4], gap="medium")
    most = NAMED if told.against == "drawn" else FEW
    some = told.shown_outputs()[: 1 + most]
    rows = np.vstack([step.before.h, step.before.u[[place for place, _ in some]]])
    plane = plane_of(rows)
    with left:
        drawn = _arrows(told, step, plane, some)
        new = _new(step, plane, drawn)
        figure = arrows.arrows(drawn, HEIGHT - html_pieces.noted_px(told.against), new)
        answers.chart(figure, alt=say("inside", "pulling.alt"), key="inside.chart.arrows")
        entries = html_pieces.STEP if new is None else (*html_pieces.STEP, html_pieces.NEW)
        html_pieces.key(entries, told.letters.plain, told.against)
    with right:
        st.markdown(lesson(f"inside-pulling-{told.against}", v=told.letters.plain))
        notes = [say("inside", "pulling.plane", share=f"{plane.share:.0%}")]
        words = len(told.shown_outputs() if told.against == "drawn" else told.outputs()) - 1
        if words > most:
            key = "some" if told.against == "drawn" else "some_of_all"
            notes.append(say("inside", f"pulling.{key}", n=most, K=f"{words:,}"))
        if any(times > 1 for _, times in some):
            notes.append(say("inside", "pulling.times"))
        st.caption(" ".join(notes))


def _formulas(told: Example, step: OneStep) -> None:
    """Write how the true word pulls, and how the others push."""
    shares = {"drawn": [12, 13], "softmax": [1], "expected": [4, 9]}[told.against]
    formulas = {"pull": step_formulas.pull, "push": step_formulas.push}
    for column, (key, formula) in zip(st.columns(shares), formulas.items(), strict=False):
        help_ = say("inside", f"symbols.{key}_{told.against}")
        column.latex(formula(step, told.letters, told.against), help=help_)


def _arrows(
    told: Example, step: OneStep, plane: Plane, outputs: Sequence[tuple[int, int]]
) -> list[Arrow]:
    """The rows as arrows from the origin, and at the tip of h what each output adds."""
    origin, h, names = (0.0, 0.0), step.before.h, told.outputs()
    tip = _point(plane, h)
    rows, added = [], []
    for number, (place, times) in enumerate(outputs):
        side = SIDES[max(number - 1, 0) % len(SIDES)]
        colour = ROLES[role_of(step, place)]
        name, row = named(names[place], times), _point(plane, step.before.u[place])
        rows.append(Arrow(origin, row, name, colour, "dot", side))
        added.append(Arrow(tip, _point(plane, h + times * step.pulls[place]), "", colour))
    total = say("inside", "pulling.total")
    moved = Arrow(tip, _point(plane, h + step.dh), total, html_pieces.SUM)
    return [*rows, Arrow(origin, tip, told.h_name, ROLES["input"]), *added, moved]


def _new(step: OneStep, plane: Plane, drawn: Sequence[Arrow]) -> Point | None:
    """Where h stands after the step; None where that would make all else too small to see."""
    if not step.finite:
        return None
    reach = max(abs(x) for arrow in drawn for x in arrow.end)
    new = _point(plane, step.after.h)
    return new if max(map(abs, new)) <= FARTHEST * reach else None


def _point(plane: Plane, row: Float64) -> Point:
    x, y = plane.places(row[None])[0]
    return float(x), float(y)
