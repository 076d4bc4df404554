"""The step that is told: its rows, from the words that are chosen and the negatives drawn."""

import itertools
from dataclasses import dataclass, replace

import numpy as np

from embviz.jobs import queries
from embviz.models.shared.negatives import noise
from embviz.one_step import drawn_negatives
from embviz.one_step.expectation import Expectation
from embviz.one_step.lessons import Against, Mean, StepQuestion
from embviz.one_step.objectives import Expected, FullSoftmax
from embviz.one_step.pieces import pieces_of
from embviz.one_step.step import OneStep, Parts, grouped, schedule
from embviz.types import Float64, Ids
from embviz.ui.pages.inside import choice as choices
from embviz.ui.pages.inside.choice import StepChoice
from embviz.ui.pages.inside.formulas import LETTERS, Letters
from embviz.ui.pages.inside.moment import Moment
from embviz.ui.state.remembered import worked_out
from embviz.ui.texts import say

LISTED = 12  # words that are told of one by one, where all take part
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
    expectation: Expectation | None = None  # of the exact objective

    @property
    def mean(self) -> Mean:
        """What h is a mean of here: a word may be one piece, and have no Z at this frame."""
        mean = self.moment.lesson.mean
        alone = self.parts is None or (mean == "pieces" and len(self.inputs) == 1)
        return "" if alone else mean

    @property
    def against(self) -> Against:
        """What the true word is compared with."""
        return self.moment.lesson.against

    @property
    def first_rate(self) -> float:
        """η as training begins; of the exact objective, what that comes to for the centre."""
        own = self.moment.first_rate
        return own if self.expectation is None else float(f"{self.expectation.rate:.3g}")

    @property
    def h(self) -> Float64:
        """What rows of U are compared with, (d,): v_i, or the mean of a bag."""
        alone: Float64 = self.moment.matrices.E[self.centre].astype(np.float64)
        return alone if self.parts is None else self.parts.h

    @property
    def target(self) -> int:
        """The id of the true word."""
        return self.context if self.parts is None else int(self.parts.outputs[self.parts.target])

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
        """The words whose rows of U take part, in the order of the parts."""
        return [] if self.parts is None else [self.word(i) for i in self.parts.outputs]

    def shown_outputs(self) -> list[tuple[int, int]]:
        """Places of outputs that are told of, and how often each is drawn: the true one first.

        Of negatives each word stands once; where all words take part, those with the largest errors
        are told of.
        """
        parts = self.parts
        if parts is None:
            return [(0, 1)]
        if self.against == "drawn":
            return [(0, 1), *((i + 1, times) for i, times in grouped(parts.outputs[1:]))]
        errors = parts.objective.errors(parts.u @ parts.h)
        order = np.argsort(-np.abs(errors), kind="stable").tolist()
        others = [place for place in order if place != parts.target]
        return [(place, 1) for place in (parts.target, *others[:LISTED])]

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
    told = Example(moment, choice, centre, context, tuple(names))
    if moment.lesson.against == "drawn":
        P_n = noise(matrices.vocabulary.counts)
        rng = np.random.default_rng([_NEGATIVES, choice.draws, centre, context])
        outputs = np.array([asked.target, *drawn_negatives.draw(P_n, moment.K, rng)])
        _, u = matrices.rows(outputs.tolist())
        return replace(told, parts=Parts(inputs, outputs, v, u))
    every = np.arange(len(matrices.vocabulary), dtype=np.int32)
    whole = Parts(inputs, every, v, matrices.U.astype(np.float64), target=asked.target)
    if moment.lesson.against == "softmax":
        return replace(told, parts=replace(whole, objective=FullSoftmax(asked.target)))
    expectation = _expectation(moment, choice.centre)
    if expectation is None:
        return told
    here = slice(None) if moment.snapshot.whole else moment.source.film.shown
    objective = Expected(expectation.objective.met[here], expectation.objective.drawn[here])
    return replace(told, parts=replace(whole, objective=objective), expectation=expectation)


def _expectation(moment: Moment, word: str) -> Expectation | None:
    """What the exact objective asks of a word; None without its text, or if it meets no other."""
    run = moment.source.run
    if run is None:
        return None
    job = run, run.corpus.vocabulary.id(word)
    wording = say("inside", "step.counting")
    question = ("expected", moment.source.key, word)
    found: Expectation | None = worked_out(question, wording, queries.expected, *job)
    return found


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
