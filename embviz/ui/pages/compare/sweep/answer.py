"""What a sweep says, in a sentence or two: never more than bands allow."""

import math
from collections.abc import Sequence

import streamlit as st

from embviz.charts.sweeps import named
from embviz.measures.best_values import Best, best
from embviz.measures.comparable import LEARNING
from embviz.measures.pip_curves import PipCurve
from embviz.measures.sweeps import Elbow, Point, Table, Values
from embviz.ui.pages.compare.sweep import lines, measures
from embviz.ui.pages.compare.sweep.lines import Lie
from embviz.ui.state.measured import Measured
from embviz.ui.texts import say
from embviz.ui.texts import table as table_of
from embviz.ui.widgets.number_format import short

MOST_NAMED = 5  # values whose runs diverged
QUALITIES = ("planted", "analogies", "rated")  # more of it is better
HIGHEST = (*QUALITIES, "agreement")  # whose highest value is told


def tell(measured: Measured, table: Table, how: Lie) -> None:
    """Say what follows for the setting along the picture, one sentence for each line."""
    along = measured.job.settings[how.along]
    elbows = [elbow for elbow in table.elbows if elbow.along == along]
    if how.other is not None and measured.busy:
        st.markdown(say("compare", "settings.soon"))
    else:
        so_far = "" if measured.done else say("compare", "settings.so_far")
        st.markdown(_joined(so_far, _grouped(measured, elbows, how)))
    model = measured.job.places[0].model.name
    if measured.job.loss_on == "training" and "loss" not in table_of("settings")[model]:
        st.caption(say("compare", "settings.training"))
    diverged = [point for point in table.points if point.vectors is None]
    if diverged:
        st.warning(_diverged(measured, diverged))


def explain(measured: Measured, how: Lie, measure: str) -> None:
    """Say what is drawn, and by what rule the loss gives advice, where it does."""
    drawn = "drawn_loss" if measure == "loss" else "drawn"
    said = [say("compare", f"settings.{drawn}")] if measure != measures.PIP_CURVE else []
    held_out = measured.job.loss_on == "held-out"
    if measure == "loss" and held_out and measured.job.settings[how.along] in LEARNING:
        said.append(say("compare", "settings.rule"))
    st.caption(" ".join(said))


def _grouped(measured: Measured, elbows: Sequence[Elbow], how: Lie) -> list[str]:
    """A sentence for each value of the other setting, equal ones as one."""
    groups: dict[str, list[Elbow]] = {}
    for elbow in elbows:
        groups.setdefault(_worded(elbow), []).append(elbow)
    if len(groups) < 2 or how.other is None:
        return [*groups] or [say("compare", "settings.said.too_few")]
    name = lines.setting_label(measured, how.other)
    return [f"{name} {', '.join(map(_others, of))}: {said}" for said, of in groups.items()]


def _joined(so_far: str, sentences: Sequence[str]) -> str:
    if len(sentences) < 2:
        return " ".join([so_far, *sentences])
    return "\n".join([so_far, "", *(f"- {each}" for each in sentences)])


def elbow_at(table: Table, how: Lie) -> float | None:
    """Give the value at which there is an elbow, if there is a single one."""
    found = [each for each in table.elbows if each.reason == "elbow"]
    return found[0].at if how.other is None and found else None


def tell_best(measured: Measured, table: Table, measure: str) -> None:
    """Say which values do best in a measure that is not the loss, and what it is."""
    found = best(table.bands(measure)) if measure in HIGHEST else None
    if found is not None:
        st.markdown(_best(measured, measure, found))
    about = table_of("compare")["settings"]["about"]
    if measure in about:
        st.caption(about[measure])


def _best(measured: Measured, measure: str, found: Best) -> str:
    facts = {
        "measure": measures.label(measured, measure),
        "at": lines.value(found.band.values, measured),
        "mean": measures.MEASURES[measure].write(found.band.mean),
        "others": lines.of_values(list(found.rivals), measured),
    }
    apart = "best" if measure in QUALITIES else "highest"
    key = "rivals" if found.rivals else apart
    return say("compare", f"settings.said.{key}", **facts)


def tell_pip(curve: PipCurve) -> None:
    """Say where bias and variance together are least, below the dimension they are measured by."""
    if not curve.parts:
        st.markdown(say("compare", "settings.said.pip_few"))
        return
    last = curve.parts[-1].d
    if not curve.least:
        key = "pip_few"
    elif curve.falls:
        key = "pip_falls"
    else:
        key = "pip_least" if len(curve.least) == 1 else "pip_unsure"
    facts = {"at": ", ".join(map(named, curve.least)), "last": named(last)}
    st.markdown(say("compare", f"settings.said.{key}", **facts))
    st.caption(say("compare", "settings.pip_rule", last=named(last)))


def _others(elbow: Elbow) -> str:
    return ", ".join(map(named, elbow.where.values()))


def _worded(elbow: Elbow) -> str:
    facts = {
        name: short(value)
        for name, value in (("gain", elbow.gain), ("differ", elbow.seeds_differ))
        if not math.isnan(value)
    }
    return say("compare", f"settings.said.{elbow.reason}", at=named(elbow.at), **facts)


def _diverged(measured: Measured, points: Sequence[Point]) -> str:
    seeds: dict[Values, list[int]] = {}
    for point in points:
        seeds.setdefault(point.values, []).append(point.seed)
    runs = [
        say(
            "compare",
            f"settings.diverged.{'seeds' if len(of) > 1 else 'seed'}",
            value=lines.value(values, measured),
            seed=of[0],
            n=len(of),
            all=len(measured.job.seeds),
        )
        for values, of in sorted(seeds.items())
    ]
    more = ["…"] if len(runs) > MOST_NAMED else []
    key = "many" if len(points) > 1 else "one"
    named_ = "; ".join(runs[:MOST_NAMED] + more)
    return say("compare", f"settings.diverged.{key}", n=f"{len(points):,}", runs=named_)
