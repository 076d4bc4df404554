"""Does it pay to begin at vectors trained before? Accuracy by labels, in three ways, over seeds."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from embviz.charts.learning_curves import learning_curves
from embviz.jobs import learning_curves as job
from embviz.jobs.engine import Work
from embviz.jobs.learning_curves import Curves
from embviz.measures.learning_curves import MODES, Fact, Point, summary, verdict
from embviz.measures.sorted_sentences import Report
from embviz.ui.ask import answers
from embviz.ui.pages.use.asked import Classifier
from embviz.ui.sidebar.inputs import number
from embviz.ui.state import beginnings, patience, server
from embviz.ui.state.remembered import remember
from embviz.ui.texts import model_name, say
from embviz.ui.widgets import polling

POLL_S = 0.7
SEEDS, MOST_SEEDS = 3, 10
KEPT = 3  # curves that a visit keeps
_KEPT = "embviz_curves"


@dataclass(frozen=True, eq=False)
class Drawn:
    """Curves that were asked for, and the works that find them."""

    curves: Curves
    works: tuple[Work, ...]

    @property
    def busy(self) -> bool:
        """Whether any work is under way."""
        return any(work.status == "running" for work in self.works)

    @property
    def done(self) -> bool:
        """Whether all points are there."""
        return all(work.status == "done" for work in self.works)


def show(here: Classifier) -> None:
    """Draw the part."""
    start = _begins(here)
    st.markdown(say("use", "curves.help", start=start, model=model_name(here.run.model.name)))
    number(st, "use", "curves.seeds.label", 1, MOST_SEEDS, _SEEDS_KEY)
    place, drawn = st.container(), _drawn(here)
    if drawn is None:
        place.button(
            say("use", "curves.draw"), key="use.curves", type="primary", on_click=_ask, args=(here,)
        )
        if st.session_state.get(_ASKED) == _question(here):
            _launch(here)
            st.rerun()
        return
    polling.poll(lambda: _look(here, drawn), lambda: drawn.busy, every_s=POLL_S)


_SEEDS_KEY, _ASKED = "use.seeds", "embviz_curves_asked"


def _seeds() -> int:
    return min(max(int(st.session_state.get(_SEEDS_KEY, SEEDS)), 1), MOST_SEEDS)


def _question(here: Classifier) -> tuple[str, str, str, int]:
    """What curves depend on."""
    run = here.run
    whole = here.labelled.first(None)
    return whole.hash, repr(run.model), run.origin, _seeds()


def _drawn(here: Classifier) -> Drawn | None:
    kept: dict[object, Drawn] = st.session_state.setdefault(_KEPT, {})
    return kept.get(_question(here))


def _begins(here: Classifier) -> str:
    """What the curves begin at where not at random: what the run does, or skip-gram."""
    return beginnings.named(here.run) if here.run.start is not None else say("use", "curves.own")


def _ask(here: Classifier) -> None:
    st.session_state[_ASKED] = _question(here)


def _launch(here: Classifier) -> None:
    """Begin the works; waits for skip-gram, if they begin there and nobody has trained it yet."""
    st.session_state.pop(_ASKED)
    run, whole = here.run, here.labelled.first(None)
    seeds = tuple(range(_seeds()))
    if run.start is not None:
        sizes = job.usual_sizes(whole)
        curves = Curves(run.model, whole.without_text(), run.start, sizes, MODES, seeds)
    else:
        own = beginnings.own_of(here.frame.source)
        vectors = own.vectors if own is not None else None
        curves = Curves.of(run.model, whole, vectors, seeds=len(seeds))
    workers = os.cpu_count() or 1
    works = job.launch(server.engine(), curves, workers, patience_s=patience.PATIENCE_S)
    kept: dict[object, Drawn] = st.session_state[_KEPT]
    while len(kept) >= KEPT:
        for work in kept.pop(next(iter(kept))).works:
            work.pause()
    kept[_question(here)] = Drawn(curves, works)


def _look(here: Classifier, drawn: Drawn) -> None:
    for work in drawn.works:
        work.watch()
    points, total = job.points(drawn.works), len(drawn.curves.tasks)
    bar, button = st.columns([4, 1], vertical_alignment="center")
    facts = {"done": len(points), "all": total}
    if not drawn.done:
        bar.progress(len(points) / total, say("use", "curves.progress", **facts))
        key = "cancel" if drawn.busy else "resume"
        button.button(
            say("use", f"curves.{key}"),
            key=f"use.curves.{key}",
            width="stretch",
            on_click=_pause if drawn.busy else _resume,
            args=(drawn,),
        )
    if any(work.status == "failed" for work in drawn.works):
        st.error(say("errors", "failed"))
    if points:
        _picture(here, points)
        _why(here, drawn, points)


def _pause(drawn: Drawn) -> None:
    for work in drawn.works:
        work.pause()


def _resume(drawn: Drawn) -> None:
    for work in drawn.works:
        work.resume()


def _picture(here: Classifier, points: Sequence[Point]) -> None:
    bands = summary(points)
    names = {mode: say("use", f"curves.{mode}") for mode in MODES}
    figure = learning_curves(
        bands,
        names,
        chance=_majority(here),
        chance_label=say("use", "curves.chance"),
        size_label=say("use", "curves.sizes"),
        label=say("use", "curves.accuracy"),
    )
    answers.chart(figure, alt=say("use", "curves.alt"), key="use.curves.chart")
    columns: answers.Columns = {
        say("use", "curves.sizes"): [band.size for band in bands],
        say("use", "curves.mode"): [names[band.mode] for band in bands],
        say("use", "curves.accuracy"): [round(band.mean, 4) for band in bands],
        say("use", "curves.low"): [round(band.low, 4) for band in bands],
        say("use", "curves.high"): [round(band.high, 4) for band in bands],
        say("use", "curves.n"): [band.n for band in bands],
    }
    answers.download(columns, name="learning-curves")


def _majority(here: Classifier) -> float:
    question = "majority", *here.moment
    return remember(
        question, lambda: Report.of(here.film, here.frame.frame, here.labelled).majority
    )


def _why(here: Classifier, drawn: Drawn, points: Sequence[Point]) -> None:
    """Say what the curves come to, as far as that is more than noise."""
    facts = verdict(points)
    st.markdown(f"##### {say('use', 'curves.why')}")
    if not facts:
        st.markdown(say("use", "curves.too_early"))
    for fact in facts:
        st.markdown(f"- {_said(fact)}")
    st.caption(say("use", "curves.noise", seeds=len(drawn.curves.seeds)))


def _said(fact: Fact) -> str:
    sizes = ", ".join(f"{size:,}" for size in fact.sizes)
    means = [each.mean for each in fact.differences]
    gain = f"{100 * max(means, key=abs):+.0f}"
    return say("use", f"curves.said.{fact.reason}", sizes=sizes, gain=gain)
