"""The sidebar of the Train page: a text, the settings of a model, and the buttons."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from embviz.errors import MissingWord, SettingError
from embviz.models import CLASSIFIERS
from embviz.training.beginning import with_dimension
from embviz.training.run import Run, estimate
from embviz.ui.sidebar import beginning, model_settings, shown_words
from embviz.ui.sidebar.inputs import forget_outside, tell_outside
from embviz.ui.sidebar.text import choose, reading_settings
from embviz.ui.state import (
    address_bar,
    beginnings,
    saved_films,
    server,
    settings_form,
    start_file,
    train_commands,
    vectors_on_screen,
)
from embviz.ui.state.link import HIDEABLE
from embviz.ui.state.settings_form import Chosen
from embviz.ui.state.tab import Intent, Tab, current_tab
from embviz.ui.texts import say
from embviz.ui.widgets import faults
from embviz.ui.widgets.escaping import plain

_RUN = "embviz_run"


def sidebar(beside_save: Callable[[Tab], None] | None = None) -> None:
    """Draw the sidebar of the Train page, with what is to stand beside its button that saves."""
    with visit(st.sidebar, inputs=True, beside_save=beside_save):
        pass  # there is nothing else in it


def described() -> Run | None:
    """Give the run that the form of the Train page described last; None: none yet."""
    return st.session_state.get(_RUN)


@contextmanager
def visit(
    place: Any,
    *,
    inputs: bool = False,
    followed: bool = False,
    beside_save: Callable[[Tab], None] | None = None,
) -> Iterator[Tab]:
    """Carry out what the address and the map asked for; say in the address what was drawn then.

    A page gets its tab from here, and so cannot forget either. What there is to say stands in the
    place, with inputs if wanted; on a followed page, panels follow selection and moment.
    """
    tab = current_tab()
    tab.followed = followed
    _carry_out(tab, frozenset() if inputs else frozenset(HIDEABLE), place, beside_save)
    yield tab
    address_bar.publish(tab)


def _carry_out(
    tab: Tab,
    without: frozenset[str],
    place: Any,
    beside_save: Callable[[Tab], None] | None,
) -> None:
    tab.judged = None  # until a page says figures of a frame
    tab.inside = {}
    fault = start_file.begin(tab)
    address_bar.arrive(tab)
    saved_films.put_on_screen(tab)
    vectors_on_screen.put_on_screen(tab)
    without = without.union(tab.without)
    with place:
        # The buttons stand above the settings, which they have to know, too: always in reach.
        notes, chooser, buttons, about, settings = (st.container() for _ in range(5))
        if fault is not None:
            chooser.error(faults.worded(fault, quoting=False))
        with chooser:
            text, usable = choose(tab, about, "text" in without)
        with settings:
            run = _run(tab, text, "settings" in without, about) if text is not None else None
        run = run if usable else None
        if tab.intent is not None:
            tab.notes = ()
        train_commands.carry_out(tab, run, text)
        tab.find()
        if "buttons" not in without:
            with buttons:
                _buttons(tab, run, beside_save)
        if not usable and tab.source is not None and text is not None:
            with about:
                st.caption(say("train", "still", text=plain(tab.source.name)))
        with notes:
            _tell_notes(tab)
            _tell_cluster("settings" in without)


def _run(tab: Tab, text: Chosen, hidden: bool, about: DeltaGenerator) -> Run | None:
    """Give what the settings describe; about them is said under the buttons, which depend on it."""
    if settings_form.model() not in settings_form.models(text.corpus):
        st.session_state["model"] = settings_form.models(text.corpus)[0]
    name = settings_form.model()
    settings_form.suggest(name, text)
    forget_outside()
    cost = None if hidden else _draw_settings(tab, name, text)
    with about:
        if tell_outside():
            return None
    try:
        run = _described(tab, text, about if not hidden else None)
        kept = described()
        if kept is not None and kept.hash == run.hash:
            run = kept  # it has been prepared already
        st.session_state[_RUN] = run
        estimate(run)  # some models refuse large vocabularies
        if run.patience and run.loss_on == "training" and not hidden:
            st.caption(say("train", "not_stopped"))
    except (SettingError, MissingWord) as error:
        about.error(say("errors", error.reason, **error.facts))  # in sight of the buttons
        return None
    if cost is not None:
        with cost:
            model_settings.tell_cost(run)
    return run


def _described(tab: Tab, text: Chosen, about: DeltaGenerator | None) -> Run:
    """Give the run that the form describes, where its E begins included."""
    algorithm, start = settings_form.algorithm(), beginnings.chosen(tab, text)
    if start is None:
        return settings_form.run(text.corpus, algorithm)
    algorithm = with_dimension(algorithm, start.vectors)
    begun = beginnings.begun(start, algorithm, text.corpus)
    if about is not None:
        with about:
            beginning.tell(begun, algorithm)
    return settings_form.run(text.corpus, algorithm, begun.rows, start.origin)


def _draw_settings(tab: Tab, name: str, text: Chosen) -> DeltaGenerator:
    d = beginnings.decided_dimension(tab)
    cost = model_settings.draw(name, text, {} if d is None else {"dimension": d})
    if name in CLASSIFIERS:
        beginning.draw(tab, text, name)
    with st.expander(say("train", "shown.heading")):
        shown_words.draw_of_text(text.corpus)
    with st.expander(say("train", "more")):
        model_settings.draw_rest(name)
        if name not in CLASSIFIERS:
            beginning.draw(tab, text, name)
        beginning.draw_pace()
        reading_settings()
        threshold = st.session_state.get(settings_form.setting_key(name, "subsampling"))
        if threshold is not None and st.checkbox(say("train", "keep.heading"), key="keep"):
            shown_words.draw_kept(text.corpus, threshold)
    return cost


def _tell_notes(tab: Tab) -> None:
    """Say what was not taken as the address said it, until something else is asked for."""
    lines = []
    for note in tab.notes:
        facts = {
            name: model_settings.named(value) if name == "key" else plain(value)
            for name, value in note.facts.items()
        }
        lines.append(say("train", f"address.{note.reason}", **facts))
    if lines:
        st.warning("\n\n".join(lines))


def _tell_cluster(only_faults: bool) -> None:
    """Say on which cluster runs are trained, or why on none."""
    cluster = server.cluster()
    if cluster is None:
        return
    if cluster.lost is not None:
        st.caption(faults.worded(cluster.lost))
    elif not only_faults:
        facts = {"address": plain(cluster.address), "workers": f"{cluster.workers:,}"}
        st.caption(say("train", "cluster", **facts))


def _buttons(tab: Tab, run: Run | None, beside_save: Callable[[Tab], None] | None) -> None:
    """Draw the buttons; each of the four leaves its intent for the next rerun to carry out."""
    source = tab.source
    # A step is over at once: buttons that changed for it would slip from under the pointer.
    running = source is not None and source.work.status == "running" and not source.work.stepping
    untouched = source is None or source.untouched
    from_file = source is not None and source.from_file is not None
    other = source is None or run is None or source.film.recipe.run != run.hash
    left, right = st.columns(2)
    # Never for being under way: a button that cannot be pressed loses the focus.
    _button(left, "train", disabled=run is None, primary=True)
    _button(right, "pause", disabled=untouched or not (running or tab.map.playing))
    savers = [saved_films.save_button, *([beside_save] if beside_save is not None else [])]
    step, reset, *saving = st.columns([1.5, 1, *[1] * len(savers)], gap="xxsmall")
    _button(step, "step", disabled=run is None or running)
    _button(reset, "reset", disabled=run is None or untouched)
    for column, save in zip(saving, savers, strict=True):
        with column:
            save(tab)
    if run is not None and other and not untouched:
        st.caption(say("files", "other.train") if from_file else say("train", "earlier"))


def _button(column: Any, intent: Intent, *, disabled: bool, primary: bool = False) -> None:
    # Without a tooltip: it would lie over the button above.
    column.button(
        say("train", intent),
        key=intent,
        type="primary" if primary else "secondary",
        disabled=disabled,
        width="stretch",
        on_click=lambda: _intend(intent),
    )


def _intend(intent: Intent) -> None:
    current_tab().intent = intent
