"""What the page asks: the network of the film on screen at the moment shown, and one word."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import streamlit as st

from embviz.language.in_motion import Motion, ordinals
from embviz.language.reading import Reader, is_network
from embviz.text import samples
from embviz.text.corpus import Corpus
from embviz.training.film import Film
from embviz.ui.ask.frame_asked import FrameAsked
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.remembered import remember
from embviz.ui.state.tab import Tab, current_tab
from embviz.ui.texts import say

KEY = "context.word"
MERGED = "context.merged"
"""The text whose two words were made one, if any was."""

_FOLLOWED, _OF = "context.followed", "context.text"


@dataclass(frozen=True, eq=False)
class Network:
    """A network at a moment, and its text."""

    frame: FrameAsked
    film: Film
    corpus: Corpus

    @property
    def question(self) -> tuple[str, int]:
        """What answers depend on: the film so far."""
        return self.frame.source.key, len(self.film)

    @cached_property
    def reader(self) -> Reader:
        """The network at the moment shown."""
        question = "reader", self.frame.source.key, self.frame.frame, self.frame.whole
        return remember(question, lambda: Reader.of(self.film, self.frame.frame))

    @cached_property
    def senses(self) -> Mapping[str, tuple[str, ...]]:
        """The sense of each occurrence, by word, where the text has answers."""
        return _senses(self.frame.source)

    @property
    def writes(self) -> bool:
        """Whether it guesses next words; else masked ones."""
        return self.reader.task.guesses_mark

    def senses_of(self, motion: Motion) -> list[str]:
        """The sense of each occurrence found, of a word that has senses."""
        every = self.senses[motion.word]
        return [every[i] for i in ordinals(self.corpus, motion)]


def network(asked: FrameAsked) -> Network | None:
    """The network of a film, if it is one that came with its text."""
    run = asked.source.run
    if run is None or not has_network(asked.source):
        return None
    return Network(asked, asked.film, run.corpus)


def has_network(source: FilmOnScreen | None) -> bool:
    """Whether what is on screen is a network that came with its text."""
    return source is not None and source.run is not None and is_network(source.film)


def layer_names(n: int) -> list[str]:
    """What the first n layers are called: rows and places, then each block."""
    return [say("context", "layer.n" if i else "layer.0", n=i) for i in range(n)]


def draw_word(tab: Tab, source: FilmOnScreen) -> None:
    """Draw the input of the word: it follows the selection, and leads it.

    It begins with a word of several senses, if the text has answers.
    """
    _follow(tab, source)
    st.text_input(say("context", "word.label"), key=KEY, on_change=_lead)


def word() -> str:
    """The word that is asked about."""
    return str(st.session_state[KEY]).strip()


def _follow(tab: Tab, source: FilmOnScreen) -> None:
    selected = tab.selected[0] if tab.selected else ""
    followed = st.session_state.get(_FOLLOWED)
    if followed is not None and selected in source.vocabulary and selected != followed:
        st.session_state[KEY] = selected
    st.session_state[_FOLLOWED] = selected
    if KEY not in st.session_state or st.session_state.get(_OF) != source.film.recipe.corpus:
        usual = selected if selected in source.vocabulary else source.words[0]
        st.session_state[KEY] = next(iter(_senses(source)), usual)
    st.session_state[_OF] = source.film.recipe.corpus


def _lead() -> None:
    tab = current_tab()
    if tab.source is not None and word() in tab.source.words:
        st.session_state[_FOLLOWED] = word()
        tab.select((word(),))


def _senses(source: FilmOnScreen) -> Mapping[str, tuple[str, ...]]:
    """The senses that are known: a sample's, or those of a word that was made of two."""
    found = st.session_state.get(MERGED)
    run = source.run
    if found is not None and run is not None and run.corpus.text == found.text:
        return {found.word: found.senses}
    return samples.answers(source.sample).senses if source.sample is not None else {}
