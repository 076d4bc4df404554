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

Two other bases hold still all through a finished film: the one of its last frame, and the one of
all frames together (C summed over them). Any components can be taken instead of the leading ones.
"""

from dataclasses import dataclass, replace
from typing import ClassVar, Literal, TypeAlias

import numpy as np
from scipy.linalg import eigh

from embviz.errors import SettingError
from embviz.projections.protocol import Drawn, Frames, InOrder
from embviz.types import Float32, Float64, Floating
from embviz.util.settings import out_of_range
from embviz.util.threads import one_thread

Origin: TypeAlias = Literal["following", "last", "all"]
BASES: tuple[Origin, ...] = ("following", "last", "all")
RATE = 0.1  # weight of a moving frame in the running covariance
MOVING = 1e-3  # mean squared movement of unit rows from which on a frame counts in full


@dataclass(frozen=True)
class PCA:
    """Principal components of the unit rows.

    Attributes:
        axes: 2 or 3.
        basis: Whether the directions follow the film, or are those of its last frame, or of all.
        components: Which ones, from 1 for the leading one; empty: the leading ones.

    Raises:
        SettingError: If a setting is outside its range.
    """

    name: ClassVar[str] = "pca"

    axes: int = 2
    basis: Origin = "following"
    components: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.axes not in (2, 3):
            raise out_of_range("axes", self.axes, 2, 3, whole=True)
        if self.basis not in BASES:
            known = ", ".join(BASES)
            message = f"there is no basis {self.basis!r}; there are {known}"
            raise SettingError("out_of_range", message, setting="basis", value=self.basis)
        chosen = self.components
        if chosen and (
            len(set(chosen)) != self.axes or len(chosen) != self.axes or min(chosen) < 1
        ):
            message = f"{self.axes} different components from 1 on are needed, not {chosen}"
            raise SettingError("out_of_range", message, setting="components", value=chosen)

    @property
    def live(self) -> bool:
        """Whether frames can be drawn as they come."""
        return self.basis == "following"

    def start(self, frames: int) -> InOrder:
        """The state from which a film is drawn."""
        return InOrder(frames)

    def step(self, state: InOrder, frames: Frames) -> tuple[InOrder, Drawn]:
        """Draw the next frame."""
        if self.live or state.finished:
            return state.further(self.follow, frames)
        if state.before is None:
            state = replace(state, before=self._still(frames))
        return state.further(_on_plane, frames)

    def follow(self, before: "Basis | None", E: Floating) -> tuple["Basis", Float32]:
        """Draw the next frame (n, d) as it comes.

        Given where the frame before left off, or None for the first, returns where this one leaves
        off, and positions (n, axes), none beyond 2 from the origin.
        """
        with one_thread():
            rows = unit_rows(E)
            if before is None:
                covariance = rows.T @ rows / len(rows)
                basis = Basis(rows, covariance, _upright(self._leading(covariance)))
            else:
                basis = self._next_basis(before, rows)
            return basis, (rows @ basis.directions).astype(np.float32)

    def explained(self, E: Floating, xy: Floating) -> tuple[float, ...]:
        """Tell how much of the differences between words each component of a picture holds.

        From rows E (n, d) of a frame and their positions (n, axes) by this projection, to the share
        of the variance of the unit, centred rows, for each of the chosen components in their order;
        empty where rows do not differ. A plane that follows a film is turned within itself, so that
        its axes are not its components any more; these are found again in it.
        """
        total = float(np.sum(unit_rows(E) ** 2))
        if total <= np.finfo(np.float32).eps * len(E):
            return ()
        held = xy.astype(np.float64).T @ xy.astype(np.float64)  # (axes, axes)
        if not self.live:
            return tuple((np.diag(held) / total).tolist())
        rank = np.argsort(np.argsort(self.components or range(self.axes)))
        falling = np.linalg.eigvalsh(held)[::-1]
        return tuple((np.maximum(falling, 0)[rank] / total).tolist())

    def _still(self, frames: Frames) -> Float64:
        """Directions (d, axes) that serve for all frames."""
        chosen = range(len(frames)) if self.basis == "all" else [-1]
        with one_thread():
            covariance = sum(rows.T @ rows for rows in (unit_rows(frames[i]) for i in chosen))
            return _upright(self._leading(np.asarray(covariance)))

    def _next_basis(self, before: "Basis", rows: Float64) -> "Basis":
        movement = float(np.mean(np.sum((rows - before.rows) ** 2, axis=1)))
        if movement == 0.0:
            return before
        a = RATE * min(1.0, movement / MOVING)
        covariance = (1 - a) * before.covariance + a * (rows.T @ rows / len(rows))
        directions = self._leading(covariance)
        left, _, right = np.linalg.svd(directions.T @ before.directions)
        return Basis(rows, covariance, directions @ (left @ right))

    def _leading(self, covariance: Float64) -> Float64:
        """Give the chosen eigenvectors (d, axes); where there are too few, the last are zero."""
        d = len(covariance)
        chosen = [i for i in self.components or range(1, self.axes + 1) if i <= d]
        most = max(chosen, default=1)
        _, directions = eigh(covariance, subset_by_index=[d - most, d - 1])
        leading = np.zeros((d, self.axes))
        leading[:, : len(chosen)] = directions[:, [most - i for i in chosen]]
        return leading


@dataclass(frozen=True, eq=False)
class Basis:
    """Where the following stands after a frame."""

    rows: Float64  # unit, centred rows (n, d) of that frame
    covariance: Float64  # the running average (d, d)
    directions: Float64  # B (d, axes), orthonormal columns


def unit_rows(E: Floating) -> Float64:
    """Scale rows to length 1 (zero rows stay zero) and centre them. Shape (n, d)."""
    rows = E.astype(np.float64)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    rows = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    centred: Float64 = rows - rows.mean(axis=0)
    return centred


def _on_plane(directions: Float64, E: Floating) -> tuple[Float64, Float32]:
    """Positions (n, axes) of rows (n, d) on a plane, or in a space, that holds still."""
    return directions, (unit_rows(E) @ directions).astype(np.float32)


def _upright(directions: Float64) -> Float64:
    """Fix the signs, which are arbitrary: the largest component of each direction is positive."""
    largest = np.abs(directions).argmax(axis=0)
    signs = np.sign(directions[largest, np.arange(directions.shape[1])])
    return directions * np.where(signs == 0, 1.0, signs)
