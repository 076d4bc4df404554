"""Settings with a purpose: a quick look, good vectors, the textbook's way."""

import math
from collections.abc import Callable, Mapping

import streamlit as st

from embviz.jobs import train_and_draw
from embviz.models import MODELS
from embviz.training.run import Run
from embviz.ui.state import settings_form
from embviz.ui.state.settings_form import Chosen
from embviz.ui.texts import say

QUICK_S = 10.0
"""Seconds that a quick look may take, drawing included."""

LONG = 100_000
"""Tokens from which on common words can be spared."""

_KEY, _VALUES = "preset", "embviz_preset_values"

Settings = Mapping[str, float]


def _suited(model: str, text: Chosen) -> Settings:
    return settings_form.suited(model, text.source.sample, text.corpus)


def _quick(model: str, text: Chosen) -> Settings:
    """As many epochs as ten seconds allow, and where one takes longer, fewer dimensions."""
    suited = _suited(model, text)
    usual = settings_form.defaults(model)
    for dimension in (float(suited.get("dimension", usual["dimension"])), 20.0, 10.0):
        settings = {**suited, "dimension": dimension}
        epochs = _affordable(model, text, settings)
        if epochs >= 1:
            break
    return {**settings, "epochs": max(1, min(epochs, int(suited["epochs"])))}


def _affordable(model: str, text: Chosen, settings: Settings) -> int:
    one = _seconds(model, text, {**settings, "epochs": 1})
    two = _seconds(model, text, {**settings, "epochs": 2})
    return math.floor((QUICK_S - one) / max(two - one, 1e-6)) + 1 if one <= QUICK_S else 0


def _seconds(model: str, text: Chosen, settings: Settings) -> float:
    exact = MODELS[model](**settings_form.exact(model, settings))
    return train_and_draw.estimate_s(Run(exact, text.corpus, words=settings_form.shown()))


def _best(model: str, text: Chosen) -> Settings:
    """More dimensions, and of long texts fewer of the common words.

    Measured: with d = 100, `kingdom` gives .94 instead of .93 (three seeds, mean of planted
    precision and analogies; more epochs make it worse), and the King James Bible a rank correlation
    with WordSim-353 of .38 instead of .32, with the stronger subsampling .44.
    """
    long = text.corpus.reading.kept_tokens >= LONG
    return {**_suited(model, text), "dimension": 100, **({"subsampling": 1e-4} if long else {})}


def _textbook(model: str, text: Chosen) -> Settings:
    """E and U from N(0, .01), every word, one learning rate from start to end."""
    return {
        **_suited(model, text),
        "learning_rate": 0.025,
        "final_rate": 1.0,
        "subsampling": 0.0,
        "spread_E": 0.1,
        "spread_U": 0.1,
    }


PRESETS: dict[str, Callable[[str, Chosen], Settings]] = {
    "suited": _suited,
    "quick": _quick,
    "best": _best,
    "textbook": _textbook,
}


GENERAL = ("suited", "quick")
"""What can be offered for any model."""

OF = {"skipgram": tuple(PRESETS)}
"""What was measured, or stands in textbooks, for certain models."""


def chooser(model: str, text: Chosen) -> None:
    """Draw the choice of a preset; it shows one as long as the settings are its own."""
    state = st.session_state
    chosen = state.get(_KEY)
    if chosen is not None and state.get(_VALUES) != (model, settings_form.settings(model)):
        # A setting was changed by hand, or another text chosen.
        state[_KEY] = None
    st.selectbox(
        say("train", "preset.label"),
        [name for name in PRESETS if name in OF.get(model, GENERAL)],
        index=None,
        key=_KEY,
        format_func=lambda name: say("train", f"preset.{name}"),
        placeholder=say("train", "preset.placeholder"),
        label_visibility="collapsed",
        help=say("train", "preset.help"),
        on_change=_apply,
        args=(model, text),
    )


def _apply(model: str, text: Chosen) -> None:
    name = st.session_state[_KEY]
    if name is None:
        return
    preset = PRESETS[name](model, text)
    settings_form.set_settings(model, {**settings_form.defaults(model), **preset})
    st.session_state[_VALUES] = model, settings_form.settings(model)
