"""How much is chance: other seeds of the first of two that are compared."""

import math
from dataclasses import dataclass

import streamlit as st

from embviz.jobs.sweeps import Sweep
from embviz.measures.comparison import FEWEST_RUNS, MOST_RUNS
from embviz.training.run import Run
from embviz.ui.ask import progress
from embviz.ui.sidebar.inputs import is_outside, ranged
from embviz.ui.state import measuring
from embviz.ui.state.sides import Side
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say
from embviz.ui.widgets import polling
from embviz.vectors.vectors import Vectors

POLL_S = 0.7
SEEDS = 5
_SEEDS = "compare.noise_seeds"
_BEGIN = {"chance.heading": "compare.chance", "edited.begin": "edits.begin"}  # keys of buttons


@dataclass(frozen=True, eq=False)
class Seeds:
    """Runs that differ from a side in their seeds alone, and a name for them."""

    key: str
    runs: tuple[Vectors, ...]


def known(first: Side) -> Seeds | None:
    """Give other seeds of a side, as far as they are trained and no more are on their way."""
    job = job_of(first)
    measured = None if job is None else measuring.find(job)
    if job is None or measured is None or measured.busy or measured.members is None:
        return None
    runs = measured.members.runs
    return Seeds(f"{job.hash} {len(runs)}", runs) if len(runs) >= FEWEST_RUNS else None


def job_of(first: Side) -> Sweep | None:
    """Give the runs to train."""
    run = first.film.run if first.film is not None else None
    if run is None or not first.trained_to_the_end:
        return None
    return job_of_run(run)


def job_of_run(run: Run) -> Sweep:
    """Give the same of any run, whatever it came to."""
    return measuring.ensemble_of(run, _wanted())


def offer(seconds: float, cost: str, begin: str) -> bool:
    """Draw in a row how many other seeds are wanted, the button, and what it takes, by their names.

    Gives whether the button was pressed.
    """
    seeds, button, about = st.columns([1.1, 1.7, 2.2], vertical_alignment="center", gap="xsmall")
    label, told = say("compare", "chance.seeds.label"), say("compare", "chance.seeds.help")
    wanted = {"label_visibility": "collapsed", "help": told}
    ranged(seeds, label, FEWEST_RUNS, MOST_RUNS - 1, _SEEDS, **wanted)
    facts = {"seeds": _wanted(), "seconds": f"{max(1, math.ceil(seconds)):,}"}
    about.caption(say("compare", cost, **facts))
    pressed: bool = button.button(
        say("compare", begin), key=_BEGIN[begin], type="primary", width="stretch"
    )
    return pressed and not is_outside(_SEEDS)


def draw(tab: Tab, first: Side, second: Side) -> None:
    """Offer to train other seeds of the first, say why not, or how far they are."""
    job = job_of(first)
    if job is None:
        swap = say("compare", "chance.swap") if second.trained_to_the_end else ""
        st.caption(f"{_why_not(first)} {swap}")
        return
    measured = measuring.find(job)
    if measured is None:
        _offer(tab, first, job)
        return
    measured.watch()
    polling.poll(
        lambda: progress.draw(measured, "compare.noise"), lambda: measured.busy, every_s=POLL_S
    )
    found = known(first)
    if found is not None:
        st.caption(say("compare", "chance.known", seeds=len(found.runs)))
    elif measured.done:
        st.caption(say("compare", "chance.few"))


def _offer(tab: Tab, first: Side, job: Sweep) -> None:
    if offer(measuring.expected_s(job), "chance.cost", "chance.heading"):
        measuring.begin(job)
        if first.film is not None:
            tab.doubt(first.film)
        st.rerun()


def _wanted() -> int:
    st.session_state.setdefault(_SEEDS, SEEDS)
    return min(max(int(st.session_state[_SEEDS]), FEWEST_RUNS), MOST_RUNS - 1)


def _why_not(first: Side) -> str:
    film = first.film
    if film is None or film.run is None:
        return say("compare", "chance.not_a_run")
    if not first.whole or not film.complete:
        return say("compare", "chance.not_the_end")
    return say("compare", "chance.other_vectors", which=film.run.model.result)
