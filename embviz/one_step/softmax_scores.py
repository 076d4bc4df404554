"""The full softmax, which negative sampling stands in for.

    P(w_o | w_i) = exp(u_o·v_i) / Σ_w exp(u_w·v_i)                                           (1)

    ∂ log P / ∂v_i = u_o - Σ_w P(w | w_i) u_w                                                (2)

Each needs all V rows of U, d multiplications each: V·d, where negative sampling needs (K + 1)·d.

Source: Mikolov et al. 2013, https://arxiv.org/abs/1310.4546, formulas (2) and (4).
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from embviz.models import softmax as trained
from embviz.models.shared.gradient import gradients
from embviz.types import Float64, Floating

REPEATS = 7  # times are the shortest of so many: whatever else the machine does makes them longer
MOST_NUMBERS = 10_000_000  # numbers of a matrix that is made for measuring


@dataclass(frozen=True, eq=False)
class Softmax:
    """The full softmax for one pair."""

    P: Float64  # (V,) formula (1) for every word
    numerator: float  # exp(u_o·v_i); inf if it leaves the range, which P does not
    denominator: float  # the sum in (1), likewise
    gradient: Float64  # (d,) formula (2)


@dataclass(frozen=True)
class Costs:
    """What one pair costs in both ways."""

    V: int  # words that the softmax adds up
    softmax: int  # multiplications for the scores of the full softmax
    sampling: int  # multiplications for the scores of negative sampling
    softmax_s: float | None  # seconds for the gradient of the full softmax, measured
    sampling_s: float | None  # seconds for that of negative sampling, measured


def softmax(v: Floating, U: Floating, target: int) -> Softmax:
    """Work out the full softmax for one pair, v_i (d,) and the row of U (V, d) that is w_o's.

    >>> softmax(np.array([1.0]), np.array([[0.0], [0.0]]), 0).P.tolist()
    [0.5, 0.5]
    """
    v, U = np.asarray(v, np.float64), np.asarray(U, np.float64)
    scores = U @ v  # (V,)
    highest = float(scores.max())
    raised = np.exp(scores - highest)  # so that no power is too large
    P = raised / raised.sum()
    with np.errstate(over="ignore"):
        numerator = float(np.exp(scores[target]))
        denominator = float(np.exp(highest) * raised.sum())
    dv, _ = trained.gradients(v[None], U, np.array([0]), np.array([target]))
    return Softmax(P, numerator, denominator, dv[0].astype(np.float64))


def measure(V: int, d: int, K: int, *, clock: Callable[[], float] = time.perf_counter) -> Costs:
    """Measure the gradients of v_i and U both ways, on random rows in single precision.

    V words of d dimensions, K negatives.
    """
    rng = np.random.default_rng(0)
    U = rng.standard_normal((V, d), dtype=np.float32)
    v = rng.standard_normal(d, dtype=np.float32)
    few = U[rng.integers(0, V, size=K + 1)]
    signs = np.where(np.arange(K + 1) == 0, 1, -1).astype(np.float32)
    ones = np.ones(1, dtype=np.float32)

    full = _shortest(lambda: trained.gradients(v[None], U, np.array([0]), np.array([0])), clock)
    sampled = _shortest(lambda: gradients(v[None, None], few[None], ones, signs), clock)
    return Costs(V, *trained.multiplications(V, d, K), full, sampled)


def fitting(costs: Sequence[Costs]) -> list[Costs]:
    """Leave out the times that contradict the multiplications beside them.

    Negative sampling does the same work for any number of words: its shortest time is that of all.
    Where the softmax has more to multiply, but was not slower by half at least, or the other way
    round, the arithmetic is lost in what a call takes by itself: neither time is told.

    >>> told = fitting([Costs(10, 100, 60, 1.0, 0.9), Costs(1000, 10_000, 60, 9.0, 1.1)])
    >>> [(each.softmax_s, each.sampling_s) for each in told]
    [(None, None), (9.0, 0.9)]
    """
    sampling_s = min((each.sampling_s for each in costs if each.sampling_s), default=None)
    told: list[Costs] = []
    slowest = 0.0
    for each in sorted(costs, key=lambda each: each.V):
        full_s = each.softmax_s
        if full_s is None or sampling_s is None:
            agrees = False
        elif each.softmax > each.sampling:
            agrees = full_s > 1.5 * sampling_s and full_s > slowest
        else:
            agrees = 1.5 * full_s < sampling_s
        times = (full_s, sampling_s) if agrees else (None, None)
        told.append(replace(each, softmax_s=times[0], sampling_s=times[1]))
        slowest = max(slowest, full_s or 0.0)
    return told


def largest(d: int, wanted: int = 100_000) -> int:
    """How many words a matrix for measuring may have, d numbers each: fewer if memory is short."""
    return min(wanted, MOST_NUMBERS // d)


def _shortest(work: Callable[[], object], clock: Callable[[], float]) -> float:
    times = []
    for _ in range(REPEATS):
        begun = clock()
        work()
        times.append(clock() - begun)
    return min(times)
