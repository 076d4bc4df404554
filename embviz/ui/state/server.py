"""What all visitors of a server share: the workers, what was read, the runs made."""

import streamlit as st

from embviz.jobs import train_and_draw
from embviz.jobs.engine import Engine, process_pool
from embviz.text.corpus import Corpus
from embviz.ui.state.film_on_screen import FilmOnScreen, weigh_corpus
from embviz.ui.state.shelf import Shelf
from embviz.ui.state.vector_files import VectorsFile

CORPORA_BYTES = 256 * 2**20
TAKES_BYTES = 1024 * 2**20
FILES_BYTES = 1024 * 2**20


@st.cache_resource(show_spinner=False)
def engine() -> Engine:
    """Give the engine, its workers not yet started."""
    return Engine(lambda: process_pool(initializer=train_and_draw.warm))


@st.cache_resource(show_spinner=False)
def corpora() -> Shelf[Corpus]:
    """Give the texts that were read, under the hash of text and settings."""
    return Shelf(CORPORA_BYTES, weigh_corpus)


@st.cache_resource(show_spinner=False)
def files() -> Shelf[VectorsFile]:
    """Give the files of vectors that were read, or are being read."""
    return Shelf(FILES_BYTES, VectorsFile.weight)


@st.cache_resource(show_spinner=False)
def sources() -> Shelf[FilmOnScreen]:
    """Give the runs, under their hashes."""
    return Shelf(TAKES_BYTES, FilmOnScreen.weight)
