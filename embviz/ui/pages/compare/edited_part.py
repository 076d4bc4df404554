"""Edited text: a text is changed and trained again; which words moved more than by another seed?"""

import streamlit as st

from embviz.errors import EmbvizError
from embviz.jobs.compare import CompareOrder
from embviz.jobs.sweeps import Sweep
from embviz.measures.comparison import NEIGHBOURS, Comparison
from embviz.text.corpus import Corpus
from embviz.text.edits import Edited
from embviz.training.other_text import on_text
from embviz.training.run import Run
from embviz.ui.ask import progress
from embviz.ui.pages.compare import (
    difference,
    edits_form,
    edits_told,
    models_part,
    noise_of_seeds,
)
from embviz.ui.pages.compare.difference import Sides
from embviz.ui.pages.compare.edits_form import Chosen
from embviz.ui.pages.compare.noise_of_seeds import Seeds
from embviz.ui.state import compared, editing, retraining, sides, train_commands
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.retraining import Retraining
from embviz.ui.state.sides import Side
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say
from embviz.ui.widgets import faults, polling

POLL_S = 0.7
FEWEST_SHARED = 2  # words that have to be left to be compared


def show(tab: Tab) -> None:
    """Draw the part."""
    source = tab.source
    run = source.run if source is not None else None
    if source is None or run is None or not run.corpus.text:
        st.markdown(say("compare", "edited.no_text"))
        return
    st.markdown(say("compare", "edited.help"))
    with st.container(gap="xsmall"):  # so that the button is in sight on a small screen
        _edit(tab, source, run)


def _edit(tab: Tab, source: FilmOnScreen, run: Run) -> None:
    corpus, chosen = run.corpus, edits_form.draw(tab, source, run.corpus)
    lines, top, bottom = st.container(gap="xsmall"), st.container(gap="xsmall"), st.container()
    found, wrong = None, None
    with top:
        try:
            found = editing.edited(corpus, chosen.edits) if chosen.edits else None
        except EmbvizError as fault:
            wrong = fault.facts.get("edit")
            _tell_fault(corpus, chosen, fault)
        changed = found is not None and edits_told.tell(found) and _comparable(found)
        answered = _train_again(tab, source, run, found) if found is not None and changed else None
    with lines:
        if chosen.kept is not None:
            edits_form.show_list(chosen.kept, wrong)
    with bottom:
        if chosen.kept is not None:
            edits_form.add(chosen.kept, corpus, lambda edits: editing.edited(corpus, edits))
        edits_told.find_sentences(corpus)
        if found is not None and found.differences:
            edits_told.show_differences(found.differences)
        if answered is not None:
            _answer(tab, *answered)


def _tell_fault(corpus: Corpus, chosen: Chosen, fault: EmbvizError) -> None:
    """Say which edit cannot be carried out any more, and offer words that are spelled alike."""
    why, place = faults.worded(fault), fault.facts.get("edit")
    kept, edits = chosen.kept, chosen.edits
    if place is None or len(edits) == 1:
        st.error(why)
    else:
        st.error(say("compare", "edited.fault", number=place + 1, why=why))
    if kept is not None and place is not None:
        edits_form.offer_other_word(
            corpus,
            edits[place],
            fault,
            lambda edit: kept.put((*edits[:place], edit, *edits[place + 1 :])),
        )


def _comparable(found: Edited) -> bool:
    """Whether enough words are left in common to be compared, and say so where they are not."""
    shared = [word for word in found.corpus.words if word in found.before.vocabulary]
    if len(shared) < FEWEST_SHARED:
        st.error(say("compare", "edited.one_left" if shared else "edited.none_left"))
    return len(shared) >= FEWEST_SHARED


def _train_again(
    tab: Tab, source: FilmOnScreen, run: Run, found: Edited
) -> tuple[Side, Retraining] | None:
    """Train both, or offer it; gives what is to be compared when that is done."""
    if not source.complete:
        _await_training(tab, source)
        return None
    name = say("compare", "edited.original")
    first = sides.of_film(source, len(source.frames) - 1, None, name)
    if not first.whole:
        st.error(say("compare", "edited.diverged"))
        return None
    job, other = noise_of_seeds.job_of_run(run), on_text(run, found.corpus)
    again = retraining.find(other, job)
    if again is None:
        _offer(source, other, job)
        return None
    again.watch()
    polling.poll(lambda: progress.draw(again, "compare.edited"), lambda: again.busy, every_s=POLL_S)
    return (first, again) if not again.busy and again.film.complete else None


def _await_training(tab: Tab, source: FilmOnScreen) -> None:
    """Say that the original text has to be trained first, and offer it."""
    st.caption(say("compare", "edited.untrained"))
    if source.work.status == "running":
        polling.poll(lambda: None, lambda: source.work.status == "running", every_s=POLL_S)
    elif source.untouched:
        models_part.offer_training(tab)
    else:
        st.button(say("progress", "resume"), key="edits.resume", on_click=source.work.resume)


def _offer(source: FilmOnScreen, other: Run, job: Sweep) -> None:
    """Offer to train, and say what that takes."""
    if noise_of_seeds.offer(retraining.estimate_s(other, job), "edited.cost", "edited.begin"):
        retraining.begin(other, job, say("compare", "edited.name", text=source.name))
        st.rerun()


def _answer(tab: Tab, first: Side, again: Retraining) -> None:
    """Compare, and say and draw what moved."""
    film = again.film
    name = say("compare", "edited.edited")
    second = sides.of_film(film, len(film.frames) - 1, first.which, name)
    if not second.whole:
        st.error(say("compare", "edited.diverged_again"))
        return
    st.button(
        say("compare", "edited.put_on_screen"),
        key="edits.put_on_screen",
        icon=":material/map:",
        help=say("compare", "edited.put_on_screen_help"),
        on_click=train_commands.put_on_screen,
        args=(tab, film),
    )
    seeds = noise_of_seeds.known(first)
    key = f"{first.key} | {second.key} | {seeds.key if seeds is not None else ''}"
    comparison = _compared(key, first, second, seeds)
    if comparison is None:
        return
    both = Sides(key, (first.name, second.name), (first.source, second.source), "edited")
    difference.tell(both, comparison)
    if seeds is None:
        st.caption(say("compare", "edited.few"))
    else:
        st.caption(say("compare", "edited.noise", seeds=f"{len(seeds.runs):,}"))
    difference.show(tab, both, comparison)


def _compared(key: str, first: Side, second: Side, seeds: Seeds | None) -> Comparison | None:
    """Compare both at once, unless somebody ended that; None: it is not there."""
    n = difference.neighbours_of(NEIGHBOURS, sides.shared(first, second))
    order = CompareOrder(first.source, second.source, n, None if seeds is None else seeds.runs)
    found = compared.find(key) or compared.begin(key, order)
    if found.cancelled:
        st.caption(say("compare", "two.cancelled"))
        models_part.offer(key, order)
    elif found.busy:
        models_part.follow(found)
    if found.fault is not None:
        st.error(models_part.worded(found.fault))
    return found.comparison
