"""Edited text: a text is changed and trained again; which words moved more than by another seed?"""

from dataclasses import fields, replace

import streamlit as st

from embviz.errors import EmbvizError
from embviz.jobs.compare import CompareOrder
from embviz.jobs.sweeps import Sweep
from embviz.measures.comparison import NEIGHBOURS, Comparison
from embviz.text.edits import Edit, Edited
from embviz.text.tokens import word_of
from embviz.training.other_text import on_text
from embviz.training.run import Run
from embviz.ui.ask import progress, word_field
from embviz.ui.pages.compare import (
    difference,
    edits_form,
    edits_told,
    models_part,
    noise_of_seeds,
)
from embviz.ui.pages.compare.difference import Sides
from embviz.ui.pages.compare.noise_of_seeds import Seeds
from embviz.ui.state import compared, editing, retraining, sides, train_commands
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.retraining import Retraining
from embviz.ui.state.sides import Side
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say
from embviz.ui.widgets import faults, polling

POLL_S = 0.7


def show(tab: Tab) -> None:
    """Draw the part."""
    source = tab.source
    run = source.run if source is not None else None
    if source is None or run is None or not run.corpus.text:
        st.markdown(say("compare", "edited.no_text"))
        return
    st.markdown(say("compare", "edited.help"))
    edits = edits_form.draw(tab, source, run.corpus)
    edits_told.find_sentences(run.corpus)
    if not edits:
        return
    try:
        found = editing.edited(run.corpus, edits)
    except EmbvizError as fault:
        _tell_fault(run, edits, fault)
        return
    if edits_told.tell(found):
        _train_again(tab, source, run, found)


def _tell_fault(run: Run, edits: tuple[Edit, ...], fault: EmbvizError) -> None:
    """Say which edit cannot be carried out, and offer words that are spelled alike."""
    why, place = faults.worded(fault), fault.facts.get("edit")
    if place is None or len(edits) == 1:
        st.error(why)
    else:
        st.error(say("compare", "edited.fault", number=place + 1, why=why))
    if fault.reason == "edit_missing" and place is not None:
        kept, word = editing.of(run.corpus, tuple), fault.facts["word"]

        def take(other: str) -> None:
            edit = _with_other_word(edits[place], word, other, run.corpus.lowercase)
            kept.put((*edits[:place], edit, *edits[place + 1 :]))

        word_field.offer_closest(run.corpus.words, word, "edits.missing", take)


def _with_other_word(edit: Edit, word: str, other: str, lowercase: bool) -> Edit:
    """The same edit of another word."""
    changed = {}
    for each in fields(edit):  # type: ignore[arg-type]  # all edits are dataclasses
        value = getattr(edit, each.name)
        if isinstance(value, str) and word_of(value.strip(), lowercase) == word:
            changed[each.name] = other
    same: Edit = replace(edit, **changed)  # type: ignore[type-var]
    return same


def _train_again(tab: Tab, source: FilmOnScreen, run: Run, found: Edited) -> None:
    if not source.complete:
        _await_training(tab, source)
        return
    name = say("compare", "edited.original")
    first = sides.of_film(source, len(source.frames) - 1, None, name)
    if not first.whole:
        st.error(say("compare", "edited.diverged"))
        return
    job, other = noise_of_seeds.job_of_run(run), on_text(run, found.corpus)
    again = retraining.find(other, job)
    if again is None:
        _offer(source, other, job)
        return
    again.watch()
    polling.poll(lambda: progress.draw(again, "compare.edited"), lambda: again.busy, every_s=POLL_S)
    if not again.busy and again.film.complete:
        _answer(tab, first, again)


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
