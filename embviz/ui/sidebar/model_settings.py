"""The inputs of a model's settings, as its fields describe them, and what a run will cost."""

import math
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from embviz.models import MODELS
from embviz.models.shared.sentence_pieces import cut_sentences
from embviz.training.run import MOST_PATIENCE, Run, estimate
from embviz.ui.sidebar import presets
from embviz.ui.sidebar.inputs import number, ranged
from embviz.ui.state import server, settings_form
from embviz.ui.state.settings_form import Chosen
from embviz.ui.texts import model_lesson, say, table
from embviz.ui.widgets.escaping import plain

# Settings that stand in the sidebar at once; the others are one click away.
PRESENT = ("dimension", "window", "negatives", "layers", "filters", "memory", "epochs")
SEED_HIGH = 2**31 - 1


def draw(model: str, text: Chosen, decided: Mapping[str, int]) -> DeltaGenerator:
    """Draw a model's choice and first settings; gives the place for what a run will cost.

    What is decided elsewhere, by its name, is shown and cannot be changed.
    """
    left, right = st.columns(2, vertical_alignment="bottom")
    st.session_state.setdefault("model", model)
    left.selectbox(
        say("settings", "model.label"),
        settings_form.models(text.corpus),
        key="model",
        format_func=lambda name: say("settings", f"{name}.name"),
        help=say("settings", f"{model}.help"),
        label_visibility="collapsed",
        persist_state="session",
    )
    with right:
        presets.chooser(model, text)
    _draw_some(model, rest=False, decided=decided)
    cost, right = st.columns(2, vertical_alignment="center")
    tip = say("train", "lesson", model=say("settings", f"{model}.name"))
    if right.button(
        say("train", "how"),
        key="lesson",
        icon=":material/school:",
        type="tertiary",
        help=tip,
        width="stretch",
    ):
        heading, lesson = model_lesson(model).split("\n", 1)
        title = heading.removeprefix("# ")
        st.dialog(title, width="medium")(lambda: st.markdown(lesson))()
    return cost


def draw_rest(model: str) -> None:
    """Draw the settings that are not always in sight, and those of every run."""
    _draw_some(model, rest=True, decided={})
    left, right = st.columns(2)
    number(left, "settings", "seed.label", 0, SEED_HIGH, "seed")
    if not settings_form.stops_by_itself(model):
        number(right, "settings", "stopping.label", 0, MOST_PATIENCE, "patience")


def _draw_some(model: str, rest: bool, decided: Mapping[str, int]) -> None:
    some = [each for each in fields(MODELS[model]) if (each.name not in PRESENT) == rest]
    for i in range(0, len(some), 2):
        for each, column in zip(some[i : i + 2], st.columns(2), strict=False):
            with column:
                if each.name in decided:
                    _decided(model, each.name, decided[each.name])
                else:
                    _setting(model, each)


def _setting(model: str, each: Any) -> None:
    kind: Callable[[float], float] = each.type
    low, high, step = (each.metadata[key] for key in ("low", "high", "step"))
    key = settings_form.setting_key(model, each.name)
    st.session_state.setdefault(key, kind(each.default))
    ranged(
        st,
        say("settings", f"{model}.{each.name}.label"),
        kind(low),
        kind(high),
        key,
        step=kind(step or _step(each.default, high)),
        format="%d" if kind is int else "%g",
        help=say("settings", f"{model}.{each.name}.help"),
    )


def _decided(model: str, name: str, value: int) -> None:
    """Show a setting that the vectors decide at which E begins; what was typed is kept."""
    st.text_input(
        say("settings", f"{model}.{name}.label"),
        f"{value}",
        key=f"{settings_form.setting_key(model, name)}.decided.{value}",
        disabled=True,
        help=say("use", "found.decided"),
    )


def _step(default: float, high: float) -> float:
    """Give a step of the size of the last digit that matters."""
    return float(10.0 ** math.floor(math.log10(default or high / 10)))


def named(key: str) -> str:
    """Name a setting in the reader's words, where it is one."""
    words = table("settings")
    for known in (*(words[model] for model in MODELS), words, table("use")):
        entry = known.get(key)
        if isinstance(entry, dict) and "label" in entry:
            return str(entry["label"])
    return plain(key)


def tell_cost(run: Run) -> None:
    """Say how long a run will take, and how much memory."""
    cost = estimate(run)
    live = server.usual(run.plan.words, run.model.dimension)
    seconds = max(1, round(server.estimate_s(run, live)))
    megabytes = max(1, round((cost.film_bytes + 2 * cost.weights_bytes) / 2**20))
    unit = "cost_minutes" if seconds >= 120 else "cost"
    st.caption(say("train", unit, seconds=seconds, minutes=round(seconds / 60), mb=megabytes))
    context = getattr(run.model, "context", None)
    cut = 0 if context is None else cut_sentences(np.diff(run.corpus.starts), context)
    if cut:
        all_ = len(run.corpus.starts) - 1
        st.caption(say("train", "cut", cut=f"{cut:,}", all=f"{all_:,}", context=context))
