"""How well the sentences of each part are sorted, where E began, and how far it has moved."""

import math
from collections.abc import Mapping

import numpy as np
import streamlit as st

from embviz.measures.moved import Moved, moved, read_in_training
from embviz.measures.sorted_sentences import Part, Report
from embviz.models.shared.classifier_trainer import SCORED
from embviz.types import Floating
from embviz.ui.ask import answers
from embviz.ui.pages.use.asked import PARTS, Classifier
from embviz.ui.state import beginnings
from embviz.ui.state.remembered import remember
from embviz.ui.texts import say

MOST = 8  # words that are listed as having moved most

MEMORISED = 0.2
"""So much more of what it learnt from than of the rest: it knows sentences, not what they say."""


def show(here: Classifier) -> None:
    """Draw the part."""
    columns = st.columns(3)
    for (part, report), column in zip(here.reports.items(), columns, strict=True):
        sentences = int(report.counts.sum())
        column.metric(
            say("use", f"scores.{part}"),
            _percent(report.accuracy),
            help=say("use", f"scores.{part}_help", sentences=f"{sentences:,}"),
        )
    st.markdown(_learnt_from(here))
    st.markdown(_verdict(here.reports))
    _curves(here)
    st.markdown(_began(here))
    _moved(here)


def _learnt_from(here: Classifier) -> str:
    """Say of how many labelled sentences it makes use."""
    used, all_ = (
        len(each.parts(0).training) for each in (here.labelled, here.labelled.first(None))
    )
    key = "scores.all_labels" if used == all_ else "scores.some_labels"
    return say("use", key, used=f"{used:,}", all=f"{all_:,}")


def _verdict(reports: Mapping[Part, Report]) -> str:
    """Say what the numbers mean: against the commonest class, and against learning by heart."""
    training, majority = reports["training"].accuracy, reports["test"].majority
    lines = [say("use", "scores.majority", share=_percent(majority))]
    seen = reports["validation"].counts + reports["test"].counts
    unseen = np.trace(seen) / max(1, seen.sum())
    if training - unseen > MEMORISED:
        lines.append(say("use", "scores.memorised"))
    return " ".join(lines)


def _curves(here: Classifier) -> None:
    scores = here.film.sampled_scores
    if scores is None or len(scores) < 2:
        return
    lines = {
        say("use", f"scores.{part}"): scores[:, i].astype(float).tolist()
        for i, part in enumerate(PARTS)
    }
    answers.curves(
        here.frame,
        lines,
        label=say("use", "scores.accuracy"),
        alt=say("use", "scores.alt"),
        name="accuracy",
        span=(0.0, 1.0),
    )
    largest = max(int(report.counts.sum()) for report in here.reports.values())
    if largest > SCORED:
        st.caption(say("use", "scores.sampled", sentences=SCORED))


def _began(here: Classifier) -> str:
    """Say where E began, of how many words it had a row there, and how long it stayed so."""
    run = here.run
    lines = [beginnings.named(run)]
    if run.start is not None:
        found = int((~np.isnan(run.start).any(axis=1)).sum())
        facts = {"found": f"{found:,}", "all": f"{len(run.start):,}"}
        lines.append(say("use", "found.all" if found == len(run.start) else "found.some", **facts))
    stays = "all" if run.freeze == "all" else "some" if run.freeze else "none"
    lines.append(say("use", f"stayed.{stays}", epochs=run.freeze))
    if run.pace != 1:
        lines.append(say("use", "stayed.pace", pace=f"{run.pace:g}"))
    return " ".join(lines)


def _moved(here: Classifier) -> None:
    """Say how far the rows have moved, how much of it is a turn, and which moved most."""
    if here.frame.frame == 0:
        return
    found: Moved = remember(("moved", *here.moment), lambda: moved(*_rows(here)))
    st.markdown(f"##### {say('use', 'moved.heading')}")
    still = int(found.stayed.sum())
    context = int(here.film.recipe.settings["context"])
    read = read_in_training(here.labelled, here.run.seed, context)[here.film.shown]
    facts = {
        "still": f"{still:,}",
        "all": f"{len(found.stayed):,}",
        "unread": f"{int((found.stayed & ~read).sum()):,}",
    }
    if still == len(found.stayed):
        st.markdown(say("use", "moved.none", **facts))
        return
    mean = float(found.moved[~found.stayed].mean())
    st.markdown(say("use", "moved.some", **facts))
    st.markdown(say("use", "moved.others", mean=f"{100 * mean:.0f} %"))
    st.markdown(say("use", "moved.turn", share=f"{100 * found.turned:.0f} %"))
    order = np.argsort(-found.moved, kind="stable")[:MOST]
    words = [here.frame.source.words[i] for i in order]
    columns: answers.Columns = {
        say("use", "moved.word"): words,
        say("use", "moved.moved"): [round(float(found.moved[i]), 3) for i in order],
        say("use", "moved.really"): [round(float(found.really[i]), 3) for i in order],
    }
    answers.table(columns, alt=say("use", "moved.alt"), name="moved")


def _rows(here: Classifier) -> tuple[Floating, Floating]:
    """The shown rows of E at the start and now, in the precision in which they are kept."""
    film, now = here.film, here.film[here.frame.frame]
    return film[0].E, now.E[film.shown] if now.whole else now.E


def _percent(share: float) -> str:
    return "–" if math.isnan(share) else f"{100 * share:.1f} %"
