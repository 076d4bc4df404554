"""The choice of a projection, and the settings that it has."""

from collections.abc import Callable
from typing import cast

import streamlit as st

from embviz.projections import PCA, PROJECTIONS, UMAP, Projection
from embviz.projections.axes import WordAxes
from embviz.projections.pca import BASES, Origin
from embviz.projections.umap import METRICS, Metric
from embviz.ui.sidebar import axes_input
from embviz.ui.state import settings_form
from embviz.ui.state.projection_choice import SHOWN, inputs, renewed
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say


def draw(tab: Tab) -> None:
    """Draw the inputs; what they say counts at once."""
    source = tab.source
    name = _chooser(st.session_state.get("way_asked") or tab.wanted_way())
    if source is None:
        return
    drawer = SETTINGS.get(name)
    projection = drawer(tab) if drawer else PROJECTIONS[name]()
    if projection is not None and projection != tab.projection:
        st.session_state[settings_form.projection_key(name)] = tab.projection = projection
    if projection is not None:
        st.session_state["way_asked"] = None


def _chooser(name: str) -> str:
    """Draw the choice of a way; gives the one that it shows.

    What was chosen elsewhere makes it another widget: a browser that has not heard of it yet still
    names the old choice in whatever it sends, and would have it chosen again.
    """
    number = renewed(name)
    key = f"way.{number}" if number else "way"
    chosen: str = st.selectbox(
        say("map", "way"),
        list(PROJECTIONS),
        list(PROJECTIONS).index(name),
        key=key,
        format_func=lambda name: say("projections", f"{name}.name"),
        help=say("projections", f"{name}.help"),
        on_change=_chosen,
        args=(key, number),
    )
    return chosen


def _chosen(key: str, number: int) -> None:
    if number == st.session_state[SHOWN][1]:  # or it is what the widget before this one said
        name = st.session_state[key]
        st.session_state["way_asked"], st.session_state[SHOWN] = (
            name,
            (name, number),
        )


def _suggest(projection: Projection | WordAxes) -> None:
    """Fill the inputs that hold nothing yet."""
    for key, value in inputs(projection).items():
        st.session_state.setdefault(key, value)


def _pca(tab: Tab) -> Projection:
    kept = cast(PCA, settings_form.projection("pca"))
    _suggest(PCA(tab.axes, kept.basis))
    d = tab.source.d if tab.source else tab.axes
    from_file = tab.source is not None and tab.source.from_file is not None
    basis = kept.basis if from_file else _basis()  # one frame has directions of its own only
    chosen = []
    for i, column in enumerate(st.columns(tab.axes)):
        chosen.append(
            column.number_input(
                say("projections", f"pca.component_{i + 1}"),
                1,
                max(d, tab.axes),
                key=f"pca.component_{i + 1}",
                persist_state="session",
            )
        )
    usual = chosen == list(range(1, tab.axes + 1))
    if len(set(chosen)) < len(chosen):
        st.warning(say("projections", "pca.twice"))
        return kept
    return PCA(tab.axes, basis, () if usual else tuple(map(int, chosen)))


def _basis() -> Origin:
    """Draw the choice of the frame that gives the directions."""
    basis: Origin = st.selectbox(
        say("projections", "pca.basis"),
        BASES,
        format_func=lambda basis: say("projections", f"pca.{basis}"),
        key="pca.basis",
        persist_state="session",
    )
    return basis


def _umap(tab: Tab) -> Projection | None:
    _suggest(settings_form.projection("umap"))
    left, right = st.columns(2)
    neighbours = left.number_input(
        say("projections", "umap.n_neighbors"),
        2,
        200,
        key="umap.n_neighbors",
        help=say("projections", "umap.n_neighbors_help"),
        persist_state="session",
    )
    min_dist = right.number_input(
        say("projections", "umap.min_dist"),
        0.0,
        0.99,
        step=0.05,
        key="umap.min_dist",
        help=say("projections", "umap.min_dist_help"),
        persist_state="session",
    )
    metric: Metric = left.selectbox(
        say("projections", "umap.metric"),
        METRICS,
        key="umap.metric",
        persist_state="session",
    )
    seed = right.number_input(
        say("settings", "seed.label"),
        0,
        2**31 - 1,
        key="umap.seed",
        persist_state="session",
    )
    words = len(tab.words())
    if 1 < words <= neighbours:
        st.caption(say("projections", "umap.fewer", words=words, neighbours=words - 1))
    return UMAP(int(neighbours), float(min_dist), metric, int(seed))


SETTINGS: dict[str, Callable[[Tab], Projection | WordAxes | None]] = {
    "pca": _pca,
    "umap": _umap,
    WordAxes.name: axes_input.draw,
}
