"""What η does to a step: the loss after it over η, with an example that overshoots."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from embviz.charts import arrows
from embviz.one_step.cell import Cell
from embviz.one_step.step import OneStep, losses_at, take
from embviz.ui.ask import answers
from embviz.ui.pages.inside import overshooting
from embviz.ui.pages.inside.example import Example
from embviz.ui.state.remembered import remember
from embviz.ui.state.tab import current_tab
from embviz.ui.texts import lesson, say
from embviz.ui.widgets.number_format import short

RATES = np.logspace(-3, 3, 49).tolist()
HEIGHT = 255
GROWN_AT = 10.0  # η at which is told how much longer h becomes


def of_pair(told: Example, step: OneStep) -> None:
    """Draw the view of a pair; at first one that overshoots, if nobody has chosen any yet."""
    losses = losses_at(step.before, RATES)
    if overshoots(losses, step.loss):
        draw(losses, step.rate, step.loss)
        return
    if told.choice.automatic and not told.choice.steps:
        _bring(told)
    draw(losses, step.rate, step.loss)
    st.markdown(" ".join([say("inside", "rate.falls"), *_grows(step)]))
    wording = say("inside", "rate.other")
    st.button(wording, key="inside.overshoot", on_click=_look, args=(told,))
    if told.choice.searched:
        st.caption(say("inside", "rate.none"))


def of_cell(told: Example, now: Cell, rate: float) -> None:
    """Draw the view of a cell."""
    losses = [now.after(each).loss for each in RATES]
    draw(losses, rate, now.loss)
    if not overshoots(losses, now.loss):
        st.markdown(say("inside", "rate.falls_cell"))


def overshoots(losses: Sequence[float], before: float) -> bool:
    """Whether the loss is higher after a step than before it, at some rate."""
    return any(not loss <= before for loss in losses)


def draw(losses: Sequence[float], rate: float, before: float) -> None:
    """Draw the curve; where it overshoots, say from where on."""
    labels = [say("inside", f"rate.{key}") for key in ("eta", "loss", "level")]
    figure = arrows.loss_over_rate(RATES, losses, rate, before, labels, HEIGHT)
    answers.chart(figure, alt=say("inside", "rate.alt"), key="inside.chart.rate")
    st.markdown(lesson("inside-rate"))
    if overshoots(losses, before):
        first = next(i for i, loss in enumerate(losses) if not loss <= before)
        # The last rate before the loss begins to rise towards overshooting.
        best = max(int(np.argmin([before, *losses[:first]])) - 1, 0)
        facts = {"best": _written(RATES[best]), "from_": _written(RATES[first])}
        st.markdown(say("inside", "rate.overshoots", **facts))


def _written(rate: float) -> str:
    """Write a rate with two digits, and never with a power."""
    return f"{float(f'{rate:.2g}'):g}"


def _grows(step: OneStep) -> list[str]:
    after = take(step.before, GROWN_AT).after.h
    times = float(np.linalg.norm(after)) / max(float(np.linalg.norm(step.before.h)), 1e-30)
    facts = {"at": f"{GROWN_AT:g}", "times": short(times, 0)}
    return [say("inside", "rate.grows", **facts)] if times > 2 else []


def _look(told: Example) -> None:
    """Turn to any pair that overshoots."""
    _find(told, far=True)


def _bring(told: Example) -> None:
    """Turn to a pair that overshoots, if there is one near the word that the visitor looks at."""
    if _find(told, far=told.choice.followed in ("", current_tab().proposed)):
        st.rerun()


def _find(told: Example, far: bool) -> bool:
    here, choice = told.moment, told.choice
    question = ("overshooting", here.source.key, here.frame, choice.centre, choice.draws, far)
    found = remember(question, lambda: overshooting.find(told, RATES, far))
    choice.automatic, choice.searched = False, far and found is None
    if found is not None:
        choice.settle(*found)
    return found is not None
