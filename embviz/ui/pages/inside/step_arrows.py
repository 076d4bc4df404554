"""A step in a plane: its pulls and pushes as arrows, what η does to it, a hundred in slow motion.

All of it on copies of the rows.
"""

import itertools
from collections.abc import Sequence

import numpy as np
import streamlit as st

from embviz.charts import arrows
from embviz.charts.arrows import NAMED, SIDES, Arrow, Controls, Point
from embviz.charts.one_step import ROLES
from embviz.one_step.plane import Plane, plane_of
from embviz.one_step.step import OneStep, losses_at, schedule, take
from embviz.types import Float64
from embviz.ui.ask import answers
from embviz.ui.pages.inside import formulas, html_pieces
from embviz.ui.pages.inside.example import Example
from embviz.ui.pages.inside.step_numbers import named
from embviz.ui.texts import lesson, say

HEIGHT = 250
FARTHEST = 1.5  # so many times as far as the farthest arrow the new place is drawn
RATES = np.logspace(-3, 3, 49)
STEPS = 100
CURVE_PX, FILM_PX = 300, 325


def pulling(told: Example, step: OneStep) -> None:
    """Draw the view of how the true word pulls, and how negatives push."""
    left, right = st.columns(2)
    left.latex(formulas.pull(step, told.letters), help=say("inside", "symbols.pull"))
    right.latex(formulas.push(step, told.letters), help=say("inside", "symbols.push"))
    left, right = st.columns([6, 4], gap="medium")
    some = told.shown_outputs()[: 1 + NAMED]
    rows = np.vstack([step.before.h, step.before.u[[place for place, _ in some]]])
    plane = plane_of(rows)
    with left:
        drawn = _arrows(told, step, plane, some)
        new = _new(step, plane, drawn)
        figure = arrows.arrows(drawn, HEIGHT, new)
        answers.chart(figure, alt=say("inside", "pulling.alt"), key="inside.chart.arrows")
        entries = html_pieces.STEP if new is None else (*html_pieces.STEP, html_pieces.NEW)
        html_pieces.key(entries, told.letters.plain)
    with right:
        st.markdown(lesson("inside-pulling", v=told.letters.plain))
        notes = [say("inside", "pulling.plane", share=f"{plane.share:.0%}")]
        words = len(told.shown_outputs()) - 1
        if words > NAMED:
            notes.append(say("inside", "pulling.some", n=NAMED, K=words))
        if any(times > 1 for _, times in some):
            notes.append(say("inside", "pulling.times"))
        st.caption(" ".join(notes))


def _arrows(
    told: Example, step: OneStep, plane: Plane, outputs: Sequence[tuple[int, int]]
) -> list[Arrow]:
    """The rows as arrows from the origin, and at the tip of h what each output adds."""
    origin, h, names = (0.0, 0.0), step.before.h, told.outputs()
    tip = _point(plane, h)
    rows, added = [], []
    for number, (place, times) in enumerate(outputs):
        side = SIDES[max(number - 1, 0) % len(SIDES)]
        colour = ROLES["negative" if place else "target"]
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


def rates(told: Example, step: OneStep) -> None:
    """Draw the view of what η does."""
    losses = losses_at(step.before, RATES.tolist())
    labels = [say("inside", f"rows.{key}") for key in ("rate", "loss", "level")]
    figure = arrows.loss_over_rate(RATES.tolist(), losses, step.rate, step.loss, labels, CURVE_PX)
    answers.chart(figure, alt=say("inside", "rows.curve_alt"), key="inside.chart.rate")
    st.markdown(lesson("inside-rate"))
    above = [i for i, loss in enumerate(losses) if not loss <= step.loss]
    if above:
        # The last rate before the loss begins to rise towards overshooting.
        best = int(np.argmin([step.loss, *losses[: above[0]]])) - 1
        facts = {"best": f"{RATES[max(best, 0)]:.2g}", "from_": f"{RATES[above[0]]:.2g}"}
        st.markdown(say("inside", "rows.overshoots", **facts))
    else:
        far = take(step.before, 10.0)
        times = np.linalg.norm(far.after.h) / max(float(np.linalg.norm(step.before.h)), 1e-30)
        grows = [say("inside", "rows.grows", times=f"{times:.0f}")] if times > 2 else []
        st.markdown(" ".join([say("inside", "rows.falls"), *grows, say("inside", "rows.try")]))


def slow_motion(told: Example, step: OneStep) -> None:
    """Draw the view of the same step again and again, as far as its numbers are finite."""
    repeated = itertools.islice(schedule(step.before, step.rate), STEPS)
    steps = list(itertools.takewhile(lambda each: each.finite, repeated))
    if not steps:
        st.error(say("inside", "step.overflow"))
        return
    moments = [step.before, *(each.after for each in steps)]
    places = [place for place, _ in told.shown_outputs()[: 1 + NAMED]]
    rows = [np.vstack([parts.h, parts.u[places]]) for parts in moments]  # each (2 + K, d)
    plane = plane_of(np.vstack([rows[0], rows[-1]]))
    figure = arrows.slow_motion(
        np.array([plane.places(each) for each in rows]),
        [told.h_name, *(told.outputs()[place] for place in places)],
        [step.loss, *(each.loss_after for each in steps)],
        Controls(*(say("inside", f"repeated.{key}") for key in ("play", "pause", "step", "loss"))),
        FILM_PX,
    )
    answers.chart(figure, alt=say("inside", "repeated.alt"), key="inside.chart.motion")
    html_pieces.key(html_pieces.MOTION, told.letters.plain)
    if len(steps) < STEPS:
        st.error(say("inside", "repeated.overflow", n=len(steps)))
    st.markdown(lesson("inside-repeated", steps=STEPS))
