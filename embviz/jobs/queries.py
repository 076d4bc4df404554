"""What takes a second or two, as jobs for the workers: reading texts and films, hard questions.

Workers import this module, so it does without Streamlit.
"""

import io
import math
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from embviz import measures
from embviz.files.film import film_npz
from embviz.files.film.film_npz import Saved
from embviz.jobs.train_and_draw import NEIGHBOURS
from embviz.measures import Exam, Marks, movement, trust
from embviz.measures.movement import Change
from embviz.models.shared.block_trainer import BlockTrainer
from embviz.one_step import expectation, mini_batches, softmax_scores
from embviz.one_step.expectation import Expectation
from embviz.one_step.mini_batches import BatchComparison
from embviz.one_step.softmax_scores import Costs
from embviz.text.corpus import Corpus
from embviz.text.labelled import BETWEEN, Labelled
from embviz.text.rules import USUAL, Rules
from embviz.text.samples import LABELLED, answers, labelled_sentences, sample_text
from embviz.training.run import Run, carry_out, start
from embviz.types import Float32, Floating
from embviz.util.steps import finish
from embviz.util.threads import one_thread
from embviz.vectors.vectors import Vectors, nearest

MOST_FILM_BYTES = 512 * 2**20  # bytes that a saved film may come to in memory


@dataclass(frozen=True)
class TextSource:
    """A text and how to read it."""

    name: str  # what the page calls it: a sample's name or a file's
    text: str
    min_count: int
    max_words: int | None
    lowercase: bool
    sample: str | None = None  # the bundled text that it is, if it is one
    labels: tuple[str, ...] = ()  # the class of each of its lines, "" where it has none
    rules: Rules = USUAL

    def corpus(self) -> Corpus:
        """Read the text. Raises TextError."""
        return finish(self.steps())

    def steps(self) -> Generator[float, None, Corpus]:
        """Do the same in steps; each says what share of the work is done."""
        how: dict[str, Any] = {
            "min_count": self.min_count,
            "max_words": self.max_words,
            "lowercase": self.lowercase,
            "rules": self.rules,
        }
        corpus: Corpus
        if self.labels:
            corpus = Labelled.of(self.text.split(BETWEEN), self.labels, **how)
        else:
            corpus = yield from Corpus.steps(self.text, **how)
        return replace(corpus, answers=answers(self.sample)) if self.sample else corpus


def bundled(sample: str) -> tuple[str, tuple[str, ...]]:
    """Give the text of a sample, and the classes of its lines if it has some.

    Raises SettingError if there is no such sample.
    """
    if sample not in LABELLED:
        return sample_text(sample), ()
    sentences, labels = labelled_sentences(sample)
    return BETWEEN.join(sentences), tuple(labels)


def read_film(data: bytes) -> Saved:
    """Read a saved film from the bytes of its file. Raises FileError."""
    return film_npz.read(io.BytesIO(data), most_bytes=MOST_FILM_BYTES)


@dataclass(frozen=True)
class Counted:
    """How many items a job of many calls has, and how many are done."""

    items: int
    done: int = 0

    @property
    def finished(self) -> bool:
        """Whether all are."""
        return self.done >= self.items


def call_each(
    job: tuple[Callable[..., Any], Sequence[tuple[Any, ...]]],
    state: Counted,
    budget_s: float,
    most: int | None,
) -> tuple[Counted, list[Any]]:
    """Call a function with the arguments of each item, one after the other; a step likewise."""
    function, items = job
    end, results = time.perf_counter() + budget_s, list[Any]()
    while state.done + len(results) < state.items:
        results.append(function(*items[state.done + len(results)]))
        if len(results) == most or time.perf_counter() >= end:
            break
    return Counted(state.items, state.done + len(results)), results


def examine(rows: Floating, words: tuple[str, ...], exam: Exam) -> Marks:
    """Give marks to the rows (n, d) of words."""
    return measures.examine(Vectors(words, rows), exam)


@dataclass(frozen=True)
class Figures:
    """How far the picture of a frame can be trusted; nan where there are too few words to tell."""

    share: float  # of the true neighbours, how many are neighbours on screen, 0 to 1
    trustworthiness: float  # formula (1) of `embviz.measures.trust`
    continuity: float  # formula (2)


def judge(rows: Floating, xy: Float32) -> Figures:
    """Judge the picture of a frame by its rows (n, d) and positions (n, axes)."""
    with one_thread():
        found = trust.judge(rows, xy, NEIGHBOURS)
    return Figures(found.share, found.trustworthiness, found.continuity)


@dataclass(frozen=True)
class Changes:
    """What changed between two frames.

    Nothing is said of the rotation (nan) if nothing moved, or with no more words than dimensions,
    where nearly any movement can be laid to a turn.
    """

    share: float  # of the neighbours, how many changed, 0 to 1
    rotation: float  # of the movement, how much is mere rotation, 0 to 1
    words: tuple[Change, ...]  # all that have other neighbours, the most changed first


def changes(first: Floating, last: Floating, places: tuple[int, ...] | None = None) -> Changes:
    """Tell what changed between two frames (n, d); of the words at some places only, or of all.

    Where they differ in d, nothing is said of a rotation.
    """
    n, d = first.shape
    among = range(n) if places is None else places
    with one_thread():
        a, b = nearest(first, NEIGHBOURS)[0], nearest(last, NEIGHBOURS)[0]
        can_turn = n > d and first.shape == last.shape
        rotation = movement.rotation_share(first, last) if can_turn else math.nan
    share = float(movement.turnover(a, b)[list(among)].mean())
    there = frozenset(among)
    words = (change for change in movement.most_changed(a, b, len(a)) if change.word in there)
    return Changes(share, rotation, tuple(words))


def costs(V: int, d: int, K: int) -> Costs:
    """Measure what a pair costs with V words, d and K."""
    with one_thread():
        return softmax_scores.measure(V, d, K)


def expected(run: Run, word: int) -> Expectation | None:
    """Count what a run of the exact objective asks of a word."""
    with one_thread():
        return expectation.expectation(run, word)


def batches(run: Run) -> BatchComparison:
    """Train the same words in steps of different sizes, by a run of a model that has blocks."""
    trainer = run.model.trainer(run.corpus, run.seed, run.frames)
    if not isinstance(trainer, BlockTrainer):
        raise TypeError(f"{run.model.name} does not train in blocks")
    with one_thread():
        return mini_batches.compare(trainer)


def skipgram_matrices(run: Run) -> tuple[Vectors, Vectors]:
    """E and U of the last frame of a run, which is carried out in one go.

    Raises Diverged.
    """
    film = carry_out(run, start(run), run.film(), progress=False)
    return film.vectors(which="E"), film.vectors(which="U")
