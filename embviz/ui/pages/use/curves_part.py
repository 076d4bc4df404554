"""Does it pay to begin at vectors trained before? Accuracy by labels, in three ways, over seeds."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from embviz.charts.learning_curves import learning_curves
from embviz.jobs import learning_curves as job
from embviz.jobs.engine import Work
from embviz.jobs.learning_curves import Curves
from embviz.measures.learning_curves import (
    MODES,
    Difference,
    Fact,
    Mode,
    Point,
    summary,
    verdict,
)
from embviz.measures.moved import never_read
from embviz.training.beginning import beginning
from embviz.types import Float32
from embviz.ui.ask import answers, progress
from embviz.ui.pages.use.asked import Classifier
from embviz.ui.sidebar.inputs import number
from embviz.ui.state import beginnings, patience, server
from embviz.ui.state.remembered import remember
from embviz.ui.state.under_way import UnderWay
from embviz.ui.texts import model_name, say
from embviz.ui.widgets import polling
from embviz.vectors.vectors import Vectors

POLL_S = 0.7
SEEDS, MOST_SEEDS = 5, 10
KEPT = 3  # curves that a visit keeps
_KEPT = "embviz_curves"


@dataclass(eq=False)
class Drawn(UnderWay):
    """Curves that were asked for, and the works that find them.

    Where the vectors to begin at are still trained, runs begun at random are carried out meanwhile.
    """

    started: list[Curves] = field(default_factory=list)
    vectors: Work | None = None  # on which the other runs wait

    @property
    def every(self) -> Sequence[Work]:
        """All works, that on which others wait included."""
        return [*self.works, *([self.vectors] if self.vectors is not None else [])]

    @property
    def busy(self) -> bool:
        """Whether any work is under way, or the others have to be begun."""
        return super().busy or self.ready

    @property
    def ready(self) -> bool:
        """Whether the vectors are there that were waited for."""
        return self.vectors is not None and self.vectors.status == "done"

    @property
    def done(self) -> bool:
        """Whether all points are there."""
        return self.vectors is None and super().done

    @property
    def points(self) -> tuple[Point, ...]:
        """Those that are there."""
        return job.points(self.works)

    def begin(self, curves: Curves) -> None:
        """Begin the works of some curves."""
        workers = os.cpu_count() or 1
        engine, patience_s = server.engine(), patience.PATIENCE_S
        self.works += job.launch(engine, curves, workers, patience_s=patience_s)
        self.started.append(curves)


def show(here: Classifier) -> None:
    """Draw the part."""
    start = _begins(here)
    st.markdown(say("use", "curves.help", start=start, model=model_name(here.run.model.name)))
    st.session_state.setdefault(_SEEDS_KEY, SEEDS)
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
    """Begin what can be begun at once."""
    st.session_state.pop(_ASKED)
    seeds = tuple(range(_seeds()))
    whole = here.labelled.first(None)
    runs = len(job.usual_sizes(whole)) * len(MODES) * len(seeds)
    drawn, own = Drawn(runs), beginnings.own_of(here.frame.source)
    if here.run.start is not None:
        drawn.begin(_curves(here, here.run.start, MODES))
    elif own is not None and own.kept is not None:
        drawn.begin(_curves(here, _rows(here, own.kept), MODES))
    elif own is not None:
        drawn.begin(_curves(here, None, ("random",)))
        drawn.vectors = own.launch()
    kept: dict[object, Drawn] = st.session_state[_KEPT]
    while len(kept) >= KEPT:
        kept.pop(next(iter(kept))).pause()
    kept[_question(here)] = drawn


def _begin_rest(here: Classifier, drawn: Drawn) -> None:
    """Begin the runs that waited for vectors."""
    work, own = drawn.vectors, beginnings.own_of(here.frame.source)
    if work is None or own is None:
        return
    rows = _rows(here, own.keep(work.results[0]))
    drawn.vectors = None
    drawn.begin(_curves(here, rows, ("frozen", "tuned")))


def _curves(here: Classifier, rows: Float32 | None, modes: tuple[Mode, ...]) -> Curves:
    whole = here.labelled.first(None)
    seeds = tuple(range(_seeds()))
    sizes = job.usual_sizes(whole)
    return Curves(here.run.model, whole.without_text(), rows, sizes, modes, seeds)


def _rows(here: Classifier, vectors: Vectors) -> Float32:
    return beginning(vectors, here.run.model, here.labelled).rows


def _look(here: Classifier, drawn: Drawn) -> None:
    if drawn.ready:
        _begin_rest(here, drawn)
    drawn.watch()
    progress.draw(drawn, "use.curves")
    points = drawn.points
    if points:
        _picture(here, points)
        _why(here, drawn, points)


def _picture(here: Classifier, points: Sequence[Point]) -> None:
    bands = summary(points)
    names = {mode: say("use", f"curves.{mode}") for mode in MODES}
    figure = learning_curves(
        bands,
        names,
        chance=here.reports["test"].majority,
        chance_label=say("use", "curves.chance"),
        size_label=say("use", "curves.sizes"),
        label=say("use", "curves.accuracy"),
        sizes=job.usual_sizes(here.labelled.first(None)),
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


def _why(here: Classifier, drawn: Drawn, points: Sequence[Point]) -> None:
    """Say what the curves come to, first in a sentence, as far as that is more than noise."""
    found = verdict(points, here.reports["test"].majority)
    st.markdown(f"##### {say('use', 'curves.why')}")
    gains = {"pays": _listed(found.pays), "hurts": _listed(found.hurts)}
    st.markdown(say("use", f"curves.answered.{found.answered}", **gains))
    for fact in found.facts:
        key = f"curves.said.{fact.mode}_{fact.than}.{fact.answer}"
        told = _listed(fact.differences) if fact.answer in ("better", "worse") else _sizes(fact)
        st.markdown(f"- {say('use', key, sizes=told)}")
    st.caption(say("use", "curves.noise", seeds=len(drawn.started[0].seeds)))
    why = say("use", "curves.reasons.heading")
    with st.expander(why, key="use.curves.why", on_change="rerun") as fold:
        if fold.open:
            _reasons(here, drawn)


def _listed(differences: Sequence[Difference]) -> str:
    """Numbers of labels, each with its gain in percentage points."""
    return ", ".join(f"{each.size:,} ({100 * each.mean:+.0f})" for each in differences)


def _sizes(fact: Fact) -> str:
    return ", ".join(f"{size:,}" for size in fact.sizes)


def _reasons(here: Classifier, drawn: Drawn) -> None:
    """Say what a start from elsewhere knows that labels do not: the words that none of them has."""
    st.markdown(say("use", "curves.reasons.random"))
    sizes, whole = drawn.started[0].sizes, here.labelled.first(None)
    seed, context = here.run.seed, int(here.film.recipe.settings["context"])
    counts = remember(
        ("never read", here.labelled.hash, seed, context, sizes),
        lambda: [never_read(whole.first(n), seed, context) for n in sizes],
    )
    columns: answers.Columns = {
        say("use", "curves.sizes"): list(sizes),
        say("use", "curves.reasons.unread"): [unread for unread, _ in counts],
        say("use", "curves.reasons.tested"): [tested for _, tested in counts],
    }
    answers.table(columns, alt=say("use", "curves.reasons.alt"), name="words-never-read")
    if any(unread for unread, _ in counts):
        st.markdown(say("use", "curves.reasons.begun"))
    st.markdown(say("use", "curves.reasons.frozen"))
