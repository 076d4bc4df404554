"""Principal components that follow a film: the plane in which the words spread most, held steady.

The rows of E are scaled to unit length, since neighbourhoods are judged by cosine, and centred. Two
directions B (d, 2) of greatest variance make the picture, or three of them:

    X = E / |E| - mean,   C = XᵀX / n,   xy = X B,   B = the leading eigenvectors of C       (1)

Taken anew for each frame, eigenvectors flip and swap although the model hardly moves. So C is a
running average over the frames, and each basis is turned within its plane onto the one before
(orthogonal Procrustes, Schönemann 1966):

    C_t = (1 - a_t) C_{t-1} + a_t C(X_t),   B_t ← B_t R,   R = argmin |B_t R - B_{t-1}|      (2)

What moves on screen must have moved in the model, so the average goes on only as far as the rows
moved: a_t = RATE · min(1, m_t / MOVING), m_t the mean squared way of a row since the frame before.
A model at rest has m = 0: the same basis, the same picture, to the bit.

Not done here: a basis from the last frame or from all frames at once.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy.linalg import eigh

from embviz._threads import one_thread
from embviz.types import Float32, Float64, Floating

RATE = 0.1
"""Weight of a moving frame in the running covariance."""

MOVING = 1e-3
"""Mean squared movement of unit rows from which on a frame counts in full."""


@dataclass(frozen=True, eq=False)
class Basis:
    """Where the following stands after a frame.

    Attributes:
        rows: Unit, centred rows (n, d) of that frame.
        covariance: The running average (d, d).
        directions: B (d, 2) or (d, 3), orthonormal columns.
    """

    rows: Float64
    covariance: Float64
    directions: Float64

    @property
    def explained(self) -> float:
        """Share of the present frame's variance that the picture shows."""
        total = float(np.sum(self.rows**2))
        return float(np.sum((self.rows @ self.directions) ** 2)) / total if total else 0.0


def follow(before: Basis | None, E: Floating, axes: int = 2) -> tuple[Basis, Float32]:
    """Draw the next frame.

    Args:
        before: Where the frame before left off; None for the first.
        E: Rows (n, d).
        axes: 2 or 3.

    Returns:
        Where this frame leaves off, and positions (n, axes), none further than 2 from the origin.
    """
    with one_thread():
        rows = unit_rows(E)
        if before is None:
            covariance = rows.T @ rows / len(rows)
            basis = Basis(rows, covariance, _upright(_leading(covariance, axes)))
        else:
            basis = _next_basis(before, rows)
        return basis, (rows @ basis.directions).astype(np.float32)


def film(frames: Iterable[Floating], axes: int = 2) -> Iterator[Float32]:
    """Draw frames (n, d) in their order, one (n, axes) each; live and replay are one picture."""
    basis = None
    for E in frames:
        basis, xy = follow(basis, E, axes)
        yield xy


def unit_rows(E: Floating) -> Float64:
    """Scale rows to length 1 (zero rows stay zero) and centre them. Shape (n, d)."""
    rows = E.astype(np.float64)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    rows = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    centred: Float64 = rows - rows.mean(axis=0)
    return centred


def _next_basis(before: Basis, rows: Float64) -> Basis:
    movement = float(np.mean(np.sum((rows - before.rows) ** 2, axis=1)))
    if movement == 0.0:
        return before
    a = RATE * min(1.0, movement / MOVING)
    covariance = (1 - a) * before.covariance + a * (rows.T @ rows / len(rows))
    directions = _leading(covariance, before.directions.shape[1])
    left, _, right = np.linalg.svd(directions.T @ before.directions)
    return Basis(rows, covariance, directions @ (left @ right))


def _leading(covariance: Float64, axes: int) -> Float64:
    """Give the leading eigenvectors (d, axes); with fewer dimensions the last ones are zero."""
    d = len(covariance)
    found = min(d, axes)
    _, directions = eigh(covariance, subset_by_index=[d - found, d - 1])
    leading = np.zeros((d, axes))
    leading[:, :found] = directions[:, ::-1]
    return leading


def _upright(directions: Float64) -> Float64:
    """Fix the signs, which are arbitrary: the largest component of each direction is positive."""
    largest = np.abs(directions).argmax(axis=0)
    signs = np.sign(directions[largest, np.arange(directions.shape[1])])
    return directions * np.where(signs == 0, 1.0, signs)
