"""Which words lie nearer to which (WEAT): an answer in words, and which words it is due to."""

import itertools
import math
from collections.abc import Hashable, Iterable, Mapping

import streamlit as st

from embviz.charts.associations import associations
from embviz.charts.data import brief
from embviz.errors import EvaluationError
from embviz.measures.association import FEWEST, NAMES, RARE, Part, Weat, weat
from embviz.types import Counts
from embviz.ui.ask import answers
from embviz.ui.ask.frame_asked import FrameAsked
from embviz.ui.pages.words import four_lists
from embviz.ui.pages.words.four_lists import FourLists
from embviz.ui.state.remembered import remember
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say
from embviz.ui.widgets import faults
from embviz.ui.widgets.escaping import plain
from embviz.ui.widgets.number_format import short
from embviz.vectors import search

LIKELY = 0.05  # a larger p is no more than chance
SMALL = 0.2  # lists of a smaller effect size hardly differ (Cohen 1988)
TOLD = 3  # words that are told to matter most
LISTED = 10  # words of a warning that are named
PAIRS = ("X", "Y"), ("A", "B")


def show(tab: Tab, asked: FrameAsked) -> None:
    """Draw the lists, and what they come to."""
    given = four_lists.draw(asked)
    found = _tested(asked, given)
    if found is None:
        return
    _answer(asked, given, found)
    _warn(found)
    if not math.isnan(found.effect):
        _draw(given, found)
    answers.on_map(tab, asked, [part.word for part in (*found.targets, *found.attributes)])
    answers.folded("word_by_word", lambda: _by_word(asked, given, found))


def _tested(asked: FrameAsked, given: FourLists) -> Weat | None:
    """The result, or None where there can be none, and why."""
    empty = [name for name in NAMES if not given.words[name]]
    if empty:
        st.caption(say("words", "association.empty", lists=", ".join(empty)))
        return None
    spelled = _spelled(asked, given)
    lists = tuple(
        tuple(spelled[word] for word in given.words[name] if word in spelled) for name in NAMES
    )
    question = "association", *_moment(asked), lists
    try:
        found = remember(question, lambda: weat(asked.vectors, *lists, counts=_counts(asked)))
    except EvaluationError as error:
        st.warning(faults.worded(error))
        return None
    alone = [name for name in "XY" if len(_of(found.targets, name)) < 2]
    if alone:
        st.warning(say("words", "association.one_word", list=alone[0]))
        return None
    return found


def _moment(asked: FrameAsked) -> tuple[Hashable, ...]:
    return asked.source.key, asked.frame, len(asked.vectors), asked.which


def _spelled(asked: FrameAsked, given: FourLists) -> Mapping[str, str]:
    """The words that have vectors, as they are spelled there; what has none is told."""
    typed = tuple(dict.fromkeys(itertools.chain(*given.words.values())))
    known = asked.vectors.words, asked.source.vocabulary
    question = "association.spelled", *_moment(asked), typed
    here, anywhere = remember(question, lambda: [search.same_each(each, typed) for each in known])
    here = {word: word if word in asked.vectors else meant for word, meant in here.items()}
    for key, words in (
        ("missing", [word for word in typed if word not in here and word not in anywhere]),
        ("not_shown", [word for word in typed if word not in here and word in anywhere]),
    ):
        if words:
            st.warning(say("words", f"association.{key}", words=_first(map(brief, words))))
    return here


def _counts(asked: FrameAsked) -> Counts | None:
    """How often each word that is asked stands in the text, where that is known."""
    film = asked.source.film
    if film.counts is None:
        return None
    return film.counts if asked.vectors.words == film.words else film.counts[film.shown]


def _of(parts: Iterable[Part], name: str) -> list[Part]:
    return [part for part in parts if part.list == name]


def _answer(asked: FrameAsked, given: FourLists, found: Weat) -> None:
    names = {name: plain(called) for name, called in given.names.items()}
    if math.isnan(found.effect):
        st.markdown(say("words", "association.no_effect", **names))
        return
    key = _verdict(found)
    facts = {"d": short(found.effect, 2), "p": short(found.p)}
    st.markdown(say("words", f"association.{key}", **facts, **names))
    if key == "reversed":
        st.button(
            say("words", "association.exchange"),
            key="asking.association.exchange",
            type="tertiary",
            icon=":material/swap_horiz:",
            on_click=four_lists.exchange,
        )
    lines = [_meaning(found), _paper(given)]
    if key in ("found", "reversed"):
        caution = "caution" if asked.source.from_file is None else "caution_file"
        lines += [_same_side(names, found), _drivers(found)]
        lines.append(say("words", f"association.{caution}"))
    st.caption("  \n".join(filter(None, lines)))


def _verdict(found: Weat) -> str:
    """What follows from d and p."""
    other_way = 1 - found.p + 1 / found.dealings  # p, were A and B exchanged, but for ties
    if min(found.p, other_way) <= LIKELY:
        return "found" if found.effect > 0 else "reversed"
    if _too_few(found):
        return "too_few"
    return "alike" if abs(found.effect) < SMALL else "chance"


def _too_few(found: Weat) -> bool:
    """Whether no lists of these lengths could be told from chance."""
    return found.exact and 1 / found.dealings > LIKELY


def _paper(given: FourLists) -> str:
    """What the paper found with the same lists."""
    if given.effect is None:
        return ""
    return say("words", "association.paper", d=short(given.effect, 2))


def _same_side(names: Mapping[str, str], found: Weat) -> str:
    """That X and Y both are nearer to one list, if so: d only says which is more so."""
    means = []
    for name in "XY":
        own = _of(found.targets, name)
        means.append(sum(part.association for part in own) / len(own))
    if means[0] * means[1] <= 0:
        return ""
    return say("words", "association.same_side", name=names["A" if means[0] > 0 else "B"])


def _drivers(found: Weat) -> str:
    """Which target words make the effect, and which of them speak against it."""
    sign = 1 if found.effect > 0 else -1
    parts = sorted(found.targets, key=lambda part: -sign * part.contribution)
    most = [part.word for part in parts[:TOLD] if sign * part.contribution > 0]
    against = [part.word for part in parts[: -TOLD - 1 : -1] if sign * part.contribution < 0]
    lines = [say("words", "association.drive", words=_quoted(most))] if most else []
    if against:
        lines.append(say("words", "association.against", words=_quoted(against)))
    return " ".join(lines)


def _meaning(found: Weat) -> str:
    key = "exact" if found.exact else "drawn"
    line = say("words", f"association.{key}", n=f"{found.dealings:,}")
    if _too_few(found):
        line += " " + say("words", "association.least", p=short(1 / found.dealings))
    return line


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"“{plain(word)}”" for word in words)


def _warn(found: Weat) -> None:
    """Say what makes the answer less sure."""
    if found.shared:
        st.warning(say("words", "association.shared", words=_first(found.shared)))
    lines = []
    if found.rare:
        rare = [f"{word} ({count})" for word, count in found.rare.items()]
        lines.append(say("words", "association.rare", least=RARE, words=_first(rare)))
    if found.few:
        lines.append(say("words", "association.few", least=FEWEST, lists=", ".join(found.few)))
    parts = (*found.targets, *found.attributes)
    for one, other in PAIRS:
        n, m = (len(_of(parts, name)) for name in (one, other))
        if n != m:
            lines.append(say("words", "association.unequal", one=one, other=other, n=n, m=m))
    if lines:
        st.caption("  \n".join(lines))


def _first(words: Iterable[str]) -> str:
    """The first words, and how many more there are."""
    words = list(words)
    named, more = plain(words[:LISTED]), len(words) - LISTED
    return named if more <= 0 else say("words", "association.more", words=named, n=more)


def _draw(given: FourLists, found: Weat) -> None:
    figure = associations(found.targets, given.names, label=say("words", "association.axis"))
    alt = say("words", "association.alt", **given.names)
    answers.chart(figure, alt=alt, key="asking.association.chart")


def _by_word(asked: FrameAsked, given: FourLists, found: Weat) -> None:
    parts = (*found.targets, *found.attributes)
    columns: dict[str, list[object]] = {
        say("words", "similarity.word"): [part.word for part in parts],
        say("words", "association.list_column"): [
            f"{part.list}: {given.names[part.list]}" for part in parts
        ],
        say("words", "association.association"): [round(part.association, 4) for part in parts],
        say("words", "association.part"): [round(part.contribution, 4) for part in parts],
    }
    counts = _counts(asked)
    if counts is not None:
        rows = (asked.vectors.id(part.word) for part in parts)
        columns[say("words", "association.count")] = [int(counts[row]) for row in rows]
    st.caption(say("words", "association.by_word_help"))
    answers.table(columns, alt=say("words", "association.by_word_alt"), name="association")
