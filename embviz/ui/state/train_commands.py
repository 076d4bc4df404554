"""Carrying out what is asked for: which run is on screen, and whether it goes on."""

import streamlit as st

from embviz.jobs.train_and_draw import LIVE
from embviz.measures.telling_word import telling_word
from embviz.projections import Projection
from embviz.text import samples
from embviz.training.run import Run
from embviz.ui.state import server, settings_form, vectors_on_screen
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.link import View
from embviz.ui.state.patience import wake
from embviz.ui.state.settings_form import Chosen
from embviz.ui.state.tab import Tab

SHOWN_S = 1.5  # seconds to wait for frames that are only drawn anew, so that none goes missing
AT_ONCE_S = 60.0
"""A link may start a run by itself that takes so long; a longer one waits for Train."""


def carry_out(tab: Tab, run: Run | None, text: Chosen | None) -> None:
    """Bring the tab to what was asked for.

    Without a request only an untrained picture follows the settings: what was trained stays until
    Train, Step or Reset ask for something else. The run is what Train would start; it is None where
    text or settings will not do.
    """
    intent, tab.intent = tab.intent, None
    if intent in ("train", "step"):
        vectors_on_screen.leave(tab)
    if intent == "pause" and tab.source is not None:
        tab.source.work.pause()
        tab.order("pause")
    if tab.wanted is not None:
        _arrive(tab, tab.wanted, run, text)
    if run is None or text is None:
        return
    source = tab.source
    same = source is not None and source.film.recipe.run == run.hash
    begins = intent in ("train", "step")
    follows = begins or (source is not None and source.untouched)
    if source is None or intent == "reset" or (follows and not same):
        source = _untrained(tab, run, text)
    elif begins and source.untouched and source.live != _live(tab, run):
        source = _untrained(tab, run, text)
    _propose_word(tab, run, source)
    if intent == "train":
        _train(tab, source)
    elif intent == "step":
        _step(tab, source)


def _propose_word(tab: Tab, run: Run, source: FilmOnScreen) -> None:
    """Select a word to follow where a text is new here, unless one on its map is selected."""
    if tab.proposed_for == run.corpus.hash or source.film.recipe.run != run.hash:
        return
    tab.proposed_for = run.corpus.hash
    if not set(tab.selected) & set(source.words):
        tab.proposed = _telling(run, source)
        tab.selected = (tab.proposed,)


def _telling(run: Run, source: FilmOnScreen) -> str:
    """A word that says something: of a text with labels, one of the first that were planted."""
    if source.sample in samples.LABELLED:
        groups = samples.answers(source.sample).groups.values()
        planted = (word for group in groups for word in group if word in source.words)
        return next(planted, source.words[0])
    return telling_word(run.corpus, run.shown)


def ask_for_previous(tab: Tab) -> None:
    """Put the run before on screen, with its settings, and keep this one as the run before."""
    if tab.previous is not None:
        put_on_screen(tab, tab.previous)


def put_on_screen(tab: Tab, source: FilmOnScreen) -> None:
    """Put a run that has frames on screen, with its settings."""
    tab.show(source)
    settings_form.adopt(source)
    tab.seek(source.frames[source.resting].snapshot.epoch)
    tab.changed = True


def ask_for_word(tab: Tab, word: str) -> None:
    """Have a word shown at once, where the frames or the file hold it; else it is trained anew.

    Training is the same, so the settings are as changed as they were before.
    """
    source = tab.source
    if source is None or word not in source.vocabulary:
        return
    if word in source.words:
        tab.only = (*tab.only, word) if tab.only else ()
        tab.select((word,))
    elif source.from_file is not None:
        vectors_on_screen.bring(tab, (word,))
    elif source.run is not None:
        _show_with(tab, source, word)
    tab.changed = True


def _show_with(tab: Tab, source: FilmOnScreen, word: str) -> None:
    running = source.work.status == "running" and not source.work.stepping
    frames, before = source.frames, tab.previous
    at = frames[-1 if tab.rested is None else min(tab.rested, len(frames) - 1)].snapshot.epoch
    source.work.pause()
    shown = source.showing(server.engine(), word)
    shown = server.sources().get(shown.key) or shown
    server.sources().put(shown.key, shown)
    if running or source.complete:
        shown.work.resume()
    else:
        shown.work.run_to(len(frames))
    shown.work.wait(len(frames), SHOWN_S)
    asked = settings_form.listed(st.session_state.get("always", ""))
    st.session_state["always"] = ", ".join(dict.fromkeys([*asked, word]))
    tab.show(shown)
    tab.previous = before  # the run that was on screen is the same one
    tab.select((word,))
    tab.seek(at)


def _arrive(tab: Tab, view: View, run: Run | None, text: Chosen | None) -> None:
    """Go where the address says: the run as it is kept here, or the same one made again.

    What is kept may be a film of which nothing can be trained; the rest waits for a run.
    """
    key = view.run or (run.hash if run is not None else None)
    if key is None:
        return
    tab.wanted = None
    if run is not None:  # the address says which words are selected, or that none is
        tab.proposed_for = run.corpus.hash
    source = server.sources().get(key)
    if source is not None:
        tab.show(source)
        wake(source.work)
    elif view.run is None and run is not None and text is not None:
        source = _untrained(tab, run, text)
        if view.at is not None and server.estimate_s(run, source.live) <= AT_ONCE_S:
            _train(tab, source)
        elif view.at is not None:
            tab.note("dear")
    shown = tab.source.words if tab.source is not None else ()
    axes = (*view.x_low, *view.x_high, *view.y_low, *view.y_high)
    named = dict.fromkeys((*view.words, *view.only, *axes))
    missing = [word for word in named if word not in shown]
    if not any(word in shown for word in view.words):
        # Its neighbours are listed beside the map, which says why it is not there.
        known = tab.source.vocabulary if tab.source is not None else ()
        looked_up = next((word for word in view.words if word in known), None)
        missing = [word for word in missing if word != looked_up]
    if missing:
        tab.note("no_words", words=", ".join(missing))
    if view.at is not None:
        tab.seek(view.at)


def _step(tab: Tab, source: FilmOnScreen) -> None:
    """Train up to the next frame; where all are there, show the next one."""
    if source.complete:
        tab.order("forward")
    else:
        server.sources().put(source.key, source)
        source.work.step()
        tab.order("follow")


def _untrained(tab: Tab, run: Run, text: Chosen) -> FilmOnScreen:
    if tab.source is not None:
        tab.source.work.pause()
    source = FilmOnScreen.launch(
        server.engine(),
        run,
        name=text.source.name,
        sample=text.source.sample,
        live=_live(tab, run),
    )
    tab.show(source)
    return source


def _live(tab: Tab, run: Run) -> Projection:
    """Give how a run that begins now is drawn while it is trained."""
    asked = tab.projection if tab.axes == LIVE.axes else LIVE
    return server.usual(run.plan.words, run.model.dimension, asked)


def _train(tab: Tab, source: FilmOnScreen) -> None:
    """Go on with a run; one that anybody here made before is there at once."""
    made = server.sources().get(source.film.recipe.run)
    if made is not None and made.complete and not source.complete:
        source.work.pause()
        tab.source, tab.usual = made, made.live
    elif not source.complete and source.run is not None:
        server.sources().put(source.key, source)
        source.work.resume()
    tab.order("play")
