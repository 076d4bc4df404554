"""t-SNE: words that are near in d dimensions attract one another, and all repel one another.

(van der Maaten and Hinton 2008, https://jmlr.org/papers/v9/vandermaaten08a.html)

With P of `affinities` and positions y, KL(P | Q) is brought down along its gradient,

    w_ij = 1 / (1 + |y_i - y_j|²),   Z = Σ w_kl,   q_ij = w_ij / Z                             (1)
    ∂KL/∂y_i = 4 Σ_j (e p_ij - q_ij) w_ij (y_i - y_j),     e the exaggeration                  (2)

with momentum μ, rate η, and for each number a gain g, which grows while it goes on as before:

    g ← g + .2 where gradient and velocity v differ in sign, else .8 g, at least .01
    v ← μ v - η g ∂KL/∂y,   y ← y + v                                                          (3)

The first part of (2) runs over the pairs of P alone, the second over all pairs, a block of rows at
a time that stays in the processor's cache. It is exact: nothing is approximated by cells or grids.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from embviz.projections.affinities import Affinities
from embviz.types import Floating

BLOCK = 2**17  # pairs whose repulsion is computed at once: half a megabyte

LEAST_SPREAD = 1e-3
"""Standard deviation below which a layout is blown up again: exaggeration can shrink words that are
all about equally near without end. So small, only their directions count."""

GAIN_UP, GAIN_DOWN, LEAST_GAIN = 0.2, 0.8, 0.01


@dataclass(frozen=True, eq=False)
class Motion:
    """Where the words are and how they move: (n, 2) each."""

    Y: Floating
    velocity: Floating
    gains: Floating


@dataclass(frozen=True)
class Phase:
    """Steps of one kind."""

    steps: int  # how many
    exaggeration: float = 1.0  # e in (2)
    momentum: float = 0.8  # μ in (3)


@dataclass(frozen=True, eq=False)
class Pull:
    """What holds words near where they were: y ← (y + a y') / (1 + a) after every step."""

    Y: Floating  # y', (n, 2)
    strength: Floating  # a of each word, (n, 1)


def at_rest(Y: Floating) -> Motion:
    """Words (n, 2) that do not move yet."""
    return Motion(Y, np.zeros_like(Y), np.ones_like(Y))


def descend(P: Affinities, motion: Motion, phase: Phase, pull: Pull | None = None) -> Motion:
    """Take the steps of a phase by (3), in the precision of the motion.

    The displacement by a pull joins the velocity.
    """
    Y, velocity, gains = motion.Y.copy(), motion.velocity.copy(), motion.gains.copy()
    # Belkina et al. 2019 (doi 10.1038/s41467-019-13055-y), whose gradient lacks the factor 4.
    rate = len(Y) / phase.exaggeration / 4
    for _ in range(phase.steps):
        slope = gradient(P, Y, phase.exaggeration)
        onwards = (slope > 0) != (velocity > 0)
        gains = np.maximum(np.where(onwards, gains + GAIN_UP, gains * GAIN_DOWN), LEAST_GAIN)
        velocity = phase.momentum * velocity - rate * gains * slope
        Y += velocity
        if pull is not None:
            back = pull.strength / (1 + pull.strength) * (pull.Y - Y)
            Y += back
            velocity += back
        Y -= Y.mean(axis=0)
        spread = float(np.sqrt(np.mean(Y * Y)))
        if 0 < spread < LEAST_SPREAD:
            Y *= LEAST_SPREAD / spread
            velocity *= LEAST_SPREAD / spread
    return Motion(Y, velocity, gains)


def gradient(P: Affinities, Y: Floating, exaggeration: float = 1.0) -> Floating:
    """∂KL/∂y by (2), (n, 2), in the precision of Y (n, 2)."""
    repulsion, Z = _repulsion(Y)
    slope: Floating = 4 * (exaggeration * _attraction(P, Y) - repulsion / Z)
    return slope


def _attraction(P: Affinities, Y: Floating) -> Floating:
    """Σ_j p_ij w_ij (y_i - y_j), (n, 2)."""
    x, y = np.ascontiguousarray(Y.T)
    dx = x.take(P.rows) - x.take(P.columns)  # (pairs,)
    dy = y.take(P.rows) - y.take(P.columns)
    pw = P.shares / (1 + dx * dx + dy * dy)
    dx *= pw
    dy *= pw
    first = P.starts[:-1]  # no row is empty
    return np.stack([np.add.reduceat(dx, first), np.add.reduceat(dy, first)], axis=1)


def _repulsion(Y: Floating) -> tuple[Floating, float]:
    """Σ_j w_ij² (y_i - y_j), (n, 2), and Z."""
    n = len(Y)
    squares = np.einsum("ij,ij->i", Y, Y)
    ones = np.ones_like(squares)
    left = np.stack([-2 * Y[:, 0], -2 * Y[:, 1], 1 + squares, ones], axis=1)  # (n, 4)
    right = np.stack([Y[:, 0], Y[:, 1], ones, squares])  # left @ right: 1 + |y_i - y_j|²
    weighing = np.stack([Y[:, 0], Y[:, 1], ones], axis=1)  # (n, 3)
    sums, Z = np.empty_like(weighing), -float(n)  # without the n pairs of a word with itself
    for w, block in _blocks(left, right):
        np.reciprocal(w, out=w)
        Z += float(w.sum())
        np.multiply(w, w, out=w)
        np.matmul(w, weighing, out=sums[block])
    return Y * sums[:, 2:] - sums[:, :2], max(Z, float(np.finfo(np.float32).tiny))


def _blocks(left: Floating, right: Floating) -> Iterator[tuple[Floating, slice]]:
    """Blocks of rows of left @ right, in one buffer, and which rows they are."""
    n = len(left)
    buffer = np.empty((max(1, min(n, BLOCK // n)), n), dtype=left.dtype)
    for first in range(0, n, len(buffer)):
        block = slice(first, min(first + len(buffer), n))
        yield np.matmul(left[block], right, out=buffer[: block.stop - first]), block


def turned(Y: Floating, onto: Floating) -> Floating:
    """Y (n, 2), rotated or mirrored so as to lie as near as can be to another (n, 2)."""
    left, _, right = np.linalg.svd(Y.T @ onto)
    rotated: Floating = Y @ (left @ right)
    return rotated
