"""The four lists of words of an association test: ready ones, or those that somebody typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from embviz.charts.data import brief
from embviz.measures import weat_lists, weat_sample_tests, weat_tests
from embviz.measures.association import FEWEST, NAMES
from embviz.measures.input_lines import key_of
from embviz.measures.published_lists import weat_list_names
from embviz.ui.ask import examples
from embviz.ui.ask.frame_asked import FrameAsked
from embviz.ui.state import settings_form
from embviz.ui.state.remembered import remember
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain

KEY = "asking.association"
TEST = f"{KEY}.test"
OWN = "own"
_BY_HAND = f"{KEY}.by_hand"  # whether somebody chose a test, or typed words
HEIGHT_PX = 110
MOST = 100  # words of a list
NAMED = 2  # words by which a list is called that has no name

Words = tuple[str, ...]
Value = TypeVar("Value")


@dataclass(frozen=True)
class FourLists:
    """Lists of words, each by X, Y, A and B.

    Attributes:
        words: The words themselves.
        names: What each list is called.
        effect: The effect size that the paper found with these lists, if they are from there.
    """

    words: Mapping[str, Words]
    names: Mapping[str, str]
    effect: float | None = None


def draw(asked: FrameAsked) -> FourLists:
    """Draw the choice of a test and its lists, and give them as they are typed."""
    tests = _tests(asked)
    _begin(asked, tests)
    st.selectbox(
        say("words", "association.test"),
        [*tests, OWN],
        key=TEST,
        format_func=lambda key: _labelled(key, tests),
        on_change=_take,
        args=(tests,),
        help=say("words", "association.test_help"),
        persist_state="session",
    )
    typed = {name: settings_form.listed(st.session_state[_key(name)]) for name in NAMES}
    words = {name: tuple(each[:MOST]) for name, each in typed.items()}
    ready = {test.words[name]: test.names[name] for test in tests.values() for name in NAMES}
    names = {name: ready.get(each) or _called(each) for name, each in words.items()}
    for pair in ("XY", "AB"):
        for name, column in zip(pair, st.columns(2), strict=True):
            with column:
                _list(name, names[name])
    if any(len(each) > MOST for each in typed.values()):
        st.warning(say("words", "association.too_many", most=MOST))
    chosen = tests.get(st.session_state[TEST])
    return FourLists(words, names, chosen.effect if chosen is not None else None)


def exchange() -> None:
    """Make X of Y, and Y of X."""
    x, y = _key("X"), _key("Y")
    st.session_state[x], st.session_state[y] = st.session_state[y], st.session_state[x]
    _typed()


def _tests(asked: FrameAsked) -> dict[str, FourLists]:
    """Those of the text on screen, and those of the paper."""
    sample = asked.source.sample
    of_text = weat_sample_tests(sample) if sample is not None else {}
    tests = {
        f"text.{sample}.{name}": FourLists(test.lists._asdict(), _by_list(test.names))
        for name, test in of_text.items()
    }
    for name, effect in weat_tests().items():
        called = [say("words", f"association.lists.{each}") for each in weat_list_names(name)]
        tests[f"paper.{name}"] = FourLists(weat_lists(name)._asdict(), _by_list(called), effect)
    return tests


def _by_list(values: Iterable[Value]) -> dict[str, Value]:
    return dict(zip(NAMES, values, strict=True))


def _labelled(key: str, tests: Mapping[str, FourLists]) -> str:
    """What a test is called among the others."""
    if key == OWN:
        return say("words", "association.own")
    names = tests[key].names
    if tests[key].effect is None:
        return say("words", "association.of_text", **names)
    n = [other for other in tests if tests[other].effect is not None].index(key) + 1
    return say("words", "association.of_paper", n=n, **names)


def _called(words: Words) -> str:
    """A list that has no name by its first words."""
    return ", ".join(map(brief, words[:NAMED])) + (" …" if len(words) > NAMED else "")


def _begin(asked: FrameAsked, tests: Mapping[str, FourLists]) -> None:
    """Have an example there, until somebody chooses or types."""
    kept = st.session_state.get(TEST)
    if st.session_state.get(_BY_HAND) and (kept in tests or kept == OWN):
        return
    question = "association.example", asked.source.key
    first = remember(question, lambda: _first(asked, tests))
    st.session_state[_BY_HAND] = False
    st.session_state[TEST] = first
    _fill(_by_list(examples.four_lists(asked)) if first == OWN else tests[first].words)


def _first(asked: FrameAsked, tests: Mapping[str, FourLists]) -> str:
    """The first test of the text, or else of the paper, with enough words that are there."""
    known = {key_of(word, True) for word in asked.source.vocabulary}
    for key, test in tests.items():
        there = [sum(key_of(word, True) in known for word in each) for each in test.words.values()]
        if test.effect is None or min(there) >= FEWEST:
            return key
    return OWN


def _take(tests: Mapping[str, FourLists]) -> None:
    """Put the lists of the chosen test where they can be changed."""
    st.session_state[_BY_HAND] = True
    if st.session_state[TEST] != OWN:
        _fill(tests[st.session_state[TEST]].words)


def _typed() -> None:
    st.session_state[_BY_HAND] = True
    st.session_state[TEST] = OWN


def _fill(lists: Mapping[str, Words]) -> None:
    for name, words in lists.items():
        st.session_state[_key(name)] = " ".join(words)


def _key(name: str) -> str:
    return f"{KEY}.{name}"


def _list(name: str, called: str) -> None:
    st.text_area(
        say("words", "association.list", list=name, name=plain(called)),
        key=_key(name),
        height=HEIGHT_PX,
        help=say("words", f"association.list_{name}"),
        on_change=_typed,
        persist_state="session",
    )
