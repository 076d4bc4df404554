"""A block of centres, and the words around each of them: true pairs and negatives.

With v_c the row of a centre, whatever it is made of, and n_c the number of its contexts, a step
follows the gradient of

    Σ_c  [ Σ_o log σ(u_o·v_c)  +  n_c·K/S · Σ_k log σ(-u_k·v_c) ]                             (1)

over its contexts o and the S negatives k that its group shares. The true pairs of t neighbouring
centres lie on a diagonal band of one product; all centres of a group meet all of its negatives.
"""

import numpy as np

from embviz.models.shared.add_rows import add_rows
from embviz.models.shared.blocks import SUB_BLOCK, BlockLayout, Limits, Plan, limit, masks
from embviz.models.shared.gradient import Workspace, gradients
from embviz.types import Float32


class WindowStep:
    """Steps of formula (1), a block at a time; its buffers hold nothing from one to the next.

    K negatives for each pair; limits for the rows of updates, if they are needed.
    """

    def __init__(self, layout: BlockLayout, d: int, K: int, limits: Limits | None = None) -> None:
        T, t, w, n, groups = layout.T, SUB_BLOCK, layout.w, layout.sub_blocks, layout.groups
        self._layout, self._K, self._limits, self._masks = layout, K, limits, masks(w)
        self._u = np.empty((T + 2 * w, d), dtype=np.float32)
        self._u_negative = np.empty((groups, layout.S, d), dtype=np.float32)
        # The same memory, seen as sub-blocks: the rows around them overlap.
        self._around = t * np.arange(n)[:, None] + np.arange(t + 2 * w)  # (n, t + 2w)
        row, number = self._u.strides
        self._u_around = np.lib.stride_tricks.as_strided(
            self._u, (n, t + 2 * w, d), (t * row, row, number)
        )
        v = np.empty((T, d), dtype=np.float32)
        # All updates of U in one piece: those of contexts, then those of negatives.
        self._contexts = n * (t + 2 * w)
        self._du = np.empty((self._contexts + groups * layout.S, d), dtype=np.float32)
        du_true = self._du[: self._contexts].reshape(self._u_around.shape)
        du_negative = self._du[self._contexts :].reshape(self._u_negative.shape)
        self._true = Workspace.of(v.reshape(n, t, d), self._u_around, 2 * w + 1, du_true)
        self._negative = Workspace.of(v.reshape(groups, -1, d), self._u_negative, du=du_negative)

    def step(self, v: Float32, U: Float32, plan: Plan, block: int, rate: float) -> Float32:
        """Follow the gradient of one block of a plan in U (V, d), in place, by the rate η.

        Given the rows v (T, d) of the centres, returns η ∂J/∂v, (T, d), limited as U's updates are;
        overwritten by the next step.
        """
        (T, w), d = (self._layout.T, self._layout.w), U.shape[1]
        here = slice(block * T, (block + 1) * T)
        surroundings, negatives = plan.surroundings(block), plan.negatives[block]
        np.take(U, surroundings, axis=0, out=self._u, mode="clip")
        np.take(U, negatives, axis=0, out=self._u_negative, mode="clip")

        # True pairs: t centres by the t + 2w rows around them, on a band.
        weight = (self._masks * rate)[plan.reach[here]].reshape(self._true.S.shape)
        v_true = v.reshape(self._true.dv.shape)
        dv, _ = gradients(v_true, self._u_around, weight, 1.0, 2 * w + 1, self._true)
        # Negatives: all centres of a group by all of its negatives.
        v_negative = v.reshape(self._negative.dv.shape)
        share = rate * self._K / self._layout.S
        each = (plan.contexts[here] * share).reshape(*v_negative.shape[:2], 1)
        dv_negative, _ = gradients(v_negative, self._u_negative, each, -1.0, work=self._negative)

        dv = dv.reshape(T, d)
        dv += dv_negative.reshape(T, d)
        contexts, negatives = surroundings[self._around].reshape(-1), negatives.reshape(-1)
        if self._limits is not None:
            limit(dv, self._limits.centre[plan.centres(block)])
            limit(self._du[: self._contexts], self._limits.context[contexts])
            limit(self._du[self._contexts :], self._limits.negative[negatives])
        add_rows(U, np.concatenate([contexts, negatives]), self._du)
        return dv
