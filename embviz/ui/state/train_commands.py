"""Carrying out what is asked for: which run is on screen, and whether it goes on."""

import streamlit as st

from embviz.jobs import train_and_draw
from embviz.training.run import Run
from embviz.ui.state import server, settings_form, vectors_on_screen
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.link import Note, View
from embviz.ui.state.settings_form import Chosen
from embviz.ui.state.tab import PATIENCE_S, Session

AT_ONCE_S = 60.0
"""A link may start a run by itself that takes so long; a longer one waits for Train."""


def carry_out(session: Session, run: Run | None, text: Chosen | None) -> None:
    """Bring the session to what was asked for.

    Without a request only an untrained picture follows the settings: what was trained stays until
    Train, Step or Reset ask for something else.

    Args:
        session: The tab's state.
        run: What Train would start; None where text or settings will not do.
        text: Its text.
    """
    intent, session.intent = session.intent, None
    if intent in ("train", "step"):
        vectors_on_screen.leave(session)
    if intent == "pause" and session.source is not None:
        session.source.work.pause()
        session.order("pause")
    if run is None or text is None:
        return
    if session.wanted is not None:
        _arrive(session, run, text)
    source = session.source
    same = source is not None and source.film.recipe.run == run.hash
    other_wanted = not same and (
        intent in ("train", "step") or (source is None or source.untouched)
    )
    if source is None or other_wanted or intent == "reset":
        source = _untrained(session, run, text)
    if intent == "train":
        _train(session, source)
    elif intent == "step":
        _step(session, source)


def ask_for_previous(session: Session) -> None:
    """Put the run before on screen, with its settings, and keep this one as the run before."""
    if session.previous is None:
        return
    source = session.previous
    session.show(source)
    settings_form.adopt(source)
    session.seek(source.frames[-1].snapshot.epoch)
    session.changed = True


def ask_for_word(session: Session, word: str) -> None:
    """Have a word shown: of a file at once, of a text from the next training on."""
    if session.source is not None and session.source.from_file is not None:
        vectors_on_screen.bring(session, (word,))
    else:
        asked = settings_form.listed(st.session_state.get("always", ""))
        if word not in asked:
            st.session_state["always"] = ", ".join([*asked, word])
    session.changed = True


def _arrive(session: Session, run: Run, text: Chosen) -> None:
    """Go where the address says: the run as it is kept here, or the same one made again."""
    view, session.wanted = session.wanted, None
    if view is None:
        return
    source = server.sources().get(view.run or run.hash)
    if source is not None:
        session.show(source)
        if source.work.forgotten:
            source.work.resume()
    elif view.run is None:
        source = _untrained(session, run, text)
        if view.at is not None and train_and_draw.estimate_s(run) <= AT_ONCE_S:
            _train(session, source)
        elif view.at is not None:
            session.notes = (*session.notes, Note("dear", {}))
    _note_missing(session, view)
    if view.at is not None:
        session.seek(view.at)


def _note_missing(session: Session, view: View) -> None:
    """Note the words of an address that are not on the map."""
    shown = session.source.words if session.source is not None else ()
    axes = (*view.x_low, *view.x_high, *view.y_low, *view.y_high)
    named = dict.fromkeys((*view.words, *view.only, *axes))
    missing = [word for word in named if word not in shown]
    if missing:
        session.notes = (*session.notes, Note("no_words", {"words": ", ".join(missing)}))


def _step(session: Session, source: FilmOnScreen) -> None:
    """Train up to the next frame; where all are there, show the next one."""
    if source.complete:
        session.order("forward")
    else:
        server.sources().put(source.key, source)
        source.work.step()
        session.order("follow")


def _untrained(session: Session, run: Run, text: Chosen) -> FilmOnScreen:
    """Put the untrained words of a run on screen."""
    if session.source is not None:
        session.source.work.pause()
    source = FilmOnScreen.launch(
        server.engine(), run, PATIENCE_S, name=text.source.name, sample=text.source.sample
    )
    session.show(source)
    return source


def _train(session: Session, source: FilmOnScreen) -> None:
    """Go on with a run; one that anybody here made before is there at once."""
    made = server.sources().get(source.film.recipe.run)
    if made is not None and made.complete and not source.complete:
        source.work.pause()
        session.source = made
    elif not source.complete and source.run is not None:
        server.sources().put(source.key, source)
        source.work.resume()
    session.order("play")
