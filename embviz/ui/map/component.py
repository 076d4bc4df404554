"""The word map's place in a page, and what it tells and asks.

Each callback writes down what the browser said; the rerun that follows answers. Where two maps
stand side by side, each has answers of its own, and what is asked of one is asked of both.
"""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from embviz.projections import PCA, PROJECTIONS
from embviz.ui.map.messages import message
from embviz.ui.state import (
    projection_choice,
    settings_form,
    train_commands,
    vectors_on_screen,
)
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.link import COLOURS
from embviz.ui.state.map_state import MapState, Sent
from embviz.ui.state.patience import wake
from embviz.ui.state.tab import Tab

KEY = "wordmap"


@dataclass(frozen=True)
class Place:
    """A map on a page."""

    key: str  # its name in the page
    map: MapState
    tab: Tab  # whom its wishes go to

    def value(self, name: str) -> Any:
        """Give what the browser holds under a name."""
        return st.session_state[self.key].get(name)

    def wish(self, name: str) -> Mapping[str, Any]:
        """Give what the browser wishes, once; nothing where that was heard before.

        A wish has a number that rises: so it can be wished again, and one that comes once more with
        something else that the browser says does not overrule what was chosen elsewhere meanwhile.
        """
        wish = self.value(name)
        if not isinstance(wish, Mapping) or wish.get("no", 0) <= self.map.last_wish.get(name, 0):
            return {}
        self.map.last_wish[name] = wish["no"]
        return wish

    def words(self, wish: Mapping[str, Any]) -> tuple[str, ...] | None:
        """Give the words that the browser means; None: those of another film.

        Where another picture has come meanwhile, places mean other words: then names count.
        """
        words = self.map.words_meant(wish, self.tab)
        return self.map.words_named(wish) if words is None else words

    def is_meant(self, value: Any) -> bool:
        """Whether something was said of the film that this map shows."""
        return bool(value) and value.get("run") == self.map.film(self.tab)


@functools.lru_cache(maxsize=1)
def _register() -> Any:
    return st.components.v2.component("embviz.wordmap", js="wordmap.js", css="wordmap.css")


def word_map(tab: Tab, shown: MapState, source: FilmOnScreen) -> None:
    """Mount a word map, the tab's own or the one beside that, or feed it."""
    place = Place(KEY if shown is tab.map else f"{KEY}_beside", shown, tab)
    callbacks = {
        f"on_{name}_change": functools.partial(callback, place)
        for name, callback in CALLBACKS.items()
    }
    _register()(key=place.key, data=message(tab, shown, source), **callbacks)


def companion(key: str, data: bytes) -> None:
    """Mount what goes along with a map, or stands in for one: cells of a matrix, an address."""
    _register()(key=key, data=data)


def _on_selected(place: Place) -> None:
    words = place.words(place.wish("selected"))
    if words is not None:
        place.tab.changed |= place.tab.followed and place.tab.selected != words
        place.tab.selected = words


def _on_isolate(place: Place) -> None:
    wish = place.wish("isolate")
    # All words are all words, whatever the picture.
    words = () if wish.get("names") == [] else place.words(wish)
    if words is not None:
        place.tab.changed |= place.tab.only != words  # figures of the picture stand beside it
        place.tab.only = words


def _on_rest(place: Place) -> None:
    rest = place.value("rest")
    if not place.is_meant(rest):
        return
    # Where the picture rests, words are clicked: their neighbours should be there already.
    tab, frame = place.tab, int(rest["frame"])
    place.map.asked.table = frame
    if place.map is tab.map:
        tab.changed |= (tab.followed and tab.rested != frame) or tab.judged not in (None, frame)
        tab.changed |= place.map.playing  # there is nothing left to pause
        tab.sought = None
    place.map.rested, place.map.playing = frame, False


def _on_colour(place: Place) -> None:
    wish = place.wish("colour")
    if wish.get("value") not in COLOURS:
        return
    if "column" in wish:  # another one than before, or none
        vectors_on_screen.colour_by(place.tab, wish["column"], wish.get("steps"))
    else:
        place.tab.colour = wish["value"]


def _on_pale(place: Place) -> None:
    place.tab.pale = bool(place.wish("pale").get("value", place.tab.pale))


def _on_trails(place: Place) -> None:
    place.map.trails = bool(place.value("trails"))


def _on_dims(place: Place) -> None:
    axes = place.wish("dims").get("value")
    if axes in (2, 3):
        place.tab.axes = axes
        if axes == 3 and place.tab.wanted_look().projection.axes < axes:
            # What there is in the plane only gives way to what can be turned.
            projection_choice.choose(place.tab, settings_form.projection(PCA.name))


def _on_way(place: Place) -> None:
    way = place.wish("way").get("value")
    if way in PROJECTIONS:
        projection_choice.choose(place.tab, settings_form.projection(way))
        place.tab.changed = True


def _on_hidden(place: Place) -> None:
    place.map.hidden = bool(place.value("hidden"))
    if place.map.source is not None and not place.map.hidden:
        wake(place.map.source.work)


def _on_search(place: Place) -> None:
    asked = place.value("search")
    if asked:
        place.map.asked.search = str(asked.get("text", ""))[:100]


def _on_look_up(place: Place) -> None:
    asked = place.value("look_up")
    if asked:
        word = str(asked.get("word", ""))
        place.map.asked.word = word
        place.tab.changed |= place.tab.followed and place.tab.selected != (word,)
        place.tab.selected = (word,)


def _on_table(place: Place) -> None:
    asked = place.value("table")
    if place.is_meant(asked):
        place.map.asked.table = int(asked["frame"])


def _on_press(place: Place) -> None:
    press = place.value("press")
    if press in ("train", "pause"):
        place.tab.intent = press


def _on_swap(place: Place) -> None:
    if place.value("swap"):
        train_commands.ask_for_previous(place.tab)


def _on_always(place: Place) -> None:
    word = place.value("always")
    if word:
        train_commands.ask_for_word(place.tab, str(word))


def _on_missing(place: Place) -> None:
    """Send again what the browser says it has not got."""
    missing, sent = place.value("missing"), place.map.sent
    if not missing or place.map.source is None:
        return
    if missing.get("words") or not place.is_meant(missing):
        place.map.sent = Sent()
    else:
        first = max(0, int(missing.get("from", 0)))
        lists, layers = missing.get("lists") or [], missing.get("layers") or []
        place.map.sent = sent.without(first, lists, layers)


CALLBACKS: dict[str, Callable[[Place], None]] = {
    "selected": _on_selected,
    "rest": _on_rest,
    "hidden": _on_hidden,
    "colour": _on_colour,
    "pale": _on_pale,
    "trails": _on_trails,
    "dims": _on_dims,
    "way": _on_way,
    "isolate": _on_isolate,
    "missing": _on_missing,
    "search": _on_search,
    "look_up": _on_look_up,
    "table": _on_table,
    "press": _on_press,
    "swap": _on_swap,
    "always": _on_always,
}
"""What a browser tells or asks for, and what takes it."""
