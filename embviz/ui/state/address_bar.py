"""The address and what it names: where a visitor arrives, and what a link to this picture says.

Python writes the view into the address when another run is shown, which makes an entry of the
browser's history; where an address has no view yet, as after a page was turned to, the entry that
is there gets it: one press of the browser's back leads one page or one run back. How the run is
looked at, the epoch and the selection the browser writes over what stands there. Whatever comes
back that was not written into this entry is a wish: a link that was opened, a reload, the
browser's back.
"""

import time
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import streamlit as st

from embviz.errors import SettingError
from embviz.models import CLASSIFIERS, MODELS
from embviz.projections import PCA, Projection
from embviz.projections.axes import AxisWords, WordAxes
from embviz.text.samples import LABELLED
from embviz.ui.state import projection_choice, server, settings_form, shown_page
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.link import (
    AXIS_ENDS,
    LONGEST_COLUMN,
    PARAMETER,
    View,
    of_run,
    read,
    stem,
    write,
)
from embviz.ui.state.tab import Tab
from embviz.ui.texts import model_name

_COMPLETED = """<script>
if (!new URLSearchParams(location.search).has("{name}")) {{
  const query = (location.search ? location.search + "&" : "?") + "{name}={view}";
  history.replaceState(history.state, "", location.pathname + query + location.hash);
}}
</script>"""
"""Completes the entry of the history that is there: Streamlit itself would add another one."""

READABLE = "!~*'():;,"  # signs of a view that stay as they are, as `address.js` leaves them

LATE_S = 1.0  # seconds for which a rerun may still carry the address before the last one


def arrive(tab: Tab) -> None:
    """Bring the tab to what the address names, where that is news."""
    page = shown_page.name()
    if page != tab.entry[0]:  # another entry of the history, be it new or come back to
        tab.entry, tab.seen_raw = (page, ""), ""
        tab.completed, tab.completed_before = ((tab.address,) if tab.address else ()), ()
    raw = st.query_params.get(PARAMETER, "")
    if raw == tab.seen_raw:
        return
    tab.seen_raw = raw
    if not raw:
        return
    view, notes = read(raw)
    named = stem(view)
    if named in tab.completed:
        tab.address = tab.completed[-1]  # the others were on their way
        return
    if time.monotonic() - tab.published_at < LATE_S and named in tab.completed_before:
        return
    tab.notes = tuple(notes)
    tab.address, tab.entry, tab.completed = named, (page, ""), (named,)
    _go_to(tab, view)


def publish(tab: Tab) -> None:
    """Write the view into the address, once there is something to come back to."""
    entry = st.container(key="address")  # also while it is empty, so that nothing else moves
    view = view_of(tab)
    if view is None:
        return
    named = stem(view)
    tab.home = tab.home or named
    source = tab.source
    opened = not tab.address and named == tab.home
    has_view = PARAMETER in st.query_params
    there = named == tab.address and has_view  # else another page was left
    if not there and opened and source is not None and source.untouched:
        return
    page, before = tab.entry
    tab.entry = page, of_run(view)
    if there:
        return
    tab.address = named
    if has_view and before in ("", tab.entry[1]):  # the map writes it there
        note_completed(tab, named)
        return
    tab.completed_before, tab.completed = tab.completed, (named,)
    tab.published_at, tab.seen_raw = time.monotonic(), write(view)
    if has_view:
        st.query_params[PARAMETER] = tab.seen_raw
        return
    script = _COMPLETED.format(name=PARAMETER, view=quote(tab.seen_raw, safe=READABLE))
    entry.html(script, unsafe_allow_javascript=True)


def stem_of(tab: Tab) -> str | None:
    """Give what the browser shall complete by epoch and selection; None: it leaves it alone."""
    view = view_of(tab) if tab.address else None
    return write(replace(view, at=None, words=())) if view is not None else None


def note_completed(tab: Tab, named: str) -> None:
    """Note the stem that the map was told to complete: a rerun will carry it, and mean nothing new.

    Without this a choice that the rerun carries as well would give way to what was there before.
    """
    tab.completed = (*(each for each in tab.completed if each != named), named)


def whole(tab: Tab) -> str | None:
    """Give all that a page without a map writes into the address; None: it leaves it alone."""
    view = view_of(tab) if tab.address else None
    return write(view) if view is not None else None


def view_of(tab: Tab) -> View | None:
    """Give the view of what is on screen."""
    source = tab.source
    if source is None:
        return None
    model = source.film.recipe.model
    base = View(run=source.key, model=model if model in MODELS else "")
    if source.run is not None and not source.loaded:
        base = settings_form.view_of(source.run, source)
    return replace(
        base,
        **_drawn(tab),
        vectors=tab.vectors or "",
        axes=tab.axes,
        colour=tab.colour,
        column=tab.map.coloured_by(tab)[:LONGEST_COLUMN],
        steps=tab.steps if tab.map.coloured_by(tab) else None,
        only=tab.only,
        beside=tab.comparing or (tab.beside.named if tab.beside is not None else ""),
        at=_epoch(tab, source),
        words=tab.selected,
        without=tab.without,
        **tab.inside,
    )


def _drawn(tab: Tab) -> dict[str, Any]:
    name, asked = tab.wanted_look().projection.name, tab.projection
    if name != WordAxes.name or not isinstance(asked, WordAxes):
        return {"projection": name}
    ends = (asked.x.low, asked.x.high, asked.y.low, asked.y.high)
    return {"projection": name, **dict(zip(AXIS_ENDS, ends, strict=True))}


def _epoch(tab: Tab, source: FilmOnScreen) -> float | None:
    if tab.sought is not None:
        return tab.sought
    frames = source.frames
    if tab.rested is None or not 0 < tab.rested < len(frames):
        return None
    return frames[tab.rested].snapshot.epoch


def _asked_way(tab: Tab, view: View) -> Projection | WordAxes:
    """Give the way of drawing that a view names; axes that cannot be are noted and left out."""
    x, y = AxisWords(view.x_low, view.x_high), AxisWords(view.y_low, view.y_high)
    if view.projection != WordAxes.name or not (any((*x.low, *x.high, *y.low, *y.high))):
        return settings_form.projection(view.projection)
    try:
        return WordAxes(x, y)
    except SettingError:
        tab.note("no_axes")
        return settings_form.projection(PCA.name)


def _go_to(tab: Tab, view: View) -> None:
    """Set the form and the picture as a view says; what it names is looked for by the next run."""
    tab.axes, tab.colour = view.axes, view.colour  # type: ignore[assignment]
    tab.column, tab.steps = view.column, view.steps  # type: ignore[assignment]
    tab.vectors = view.vectors or None
    projection_choice.choose(tab, _asked_way(tab, view))
    tab.only, tab.selected, tab.without = view.only, view.words, view.without
    tab.wanted = view
    tab.asked_inside = view if view.part or view.pair else None
    if tab.beside is None or tab.beside.named != view.beside:
        tab.beside, tab.comparing, tab.compared_by_hand = None, view.beside, False
    if view.run is not None:
        made = server.sources().get(view.run)
        if made is None:
            tab.note("gone")
        else:
            tab.show(made)
            settings_form.adopt(made)
    else:
        settings_form.fill(_learnable(tab, view))


def _learnable(tab: Tab, view: View) -> View:
    """Give a view of a sample without what only a text with labels can have, and note it."""
    if view.sample in LABELLED:
        return view
    if view.model in CLASSIFIERS:
        tab.note("no_labels", model=model_name(view.model))
        view = replace(view, model=View().model, settings={})
    elif view.labels is not None:
        tab.note("labels")
    return replace(view, labels=None)
