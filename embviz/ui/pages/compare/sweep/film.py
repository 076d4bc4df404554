"""The models of a sweep as a film in the map: one scrubs the setting, and watches words move."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from embviz.charts.sweeps import named
from embviz.measures.sweeps import Table
from embviz.ui.pages.compare.sweep import lines
from embviz.ui.pages.compare.sweep.lines import Lie
from embviz.ui.state import made_films
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.measured import Measured
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say

FEWEST = 2  # frames


def offer(tab: Tab, source: FilmOnScreen, measured: Measured, table: Table, how: Lie) -> None:
    """Draw the button, where models have the same words; of two settings, one goes along."""
    if table.vocabulary is None:
        st.caption(say("compare", "settings.film.other_words"))
        return
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    where = _where(measured, how, right)
    seed = _seed(table, where)
    if seed is None:
        return
    setting = lines.setting_label(measured, how.along)
    label = say("compare", "settings.film.show", setting=setting)
    about = say("compare", "settings.film.help", seed=seed)
    if left.button(label, key="compare.film", help=about, icon=":material/movie:"):
        film = table.film(seed, where)
        made_films.show(tab, film, source.name, source, sample=source.sample)
        st.rerun()


def _where(measured: Measured, how: Lie, place: Any) -> Mapping[str, float]:
    """Draw the choice of the value of the setting that does not go along, if there is one."""
    if how.other is None:
        return {}
    chosen = place.selectbox(
        lines.setting_label(measured, how.other),
        how.others,
        index=len(how.others) - 1,
        format_func=named,
        key="compare.film_where",
    )
    return lines.where(measured, how, chosen)


def _seed(table: Table, where: Mapping[str, float]) -> int | None:
    """Choose the first of the seeds that have most models; None: none has enough."""
    counts: dict[int, int] = {}
    for point in table.points:
        values = dict(zip(table.settings, point.values, strict=True))
        if point.vectors is not None and where.items() <= values.items():
            counts[point.seed] = counts.get(point.seed, 0) + 1
    best = max(counts, key=lambda seed: (counts[seed], -seed), default=None)
    return best if best is not None and counts[best] >= FEWEST else None
