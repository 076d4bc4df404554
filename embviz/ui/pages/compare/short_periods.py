"""Periods that are left out by hand: those that are too short, or that have no words in common."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from embviz.errors import EmbvizError
from embviz.text import dated_tables
from embviz.ui.pages.compare.period_texts import PeriodTexts
from embviz.ui.state.remembered import worked_out
from embviz.ui.texts import say
from embviz.ui.widgets import faults
from embviz.ui.widgets.escaping import plain

NAMED = 5  # periods that are named one by one
LONGEST = 40  # signs of such a name
_LEFT = "embviz_periods_left_out"  # names, by the hash of all texts


def kept(texts: PeriodTexts) -> PeriodTexts:
    """Give the periods that are not left out; say which are, and offer to take them back."""
    names = _left_out().get(texts.hash, ())
    if not names:
        return texts
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(say("periods", "short.left", names=_named(names)))
        st.button(
            say("periods", "short.back"),
            key="periods.back",
            type="tertiary",
            on_click=_take_back,
            args=(texts.hash,),
        )
    others = {name: text for name, text in texts.texts.items() if name not in names}
    return replace(texts, texts=others)


def offer(whole: PeriodTexts, texts: PeriodTexts, min_count: int, error: EmbvizError) -> None:
    """Say why periods cannot be compared, and offer to leave out those that are to blame.

    Args:
        whole: All periods.
        texts: Those that are not left out yet.
        min_count: How often a word must stand in each.
        error: Why they cannot be compared.
    """
    st.error(faults.worded(error))
    names = _to_blame(texts, min_count, error)
    if not names or len(texts.texts) - len(names) < 2:
        return
    before = _left_out().get(whole.hash, ())
    st.button(
        say("periods", "short.leave", names=_named(names)),
        key="periods.leave",
        on_click=_left_out().update,
        args=({whole.hash: (*before, *names)},),
    )


def _take_back(texts: str) -> None:
    _left_out().pop(texts, None)


def _to_blame(texts: PeriodTexts, min_count: int, error: EmbvizError) -> Sequence[str]:
    if error.reason == "no_common_words":
        return (str(error.facts["period"]),)
    if error.reason != "short_period":
        return ()
    short: tuple[str, ...] = worked_out(
        ("periods_short", texts.hash, min_count),
        say("train", "text.reading"),
        dated_tables.too_short,
        dict(texts.texts),
        min_count,
    )
    return short


def _named(names: Sequence[str]) -> str:
    listed = ", ".join(f"“{plain(name[:LONGEST])}”" for name in names[:NAMED])
    return listed + (" …" if len(names) > NAMED else "")


def _left_out() -> dict[str, tuple[str, ...]]:
    left: dict[str, tuple[str, ...]] = st.session_state.setdefault(_LEFT, {})
    return left
