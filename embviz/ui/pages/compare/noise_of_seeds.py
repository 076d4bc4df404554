"""How much is chance: other seeds of the first of two that are compared."""

import math
import os
from dataclasses import dataclass

import streamlit as st

from embviz.jobs.sweeps import Sweep
from embviz.measures.comparison import FEWEST_RUNS, MOST_RUNS
from embviz.ui.ask import progress
from embviz.ui.sidebar.inputs import number
from embviz.ui.state import measuring, sides
from embviz.ui.state.sides import Side
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say
from embviz.ui.widgets import polling
from embviz.vectors.vectors import Vectors

POLL_S = 0.7
SEEDS = 5
_SEEDS, _FILES = "compare.noise_seeds", "compare.noise_files"


@dataclass(frozen=True, eq=False)
class Seeds:
    """Runs that differ from a side in their seeds alone, and a name for them."""

    key: str
    runs: tuple[Vectors, ...]


def known(first: Side, second: Side) -> Seeds | None:
    """Give other seeds of the first, as far as they are trained and no more are on their way; of a
    file, those files that were chosen.
    """
    job = _job(first)
    if job is None:
        return _chosen_files(first, second)
    measured = measuring.find(job)
    if measured is None or measured.busy or measured.members is None:
        return None
    ensemble, own = measured.members, _own_seed(first)
    others = [run for run, seed in zip(ensemble.runs, ensemble.seeds, strict=True) if seed != own]
    runs = tuple(others[: _wanted()])
    return Seeds(f"{job.hash} {len(runs)}", runs) if len(runs) >= FEWEST_RUNS else None


def _chosen_files(first: Side, second: Side) -> Seeds | None:
    question = sides.question()
    keys = st.session_state.get(_FILES, ()) if first.film is None else ()
    files = {key: question.file(key) for key in keys if key not in (first.key, second.key)}
    question.seeds = {key: file for key, file in files.items() if file is not None}
    if len(question.seeds) < FEWEST_RUNS:
        return None
    return Seeds(" ".join(question.seeds), tuple(each.vectors for each in question.seeds.values()))


def draw(tab: Tab, first: Side, second: Side) -> None:
    """Offer other seeds of the first, say why there are none, or how far they are."""
    job = _job(first)
    if job is None and first.film is None and not second.trained_to_the_end:
        _choose_files(tab, first, second)
        return
    if job is None:
        swap = say("compare", "chance.swap") if second.trained_to_the_end else ""
        st.caption(f"{_why_not(first)} {swap}")
        return
    measured = measuring.find(job)
    if measured is None:
        _offer(job)
        return
    measured.watch()
    polling.poll(
        lambda: progress.draw(measured, "compare.noise"), lambda: measured.busy, every_s=POLL_S
    )
    found = known(first, second)
    if found is not None:
        st.caption(say("compare", "chance.known", seeds=len(found.runs)))
    elif measured.done:
        st.caption(say("compare", "chance.few"))


def _choose_files(tab: Tab, first: Side, second: Side) -> None:
    """Let the reader say which other files are of other seeds of the first."""
    there = sides.question().there(tab.seen_files)
    others = {key: file.name for key, file in there.items() if key not in (first.key, second.key)}
    if len(others) < FEWEST_RUNS:
        st.caption(say("compare", "chance.open_files"))
        return
    kept = [key for key in st.session_state.get(_FILES, ()) if key in others]
    st.session_state[_FILES] = kept
    st.multiselect(
        say("compare", "chance.files"),
        others,
        key=_FILES,
        format_func=lambda key: others.get(key, ""),
        max_selections=MOST_RUNS - 1,
        help=say("compare", "chance.files_help"),
        placeholder=say("compare", "two.placeholder"),
        persist_state="session",
    )


def _offer(job: Sweep) -> None:
    left, right = st.columns([1, 2], vertical_alignment="bottom")
    number(left, "compare", "chance.seeds.label", FEWEST_RUNS, MOST_RUNS - 1, _SEEDS)
    with right:
        begin = st.button(say("compare", "chance.heading"), key="compare.chance", type="primary")
    whole_s = sum(map(job.seconds, job.tasks)) / (os.cpu_count() or 1)
    facts = {"seeds": len(job.tasks) - 1, "seconds": f"{max(1, math.ceil(whole_s)):,}"}
    st.caption(say("compare", "chance.cost", **facts))
    if begin:
        measuring.begin(job)
        st.rerun()


def _wanted() -> int:
    st.session_state.setdefault(_SEEDS, SEEDS)
    return min(max(int(st.session_state[_SEEDS]), FEWEST_RUNS), MOST_RUNS - 1)


def _job(first: Side) -> Sweep | None:
    """The runs to train; one more than are needed, as one may be the side itself."""
    if first.film is None or not first.trained_to_the_end:
        return None
    return measuring.ensemble_of(first.film, _wanted() + 1)


def _own_seed(first: Side) -> int | None:
    run = first.film.run if first.film is not None else None
    return None if run is None else run.seed


def _why_not(first: Side) -> str:
    film = first.film
    if film is None or film.run is None or film.loaded:
        return say("compare", "chance.not_a_run")
    if not first.whole or not film.complete:
        return say("compare", "chance.not_the_end")
    if first.which != film.run.model.result:
        return say("compare", "chance.other_vectors", which=film.run.model.result)
    return say("compare", "chance.begun_elsewhere")
