"""Layers that see several words at once: windows that slide over a sentence, and pooling.

    convolution:  y_t = Σ_k x_{t+k} W_k + b,  k = -⌊w/2⌋ … ⌊(w-1)/2⌋, 0 beyond the ends      (1)
    mean pooling: y = mean of x_t                                                            (2)
    max pooling:  y_i = the largest x_ti                                                     (3)

Padding counts as what lies beyond the end. Kim 2014, https://arxiv.org/abs/1408.5882.
"""

import math

import numpy as np

from embviz.networks.layer import Back, Layer, Pass, Weight, over_rows
from embviz.types import Floating


def convolution(name: str, width: int, inputs: int, outputs: int) -> Layer:
    """Formula (1): (B, T, inputs) to (B, T, outputs).

    All sentences lie end to end, with zeros between them, so that each k is one product.
    """
    bias, before = f"{name}.bias", width // 2

    def forward(run: Pass, x: Floating) -> tuple[Floating, Back]:
        B, T, _ = x.shape
        W, step = run.weights[name], T + width - 1
        padded = np.zeros((B * step + width - 1, inputs), x.dtype)
        _inside(padded, B, step, before, T)[:] = _cleared(run, x)
        n = B * step
        y = padded[:n] @ W[0]
        for k in range(1, width):
            y += padded[k : k + n] @ W[k]
        y += run.weights[bias]

        def back(dy: Floating) -> Floating:
            run.add(bias, over_rows(dy.reshape(-1, outputs)))
            spread = np.zeros((n, outputs), dy.dtype)
            _inside(spread, B, step, 0, T)[:] = dy
            run.add(name, np.stack([padded[k : k + n].T @ spread for k in range(width)]))
            dx = np.zeros_like(padded)
            for k in range(width):
                dx[k : k + n] += spread @ W[k].T
            return _cleared(run, _inside(dx, B, step, before, T))

        return _inside(y, B, step, 0, T), back

    spread = 1 / math.sqrt(width * inputs)
    return Layer(
        forward, {name: Weight((width, inputs, outputs), spread), bias: Weight((outputs,))}
    )


def mean_pooling() -> Layer:
    """Formula (2): (B, T, d) to (B, d)."""

    def forward(run: Pass, x: Floating) -> tuple[Floating, Back]:
        B, T, _ = x.shape
        share = np.full((B, T, 1), 1 / T, x.dtype)
        if run.real is not None:
            share = (run.real / run.real.sum(axis=1, keepdims=True)).astype(x.dtype)[..., None]
        return (x * share).sum(axis=1), lambda dy: share * dy[:, None, :]

    return Layer(forward)


def max_pooling() -> Layer:
    """Formula (3): (B, T, d) to (B, d)."""

    def forward(run: Pass, x: Floating) -> tuple[Floating, Back]:
        asked = x if run.real is None else np.where(run.real[..., None], x, x.dtype.type(-np.inf))

        def back(dy: Floating) -> Floating:
            dx = np.zeros(x.shape, x.dtype)
            best = asked.argmax(axis=1)[:, None, :]  # (B, 1, d)
            np.put_along_axis(dx, best, dy[:, None, :], axis=1)
            return dx

        return asked.max(axis=1), back

    return Layer(forward)


def _inside(rows: Floating, B: int, step: int, first: int, T: int) -> Floating:
    """The T places of each sentence, (B, T, d), where one begins every `step` rows: a view."""
    return rows[: B * step].reshape(B, step, -1)[:, first : first + T]


def _cleared(run: Pass, x: Floating) -> Floating:
    """The same, with zeros at padding."""
    return x if run.real is None else x * run.real[..., None].astype(x.dtype)
