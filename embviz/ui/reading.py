"""What takes a second or two in one call, as jobs for the workers: reading texts and films.

Workers import this module, so it does without Streamlit.
"""

import io
from dataclasses import dataclass

from embviz import noise
from embviz.corpus import Corpus
from embviz.engine import Done
from embviz.errors import FileError, TextError
from embviz.formats import film_npz
from embviz.formats.film_npz import Saved

MOST_FILM_BYTES = 512 * 2**20
"""Bytes that a saved film may come to in memory."""


@dataclass(frozen=True)
class Source:
    """A text and how to read it.

    Attributes:
        name: What the page calls it: a sample's name or a file's.
        text: The text itself.
        sample: The sample that it is, if it is one.
    """

    name: str
    text: str
    min_count: int
    max_words: int | None
    lowercase: bool
    sample: str | None = None


def read(
    source: Source, state: None, budget_s: float, most: int | None
) -> tuple[Done, list[Corpus | TextError]]:
    """Read a text; a step for the engine. What is wrong with it is a result as well."""
    try:
        return Done(), [corpus_of(source)]
    except TextError as error:
        return Done(), [error]


def read_film(
    data: bytes, state: None, budget_s: float, most: int | None
) -> tuple[Done, list[Saved | FileError]]:
    """Read a saved film; a step for the engine. What is wrong with it is a result as well."""
    try:
        return Done(), [film_npz.read(io.BytesIO(data), most_bytes=MOST_FILM_BYTES)]
    except FileError as error:
        return Done(), [error]


def shuffle(
    corpus: Corpus, state: None, budget_s: float, most: int | None
) -> tuple[Done, list[Corpus]]:
    """Shuffle the words of a text; a step for the engine."""
    return Done(), [noise.shuffled(corpus)]


def corpus_of(source: Source) -> Corpus:
    """Read a text. Raises TextError."""
    return Corpus.from_text(
        source.text,
        min_count=source.min_count,
        max_words=source.max_words,
        lowercase=source.lowercase,
    )
