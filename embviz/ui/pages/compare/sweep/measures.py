"""The measures of a sweep: which there are, what they are called, how they are written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from embviz import measures
from embviz.jobs.sweeps import WORDS
from embviz.measures.agreement import by_chance
from embviz.measures.comparable import LEARNING
from embviz.ui.state.measured import Measured
from embviz.ui.state.remembered import remember
from embviz.ui.texts import say
from embviz.ui.widgets.number_format import bytes_, seconds, short

PIP_CURVE = "pip_curve"
"""Bias and variance, which only dimensions have."""

_KEY = "compare.measure"


@dataclass(frozen=True)
class Measure:
    """How a column of a table is drawn.

    Attributes:
        write: How one of its numbers is written.
        span: What its axis shows at least.
    """

    write: Callable[[float], str]
    span: tuple[float, float] | None = None


def _percent(x: float) -> str:
    return f"{x:.1%}"


MEASURES: Mapping[str, Measure] = {
    "loss": Measure(short),
    "planted": Measure(short, (0.0, 1.0)),
    "analogies": Measure(short, (0.0, 1.0)),
    "rated": Measure(short, (0.0, 1.0)),
    "agreement": Measure(short, (0.0, 1.0)),
    PIP_CURVE: Measure(_percent, (0.0, 0.1)),
    "pip_share": Measure(_percent, (0.0, 0.1)),
    "seconds": Measure(seconds, (0.0, 0.0)),
    "parameters": Measure(lambda x: f"{x:,.0f}", (0.0, 0.0)),
    "bytes": Measure(bytes_, (0.0, 0.0)),
}
"""All of them, in the order in which they are offered."""


def choose(measured: Measured) -> str:
    """Draw the control; give the measure."""
    offered = there(measured)
    if st.session_state.get(_KEY) not in offered:
        st.session_state[_KEY] = usual(measured)
    chosen = st.selectbox(
        say("compare", "settings.measure"),
        offered,
        key=_KEY,
        format_func=lambda name: label(measured, name),
        label_visibility="collapsed",
        persist_state="session",
    )
    return str(chosen)


def there(measured: Measured) -> list[str]:
    """Give the measures that a sweep has."""
    job = measured.job
    exam, seeds = job.exam, len(job.seeds) > 1
    asked = {
        "planted": bool(exam.groups),
        "analogies": bool(exam.analogies),
        "rated": bool(exam.ratings),
        "agreement": seeds,
        PIP_CURVE: seeds and "dimension" in job.settings and "min_count" not in job.settings,
        "pip_share": seeds,
    }
    return [name for name in MEASURES if asked.get(name, True)]


def usual(measured: Measured) -> str:
    """Give the measure that says most: the loss, where losses can be compared."""
    offered = there(measured)
    if LEARNING.issuperset(measured.job.settings):
        return "loss"
    return next(name for name in ("planted", "rated", "agreement", "loss") if name in offered)


def label(measured: Measured, name: str) -> str:
    """Give what the page calls a measure of a sweep."""
    key = "loss_training" if name == "loss" and measured.job.loss_on == "training" else name
    return say("compare", f"settings.measures.{key}")


def chance(measured: Measured, name: str) -> float | None:
    """Give what a measure comes to by chance, where that is known of all runs."""
    job = measured.job
    words = job.places[0].corpus.words
    if any(len(place.corpus.words) != len(words) for place in job.places):
        return None
    if name == "agreement":
        return by_chance(min(len(words), WORDS))
    if name == "planted":
        groups = job.exam.groups
        question = "chance", job.hash
        return remember(question, lambda: measures.chance_precision(words, groups))
    return 0.0 if name == "rated" else None
