"""The sidebar of the Train page: a text, the settings of a model, and the buttons."""

import math
from dataclasses import fields
from typing import Any

import streamlit as st

from embviz import filming, samples
from embviz.errors import SettingError
from embviz.models import MODELS
from embviz.training import Run, estimate
from embviz.ui import direction, text_input
from embviz.ui import session as sessions
from embviz.ui.session import Intent, Session
from embviz.ui.text_input import Chosen
from embviz.ui.texts import say

PRESENT = ("dimension", "window", "negatives", "epochs")
"""Settings that stand in the sidebar at once; the others are one click away."""

SEED_HIGH = 2**31 - 1
PASSES = 280_000
"""Tokens that a run should see at least: shorter texts are read more often …"""

MOST_EPOCHS = 200
"""… but not more often than this."""

SHORT = 5000
"""Tokens below which every word is frequent, so that subsampling would drop nearly all."""

_SUGGESTED, _SUGGESTED_FOR = "embviz_suggested", "embviz_suggested_for"
_RUN = "embviz_run"


def sidebar() -> None:
    """Draw the sidebar, and carry out what its buttons asked for."""
    session = sessions.current()
    with st.sidebar:
        # The buttons stand above the settings, which they have to know, too: always in reach.
        chooser, buttons, told, settings = (st.container() for _ in range(4))
        with chooser:
            choice = text_input.choose(told)
        run = None
        if choice.text is not None:
            with settings:
                run = _run(choice.text)
        if not choice.usable:
            run = None
        direction.carry_out(session, run, choice.text)
        with buttons:
            _buttons(session, run)


def _run(text: Chosen) -> Run | None:
    name = next(iter(MODELS))
    _suggest(name, text)
    st.markdown(say("settings", f"{name}.heading"), help=say("settings", f"{name}.help"))
    settings, cost = _settings(name), st.container()
    with st.expander(say("train", "more")):
        more = _settings(name, rest=True)
        seed = st.number_input(
            say("settings", "seed.label"),
            0,
            SEED_HIGH,
            0,
            key="seed",
            help=say("settings", "seed.help"),
        )
        text_input.reading_settings()
    try:
        run = _same_run(Run(MODELS[name](**settings, **more), text.corpus, seed=int(seed)))
    except SettingError as error:
        st.error(say("errors", error.reason, **error.facts))
        return None
    with cost:
        _cost(run)
    return run


def _same_run(run: Run) -> Run:
    """Give the run of the rerun before if it is equal: it has been prepared already."""
    kept: Run | None = st.session_state.get(_RUN)
    if kept is None or kept.hash != run.hash:
        st.session_state[_RUN] = kept = run
    return kept


def _settings(name: str, rest: bool = False) -> dict[str, Any]:
    """Draw the inputs of a model's settings, two abreast, and give their values."""
    shown = [each for each in fields(MODELS[name]) if (each.name not in PRESENT) == rest]
    values: dict[str, Any] = {}
    for i in range(0, len(shown), 2):
        for each, column in zip(shown[i : i + 2], st.columns(2), strict=False):
            with column:
                values[each.name] = _setting(name, each)
    return values


def _setting(name: str, each: Any) -> float:
    """Draw one setting as its field describes it."""
    whole = each.type is int
    low, high, step = (each.metadata[key] for key in ("low", "high", "step"))
    kind = int if whole else float
    key = f"{name}.{each.name}"
    st.session_state.setdefault(key, kind(each.default))
    value = st.number_input(
        say("settings", f"{name}.{each.name}.label"),
        kind(low),
        kind(high),
        key=key,
        step=kind(step) if step else (1 if whole else 10.0 ** math.floor(math.log10(each.default))),
        format="%d" if whole else "%g",
        help=say("settings", f"{name}.{each.name}.help"),
        persist_state="session",
    )
    return kind(value)


def _suggest(name: str, text: Chosen) -> None:
    """When another text is chosen, propose what suits it; settings that it leaves open stay."""
    if st.session_state.get(_SUGGESTED_FOR) == text.source.name:
        return
    st.session_state[_SUGGESTED_FOR] = text.source.name
    defaults: dict[str, Any] = {each.name: each.default for each in fields(MODELS[name])}
    wanted = _suited(defaults["epochs"], text)
    before = st.session_state.get(_SUGGESTED, {})
    for setting in before.keys() - wanted.keys():
        st.session_state[f"{name}.{setting}"] = defaults[setting]
    for setting, value in wanted.items():
        st.session_state[f"{name}.{setting}"] = type(defaults[setting])(value)
    st.session_state[_SUGGESTED] = wanted


def _suited(epochs: int, text: Chosen) -> dict[str, float]:
    """Give the settings that suit a text."""
    if text.source.sample is not None:
        return {"epochs": epochs, **samples.SAMPLES[text.source.sample].settings}
    tokens = text.corpus.reading.kept_tokens
    wanted: dict[str, float] = {"epochs": min(max(epochs, math.ceil(PASSES / tokens)), MOST_EPOCHS)}
    if tokens < SHORT:
        wanted["subsampling"] = 0.0
    return wanted


def _cost(run: Run) -> None:
    cost = estimate(run)
    seconds = max(1, round(filming.estimate_s(run)))
    megabytes = max(1, round((cost.film_bytes + 2 * cost.weights_bytes) / 2**20))
    unit = "cost_minutes" if seconds >= 120 else "cost"
    st.caption(say("train", unit, seconds=seconds, minutes=round(seconds / 60), mb=megabytes))


def _buttons(session: Session, run: Run | None) -> None:
    """Draw the four buttons; each leaves its intent for the next rerun to carry out."""
    take = session.take
    # A step is over at once: buttons that changed for it would slip from under the pointer.
    running = take is not None and take.work.status == "running" and not take.work.stepping
    untouched = take is None or take.untouched
    other = take is None or run is None or take.run.hash != run.hash
    left, right = st.columns(2)
    _button(left, "train", disabled=run is None or (running and not other), primary=True)
    _button(right, "pause", disabled=untouched)
    _button(left, "step", disabled=run is None or running)
    _button(right, "reset", disabled=run is None or untouched)
    if run is not None and other and not untouched:
        st.caption(say("train", "earlier"))


def _button(column: Any, intent: Intent, *, disabled: bool, primary: bool = False) -> None:
    # Without a tooltip: it would lie over the button above.
    column.button(
        say("train", intent),
        key=intent,
        type="primary" if primary else "secondary",
        disabled=disabled,
        width="stretch",
        on_click=_intend,
        args=(intent,),
    )


def _intend(intent: Intent) -> None:
    sessions.current().intent = intent
