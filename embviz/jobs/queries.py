"""What takes a second or two, as jobs for the workers: reading texts and films, hard questions.

Workers import this module, so it does without Streamlit.
"""

import io
import time
from collections.abc import Sequence
from dataclasses import dataclass

from embviz import measures
from embviz.errors import FileError, TextError
from embviz.files.film import film_npz
from embviz.files.film.film_npz import Saved
from embviz.jobs.engine import Done
from embviz.measures import (
    Exam,
    Marks,
    Questions,
    QuestionScores,
    Rating,
    RatingScore,
    answer_questions,
    compare_ratings,
)
from embviz.measures.contexts import SharedContexts, shared_contexts
from embviz.one_step import softmax_scores
from embviz.one_step.softmax_scores import Costs, Softmax
from embviz.text import shuffled
from embviz.text.corpus import Corpus
from embviz.types import Floating
from embviz.util.threads import one_thread
from embviz.vectors import analogies
from embviz.vectors.analogies import RandomPairs
from embviz.vectors.vectors import Method, Vectors

MOST_FILM_BYTES = 512 * 2**20
"""Bytes that a saved film may come to in memory."""


@dataclass(frozen=True)
class TextSource:
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
    source: TextSource, state: None, budget_s: float, most: int | None
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
    return Done(), [shuffled.shuffled(corpus)]


def chance(
    job: tuple[Vectors, tuple[str, str, str], str, Method],
    state: None,
    budget_s: float,
    most: int | None,
) -> tuple[Done, list[RandomPairs | None]]:
    """Ask an analogy with random pairs; a step for the engine."""
    vectors, words, expected, method = job
    return Done(), [analogies.chance(vectors, *words, expected, method)]


def shared(
    job: tuple[Corpus, str, str, int], state: None, budget_s: float, most: int | None
) -> tuple[Done, list[SharedContexts]]:
    """Look for the words that stand near two words; a step for the engine."""
    return Done(), [shared_contexts(*job)]


def compare(
    job: tuple[Vectors, tuple[Rating, ...]], state: None, budget_s: float, most: int | None
) -> tuple[Done, list[RatingScore]]:
    """Compare cosines with ratings; a step for the engine."""
    return Done(), [compare_ratings(*job)]


def answer(
    job: tuple[Vectors, Questions], state: None, budget_s: float, most: int | None
) -> tuple[Done, list[QuestionScores]]:
    """Answer a file of analogies; a step for the engine."""
    return Done(), [answer_questions(*job)]


def examine(
    job: tuple[Sequence[Floating], tuple[str, ...], Exam],
    state: "Examined",
    budget_s: float,
    most: int | None,
) -> tuple["Examined", list[Marks]]:
    """Give marks to frames (n, d) of the same words, one after the other; a step for the engine."""
    frames, words, exam = job
    end, marks = time.perf_counter() + budget_s, list[Marks]()
    while not state.finished and (most is None or len(marks) < most):
        marks.append(measures.examine(Vectors(words, frames[state.done]), exam))
        state = Examined(state.frames, state.done + 1)
        if time.perf_counter() >= end:
            break
    return state, marks


@dataclass(frozen=True)
class Examined:
    """How far the marks of a film have come.

    Attributes:
        frames: How many there are.
        done: How many have their marks.
    """

    frames: int
    done: int = 0

    @property
    def finished(self) -> bool:
        """Whether all have."""
        return self.done >= self.frames


def corpus_of(source: TextSource) -> Corpus:
    """Read a text. Raises TextError."""
    return Corpus.from_text(
        source.text,
        min_count=source.min_count,
        max_words=source.max_words,
        lowercase=source.lowercase,
    )


def full_softmax(
    job: tuple[Floating, Floating, int], state: None, budget_s: float, most: int | None
) -> tuple[Done, list[Softmax]]:
    """Work out the softmax over all words for v_i, U and the row of w_o; a step for the engine."""
    return Done(), [softmax_scores.softmax(*job)]


def costs(
    job: tuple[int, int, int], state: None, budget_s: float, most: int | None
) -> tuple[Done, list[Costs]]:
    """Measure what a pair costs with V words, d and K; a step for the engine."""
    with one_thread():
        return Done(), [softmax_scores.measure(*job)]
