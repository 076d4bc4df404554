"""The sidebar of the Train page: a text, the settings of a model, and the buttons."""

from typing import Any

import streamlit as st

from embviz.corpus import Corpus
from embviz.errors import MissingWord, SettingError
from embviz.models import MODELS
from embviz.training import Run, estimate
from embviz.ui import (
    address,
    direction,
    form,
    keeping,
    opened,
    opening,
    presets,
    settings_input,
    shown_input,
    stills,
    text_input,
)
from embviz.ui import session as sessions
from embviz.ui.escaping import plain
from embviz.ui.session import Intent, Session
from embviz.ui.text_input import Chosen
from embviz.ui.texts import say
from embviz.ui.view import HIDEABLE

_RUN = "embviz_run"


def sidebar() -> None:
    """Draw the sidebar, and carry out what its buttons and the address asked for."""
    session = sessions.current()
    _carry_out(session, frozenset(), st.sidebar)
    address.publish(session)


def prepare(place: Any) -> Session:
    """Carry out what the address and the map asked for, on a page without these inputs.

    Args:
        place: Where to say what there is to say about it.
    """
    session = sessions.current()
    _carry_out(session, frozenset(HIDEABLE), place)
    return session


def _carry_out(session: Session, without: frozenset[str], place: Any) -> None:
    session.judged = None  # until a page says figures of a frame
    fault = opened.begin(session)
    address.arrive(session)
    opening.put_on_screen(session)
    stills.put_on_screen(session)
    without = without.union(session.without)
    with place:
        # The buttons stand above the settings, which they have to know, too: always in reach.
        notes, chooser, buttons, told, settings = (st.container() for _ in range(5))
        if fault is not None:
            chooser.error(text_input.worded(fault))
        with chooser:
            choice = text_input.choose(session, told, "text" in without)
        run = None
        if choice.text is not None:
            with settings:
                run = _run(choice.text, "settings" in without)
        if not choice.usable:
            run = None
        if session.intent is not None:
            session.notes = ()
        direction.carry_out(session, run, choice.text)
        session.find()
        if "buttons" not in without:
            with buttons:
                _buttons(session, run)
        if not choice.usable and session.take is not None and choice.text is not None:
            with told:
                st.caption(say("train", "still", text=plain(session.take.name)))
        with notes:
            _tell_notes(session)


def _run(text: Chosen, hidden: bool) -> Run | None:
    """Draw all settings unless they are hidden, and give the run that they describe."""
    name = form.model()
    form.suggest(name, text.source.name, text.source.sample, text.corpus)
    form.fit(text.corpus)
    model = settings_input.Values(name, st.container()) if hidden else _draw_settings(name, text)
    try:
        run = _same_run(
            Run(
                MODELS[name](**model.all()),
                text.corpus,
                seed=int(st.session_state.get("seed", 0)),
                words=form.shown(),
                hide=form.hide(),
                always=tuple(word for word in form.always() if word in text.corpus.vocabulary),
            )
        )
        estimate(run)  # some models refuse large vocabularies
    except (SettingError, MissingWord) as error:
        st.error(say("errors", error.reason, **error.facts))
        return None
    if not hidden:
        with model.cost:
            settings_input.tell_cost(run)
    return run


def _draw_settings(name: str, text: Chosen) -> "settings_input.Values":
    values = settings_input.draw(name, lambda: presets.chooser(name, text))
    with st.expander(say("train", "shown.heading")):
        shown_input.draw(text.corpus)
    with st.expander(say("train", "more")):
        values.draw_rest()
        text_input.reading_settings()
        _keeping(name, text.corpus)
    return values


def _keeping(name: str, corpus: Corpus) -> None:
    """Show, once it is asked for, how likely common words are kept by subsampling."""
    threshold = st.session_state.get(form.setting_key(name, "subsampling"))
    if threshold is not None and st.checkbox(say("train", "keep.heading"), key="keep"):
        keeping.show(corpus, threshold)


def _same_run(run: Run) -> Run:
    """Give the run of the rerun before if it is equal: it has been prepared already."""
    kept: Run | None = st.session_state.get(_RUN)
    if kept is None or kept.hash != run.hash:
        st.session_state[_RUN] = kept = run
    return kept


def _tell_notes(session: Session) -> None:
    """Say what was not taken as the address said it, until something else is asked for."""
    lines = []
    for note in session.notes:
        facts = {name: plain(value) for name, value in note.facts.items()}
        if "key" in facts:
            facts["key"] = settings_input.named(note.facts["key"])
        lines.append(say("train", f"address.{note.reason}", **facts))
    if lines:
        st.warning("\n\n".join(lines))


def _buttons(session: Session, run: Run | None) -> None:
    """Draw the four buttons; each leaves its intent for the next rerun to carry out."""
    take = session.take
    # A step is over at once: buttons that changed for it would slip from under the pointer.
    running = take is not None and take.work.status == "running" and not take.work.stepping
    untouched = take is None or take.untouched
    still = take is not None and take.still is not None
    other = take is None or run is None or take.film.recipe.run != run.hash
    left, right = st.columns(2)
    _button(left, "train", disabled=run is None or (running and not other), primary=True)
    _button(right, "pause", disabled=untouched or still)
    left, middle, right = st.columns(3, gap="xsmall")
    _button(left, "step", disabled=run is None or running)
    _button(middle, "reset", disabled=run is None or untouched)
    with right:
        opening.save_button(session)
    if run is not None and other and not untouched:
        st.caption(say("files", "other.train") if still else say("train", "earlier"))


def _button(column: Any, intent: Intent, *, disabled: bool, primary: bool = False) -> None:
    # Without a tooltip: it would lie over the button above.
    column.button(
        say("train", intent),
        key=intent,
        type="primary" if primary else "secondary",
        disabled=disabled,
        width="stretch",
        on_click=_intend,
        args=(intent,),
    )


def _intend(intent: Intent) -> None:
    sessions.current().intent = intent
