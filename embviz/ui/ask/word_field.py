"""A word to ask about: typed, or the one that is selected on the map."""

from collections.abc import Callable

import streamlit as st

from embviz.ui.ask import examples, subword_answers
from embviz.ui.ask.frame_asked import FrameAsked
from embviz.ui.state import train_commands
from embviz.ui.state.tab import Tab, current_tab
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain
from embviz.vectors import search, token_marks
from embviz.vectors.word_rows import composed

KEY = "asking.word"
_FOLLOWED = "asking.followed"
CLOSEST = 5  # spellings offered instead of a word that has no vector


def draw(tab: Tab, asked: FrameAsked) -> tuple[FrameAsked, str] | None:
    """Draw the input, which follows the selection and leads it; gives a word that has a vector."""
    _follow(tab, asked)
    st.text_input(say("words", "word.label"), key=KEY, on_change=_lead, args=(tab, asked))
    typed = st.session_state[KEY].strip()
    if not typed:
        st.caption(say("words", "word.empty"))
        return None
    word = meant(asked, typed)
    if word is not None:
        _offer_whole(asked, word)
        return asked, word
    made = subword_answers.with_word(asked, typed)
    if made is not None:
        return made, typed
    missing(asked, typed, KEY)
    return None


def spelled(asked: FrameAsked, typed: str) -> str | None:
    """Give the word that was typed, if need be in its own spelling; None if there is no such."""
    vectors = asked.vectors
    return vectors.spelling(typed) if typed in vectors else search.same(vectors.words, typed)


def meant(asked: FrameAsked, typed: str) -> str | None:
    """The same, and say so where it is spelled otherwise."""
    word = spelled(asked, typed)
    if word is not None and composed(word) != composed(typed):
        st.caption(say("words", "word.meant", typed=plain(typed), word=plain(word)))
    return word


def missing(asked: FrameAsked, word: str, key: str) -> None:
    """Say that a word has no vector, and offer what is spelled like it for the input of a key."""
    known = word in asked.source.vocabulary
    text = say("words", "word.not_shown" if known else "word.missing", word=plain(word))
    st.warning(text)
    if known:
        st.button(
            say("words", "word.put_on_map"),
            key=f"{key}.put_on_map",
            icon=":material/my_location:",
            on_click=train_commands.ask_for_word,
            args=(current_tab(), word),
        )
    else:
        offer_closest(asked.vectors.words, word, key, lambda w: st.session_state.update({key: w}))


def _offer_whole(asked: FrameAsked, word: str) -> None:
    """Say of a piece of words that there is a token for the whole word, too, and offer it."""
    whole = token_marks.whole(word, asked.vectors)
    if whole is None:
        return
    st.caption(say("words", "word.piece", word=plain(word), whole=plain(whole)))
    st.button(
        say("words", "word.ask_whole", whole=plain(whole)),
        key=f"{KEY}.whole",
        on_click=lambda: st.session_state.update({KEY: whole}),
    )


def offer_closest(words: tuple[str, ...], word: str, key: str, take: Callable[[str], None]) -> None:
    """Offer those words that are spelled like one that is not among them, to be taken."""
    closest = search.closest(words, word, CLOSEST)
    if not closest:
        st.caption(say("words", "word.none_close"))
    else:
        st.caption(say("words", "word.closest"))
        with st.container(horizontal=True):
            for i, other in enumerate(closest):
                st.button(plain(other), key=f"{key}.closest.{i}", on_click=take, args=(other,))


def _follow(tab: Tab, asked: FrameAsked) -> None:
    selected = tab.selected[0] if tab.selected else ""
    if selected and selected != st.session_state.get(_FOLLOWED):
        st.session_state[KEY] = selected
    st.session_state[_FOLLOWED] = selected
    st.session_state.setdefault(KEY, selected or _first(asked))


def _first(asked: FrameAsked) -> str:
    """A word to begin with, so that there is an answer to look at."""
    example = examples.analogy(asked)
    return example[1] if example is not None else next(iter(asked.source.words), "")


def _lead(tab: Tab, asked: FrameAsked) -> None:
    word = spelled(asked, st.session_state[KEY].strip())
    if word is not None:
        st.session_state[_FOLLOWED] = word
        tab.select((word,))
