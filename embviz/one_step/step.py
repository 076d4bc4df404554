"""One step of negative sampling: a true pair, its K negatives, and what they change.

The rows of E that take part are averaged to h; skip-gram has one, v_i, so that h = v_i. The rows of
U are u_o of the true word, and one for each negative. The step lowers

    L = -log σ(u_o·h) - Σ_k log σ(-u_k·h)                                                    (1)

    -∂L/∂h   = (1 - σ(u_o·h)) u_o - Σ_k σ(u_k·h) u_k                                         (2)
    -∂L/∂u_o = (1 - σ(u_o·h)) h,        -∂L/∂u_k = -σ(u_k·h) h                               (3)

(Mikolov et al. 2013, https://arxiv.org/abs/1310.4546, formula (4)) by moving each row by η times
(2) or (3). Where h is a mean, each of its rows moves by all of (2), as in the program word2vec.

Training does the same for hundreds of pairs at once, with negatives in common; see
`models.skipgram`. A word that takes part twice moves by the sum of both.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from embviz.models.shared.gradient import gradients
from embviz.types import Float64, Ids


@dataclass(frozen=True, eq=False)
class Parts:
    """The rows that a step reads and changes."""

    inputs: Ids  # (m,) which rows of E make up h; one of them may come twice
    outputs: Ids  # (1 + K,) which rows of U: the true word's first, then the negatives'
    v: Float64  # (m, d) those rows of E
    u: Float64  # (1 + K, d) those rows of U

    @property
    def h(self) -> Float64:
        """The mean of v, (d,): what the outputs are compared with."""
        mean: Float64 = self.v.mean(axis=0)
        return mean

    @property
    def signs(self) -> Float64:
        """(1 + K,) 1 for the true word, -1 for negatives."""
        return np.where(np.arange(len(self.u)) == 0, 1.0, -1.0)


@dataclass(frozen=True, eq=False)
class OneStep:
    """A step, taken."""

    before: Parts
    after: Parts
    rate: float  # η
    scores: Float64  # (1 + K,) u·h
    sigma: Float64  # (1 + K,) σ of the scores
    losses: Float64  # (1 + K,) the terms of formula (1); they add up to `loss`
    strengths: Float64  # (1 + K,) 1 - σ or, of negatives, σ: how hard each pulls or pushes
    pulls: Float64  # (1 + K, d) the terms of formula (2)
    dh: Float64  # (d,) their sum, -∂L/∂h
    du: Float64  # (1 + K, d) formula (3)
    loss: float  # L before
    loss_after: float  # L after

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


def losses(parts: Parts) -> Float64:
    """The terms of formula (1), (1 + K,)."""
    terms: Float64 = np.logaddexp(0.0, -parts.signs * (parts.u @ parts.h))
    return terms


def take(parts: Parts, rate: float) -> OneStep:
    """Take one step with the rate η, 0 or more; the rows are left as they are.

    >>> parts = Parts(np.array([0]), np.array([1]), np.array([[1.0]]), np.array([[2.0]]))
    >>> step = take(parts, 0.5)
    >>> round(float(step.sigma[0]), 4), round(float(step.after.v[0, 0]), 4)
    (0.8808, 1.1192)
    """
    with np.errstate(over="ignore", invalid="ignore"):
        pulls, du = _each_alone(parts)
        scores = parts.u @ parts.h
        sigma = 0.5 + 0.5 * np.tanh(0.5 * scores)
        terms, dh = losses(parts), pulls.sum(axis=0)
        after = _moved(parts, dh, du, rate)
        return OneStep(
            before=parts,
            after=after,
            rate=rate,
            scores=scores,
            sigma=sigma,
            losses=terms,
            strengths=np.where(parts.signs > 0, 1 - sigma, sigma),
            pulls=pulls,
            dh=dh,
            du=du,
            loss=float(terms.sum()),
            loss_after=float(losses(after).sum()),
        )


def schedule(parts: Parts, rate: float) -> Iterator[OneStep]:
    """Take the same step again and again, each from where the one before led, without end."""
    while True:
        step = take(parts, rate)
        yield step
        parts = step.after


def losses_at(parts: Parts, rates: Sequence[float]) -> list[float]:
    """L after one step, for each of some η; inf or nan where numbers leave their range."""
    return [take(parts, rate).loss_after for rate in rates]


def _each_alone(parts: Parts) -> tuple[Float64, Float64]:
    """The terms of formula (2), and formula (3), each output by itself, (1 + K, d)."""
    h = np.repeat(parts.h[None, None], len(parts.u), axis=0)  # (1 + K, 1, d)
    dh, du = gradients(h, parts.u[:, None], np.ones(1), parts.signs[:, None, None])
    return dh[:, 0].astype(np.float64), du[:, 0].astype(np.float64)


def _moved(parts: Parts, dh: Float64, du: Float64, rate: float) -> Parts:
    times = _same(parts.inputs).sum(axis=1, keepdims=True)
    v, u = parts.v + rate * times * dh, parts.u + rate * (_same(parts.outputs) @ du)
    return replace(parts, v=v, u=u)


def _same(ids: Ids) -> Float64:
    """1 where two places hold the same word, (n, n)."""
    same: Float64 = np.equal.outer(ids, ids).astype(np.float64)
    return same
