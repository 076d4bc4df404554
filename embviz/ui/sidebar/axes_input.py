"""The words of two axes: typed, checked, and compared with axes of random words."""

import math

import streamlit as st

from embviz.errors import SettingError
from embviz.projections.axes import AxisWords, WordAxes
from embviz.text import samples
from embviz.ui.state import server, settings_form
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain
from embviz.vectors import search

_EXAMPLE_FOR, _EXAMPLE = "embviz_axes_for", "embviz_axes_example"


def draw(tab: Tab) -> WordAxes | None:
    """Draw the inputs; None as long as they make no axes."""
    source = tab.source
    if source is None:
        return None
    _suggest(source)
    for low, high in (settings_form.AXIS_ENDS[:2], settings_form.AXIS_ENDS[2:]):
        for key, column in zip((low, high), st.columns(2), strict=True):
            column.text_input(
                say("projections", key),
                key=key,
                placeholder=say("projections", f"{key}_example"),
                help=say("projections", "axes.words_help")
                if key == settings_form.AXIS_ENDS[0]
                else None,
                persist_state="session",
            )
    return _checked(source)


def tell(tab: Tab, source: FilmOnScreen) -> None:
    """Say what the axes on screen come to at the last frame, beside what luck would do."""
    asked = tab.projection
    if tab.look.projection.name != WordAxes.name or not isinstance(asked, WordAxes):
        return
    st.caption(say("projections", "axes.makers"))
    if asked.shared:
        words = ", ".join(plain(word) for word in asked.shared)
        st.caption(say("projections", "axes.shared", words=words))
    gauge = source.gauge(server.engine(), tab.look) if source.complete else None
    if gauge is None:
        return
    for axis, thrown, by_chance in zip("xy", gauge.thrown, gauge.spread, strict=True):
        if math.isfinite(thrown) and math.isfinite(by_chance):
            facts = {"thrown": f"{thrown:.2f}", "by_chance": f"{by_chance:.2f}"}
            st.caption(say("projections", f"axes.{axis}_thrown", **facts))
    if math.isfinite(gauge.angle):
        st.caption(say("projections", "axes.angle", angle=f"{gauge.angle:.0f}"))


def example(sample: str | None, words: tuple[str, ...]) -> WordAxes | None:
    """Give axes that show something in a sample: the first of its analogies as a rectangle.

    Args:
        sample: Its name; None for any other text, which has no example.
        words: The words on the map.

    >>> example("tiny", ("king", "queen", "man", "woman")).x
    AxisWords(low=('man', 'king'), high=('woman', 'queen'))
    """
    if sample is None:
        return None
    for a, b, c, d in samples.answers(sample).analogies:
        if {a, b, c, d} <= set(words):
            return WordAxes(AxisWords((a, b), (c, d)), AxisWords((a, c), (b, d)))
    return None


def _suggest(source: FilmOnScreen) -> None:
    """Fill in the example of another text, unless the inputs hold somebody's own words."""
    state, text = st.session_state, source.sample or source.name
    if state.get(_EXAMPLE_FOR) == text:
        return
    state[_EXAMPLE_FOR] = text
    if any(_typed()) and _typed() != state.get(_EXAMPLE):
        return
    state.update(settings_form.typed(example(source.sample, source.words)))
    state[_EXAMPLE] = _typed()


def _typed() -> tuple[str, ...]:
    return tuple(st.session_state.get(key, "") for key in settings_form.AXIS_ENDS)


def _checked(source: FilmOnScreen) -> WordAxes | None:
    """Give the axes that are typed; where they cannot be, say why: the picture stays as it is."""
    try:
        typed = settings_form.axis_ends(source.words)
    except SettingError as error:
        st.error(say("errors", error.reason, value=plain(str(error.value))))
        return None
    if typed is None:
        st.caption(say("projections", "axes.incomplete"))
        return None
    missing = [word for word in typed.words if word not in source.words]
    for word in missing:
        close = search.closest(source.words, word, 1)
        if close:
            facts = {"word": plain(word), "close": plain(close[0])}
            st.error(say("projections", "axes.missing_close", **facts))
        else:
            st.error(say("projections", "axes.missing", word=plain(word)))
    return None if missing else typed
