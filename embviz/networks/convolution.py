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
    """Formula (1): (B, T, inputs) to (B, T, outputs)."""
    bias, before = f"{name}.bias", width // 2

    def forward(run: Pass, x: Floating) -> tuple[Floating, Back]:
        B, T, _ = x.shape
        W = run.weights[name].reshape(-1, outputs)
        padded = np.zeros((B, T + width - 1, inputs), x.dtype)
        padded[:, before : before + T] = _cleared(run, x)
        windows = np.lib.stride_tricks.sliding_window_view(padded, width, axis=1)
        flat = windows.transpose(0, 1, 3, 2).reshape(B * T, width * inputs)
        y = flat @ W
        y += run.weights[bias]

        def back(dy: Floating) -> Floating:
            dy = dy.reshape(B * T, outputs)
            run.add(name, (flat.T @ dy).reshape(width, inputs, outputs))
            run.add(bias, over_rows(dy))
            each = (dy @ W.T).reshape(B, T, width, inputs)
            dx = np.zeros_like(padded)
            for k in range(width):
                dx[:, k : k + T] += each[:, :, k]
            return _cleared(run, dx[:, before : before + T])

        return y.reshape(B, T, outputs), back

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
        asked = x if run.real is None else np.where(run.real[..., None], x, -np.inf)
        best = asked.argmax(axis=1)[:, None, :]  # (B, 1, d)

        def back(dy: Floating) -> Floating:
            dx = np.zeros_like(x)
            np.put_along_axis(dx, best, dy[:, None, :], axis=1)
            return dx

        return np.take_along_axis(x, best, axis=1)[:, 0], back

    return Layer(forward)


def _cleared(run: Pass, x: Floating) -> Floating:
    """The same, with zeros at padding."""
    return x if run.real is None else x * run.real[..., None].astype(x.dtype)
