"""Layers that treat each place by itself: products with a matrix, ReLU, normalisation.

    linear:      y = x W + b                                                                 (1)
    MLP:         y = max(0, x W₁ + b₁) W₂ + b₂                                               (2)
    layer norm:  y = g ∘ (x - mean)/√(variance + ε) + b, over the d numbers of a place       (3)

(3): Ba, Kiros and Hinton 2016, https://arxiv.org/abs/1607.06450.
"""

import math

import numpy as np

from embviz.networks.layer import Back, Layer, Pass, Weight, chain, over_rows
from embviz.types import Floating

EPSILON = 1e-5
"""ε of formula (3)."""


def linear(name: str, inputs: int, outputs: int) -> Layer:
    """Formula (1): (…, inputs) to (…, outputs); W `name` and b `name.bias`."""
    bias = f"{name}.bias"

    def forward(run: Pass, x: Floating) -> tuple[Floating, Back]:
        W = run.weights[name]
        flat = x.reshape(-1, inputs)
        y = flat @ W
        y += run.weights[bias]

        def back(dy: Floating) -> Floating:
            dy = dy.reshape(-1, outputs)
            run.add(name, flat.T @ dy)
            run.add(bias, over_rows(dy))
            return (dy @ W.T).reshape(x.shape)

        return y.reshape(*x.shape[:-1], outputs), back

    spread = 1 / math.sqrt(inputs)
    return Layer(forward, {name: Weight((inputs, outputs), spread), bias: Weight((outputs,))})


def relu() -> Layer:
    """The larger of 0 and each number."""

    def forward(run: Pass, x: Floating) -> tuple[Floating, Back]:
        kept = x > 0  # a product with it is twice as fast as `maximum`
        return x * kept, lambda dy: dy * kept

    return Layer(forward)


def mlp(name: str, d: int, hidden: int) -> Layer:
    """Formula (2): (…, d) to (…, d)."""
    return chain(linear(f"{name}.in", d, hidden), relu(), linear(f"{name}.out", hidden, d))


def layer_norm(name: str, d: int) -> Layer:
    """Formula (3): (…, d) to (…, d); g `name.gain` and b `name.bias`."""
    gain, bias = f"{name}.gain", f"{name}.bias"

    def forward(run: Pass, x: Floating) -> tuple[Floating, Back]:
        flat = x.reshape(-1, d)
        mean = np.full((d, 1), 1 / d, x.dtype)  # as a product: seven times as fast as `mean`
        centred = flat - flat @ mean
        variance = np.square(centred) @ mean
        scale = 1 / np.sqrt(variance + np.asarray(EPSILON, x.dtype))  # (n, 1)
        unit = centred
        unit *= scale
        y = unit * run.weights[gain]
        y += run.weights[bias]

        def back(dy: Floating) -> Floating:
            dy = dy.reshape(-1, d)
            run.add(gain, over_rows(dy * unit))
            run.add(bias, over_rows(dy))
            du = dy * run.weights[gain]
            # Neither a shift nor a scaling of x changes y: both are taken out of the gradient.
            along = (du * unit) @ mean
            du -= du @ mean
            du -= unit * along
            du *= scale
            return du.reshape(x.shape)

        return y.reshape(x.shape), back

    return Layer(forward, {gain: Weight((d,), mean=1.0), bias: Weight((d,))})
