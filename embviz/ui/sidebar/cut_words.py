"""How the words of a text are cut: what it looks like, what can be chosen, and what that does."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from embviz.text import effects
from embviz.text.effects import LOOKED_AT, Effect
from embviz.text.phrases import Phrase
from embviz.text.recognised import Sign, recognised
from embviz.text.rules import MOST_LETTERS, MOST_PASSES, STRIPS, USUAL, WORDS, Rules
from embviz.ui.sidebar.being_read import SHORT
from embviz.ui.sidebar.inputs import number
from embviz.ui.state import cutting
from embviz.ui.state.remembered import remember, worked_out
from embviz.ui.state.settings_form import Chosen
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain

FOLD, FIND = "cut.fold", "cut.find"
MOST_PHRASES = 500  # of a pass that are listed
_LEFT, _SIGNS = "embviz_cut_left", "embviz_cut_signs"


def offer(name: str, text: str) -> None:
    """Offer what suits a text by what it looks like; nothing where it looks like prose."""
    left: set[tuple[str, str]] = st.session_state.setdefault(_LEFT, set())
    for sign in _signs(text):
        if (name, sign.kind) not in left:
            _offer(name, sign)


def _signs(text: str) -> tuple[Sign, ...]:
    """What a text looks like, looked at once."""
    asked = text, cutting.rules()
    known, rules, found = st.session_state.get(_SIGNS, (None, None, ()))
    if known is not text or rules != asked[1]:
        found = recognised(*asked)
        st.session_state[_SIGNS] = *asked, found
    signs: tuple[Sign, ...] = found
    return signs


def _offer(name: str, sign: Sign) -> None:
    facts = {"count": f"{sign.count:,}", "example": plain(f"“{sign.example}”")}
    with st.container(border=True, gap="xsmall"):
        st.markdown(say("cutting", f"signs.{sign.kind}.looks", **facts))
        buttons = st.container(horizontal=True, gap="small")
    buttons.button(
        say("cutting", f"signs.{sign.kind}.take", letters=sign.rules.letters),
        key=f"cut.take.{sign.kind}",
        on_click=cutting.fill,
        args=(sign.rules, name),
    )
    buttons.button(
        say("cutting", "signs.leave"),
        key=f"cut.leave.{sign.kind}",
        type="tertiary",
        on_click=st.session_state[_LEFT].add,
        args=((name, sign.kind),),
    )


def draw(chosen: Chosen) -> None:
    """Draw what can be chosen; what it does is only counted while it is open."""
    heading = say("cutting", "heading")
    with st.popover(heading, type="tertiary", key=FOLD, on_change="rerun") as fold:
        if fold.open:
            _draw_open(chosen)


def _draw_open(chosen: Chosen) -> None:
    rules, now = chosen.source.rules, cutting.rules()  # not the same where a text cannot be read
    found = {effect.choice: effect for effect in _effects(chosen, rules)}
    _draw_way(now)
    _told(found, "words")
    _box("lowercase", say("settings", "lowercase.label"), say("settings", "lowercase.help"))
    if now.words == "unicode":
        _box(cutting.HYPHENS, say("cutting", "hyphens.label"), say("cutting", "hyphens.help"))
        if not _told(found, "join_hyphens"):
            _tell_hyphens(chosen, rules)
    for what in STRIPS:
        _box(
            cutting.strip_key(what),
            say("cutting", f"strip.{what}"),
            say("cutting", f"strip_help.{what}"),
        )
        _told(found, what)
    _draw_stop_words(chosen, found)
    _draw_phrases(chosen, found)
    if len(chosen.source.text) > LOOKED_AT and (found or rules.words == "unicode"):
        st.caption(say("cutting", "beginning", characters=f"{LOOKED_AT:,}"))


def _box(key: str, label: str, help_: str) -> None:
    st.checkbox(label, key=key, help=help_, persist_state="session")


def _draw_way(rules: Rules) -> None:
    st.selectbox(
        say("cutting", "way.label"),
        WORDS,
        key=cutting.WAY,
        format_func=lambda way: say("cutting", f"way.options.{way}"),
        help=say("cutting", "way.help"),
        persist_state="session",
    )
    st.caption(say("cutting", f"way.told.{rules.words}"))
    if rules.words == "pieces":
        number(st, "cutting", "letters.label", 1, MOST_LETTERS, cutting.LETTERS)
        _box(cutting.OVERLAP, say("cutting", "overlap.label"), say("cutting", "overlap.help"))


def _tell_hyphens(chosen: Chosen, rules: Rules) -> None:
    would = _effects(chosen, replace(USUAL, strip=rules.strip, join_hyphens=True))
    count = next((each.count for each in would if each.choice == "join_hyphens"), 0)
    key = "hyphens.would" if count else "hyphens.none"
    st.caption(say("cutting", key, count=f"{count:,}"))


def _draw_stop_words(chosen: Chosen, found: dict[Any, Effect]) -> None:
    st.text_area(
        say("cutting", "stop_words.label"),
        key=cutting.STOP_WORDS,
        height=68,
        help=say("cutting", "stop_words.help"),
        persist_state="session",
    )
    if _told(found, "stop_words"):
        st.caption(say("cutting", "stop_words.windows"))
    if chosen.source.rules.stop_words:
        label, words = say("cutting", "stop_words.clear"), ""
    else:
        proposed = effects.stop_words(chosen.corpus)
        if not proposed:
            return
        label = say("cutting", "stop_words.propose", count=f"{len(proposed):,}")
        words = ", ".join(proposed)
    take = {cutting.STOP_WORDS: words}
    st.button(label, key="cut.take_stop_words", on_click=st.session_state.update, args=(take,))


def _draw_phrases(chosen: Chosen, found: dict[Any, Effect]) -> None:
    _box(FIND, say("cutting", "phrases.label"), say("cutting", "phrases.help"))
    if st.session_state[FIND]:
        _draw_found_phrases(chosen)
    if chosen.source.rules.phrases:
        threshold = f"{chosen.source.rules.phrases:g}"
        st.caption(say("cutting", "phrases.joined", threshold=threshold))
        _told(found, "phrases")
        undo = say("cutting", "phrases.undo")
        st.button(undo, key="cut.undo_phrases", on_click=cutting.join, args=({},))


def _draw_found_phrases(chosen: Chosen) -> None:
    low, high = cutting.LEAST_THRESHOLD, cutting.MOST_THRESHOLD
    number(st, "cutting", "phrases.threshold", low, high, cutting.THRESHOLD, step=10.0)
    left, right = st.columns(2)
    number(left, "cutting", "phrases.passes", 1, MOST_PASSES, cutting.PASSES)
    number(right, "cutting", "phrases.discount", 0, cutting.MOST_DISCOUNT, cutting.DISCOUNT)
    asked = cutting.phrases_asked()
    phrases = _proposed(chosen, replace(chosen.source.rules, **asked))
    if not phrases:
        st.caption(say("cutting", "phrases.none"))
        return
    st.caption(say("cutting", "phrases.found", count=f"{len(phrases):,}"))
    # Words of a visitor's text: st.dataframe renders no markup.
    st.dataframe(
        {
            say("cutting", "phrases.phrase"): [each.name for each in phrases],
            say("cutting", "phrases.score"): [round(each.score, 1) for each in phrases],
            say("cutting", "phrases.together"): [each.count for each in phrases],
        },
        hide_index=True,
        height=220,
        alt=say("cutting", "phrases.alt"),
    )
    st.button(
        say("cutting", "phrases.join"),
        key="cut.join_phrases",
        on_click=cutting.join,
        args=(asked,),
        disabled=asked == cutting.phrases_of(chosen.source.rules),
    )


def _proposed(chosen: Chosen, rules: Rules) -> list[Phrase]:
    source = chosen.source
    function = effects.proposed_phrases
    how = {"lowercase": source.lowercase, "most": MOST_PHRASES}
    found: list[Phrase] = _counted(
        chosen,
        ("phrases", rules),
        say("cutting", "phrases.seeking"),
        lambda: (function, source.text, rules, how),
    )
    return found


def _effects(chosen: Chosen, rules: Rules) -> tuple[Effect, ...]:
    """What the choices of rules do to the beginning of a text."""
    if rules == USUAL:
        return ()
    source = chosen.source
    how = {"lowercase": source.lowercase}
    found: tuple[Effect, ...] = _counted(
        chosen,
        ("effects", rules),
        say("cutting", "counting"),
        lambda: (effects.effects, effects.beginning(source.text, LOOKED_AT), rules, how),
    )
    return found


def _counted(
    chosen: Chosen,
    about: tuple[str, Rules],
    wording: str,
    asked: Callable[[], tuple[Callable[..., Any], str, Rules, dict[str, Any]]],
) -> Any:
    """What a function says of a text and rules; of a long text a worker counts it."""
    question = f"cut_{about[0]}", chosen.corpus.hash, about[1]
    if len(chosen.source.text) <= SHORT:
        return remember(question, lambda: _called(*asked()))
    return worked_out(question, wording, _called, *asked())


def _called(function: Callable[..., Any], text: str, rules: Rules, how: dict[str, Any]) -> Any:
    return function(text, rules, **how)


def _told(found: dict[Any, Effect], choice: str) -> bool:
    """Say what a choice does; gives whether it was made."""
    effect = found.get(choice)
    if effect is None:
        return False
    facts = {
        "count": effect.count,
        "gone": effect.tokens[0] - effect.tokens[1],
        "before": effect.tokens[0],
        "after": effect.tokens[1],
        "words_before": effect.distinct[0],
        "words_after": effect.distinct[1],
    }
    told = say("cutting", f"effects.{choice}", **{name: f"{n:,}" for name, n in facts.items()})
    st.caption(told)
    return True
