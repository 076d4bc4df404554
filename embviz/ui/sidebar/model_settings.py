"""The inputs of a model's settings, as its fields describe them, and what a run will cost."""

import math
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from embviz.jobs import train_and_draw
from embviz.models import MODELS
from embviz.training.run import Run, estimate
from embviz.ui.state import settings_form
from embviz.ui.texts import say, table
from embviz.ui.widgets import lesson
from embviz.ui.widgets.escaping import plain

PRESENT = ("dimension", "window", "negatives", "epochs")
"""Settings that stand in the sidebar at once; the others are one click away."""

SEED_HIGH = 2**31 - 1


class Values:
    """The settings of a model as they stand in the form.

    Args:
        model: Its name.
        cost: Where it is said what a run will cost.
    """

    def __init__(self, model: str, cost: DeltaGenerator) -> None:
        self._model, self.cost = model, cost

    def all(self) -> dict[str, Any]:
        """Give every setting by name, drawn or not."""
        state = st.session_state
        return {
            name: type(default)(state.get(settings_form.setting_key(self._model, name), default))
            for name, default in settings_form.defaults(self._model).items()
        }

    def draw_rest(self) -> None:
        """Draw the settings that are not always in sight, and the seed."""
        _draw_some(self._model, rest=True)
        st.session_state.setdefault("seed", 0)
        st.number_input(
            say("settings", "seed.label"),
            0,
            SEED_HIGH,
            key="seed",
            help=say("settings", "seed.help"),
            persist_state="session",
        )


def draw(model: str, beside: Callable[[], None]) -> Values:
    """Draw the choice of a model and those of its settings that are always in sight.

    Args:
        model: Its name.
        beside: Draws what stands at the right of it.
    """
    left, right = st.columns(2, vertical_alignment="bottom")
    st.session_state.setdefault("model", model)
    left.selectbox(
        say("settings", "model.label"),
        list(MODELS),
        key="model",
        format_func=lambda name: say("settings", f"{name}.name"),
        help=say("settings", f"{model}.help"),
        label_visibility="collapsed",
        persist_state="session",
    )
    with right:
        beside()
    _draw_some(model, rest=False)
    cost, right = st.columns([6, 1], vertical_alignment="center")
    with right:
        lesson.offer(model)
    return Values(model, cost)


def _draw_some(model: str, rest: bool) -> None:
    """Draw inputs, two abreast."""
    some = [each for each in fields(MODELS[model]) if (each.name not in PRESENT) == rest]
    for i in range(0, len(some), 2):
        for each, column in zip(some[i : i + 2], st.columns(2), strict=False):
            with column:
                _setting(model, each)


def _setting(model: str, each: Any) -> None:
    """Draw one setting as its field describes it."""
    kind: Callable[[float], float] = each.type
    low, high, step = (each.metadata[key] for key in ("low", "high", "step"))
    key = settings_form.setting_key(model, each.name)
    st.session_state.setdefault(key, kind(each.default))
    whole = each.type is int
    st.number_input(
        say("settings", f"{model}.{each.name}.label"),
        kind(low),
        kind(high),
        key=key,
        step=kind(step or _step(each.default, high)),
        format="%d" if whole else "%g",
        help=say("settings", f"{model}.{each.name}.help"),
        persist_state="session",
    )


def _step(default: float, high: float) -> float:
    """Give a step of the size of the last digit that matters."""
    return float(10.0 ** math.floor(math.log10(default or high / 10)))


def named(key: str) -> str:
    """Name a setting in the reader's words, where it is one."""
    for model in MODELS:
        for entry in (f"{model}.{key}", key):
            label = _label(entry)
            if label:
                return label
    return plain(key)


def _label(entry: str) -> str:
    found: Any = table("settings")
    for part in entry.split("."):
        found = found.get(part, {}) if isinstance(found, dict) else {}
    return str(found.get("label", "")) if isinstance(found, dict) else ""


def tell_cost(run: Run) -> None:
    """Say how long a run will take, and how much memory."""
    cost = estimate(run)
    seconds = max(1, round(train_and_draw.estimate_s(run)))
    megabytes = max(1, round((cost.film_bytes + 2 * cost.weights_bytes) / 2**20))
    unit = "cost_minutes" if seconds >= 120 else "cost"
    st.caption(say("train", unit, seconds=seconds, minutes=round(seconds / 60), mb=megabytes))
