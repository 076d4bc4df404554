"""The choice of a projection, and its settings: of axes, words, which are compared with chance."""

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import cast

import numpy as np
import streamlit as st

from embviz.errors import SettingError
from embviz.jobs.train_and_draw import shown_rows
from embviz.projections import PCA, PROJECTIONS, UMAP, Projection
from embviz.projections.axes import AxisWords, WordAxes
from embviz.projections.pca import BASES
from embviz.projections.umap import METRICS, Metric
from embviz.text import samples
from embviz.types import Floating
from embviz.ui.sidebar.inputs import number, ranged
from embviz.ui.state import server, settings_form
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.projection_choice import WAY, inputs
from embviz.ui.state.settings_form import AXIS_ENDS
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say
from embviz.ui.widgets import renewed
from embviz.ui.widgets.escaping import plain
from embviz.vectors import search

FREQUENT = 40  # words of a text among which axes are looked for that show something
_EXAMPLE_FOR, _EXAMPLE = "embviz_axes_for", "embviz_axes_example"


def draw(tab: Tab) -> None:
    """Draw the inputs; what they say counts at once."""
    name = _chooser(st.session_state.get("way_asked") or tab.wanted_way())
    if tab.source is None:
        return
    drawer = SETTINGS.get(name)
    projection = drawer(tab, tab.source) if drawer else PROJECTIONS[name]()
    if projection is None:  # what is being drawn instead is not asked for any more
        if tab.map.waits(tab) and tab.look.projection.name != name:
            tab.projection = tab.look.projection
        return
    if projection != (tab.projection or tab.wanted_look().projection):
        st.session_state[settings_form.projection_key(name)] = tab.projection = projection
    st.session_state["way_asked"] = None


def _chooser(name: str) -> str:
    """Draw the choice of a way; gives the one that it shows."""
    renewed.show(WAY, name)
    key = renewed.key_of(WAY)
    chosen: str = st.selectbox(
        say("map", "way"),
        list(PROJECTIONS),
        list(PROJECTIONS).index(name),
        key=key,
        format_func=lambda name: say("projections", f"{name}.name"),
        help=say("projections", f"{name}.help"),
        on_change=_chosen,
        args=(key,),
    )
    return chosen


def _chosen(key: str) -> None:
    if renewed.hear(WAY, key):
        st.session_state["way_asked"] = renewed.shown(WAY)


def _suggest(projection: Projection | WordAxes) -> None:
    for key, value in inputs(projection).items():
        st.session_state.setdefault(key, value)


def _pca(tab: Tab, source: FilmOnScreen) -> Projection:
    kept = cast(PCA, settings_form.projection("pca"))
    _suggest(PCA(tab.axes, kept.basis))
    most = max(source.d, tab.axes)
    basis = kept.basis
    if source.from_file is None:  # one frame has directions of its own only
        basis = st.selectbox(
            say("projections", "pca.basis"),
            BASES,
            format_func=lambda basis: say("projections", f"pca.{basis}"),
            key="pca.basis",
            persist_state="session",
        )
    chosen = []
    for i, column in enumerate(st.columns(tab.axes), start=1):
        key = f"pca.component_{i}"
        label = say("projections", key)
        chosen.append(ranged(column, label, 1, most, key))
    usual = chosen == list(range(1, tab.axes + 1))
    if len(set(chosen)) < len(chosen):
        st.warning(say("projections", "pca.twice"))
        return kept
    return PCA(tab.axes, basis, () if usual else tuple(map(int, chosen)))


def _umap(tab: Tab, source: FilmOnScreen) -> Projection:
    _suggest(settings_form.projection("umap"))
    left, right = st.columns(2)
    neighbours = number(left, "projections", "umap.n_neighbors", 2, 200, "umap.n_neighbors")
    min_dist = number(right, "projections", "umap.min_dist", 0.0, 0.99, "umap.min_dist", step=0.05)
    metric: Metric = left.selectbox(
        say("projections", "umap.metric"), METRICS, key="umap.metric", persist_state="session"
    )
    label, most = say("settings", "seed.label"), 2**31 - 1
    seed = ranged(right, label, 0, most, "umap.seed")
    words = len(tab.map.words())
    if 1 < words <= neighbours:
        st.caption(say("projections", "umap.fewer", words=words, neighbours=words - 1))
    return UMAP(int(neighbours), float(min_dist), metric, int(seed))


def _axes(tab: Tab, source: FilmOnScreen) -> WordAxes | None:
    """Draw the inputs of words; where they make no axes, say why: the picture stays as it is."""
    offered = settings_form.typed(_offered(source))
    _suggest_axes(source, offered)
    for pair in (AXIS_ENDS[:2], AXIS_ENDS[2:]):
        for key, column in zip(pair, st.columns(2), strict=True):
            column.text_input(
                say("projections", key),
                key=key,
                placeholder=str(offered[key]),
                help=say("projections", "axes.words_help") if key == AXIS_ENDS[0] else None,
                persist_state="session",
            )
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
        near = search.closest(source.words, word, 1)
        key = "axes.missing_close" if near else "axes.missing"
        st.error(say("projections", key, word=plain(word), close=plain(near)))
    return None if missing else typed


SETTINGS: dict[str, Callable[[Tab, FilmOnScreen], Projection | WordAxes | None]] = {
    "pca": _pca,
    "umap": _umap,
    WordAxes.name: _axes,
}
"""What draws the settings of a projection that has some, and gives it with them."""


def _suggest_axes(source: FilmOnScreen, offered: Mapping[str, object]) -> None:
    """Fill in the example of another text, unless the inputs hold somebody's own words."""
    state, text = st.session_state, source.film.recipe.corpus
    if state.get(_EXAMPLE_FOR) == text:
        return
    state[_EXAMPLE_FOR] = text
    if not any(_typed()) or _typed() == state.get(_EXAMPLE):
        state.update(offered)
        state[_EXAMPLE] = _typed()


def _offered(source: FilmOnScreen) -> WordAxes | None:
    """Give axes between words of the text that is on screen; None: it has too few."""
    known = example(source.sample, source.words)
    if known is not None or not len(source.frames):
        return known
    empty: set[str] = set()  # words that say least by themselves make no axis
    if source.run is not None:
        corpus = source.run.corpus
        most = max(0, min(FREQUENT, len(source.words)) - len(AXIS_ENDS)) // 2
        ranked = corpus.function_words.ranked[:most]
        empty = {corpus.words[i] for i in ranked}
    places = [i for i, word in enumerate(source.words[:FREQUENT]) if word not in empty]
    rows = shown_rows(source.film.shown, source.frames[-1].snapshot, source.plain.vectors)
    return far_apart([source.words[i] for i in places], rows[places])


def _typed() -> tuple[str, ...]:
    return tuple(st.session_state.get(key, "") for key in AXIS_ENDS)


def example(sample: str | None, words: tuple[str, ...]) -> WordAxes | None:
    """Give axes that show something in a sample: its first analogy on the map as a rectangle.

    >>> example("tiny", ("king", "queen", "man", "woman")).x
    AxisWords(low=('man', 'king'), high=('woman', 'queen'))
    """
    for a, b, c, d in samples.answers(sample).analogies if sample is not None else ():
        if {a, b, c, d} <= set(words):
            return WordAxes(AxisWords((a, b), (c, d)), AxisWords((a, c), (b, d)))
    return None


def far_apart(words: Sequence[str], rows: Floating) -> WordAxes | None:
    """Give axes between the two words that are least alike, and the next two, by rows (n, d).

    >>> far_apart("abcd", np.array([[1, 0], [-1, 0], [0.1, 1], [0, -1]])).y
    AxisWords(low=('c',), high=('d',))
    """
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit = rows / np.maximum(lengths, np.finfo(np.float32).tiny)
    cosines = unit @ unit.T  # (n, n)
    pairs = sorted(combinations(range(len(words)), 2), key=lambda pair: float(cosines[pair]))
    others = next((pair for pair in pairs if not {*pair} & {*pairs[0]}), None)
    if others is None:
        return None
    x, y = (AxisWords((words[i],), (words[j],)) for i, j in (pairs[0], others))
    return WordAxes(x, y)


def tell_axes(tab: Tab, source: FilmOnScreen) -> None:
    """Say what the axes on screen come to at the last frame, beside what chance would do."""
    asked = tab.projection
    if tab.look.projection.name != WordAxes.name or not isinstance(asked, WordAxes):
        return
    st.caption(say("projections", "axes.makers"))
    if asked.shared:
        st.caption(say("projections", "axes.shared", words=plain(asked.shared)))
    gauge = source.gauge(server.engine(), tab.look) if source.complete else None
    if gauge is None:
        return
    for axis, thrown, by_chance in zip("xy", gauge.thrown, gauge.spread, strict=True):
        if math.isfinite(thrown) and math.isfinite(by_chance):
            facts = {"thrown": f"{thrown:.2f}", "by_chance": f"{by_chance:.2f}"}
            st.caption(say("projections", f"axes.{axis}_thrown", **facts))
    if math.isfinite(gauge.angle):
        st.caption(say("projections", "axes.angle", angle=f"{gauge.angle:.0f}"))
