"""What changed between two moments: in the model, not on the picture."""

import math

import streamlit as st

from embviz import movement
from embviz.filming import shown_rows
from embviz.ui.session import Session
from embviz.ui.takes import Take
from embviz.ui.texts import say

MOST = 30


def show(session: Session, take: Take) -> None:
    """Draw the choice of two moments, and what changed between them."""
    shots = take.shots[: len(take.shots)]
    if len(shots) < 2:
        st.caption(say("map", "movement.one_frame"))
        return
    if take.complete:
        st.caption(say("map", "movement.curve"))
    first, last = st.select_slider(
        say("map", "movement.between"),
        list(range(len(shots))),
        (0, len(shots) - 1),
        format_func=lambda i: f"{shots[i].snapshot.epoch:.2f}" if i < len(shots) else "",
        key=f"movement.{len(shots)}",
    )
    if first == last:
        st.caption(say("map", "movement.same"))
        return
    a, b = shots[first], shots[last]
    words = take.words
    changed = movement.turnover(a.picture.neighbours, b.picture.neighbours)
    shown = take.film.shown
    rotation = movement.rotation_share(shown_rows(shown, a.snapshot), shown_rows(shown, b.snapshot))
    st.markdown(say("map", "movement.turnover", share=f"{10 * float(changed.mean()):.1f}"))
    if not math.isnan(rotation):
        st.markdown(say("map", "movement.rotation", share=f"{rotation:.0%}"))
    changes = movement.most_changed(a.picture.neighbours, b.picture.neighbours, MOST)
    # Words of a visitor's text: st.dataframe renders no markup.
    st.dataframe(
        {
            say("map", "movement.word"): [words[change.word] for change in changes],
            say("map", "movement.gained"): [_named(words, change.gained) for change in changes],
            say("map", "movement.lost"): [_named(words, change.lost) for change in changes],
        },
        hide_index=True,
        height=260,
    )
    if st.button(say("map", "movement.select"), key="select_changed", width="stretch"):
        session.select(words[change.word] for change in changes[:5])


def _named(words: tuple[str, ...], ids: tuple[int, ...]) -> str:
    return " ".join(words[i] for i in ids)
