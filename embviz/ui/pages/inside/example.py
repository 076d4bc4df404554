"""The step that is told: its rows, from the words that are chosen and the negatives drawn."""

import itertools
from dataclasses import dataclass

import numpy as np

from embviz.one_step import drawn_negatives
from embviz.one_step.pieces import pieces_of
from embviz.one_step.schemes import SCHEMES, StepQuestion
from embviz.one_step.sentence import SampledSentence
from embviz.one_step.step import OneStep, Parts, grouped, schedule
from embviz.types import Float64, Ids
from embviz.ui.pages.inside import choice as choices
from embviz.ui.pages.inside.choice import StepChoice
from embviz.ui.pages.inside.formulas import BAG, PAIR, PIECES, Letters
from embviz.ui.pages.inside.moment import Moment

_NEGATIVES = 2
"""What random numbers are for."""


@dataclass(frozen=True, eq=False)
class Example:
    """What the parts of the page tell of.

    Attributes:
        moment: The frame.
        choice: What is chosen.
        reading: The sentence; None where the text has no such pair.
        centre: The id of w_i among the words of the moment.
        context: That of w_o.
        inputs: The names of the rows that make up h.
        parts: The rows of the step before any is taken; None where there are none to tell of.
    """

    moment: Moment
    choice: StepChoice
    reading: SampledSentence | None
    centre: int
    context: int
    inputs: tuple[str, ...]
    parts: Parts | None

    @property
    def averaged(self) -> bool:
        """Whether the step asks a mean of the words of a window."""
        return self.parts is not None and self.moment.model == "cbow"

    @property
    def pieced(self) -> bool:
        """Whether the word is a mean of pieces."""
        return self.parts is not None and self.moment.model == "fasttext" and len(self.inputs) > 1

    @property
    def h(self) -> Float64:
        """What rows of U are compared with, (d,): v_i, or the mean of a bag."""
        alone: Float64 = self.moment.matrices.E[self.centre].astype(np.float64)
        return alone if self.parts is None else self.parts.h

    @property
    def target(self) -> int:
        """The id of the true word."""
        return self.context if self.parts is None else int(self.parts.outputs[0])

    @property
    def letters(self) -> Letters:
        """What its rows are called."""
        return BAG if self.averaged else PIECES if self.pieced else PAIR

    @property
    def letter(self) -> str:
        """What moves in E, in a word of a picture."""
        return "h" if self.averaged else "v"

    def changes(self, step: OneStep) -> list[tuple[int, Float64]]:
        """What a step adds to rows of E: which words, and how much."""
        if self.pieced:
            return [(self.centre, step.after.h - step.before.h)]
        added = step.after.v - step.before.v
        return [(int(i), row) for i, row in zip(step.before.inputs, added, strict=True)]

    @property
    def noise(self) -> Float64:
        """P_n of the words of the moment, (n,)."""
        return drawn_negatives.noise(self.moment.matrices.vocabulary.counts)

    def word(self, number: int) -> str:
        """Give the word of an id."""
        return self.moment.matrices.vocabulary.words[number]

    def outputs(self) -> list[str]:
        """The words whose rows of U take part: the true one, then the negatives."""
        return [] if self.parts is None else [self.word(i) for i in self.parts.outputs]

    def shown_outputs(self) -> list[tuple[int, int]]:
        """Places of outputs, each word once, and how often it comes: the true one by itself."""
        negatives = [] if self.parts is None else grouped(self.parts.outputs[1:])
        return [(0, 1), *((place + 1, times) for place, times in negatives)]

    def step(self, parts: Parts, rate: float) -> OneStep | None:
        """Give the next step after those that are taken; None: they led beyond all numbers."""
        step = next(itertools.islice(schedule(parts, rate), self.choice.steps, None))
        return step if bool(np.isfinite([*step.scores, step.loss]).all()) else None


def current(moment: Moment, choice: StepChoice) -> Example | None:
    """Give what is to be told; None where one of the words has no row."""
    matrices = moment.matrices
    if choice.centre not in matrices or choice.context not in matrices:
        return None
    centre, context = (matrices.vocabulary.id(w) for w in (choice.centre, choice.context))
    reading = choices.reading(moment, choice)
    scheme = SCHEMES.get(moment.model)
    if scheme is None or matrices.U is None:
        return Example(moment, choice, reading, centre, context, (), None)
    asked = scheme(centre, context, _contexts(moment, choice, reading))
    names, inputs, v = _inputs(moment, asked)
    outputs = np.array([asked.target, *_drawn(moment, choice, centre, context)])
    _, u = matrices.rows(outputs.tolist())
    parts = Parts(inputs, outputs, v, u)
    return Example(moment, choice, reading, centre, context, tuple(names), parts)


def _inputs(moment: Moment, asked: StepQuestion) -> tuple[list[str], Ids, Float64]:
    """The rows that make up h: their names, which they are, and their numbers."""
    vocabulary, Z = moment.matrices.vocabulary, moment.Z
    if moment.model == "fasttext" and Z is not None:
        names, rows = pieces_of(vocabulary, asked.inputs[0], moment.settings)
        return names, rows, Z[rows].astype(np.float64)
    v, _ = moment.matrices.rows(list(asked.inputs))
    return [vocabulary.words[i] for i in asked.inputs], np.array(asked.inputs), v


def _contexts(
    moment: Moment, choice: StepChoice, reading: SampledSentence | None
) -> tuple[int, ...]:
    """All contexts of the centre that have rows, by their ids here."""
    corpus = moment.corpus
    if reading is None or choice.pair is None or corpus is None:
        return ()
    words = [corpus.words[reading.ids[p]] for p in reading.contexts(choice.pair.centre)]
    return tuple(moment.matrices.vocabulary.id(w) for w in words if w in moment.matrices)


def _drawn(moment: Moment, choice: StepChoice, centre: int, context: int) -> Ids:
    seed = [_NEGATIVES, choice.draws, centre, context]
    P_n = drawn_negatives.noise(moment.matrices.vocabulary.counts)
    return drawn_negatives.draw(P_n, moment.K, np.random.default_rng(seed))
