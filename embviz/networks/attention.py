"""Attention: each place of a sentence takes from the others, by how well they fit.

With Q = x W_Q, K = x W_K, V = x W_V, cut into heads of d_h numbers each, a head gives

    A = softmax(Q Kᵀ/√d_h + M),        y = A V                                               (1)

and their results, side by side, are multiplied by W_O. Row t of A are the weights with which place
t takes from all places; they sum to 1. M is 0 where t may look and -∞ where it may not: at padding,
and, if `causal`, at what comes after t.

Vaswani et al. 2017, https://arxiv.org/abs/1706.03762.
"""

import math
from typing import Any

import numpy as np

from embviz.networks.dense import linear
from embviz.networks.layer import Back, Layer, Pass, chain
from embviz.types import Flags, Floating


def attention(name: str, d: int, heads: int, *, causal: bool) -> Layer:
    """(B, T, d) to (B, T, d), with `heads` that divide d; A is noted under `name`, (B, h, T, T)."""
    return chain(
        linear(f"{name}.qkv", d, 3 * d),
        _mix(name, d, heads, causal),
        linear(f"{name}.out", d, d),
    )


def _mix(name: str, d: int, heads: int, causal: bool) -> Layer:
    """Formula (1) between the products with W: (B, T, 3d) to (B, T, d)."""
    d_h = d // heads
    scale = 1 / math.sqrt(d_h)

    def forward(run: Pass, x: Floating) -> tuple[Floating, Back]:
        B, T, _ = x.shape
        Q, K, V = _heads(x.reshape(B, T, 3, heads, d_h))  # (B, h, T, d_h) each
        S = Q @ K.swapaxes(2, 3)  # (B, h, T, T)
        S *= scale
        M = _mask(T, causal, run.real, x.dtype)
        if M is not None:
            S += M
        S -= S.max(axis=3, keepdims=True)
        A = np.exp(S, out=S)
        A /= A.sum(axis=3, keepdims=True)
        run.note(name, A)
        y = np.empty((B, T, heads, d_h), x.dtype)
        np.matmul(A, V, out=y.transpose(0, 2, 1, 3))

        def back(dy: Floating) -> Floating:
            dy = dy.reshape(B, T, heads, d_h).transpose(0, 2, 1, 3)
            dx = np.empty((B, T, 3, heads, d_h), x.dtype)
            dQ, dK, dV = _heads(dx)
            np.matmul(A.swapaxes(2, 3), dy, out=dV)
            dS = dy @ V.swapaxes(2, 3)  # ∂L/∂A; then through the softmax
            dS -= np.einsum("bhij,bhij->bhi", dS, A)[..., None]
            dS *= A
            dS *= scale
            np.matmul(dS, K, out=dQ)
            np.matmul(dS.swapaxes(2, 3), Q, out=dK)
            return dx.reshape(x.shape)

        return y.reshape(B, T, d), back

    return Layer(forward)


def _heads(x: Floating) -> tuple[Floating, Floating, Floating]:
    """Q, K and V as heads see them, views of (B, T, 3, h, d_h)."""
    Q, K, V = x.transpose(2, 0, 3, 1, 4)
    return Q, K, V


def _mask(T: int, causal: bool, real: Flags | None, kind: np.dtype[Any]) -> Floating | None:
    """M of formula (1), (T, T) or (B, 1, T, T); None: everybody may look everywhere."""
    hidden = np.triu(np.ones((T, T), dtype=bool), 1) if causal else None
    if real is not None and not real.all():
        padding: Flags = ~real[:, None, None, :]
        hidden = padding if hidden is None else padding | hidden
    return None if hidden is None else np.where(hidden, kind.type(-np.inf), kind.type(0))
