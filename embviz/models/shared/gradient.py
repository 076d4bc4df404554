"""The gradient of negative sampling, for any rows, weights and dtype.

For centre rows v_i and context rows u_j the objective of a group is

    J = Σ_ij  a_ij · log σ(y_ij v_i·u_j)                                                     (1)

with y = 1 for true pairs and y = -1 for negative samples, and a weight a for each pair. With
S_ij = v_i·u_j and τ = tanh(S/2) = 2σ(S) - 1 its gradient is

    G_ij = ∂J/∂S_ij = a_ij/2 · (y_ij - τ_ij),     ∂J/∂v = G u,     ∂J/∂u = Gᵀ v               (2)

The hyperbolic tangent is quicker than the exponential, and it cannot overflow.

Source: Mikolov et al. 2013, https://arxiv.org/abs/1310.4546, formula (4).
"""

from dataclasses import dataclass

import numpy as np

from embviz.types import Floating


@dataclass(frozen=True, eq=False)
class Workspace:
    """Buffers of `gradients`, for one shape; what is returned lies in them."""

    scores: Floating  # (B, t, C), S
    errors: Floating  # (B, t, C), G; zero outside the band if there is one
    S: Floating  # the scores that count, a view: all of them, or the band (B, t, width)
    G: Floating  # their errors, a view
    tau: Floating  # room for τ, of the shape of S
    dv: Floating  # (B, t, d)
    du: Floating  # (B, C, d)

    @classmethod
    def of(
        cls, v: Floating, u: Floating, width: int | None = None, du: Floating | None = None
    ) -> "Workspace":
        """Buffers for rows v (B, t, d) and u (B, C, d), their dtype, and a band of this width.

        A buffer (B, C, d) for `du` may be given.
        """
        (B, t, d), C, dtype = v.shape, u.shape[1], np.result_type(v, u)
        scores, errors = np.zeros((2, B, t, C), dtype)
        S, G = (scores, errors) if width is None else (band(scores, width), band(errors, width))
        tau, dv = np.empty(S.shape, dtype), np.empty((B, t, d), dtype)
        du = np.empty((B, C, d), dtype) if du is None else du
        return cls(scores, errors, S, G, tau, dv, du)


def gradients(
    v: Floating,
    u: Floating,
    weight: Floating,
    sign: float | Floating,
    width: int | None = None,
    work: Workspace | None = None,
) -> tuple[Floating, Floating]:
    """The gradient of formula (1) with respect to v and u, in the dtype of the rows.

    Args:
        v: (B, t, d), B groups of t centre rows.
        u: (B, C, d), the context rows of each group.
        weight: a, (B, t, C), or what broadcasts to it; with a band, (B, t, width).
        sign: y, 1 for true pairs, -1 for negatives; a number, or an array like `weight`.
        width: If given, pairs count on a band only: centre i with contexts i … i + width - 1.
        work: Buffers to use again; without them new ones are made.

    Returns:
        ∂J/∂v (B, t, d) and ∂J/∂u (B, C, d).
    """
    if work is None:
        work = Workspace.of(v, u, width)
    np.matmul(v, u.swapaxes(1, 2), out=work.scores)
    tau = np.multiply(work.S, 0.5, out=work.tau)
    np.tanh(tau, out=tau)
    np.subtract(sign, tau, out=tau)
    np.multiply(tau, weight * 0.5, out=work.G)
    np.matmul(work.errors, u, out=work.dv)
    np.matmul(work.errors.swapaxes(1, 2), v, out=work.du)
    return work.dv, work.du


def band(scores: Floating, width: int) -> Floating:
    """The diagonal band of each (t, t + width - 1) matrix as a view, (B, t, width)."""
    B, t, _ = scores.shape
    a, b, c = scores.strides
    return np.lib.stride_tricks.as_strided(scores, (B, t, width), (a, b + c, c))
