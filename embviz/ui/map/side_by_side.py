"""Two films side by side: the one on screen, and another one, seen alike.

Both maps have one look and one selection, by name; that they have one moment is the browser's
matter (`assets/link/pair.js`).
"""

from collections.abc import Mapping, Sequence

import streamlit as st

from embviz.errors import FileError
from embviz.files.film import film_npz
from embviz.ui.map.messages import what_is_drawn
from embviz.ui.map.run_difference import brief, guessed_apart, titles
from embviz.ui.state import comparison, saved_films, settings_form
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.link import SHUFFLED
from embviz.ui.state.map_state import MapState
from embviz.ui.state.patience import wake
from embviz.ui.state.run_facts import RunFacts
from embviz.ui.state.tab import Tab
from embviz.ui.texts import model_name, say, table
from embviz.ui.widgets import renewed
from embviz.ui.widgets.faults import worded

_CHOICE, _FILE = "beside", "file"


def offer(tab: Tab, source: FilmOnScreen) -> None:
    """Draw the choice of what the film is compared with, and begin what is asked for."""
    st.caption(say("map", "beside.help"))
    if source.run is None:
        st.caption(say("map", "beside.no_text"))
    options = _options(tab, source)
    _keep_choice(tab, options)
    key, chosen = renewed.key_of(_CHOICE), renewed.shown(_CHOICE)
    st.selectbox(
        say("map", "beside.label"),
        options,
        None if chosen is None else list(options).index(chosen),
        key=key,
        format_func=lambda option: options.get(option, ""),
        placeholder=say("map", "beside.placeholder"),
        on_change=_choose,
        args=(tab, options, key),
    )
    if chosen == _FILE:
        _open_film(tab, source)
    if tab.beside is not None:
        if tab.beside.named == SHUFFLED:
            st.caption(say("map", "beside.shuffled_told"))
        st.button(
            say("map", "beside.close"),
            key="beside_close",
            on_click=comparison.end,
            args=(tab,),
            width="stretch",
        )
    if comparison.begin(tab, source):
        st.rerun()


def _keep_choice(tab: Tab, options: Mapping[str, str]) -> None:
    """Let the widget say what is compared, or will be."""
    compared = tab.beside if comparison.beside(tab) is not None else None
    named = compared.named if compared is not None else None
    if tab.comparing in options:
        named = tab.comparing
    if named is not None or renewed.shown(_CHOICE) != _FILE:
        renewed.show(_CHOICE, named if named in options else None)


def _choose(tab: Tab, options: Mapping[str, str], key: str) -> None:
    if not renewed.hear(_CHOICE, key):
        return
    chosen = renewed.shown(_CHOICE)
    if chosen not in options:  # said by a list that is not there any more: in words
        chosen = next((named for named, words in options.items() if words == chosen), None)
    if chosen in (None, _FILE):
        comparison.end(tab)
    else:
        tab.comparing, tab.compared_by_hand = chosen, True


def _options(tab: Tab, source: FilmOnScreen) -> Mapping[str, str]:
    return {**runs(tab, source), _FILE: say("map", "beside.file")}


def runs(tab: Tab, source: FilmOnScreen) -> Mapping[str, str]:
    """Give what a film can be compared with, by its name in the address, in words: those that are
    kept here, and those that can be trained on its text.
    """
    now = RunFacts.of(source)
    options = dict[str, str]()
    if source.run is not None:
        options[SHUFFLED] = say("map", "beside.shuffled")
    for run in tab.earlier:
        if run.key != source.key:
            options[run.named] = say("map", "beside.earlier", differs=brief(run, now))
    for model in settings_form.models(source.run.corpus) if source.run is not None else ():
        named = comparison.of_model(source, model) if model != now.recipe.model else ""
        if named:  # also where it is an earlier run: so its name in the list stays the same
            options[named] = say("map", "beside.model", model=model_name(model))
    return options


def _open_film(tab: Tab, source: FilmOnScreen) -> None:
    """Let the reader bring a saved film to compare with."""
    file = st.file_uploader(say("map", "beside.upload"), type=film_npz.ENDINGS, key="beside_file")
    if file is None:
        return
    try:
        opened = saved_films.opened(file.getvalue(), file.name)
    except FileError as error:
        st.error(worded(error))
        return
    if opened.key == source.key:
        st.caption(say("map", "beside.itself"))
        return
    comparison.put_beside(tab, source, opened)
    st.rerun()


def maps(tab: Tab) -> list[MapState]:
    """Give what stands on the page: the film on screen, and what it is compared with."""
    beside, compared = tab.beside, comparison.beside(tab)
    if beside is None or compared is None or tab.source is None:
        tab.beside = None
        return alone(tab)
    if not beside.map.hidden:
        wake(compared.work)
    _label(tab, tab.source, beside.map, compared)
    return [tab.map, beside.map]


def alone(tab: Tab) -> list[MapState]:
    """Give the one map of a page that compares nothing."""
    tab.map.called = tab.map.note = ""
    tab.map.comparable = None
    return [tab.map]


def _label(tab: Tab, source: FilmOnScreen, other: MapState, compared: FilmOnScreen) -> None:
    """Say above both maps what differs, and below them what is drawn, and what losses mean."""
    now, then = RunFacts.of(source), RunFacts.of(compared)
    tab.map.called, other.called = titles(now, then)
    apart = guessed_apart(then, now)
    tab.map.comparable = other.comparable = not apart
    tab.map.note = what_is_drawn(tab.map, source)
    notes = [_losses_apart(apart, now) if apart and not (now.still or then.still) else ""]
    if tab.wanted_look().projection.name != other.wanted_look(tab).projection.name:
        notes.insert(0, say("map", "beside.no_axes"))
    other.note = " ".join(filter(None, notes)) or what_is_drawn(other, compared)


def _losses_apart(apart: Sequence[str], now: RunFacts) -> str:
    """Say why each loss has a scale of its own."""
    reasons = table("map")["beside"]["apart"]
    labels = table("settings")[now.recipe.model] if now.recipe.model else {}
    names = [reasons[name] if name in reasons else labels[name]["label"] for name in apart]
    return say("map", "beside.own_scales", what=", ".join(names))
