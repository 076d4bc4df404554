"""What is swept: one setting or two, with values that are typed, over seeds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import Field, fields, replace
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from embviz.errors import EmbvizError, SettingError
from embviz.jobs.sweeps import MOST_SEEDS, OF_THE_TEXT, SEEDS, Sweep
from embviz.measures import Exam
from embviz.text.labelled import Labelled
from embviz.training.run import Run
from embviz.ui.sidebar.inputs import is_outside, number
from embviz.ui.state.remembered import remember
from embviz.ui.texts import say
from embviz.ui.widgets import faults
from embviz.ui.widgets.escaping import plain
from embviz.util.typed_numbers import Scale

DIMENSIONS = (2, 5, 10, 25, 50, 100)
"""Proposed besides the dimension of the run on screen."""

NEAR = 1.25  # times the dimension of the run: what is nearer to it is not proposed besides

MOST_COUNT = 1000
NONE = ""
_SEEDS = "compare.seeds"

Ranges = tuple[tuple[str, tuple[float, ...]], ...]


def draw(run: Run, exam: Exam, more: DeltaGenerator) -> Sweep | None:
    """Draw the inputs, those of a second setting in a place for what is seldom wanted.

    Gives what they ask for, or None where it makes no sense, which is said.
    """
    names, model = swept(run), run.model.name
    first = _setting("setting", names, f"compare.setting.{model}")
    ranges = [_values(run, first[0], first[1])]
    others = [NONE, *(name for name in names if name != first[0])]
    with more:
        second = _setting("second", others, f"compare.second.{model}")
        if second[0] != NONE:
            ranges.append(_values(run, second[0], second[1]))
    st.session_state.setdefault(_SEEDS, SEEDS)
    place = first[2]
    seeds = number(place, "compare", "settings.seeds.label", 1, MOST_SEEDS, _SEEDS)
    given = tuple((name, values) for name, values in ranges if values)
    if len(given) < len(ranges) or is_outside(_SEEDS):
        return None
    try:
        question = "sweep", run.hash, given, int(seeds), exam.hash
        return remember(question, lambda: _sweep(run, given, int(seeds), exam))
    except EmbvizError as error:  # settings that do not fit one another, a text without words
        st.error(faults.worded(error))
    return None


def fill_in(job: Sweep) -> None:
    """Set the inputs to what a sweep is of, before they are drawn."""
    model, state = job.places[0].model.name, st.session_state
    state[f"compare.second.{model}"] = NONE
    for i, (key, setting) in enumerate(zip(("setting", "second"), job.settings, strict=False)):
        values = sorted({place.values[i] for place in job.places})
        state[f"compare.{key}.{model}"] = setting
        state[_values_key(model, setting)] = _listed(values)
    state[_SEEDS] = len(job.seeds)


def swept(run: Run) -> tuple[str, ...]:
    """Give the settings that can be swept, by name."""
    names = tuple(each.name for each in fields(run.model) if each.metadata)
    of_text = run.corpus.text and not isinstance(run.corpus, Labelled)
    return (*names, OF_THE_TEXT) if of_text else names


def label(model: str, setting: str) -> str:
    """Give what the page calls a setting of a model or of a text."""
    name = setting if setting == OF_THE_TEXT else f"{model}.{setting}"
    return say("settings", f"{name}.label")


def proposed(run: Run, setting: str) -> tuple[float, ...]:
    """Propose values of a setting: around that of the run, or of d a usual few, in its range."""
    now, scale = _now(run, setting), _scale(run, setting)
    around = scale.around(now)
    usual = [d for d in DIMENSIONS if setting == "dimension" and not now / NEAR < d < now * NEAR]
    values = _fitting(run, setting, sorted({*usual, now})) if usual else ()
    return values if len(values) > 1 else _fitting(run, setting, around)


def _fitting(run: Run, setting: str, values: Iterable[float]) -> tuple[float, ...]:
    return tuple(value for value in values if _fits(run, setting, value))


def _setting(key: str, names: Sequence[str], widget: str) -> tuple[str, Any, Any]:
    """Draw the choice of a setting; give it, and the places beside it."""
    left, middle, right = st.columns([2, 3, 1])
    if st.session_state.get(widget) not in names:
        st.session_state.pop(widget, None)
    model = widget.rpartition(".")[2]
    chosen = left.selectbox(
        say("compare", f"settings.{key}"),
        names,
        key=widget,
        format_func=lambda name: label(model, name) if name else say("compare", "settings.none"),
        persist_state="session",
    )
    return str(chosen), middle, right


def _values(run: Run, setting: str, place: Any) -> tuple[str, tuple[float, ...]]:
    """Draw the input of values; give the setting and them, none where they are wrong."""
    model = run.model.name
    key = _values_key(model, setting)
    usual = _listed(proposed(run, setting))
    st.session_state.setdefault(key, usual)
    typed = place.text_input(
        say("compare", "settings.values"),
        key=key,
        placeholder=usual,
        help=say("compare", "settings.values_help"),
        persist_state="session",
    )
    try:
        values = _scale(run, setting).read(typed)
    except SettingError as error:
        name = label(model, setting)
        place.error(say("errors", error.reason, setting=name, **_written(error.facts)))
        return setting, ()
    if len(values) > len(typed.replace(",", " ").split()):  # a range
        place.caption(_listed(values))
    return setting, values


def _values_key(model: str, setting: str) -> str:
    return f"compare.values.{model}.{setting}"


def _listed(values: Iterable[float]) -> str:
    return ", ".join(f"{x:.10g}" for x in values)


def _written(facts: Mapping[str, Any]) -> Mapping[str, str]:
    return {
        name: plain(fact) if isinstance(fact, str) else f"{fact:,.10g}"
        for name, fact in facts.items()
    }


def _scale(run: Run, setting: str) -> Scale:
    if setting == OF_THE_TEXT:
        return Scale(1, MOST_COUNT, whole=True, log=True)
    each = _field(run, setting)
    about = each.metadata
    return Scale(about["low"], about["high"], each.type is int, about["scale"] == "log")


def _now(run: Run, setting: str) -> float:
    of = run.corpus if setting == OF_THE_TEXT else run.model
    return getattr(of, setting)  # type: ignore[no-any-return]


def _fits(run: Run, setting: str, value: float) -> bool:
    """Whether the model can be made with a value, its other settings as they are."""
    if setting == OF_THE_TEXT:
        return True
    changed: Any = {setting: value}
    try:
        replace(run.model, **changed)
    except SettingError:
        return False
    return True


def _field(run: Run, setting: str) -> "Field[Any]":
    return next(each for each in fields(run.model) if each.name == setting)


def _sweep(run: Run, ranges: Ranges, seeds: int, exam: Exam) -> Sweep:
    given: dict[str, Any] = dict(ranges)
    return Sweep.of(run.model, run.corpus, seeds=seeds, exam=exam, **given)
