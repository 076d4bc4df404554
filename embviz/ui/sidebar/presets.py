"""Settings with a purpose: what suits a text, a quick look, and what else a model carries."""

import math
from collections.abc import Mapping

import streamlit as st

from embviz.jobs import train_and_draw
from embviz.models import MODELS
from embviz.training.model import LONG
from embviz.training.run import Run
from embviz.ui.state import settings_form
from embviz.ui.state.settings_form import Chosen
from embviz.ui.texts import say

QUICK_S = 10.0  # seconds that a quick look may take, drawing included
_KEY, _VALUES = "preset", "embviz_preset_values"
Settings = Mapping[str, float]


def chooser(model: str, text: Chosen) -> None:
    """Draw the choice of a preset; it shows one as long as the settings are its own."""
    state = st.session_state
    chosen = state.get(_KEY)
    if chosen is not None and state.get(_VALUES) != (model, settings_form.settings(model)):
        # A setting was changed by hand, or another text chosen.
        state[_KEY] = None
    own = [name for name in MODELS[model].presets if not name.endswith("_long")]
    st.selectbox(
        say("train", "preset.label"),
        ["suited", "quick", *own],
        index=None,
        key=_KEY,
        format_func=lambda name: say("train", f"preset.{name}"),
        placeholder=say("train", "preset.placeholder"),
        label_visibility="collapsed",
        help=say("train", "preset.help"),
        on_change=lambda: _apply(model, text),
    )


def _apply(model: str, text: Chosen) -> None:
    name = st.session_state[_KEY]
    if name is None:
        return
    settings = {**settings_form.defaults(model), **_preset(name, model, text)}
    settings_form.set_settings(model, settings)
    st.session_state[_VALUES] = model, settings_form.settings(model)


def _preset(name: str, model: str, text: Chosen) -> Settings:
    suited = settings_form.suited(model, text.source.sample, text.corpus)
    if name == "suited":
        return suited
    if name == "quick":
        return _quick(model, text, suited)
    own = MODELS[model].presets
    long = text.corpus.reading.kept_tokens >= LONG
    return {**suited, **own[name], **(own.get(f"{name}_long", {}) if long else {})}


def _quick(model: str, text: Chosen, suited: Settings) -> Settings:
    """As many epochs as ten seconds allow, and where one takes longer, fewer dimensions."""
    usual = settings_form.defaults(model)
    for dimension in (float(suited.get("dimension", usual["dimension"])), 20.0, 10.0):
        settings = {**suited, "dimension": dimension}
        epochs = _affordable(model, text, settings)
        if epochs >= 1:
            break
    return {**settings, "epochs": max(1, min(epochs, int(suited["epochs"])))}


def _affordable(model: str, text: Chosen, settings: Settings) -> int:
    one, two = (_seconds(model, text, {**settings, "epochs": epochs}) for epochs in (1, 2))
    return math.floor((QUICK_S - one) / max(two - one, 1e-6)) + 1 if one <= QUICK_S else 0


def _seconds(model: str, text: Chosen, settings: Settings) -> float:
    exact = MODELS[model](**settings_form.exact(model, settings))
    return train_and_draw.estimate_s(Run(exact, text.corpus, words=settings_form.shown()))
