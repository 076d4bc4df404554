"""The editor of a text: a list of edits, each a line; of a short text, the text itself."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import chain
from typing import Any, TypeAlias

import numpy as np
import streamlit as st

from embviz.errors import EmbvizError
from embviz.text import samples, sentences
from embviz.text.corpus import Corpus
from embviz.text.edits import (
    Add,
    Edit,
    Edited,
    Exchange,
    Remove,
    RemoveWith,
    Replace,
    Retype,
    Rewrite,
)
from embviz.text.labelled import Labelled
from embviz.text.tokens import word_of
from embviz.ui.ask import frame_asked, word_field
from embviz.ui.sidebar.inputs import ranged
from embviz.ui.state import editing
from embviz.ui.state.editing import Editing
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say
from embviz.ui.widgets import faults
from embviz.ui.widgets.escaping import plain

EditText: TypeAlias = Callable[[tuple[Edit, ...]], Edited]
"""Carries out edits of the text. Raises EmbvizError."""

TYPED = 100_000  # characters of a text that can be edited directly
HALF = 50  # percent
ALIKE = 10  # words about as frequent as a word, among which the example is found
SAYING = 4  # letters of words that hold a text together seldom
FUNCTIONS = 2  # times as many words as are hidden are taken for words that say little
LONGEST = 80  # signs of added sentences that a line shows

WAYS = ("edits", "text")
_WAY, _KIND = "edits.way", "edits.kind"
_ONE, _OTHER, _SHARE = "edits.one", "edits.other", "edits.share"
_REFUSED = "embviz_edit_refused"  # the edit that could not be added, and why
_NUMBERS, _NUMBER, _TEXT, _LABEL = "edits.numbers", "edits.number", "edits.text", "edits.label"


@dataclass(frozen=True, eq=False)
class Chosen:
    """What was chosen: edits, and the list they stand in, unless the text itself was edited."""

    edits: tuple[Edit, ...]
    kept: Editing | None = None


def draw(tab: Tab, source: FilmOnScreen, corpus: Corpus) -> Chosen:
    """Draw how a text is edited, and the text itself if so; the list is drawn by `show_list`."""
    if isinstance(corpus, Labelled) or len(corpus.text) > TYPED or _way() == "edits":
        kept = editing.of(corpus, lambda: _example(tab, source, corpus))
        return Chosen(kept.edits, kept)
    return Chosen(_typed(corpus))


def _way() -> str:
    chosen: str = st.segmented_control(
        say("compare", "edited.way"),
        WAYS,
        default=WAYS[0],
        key=_WAY,
        format_func=lambda way: say("compare", f"edited.ways.{way}"),
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    return chosen


def _typed(corpus: Corpus) -> tuple[Edit, ...]:
    """Draw the text itself, to be written otherwise."""
    key, text = f"edits.whole.{corpus.hash}", corpus.text.replace("\r\n", "\n")
    st.session_state.setdefault(key, text)
    label = say("compare", "edited.whole")
    typed = st.text_area(label, key=key, height=320, persist_state="session")
    st.button(
        say("compare", "edited.restore"),
        key="edits.restore",
        icon=":material/undo:",
        disabled=typed == text,
        on_click=lambda: st.session_state.update({key: text}),
    )
    return () if typed == text else (Retype(typed),)


def show_list(kept: Editing, wrong: int | None) -> None:
    """Draw the list of edits; one of them may be at fault."""
    for i, edit in enumerate(kept.edits):
        with st.container(horizontal=True, vertical_alignment="center"):
            mark = f" {say('compare', 'edited.wrong')}" if i == wrong else ""
            st.markdown(f"{i + 1}\\. {told(edit)}{mark}", width="stretch")
            st.button(
                say("compare", "edited.drop"),
                key=f"edits.drop.{i}",
                icon=":material/close:",
                type="tertiary",
                on_click=_drop,
                args=(kept, i),
            )
    if not kept.edits:
        st.caption(say("compare", "edited.none"))


def _example(tab: Tab, source: FilmOnScreen, corpus: Corpus) -> tuple[Edit, ...]:
    """Exchange two words of the map, and propose them for more.

    In half of their sentences, or in all where that would be none.
    """
    telling = _telling(source, corpus)
    one = next((word for word in tab.selected if word in source.words), telling[0])
    others = [word for word in telling if word != one]
    if not others:
        return ()
    other = _unlike(one, _as_frequent(one, others, corpus), source)
    st.session_state[_ONE], st.session_state[_OTHER] = one, other
    places = np.union1d(sentences.with_word(corpus, one), sentences.with_word(corpus, other))
    share = HALF if round(len(places) * HALF / 100) else 100
    return (Exchange(one, other, share / 100),)


def _telling(source: FilmOnScreen, corpus: Corpus) -> list[str]:
    """Words on the map that say something by themselves, the most frequent first."""
    words = source.words
    if source.sample is not None:
        planted = frozenset(chain.from_iterable(samples.answers(source.sample).groups.values()))
        return [word for word in words if word in planted] or list(words)
    ranked = [corpus.words[i] for i in corpus.function_words.ranked]
    little = frozenset(ranked[: max(FUNCTIONS * corpus.function_words.usual, len(ranked) // 3)])
    found = [word for word in words if word not in little]
    long = [word for word in found if len(word) >= SAYING]
    return next((each for each in (long, found) if len(each) > 1), list(words))


def _as_frequent(word: str, others: Sequence[str], corpus: Corpus) -> Sequence[str]:
    """Some words that stand about as often in a text as one: the nearest few."""
    counts = dict(zip(corpus.words, np.log(corpus.vocabulary.counts), strict=True))
    return sorted(others, key=lambda each: abs(counts[each] - counts[word]))[:ALIKE]


def _unlike(word: str, others: Sequence[str], source: FilmOnScreen) -> str:
    """Of some words that which has least to do with one; while nothing is trained, the first."""
    if source.untouched:
        return others[0]
    vectors = frame_asked.vectors_at(source, len(source.frames) - 1, source.plain.vectors)
    return others[int(np.argmin([vectors.similarity(word, each) for each in others]))]


def told(edit: Edit) -> str:
    """Say an edit in a line of Markdown."""
    match edit:
        case Replace(word, by):
            return say("compare", "edited.line.replace", word=plain(word), by=plain(by))
        case Exchange(one, other, share):
            facts = {"one": plain(one), "other": plain(other), "share": f"{share:.0%}"}
            return say("compare", "edited.line.exchange", **facts)
        case RemoveWith(word):
            return say("compare", "edited.line.remove_with", word=plain(word))
        case Remove(numbers):
            counted = plain([number + 1 for number in numbers])
            return say("compare", "edited.line.remove", numbers=counted)
        case Add(text, label):
            key = "add_with" if label else "add"
            return say("compare", f"edited.line.{key}", text=_short(text), label=plain(label))
        case Rewrite(number, text):
            facts = {"number": f"{number + 1:,}", "text": _short(text)}
            return say("compare", "edited.line.rewrite", **facts)
    return say("compare", "edited.line.retype")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return plain(line if len(line) <= LONGEST else f"{line[:LONGEST]}…")


def _drop(kept: Editing, i: int) -> None:
    kept.put((*kept.edits[:i], *kept.edits[i + 1 :]))


def add(kept: Editing, corpus: Corpus, edit_text: EditText) -> None:
    """Draw what a further edit is to be, and the buttons; what cannot be is said, and not added."""
    with st.expander(say("compare", "edited.another"), key="edits.another"):
        kind = st.selectbox(
            say("compare", "edited.kind"),
            KINDS,
            key=_KIND,
            format_func=lambda kind: say("compare", f"edited.kinds.{kind}"),
            persist_state="session",
        )
        edit = KINDS[kind](corpus)
        with st.container(horizontal=True):
            added = st.button(
                say("compare", "edited.add"),
                key="edits.add",
                icon=":material/add:",
                disabled=edit is None,
            )
            st.button(
                say("compare", "edited.undo"),
                key="edits.undo",
                icon=":material/undo:",
                disabled=not kept.before,
                on_click=kept.undo,
            )
        if added and edit is not None:
            st.session_state[_REFUSED] = edit, _fault(kept, edit, edit_text)
            if st.session_state[_REFUSED][1] is None:
                _put(kept, edit)
                st.rerun()
        refused, fault = st.session_state.get(_REFUSED, (None, None))
        if edit is not None and edit == refused and fault is not None:
            st.error(faults.worded(fault))
            offer_other_word(corpus, edit, fault, lambda other: _put(kept, other))


def _put(kept: Editing, edit: Edit) -> None:
    st.session_state.pop(_REFUSED, None)
    kept.put((*kept.edits, edit))


def _fault(kept: Editing, edit: Edit, edit_text: EditText) -> EmbvizError | None:
    """What is wrong with a further edit, which comes after those that are there."""
    try:
        edit_text((*kept.edits, edit))
    except EmbvizError as fault:
        before = fault.facts.get("edit", len(kept.edits)) < len(kept.edits)
        return None if before else fault
    return None


def offer_other_word(
    corpus: Corpus, edit: Edit, fault: EmbvizError, take: Callable[[Edit], None]
) -> None:
    """Where an edit's word is missing, offer words that are spelled alike, each as another edit."""
    if fault.reason != "edit_missing":
        return
    word = fault.facts["word"]

    def take_word(other: str) -> None:
        take(_with_other_word(edit, word, other, corpus))

    word_field.offer_closest(corpus.words, word, "edits.missing", take_word)


def _with_other_word(edit: Edit, word: str, other: str, corpus: Corpus) -> Edit:
    """The same edit of another word."""
    changed = {}
    for each in fields(edit):  # type: ignore[arg-type]  # all edits are dataclasses
        value = getattr(edit, each.name)
        if not isinstance(value, str):
            continue
        if word_of(value.strip(), corpus.lowercase, corpus.rules) == word:
            changed[each.name] = other
    same: Edit = replace(edit, **changed)  # type: ignore[type-var]
    return same


def _word(place: Any, label: str, key: str) -> str:
    st.session_state.setdefault(key, "")
    typed: str = place.text_input(say("compare", label), key=key, persist_state="session")
    return typed.strip()


def _two_words(one: str, other: str) -> tuple[str, str]:
    left, right = st.columns(2)
    return _word(left, one, _ONE), _word(right, other, _OTHER)


def _replace(_: Corpus) -> Edit | None:
    word, by = _two_words("edited.word", "edited.by")
    return Replace(word, by) if word and by else None


def _exchange(_: Corpus) -> Edit | None:
    one, other = _two_words("edited.one", "edited.other")
    st.session_state.setdefault(_SHARE, HALF)
    share = ranged(st, say("compare", "edited.share"), 1, 100, _SHARE)
    return Exchange(one, other, share / 100) if one and other else None


def _remove_with(_: Corpus) -> Edit | None:
    word = _word(st, "edited.word", _ONE)
    return RemoveWith(word) if word else None


def _remove(_: Corpus) -> Edit | None:
    label, hint = say("compare", "edited.numbers"), say("compare", "edited.numbers_help")
    typed = st.text_input(label, key=_NUMBERS, help=hint, persist_state="session")
    numbers = [int(each) - 1 for each in re.findall(r"[0-9]{1,9}", typed)]
    return Remove(tuple(dict.fromkeys(numbers))) if numbers else None


def _more(corpus: Corpus) -> Edit | None:
    label = say("compare", "edited.sentences")
    text = st.text_area(label, key=_TEXT, height=90, persist_state="session")
    name = ""
    if isinstance(corpus, Labelled):
        label, none = say("compare", "edited.label"), say("compare", "edited.unsorted")
        name = st.selectbox(
            label,
            ["", *corpus.classes],
            key=_LABEL,
            format_func=lambda each: each or none,
            persist_state="session",
        )
    return Add(text, name) if text.strip() else None


def _rewrite(corpus: Corpus) -> Edit | None:
    label, last = say("compare", "edited.number"), len(corpus.spans)
    number = int(ranged(st, label, 1, last, _NUMBER)) - 1
    key = f"{_TEXT}.{corpus.hash}.{number}"
    st.session_state.setdefault(key, " ".join(corpus.sentence(number).split()))
    text = st.text_area(say("compare", "edited.sentence"), key=key, height=90)
    return Rewrite(number, text) if text.strip() else None


KINDS: Mapping[str, Callable[[Corpus], Edit | None]] = {
    "replace": _replace,
    "exchange": _exchange,
    "remove_with": _remove_with,
    "remove": _remove,
    "add": _more,
    "rewrite": _rewrite,
}
"""What can be done, by the keys of their names; each draws its inputs."""
