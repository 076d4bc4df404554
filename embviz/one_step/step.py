"""One step: a word's row against rows of U, and what it changes in all of them.

The rows of E that take part are averaged to h; skip-gram has one, v_i, so that h = v_i. The rows of
U are those of the true word and of what it is compared with: K negatives, or all words. The step
lowers the loss L of an objective, whose errors are G (see `objectives`),

    -∂L/∂h = Σ_w G_w u_w                                                                     (1)
    -∂L/∂u_w = G_w h                                                                         (2)

by moving each row by η times (1) or (2). Where h is a mean, each of its rows moves by all of (1),
as in the program word2vec.

Training does the same for hundreds of pairs at once, with negatives in common; see
`models.skipgram`. A word that takes part twice moves by the sum of both.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from embviz.one_step.objectives import Objective, Sampled
from embviz.types import Float64, Ids

SAMPLED = Sampled()


@dataclass(frozen=True, eq=False)
class Parts:
    """The rows that a step reads and changes."""

    inputs: Ids  # (m,) which rows of E make up h; one of them may come twice
    outputs: Ids  # (n,) which rows of U: with negatives, 1 + K, the true word's first
    v: Float64  # (m, d) those rows of E
    u: Float64  # (n, d) those rows of U
    objective: Objective = SAMPLED  # what the step lowers
    target: int = 0  # the place of the true word among the outputs

    @property
    def h(self) -> Float64:
        """The mean of v, (d,): what the outputs are compared with."""
        mean: Float64 = self.v.mean(axis=0)
        return mean


@dataclass(frozen=True, eq=False)
class OneStep:
    """A step, taken."""

    before: Parts
    after: Parts
    rate: float  # η
    scores: Float64  # (n,) u·h
    chances: Float64  # (n,) σ of the scores, or the softmax's P
    losses: Float64  # (n,) the terms of L; they add up to `loss`
    errors: Float64  # (n,) G: how hard each word pulls (above 0) or pushes
    dh: Float64  # (d,) formula (1)
    loss: float  # L before
    loss_after: float  # L after

    @property
    def pulls(self) -> Float64:
        """The terms of formula (1), (n, d)."""
        each: Float64 = self.errors[:, None] * self.before.u
        return each

    @property
    def du(self) -> Float64:
        """Formula (2), each output by itself, (n, d)."""
        return np.outer(self.errors, self.before.h)

    @property
    def finite(self) -> bool:
        """Whether all numbers after the step are finite: a huge η throws them out of range."""
        with np.errstate(over="ignore", invalid="ignore"):
            scores = self.after.u @ self.after.h
        after = (self.loss_after, self.after.v, self.after.u, scores)
        return all(bool(np.isfinite(each).all()) for each in after)


def grouped(ids: Ids) -> list[tuple[int, int]]:
    """Places at which words come for the first time, and how often each comes.

    >>> grouped(np.array([7, 3, 7]))
    [(0, 2), (1, 1)]
    """
    _, first, times = np.unique(ids, return_index=True, return_counts=True)
    return sorted(zip(first.tolist(), times.tolist(), strict=True))


def take(parts: Parts, rate: float) -> OneStep:
    """Take one step with the rate η, 0 or more; the rows are left as they are.

    >>> parts = Parts(np.array([0]), np.array([1]), np.array([[1.0]]), np.array([[2.0]]))
    >>> step = take(parts, 0.5)
    >>> round(float(step.chances[0]), 4), round(float(step.after.v[0, 0]), 4)
    (0.8808, 1.1192)
    """
    with np.errstate(over="ignore", invalid="ignore"):
        scores = parts.u @ parts.h
        terms, errors = parts.objective.losses(scores), parts.objective.errors(scores)
        dh = errors @ parts.u
        after = _moved(parts, dh, errors, rate)
        return OneStep(
            before=parts,
            after=after,
            rate=rate,
            scores=scores,
            chances=parts.objective.chances(scores),
            losses=terms,
            errors=errors,
            dh=dh,
            loss=float(terms.sum()),
            loss_after=_loss(after),
        )


def schedule(parts: Parts, rate: float) -> Iterator[OneStep]:
    """Take the same step again and again, each from where the one before led, without end."""
    while True:
        step = take(parts, rate)
        yield step
        parts = step.after


def losses_at(parts: Parts, rates: Sequence[float]) -> list[float]:
    """L after one step, for each of some η; inf or nan where numbers leave their range."""
    with np.errstate(over="ignore", invalid="ignore"):
        errors = parts.objective.errors(parts.u @ parts.h)
        dh = errors @ parts.u
        return [_loss(_moved(parts, dh, errors, rate)) for rate in rates]


def _loss(parts: Parts) -> float:
    return float(parts.objective.losses(parts.u @ parts.h).sum())


def _moved(parts: Parts, dh: Float64, errors: Float64, rate: float) -> Parts:
    times = _together(parts.inputs, np.ones(len(parts.inputs)))
    v = parts.v + rate * np.outer(times, dh)
    u = parts.u + rate * np.outer(_together(parts.outputs, errors), parts.h)
    return replace(parts, v=v, u=u)


def _together(ids: Ids, shares: Float64) -> Float64:
    """For each place the sum of the shares of all places that hold the same word, (n,)."""
    _, same = np.unique(ids, return_inverse=True)
    sums: Float64 = np.bincount(same, weights=shares).astype(np.float64)
    return sums[same]
