"""What the form says of how a text is cut into words; another text begins as usual."""

import re
from typing import Any

import streamlit as st

from embviz.text.rules import (
    MOST_LETTERS,
    MOST_LISTED,
    MOST_PASSES,
    STRIPS,
    USUAL,
    USUAL_THRESHOLD,
    Rules,
    Strip,
)

WAY, LETTERS, OVERLAP = "cut.words", "cut.letters", "cut.overlap"
HYPHENS, STOP_WORDS = "cut.hyphens", "cut.stop_words"
THRESHOLD, PASSES, DISCOUNT = "cut.threshold", "cut.passes", "cut.discount"

USUAL_LETTERS = 6
"""Letters of a piece, unless set: pieces of DNA of six letters are 4096 words."""

LEAST_THRESHOLD, MOST_THRESHOLD, MOST_DISCOUNT = 0.01, 1e6, 1000

_OF, _JOINED, _BY_HAND = "embviz_cut_of", "embviz_cut_phrases", "embviz_cut_joined"


def strip_key(what: Strip) -> str:
    """Name the input of what is left out."""
    return f"cut.{what}"


def begin(name: str) -> None:
    """Let a text of another name begin as usual."""
    if st.session_state.get(_OF) != name:
        fill(USUAL, name)


def fill(rules: Rules, name: str) -> None:
    """Set the form to the rules by which the text of a name is cut."""
    state, pieces = st.session_state, rules.words == "pieces"
    state[_OF] = name
    state[WAY] = rules.words
    state[LETTERS] = rules.letters if pieces else USUAL_LETTERS
    state[OVERLAP] = rules.step == 1 if pieces else True
    state[HYPHENS] = rules.join_hyphens
    for what in STRIPS:
        state[strip_key(what)] = what in rules.strip
    state[STOP_WORDS] = " ".join(rules.stop_words)
    state[THRESHOLD] = rules.phrases or USUAL_THRESHOLD
    state[PASSES], state[DISCOUNT] = rules.passes, rules.discount
    state[_JOINED] = phrases_of(rules) if rules.phrases else {}
    state[_BY_HAND] = rules.joined


def rules() -> Rules:
    """Give what the form says; what is out of range is brought into it."""
    state = st.session_state
    way, letters = state.get(WAY, USUAL.words), _whole(LETTERS, USUAL_LETTERS, 1, MOST_LETTERS)
    return Rules(
        words=way,
        letters=letters,
        step=1 if state.get(OVERLAP, True) else letters,
        join_hyphens=state.get(HYPHENS, False),
        strip=tuple(what for what in STRIPS if state.get(strip_key(what), False)),
        stop_words=stop_words(),
        joined=state.get(_BY_HAND, ()),
        **state.get(_JOINED, {}),
    )


def stop_words() -> tuple[str, ...]:
    """Give the stop words that are typed, apart by commas or blanks."""
    typed = str(st.session_state.get(STOP_WORDS, ""))
    return tuple(dict.fromkeys(filter(None, re.split(r"[,;\s]+", typed))))[:MOST_LISTED]


def phrases_asked() -> dict[str, Any]:
    """Give how phrases would be found as the form says, as `Rules` has it."""
    state = st.session_state
    threshold = float(state.get(THRESHOLD, USUAL_THRESHOLD))
    return {
        "phrases": min(max(threshold, LEAST_THRESHOLD), MOST_THRESHOLD),
        "passes": _whole(PASSES, USUAL.passes, 1, MOST_PASSES),
        "discount": _whole(DISCOUNT, USUAL.discount, 0, MOST_DISCOUNT),
    }


def phrases_of(rules: Rules) -> dict[str, Any]:
    """The same of rules."""
    return {name: getattr(rules, name) for name in ("phrases", "passes", "discount")}


def join(phrases: dict[str, Any]) -> None:
    """Join phrases that are found so; empty: none."""
    st.session_state[_JOINED] = phrases


def _whole(key: str, usual: int, low: int, high: int) -> int:
    return min(max(int(st.session_state.get(key, usual)), low), high)
