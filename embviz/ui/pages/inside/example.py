"""The step that is told: its rows, from the words that are chosen and the negatives drawn."""

import itertools
from dataclasses import dataclass

import numpy as np

from embviz.models.shared.negatives import noise
from embviz.one_step import drawn_negatives
from embviz.one_step.lessons import Mean, StepQuestion
from embviz.one_step.pieces import pieces_of
from embviz.one_step.step import OneStep, Parts, grouped, schedule
from embviz.types import Float64, Ids
from embviz.ui.pages.inside import choice as choices
from embviz.ui.pages.inside.choice import StepChoice
from embviz.ui.pages.inside.formulas import LETTERS, Letters
from embviz.ui.pages.inside.moment import Moment
from embviz.ui.texts import say

_NEGATIVES = 2  # what random numbers are for


@dataclass(frozen=True, eq=False)
class Example:
    """What the parts of the page tell of."""

    moment: Moment
    choice: StepChoice
    centre: int  # the id of w_i among the words of the moment
    context: int  # that of w_o
    inputs: tuple[str, ...] = ()  # names of the rows that make up h
    parts: Parts | None = None  # the rows before any step; None: there are none to tell of

    @property
    def mean(self) -> Mean:
        """What h is a mean of here: a word may be one piece, and have no Z at this frame."""
        mean = self.moment.lesson.mean
        alone = self.parts is None or (mean == "pieces" and len(self.inputs) == 1)
        return "" if alone else mean

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
        return LETTERS[self.mean]

    @property
    def h_name(self) -> str:
        """What stands at the tip of h."""
        return say("inside", "pulling.mean") if self.mean == "bag" else self.choice.centre

    def changes(self, step: OneStep) -> list[tuple[int, Float64]]:
        """What a step adds to rows of E: which words, and how much."""
        if self.mean == "pieces":
            return [(self.centre, step.after.h - step.before.h)]
        added = step.after.v - step.before.v
        return [(int(i), row) for i, row in zip(step.before.inputs, added, strict=True)]

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

    def step(self, rate: float) -> OneStep | None:
        """Give the next step after those that are taken; None: there is none, or no number left."""
        if self.parts is None:
            return None
        step = next(itertools.islice(schedule(self.parts, rate), self.choice.steps, None))
        return step if bool(np.isfinite([*step.scores, step.loss]).all()) else None


def current(moment: Moment, choice: StepChoice) -> Example | None:
    """Give what is to be told; None where one of the words has no row."""
    matrices = moment.matrices
    if choice.centre not in matrices or choice.context not in matrices:
        return None
    centre, context = (matrices.vocabulary.id(w) for w in (choice.centre, choice.context))
    asks = moment.lesson.asks
    if asks is None or matrices.U is None:
        return Example(moment, choice, centre, context)
    asked = asks(centre, context, _contexts(moment, choice))
    names, inputs, v = _inputs(moment, asked)
    P_n = noise(matrices.vocabulary.counts)
    rng = np.random.default_rng([_NEGATIVES, choice.draws, centre, context])
    outputs = np.array([asked.target, *drawn_negatives.draw(P_n, moment.K, rng)])
    _, u = matrices.rows(outputs.tolist())
    return Example(moment, choice, centre, context, tuple(names), Parts(inputs, outputs, v, u))


def _inputs(moment: Moment, asked: StepQuestion) -> tuple[list[str], Ids, Float64]:
    """The rows that make up h: their names, which they are, and their numbers."""
    vocabulary, Z = moment.matrices.vocabulary, moment.snapshot.Z
    if moment.lesson.mean == "pieces" and Z is not None:
        names, rows = pieces_of(vocabulary, asked.inputs[0], moment.settings)
        return names, rows, Z[rows].astype(np.float64)
    v, _ = moment.matrices.rows(list(asked.inputs))
    return [vocabulary.words[i] for i in asked.inputs], np.array(asked.inputs), v


def _contexts(moment: Moment, choice: StepChoice) -> tuple[int, ...]:
    """All contexts of the centre that have rows, by their ids here."""
    reading, corpus = choices.reading(moment, choice), moment.corpus
    if reading is None or choice.pair is None or corpus is None:
        return ()
    words = [corpus.words[reading.ids[p]] for p in reading.contexts(choice.pair.centre)]
    return tuple(moment.matrices.vocabulary.id(w) for w in words if w in moment.matrices)
