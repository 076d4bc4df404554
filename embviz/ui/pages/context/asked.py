"""What the page asks: the network of the film on screen at the moment shown, and one word."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import streamlit as st

from embviz.language.reading import Reader, is_network
from embviz.text import samples
from embviz.text.corpus import Corpus
from embviz.training.film import Film
from embviz.ui.ask.frame_asked import FrameAsked
from embviz.ui.state.remembered import remember

KEY = "context.word"
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
        sample = self.frame.source.sample
        return samples.answers(sample).senses if sample is not None else {}

    @property
    def writes(self) -> bool:
        """Whether it guesses next words; else masked ones."""
        return self.film.recipe.model == "gpt"


def network(asked: FrameAsked) -> Network | None:
    """The network of a film, if it is one that came with its text."""
    run = asked.source.run
    if run is None or not is_network(asked.source.film):
        return None
    return Network(asked, asked.film, run.corpus)


def word(here: Network, selected: tuple[str, ...]) -> None:
    """Let the input of the word follow the selection; it begins with a word of several senses."""
    first = selected[0] if selected else ""
    known = here.corpus.vocabulary
    followed = st.session_state.get(_FOLLOWED)
    if followed is not None and first in known and first != followed:
        st.session_state[KEY] = first
    st.session_state[_FOLLOWED] = first
    if KEY not in st.session_state or st.session_state.get(_OF) != here.corpus.hash:
        usual = first if first in known else here.frame.source.words[0]
        st.session_state[KEY] = next(iter(here.senses), usual)
    st.session_state[_OF] = here.corpus.hash
