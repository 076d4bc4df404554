"""A word's way through the periods: its neighbours side by side, and how far it is from before."""

import math
from collections.abc import Sequence

import streamlit as st

from embviz.charts import data
from embviz.measures.over_time import OverTime, Stop
from embviz.ui.ask import answers, word_field
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain
from embviz.vectors import search

NEIGHBOURS = 10

_WORD, _PROPOSED, _FOLLOWED = "periods.word", "embviz_periods_proposed", "embviz_periods_followed"


def ask_for(word: str) -> None:
    """Have the journey of a word shown."""
    st.session_state[_WORD] = word


def asked() -> str:
    """Give what stands in the input of a word; empty: it was not drawn yet."""
    return str(st.session_state.get(_WORD, "")).strip()


def chosen(tab: Tab, found: OverTime, proposed: str) -> str | None:
    """Draw the input of a word, which follows the map; gives it, or None where no period has it.

    As long as nobody chooses one it is what is proposed.
    """
    _follow(tab, found)
    if st.session_state.get(_WORD) in (None, "", st.session_state.get(_PROPOSED)):
        st.session_state[_WORD] = proposed
    st.session_state[_PROPOSED] = proposed
    st.text_input(say("words", "word.label"), key=_WORD, on_change=_lead, args=(tab,))
    typed = asked()
    known = _known(found)
    word = typed if typed in known else search.same(tuple(known), typed)
    if word is None:
        st.warning(say("periods", "journey.missing", word=plain(typed)))
        word_field.offer_closest(tuple(known), typed, _WORD, ask_for)
    return word


def show(found: OverTime, word: str) -> None:
    """Draw what stood near it in each period, and how it moved."""
    stops = found.journey(word, NEIGHBOURS)
    columns = {_heading(stop): _cells(stop) for stop in stops}
    answers.table(columns, alt=say("periods", "journey.alt", word=word), name=f"{word}-journey")
    st.caption(say("periods", "journey.help"))
    names = [stop.period for stop in stops]
    lines = {
        say("periods", "journey.to_first"): [stop.to_first for stop in stops],
        say("periods", "journey.to_previous"): [stop.to_previous for stop in stops],
    }
    if all(math.isnan(x) for values in lines.values() for x in values):
        st.caption(say("periods", "journey.not_in_all", word=plain(word)))
        return
    figure = data.curves(
        range(len(names)),
        lines,
        named=names,
        label=say("words", "neighbours.cosine"),
        epoch_label=say("moments", "along.period").capitalize(),
        span=(0.0, 1.0),
    )
    answers.chart(figure, alt=say("periods", "journey.curves_alt", word=word), key="periods.curves")


def _heading(stop: Stop) -> str:
    return say("periods", "journey.heading", period=stop.period, count=f"{stop.count:,}")


def _cells(stop: Stop) -> Sequence[str]:
    """Neighbours, with those marked that are new; a period without the word has none."""
    marked = [
        say("periods", "journey.new", word=name) if name in stop.came else name
        for name, _ in stop.neighbours
    ]
    return [*marked, *[""] * (NEIGHBOURS - len(marked))]


def _known(found: OverTime) -> dict[str, None]:
    """The words that some period has, those of all periods first."""
    words = (*found.words, *(each.word for each in found.left_out))
    return dict.fromkeys(words)


def _follow(tab: Tab, found: OverTime) -> None:
    selected = tab.selected[0] if tab.selected else ""
    before = st.session_state.get(_FOLLOWED)
    if before is not None and selected and selected != before and selected in _known(found):
        st.session_state[_WORD] = selected
    st.session_state[_FOLLOWED] = selected


def _lead(tab: Tab) -> None:
    word = asked()
    if tab.source is not None and word in tab.source.words:
        st.session_state[_FOLLOWED] = word
        tab.select((word,))
