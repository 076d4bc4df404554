"""Adam: steps whose length does not depend on how large gradients are.

With g the gradient of all weights as one row of numbers, step t = 1, 2, … is

    m ← β₁m + (1 - β₁)g,        s ← β₂s + (1 - β₂)g²                                         (1)

    θ ← θ - η_t · m/(1 - β₁ᵗ) / (√(s/(1 - β₂ᵗ)) + ε)                                         (2)

Kingma and Ba 2015, https://arxiv.org/abs/1412.6980. η_t rises linearly over the first steps
(warm-up), since s knows little of them, then falls linearly.
"""

import math
from collections.abc import Mapping

import numpy as np

from embviz.types import Float32, Floating

BETA_1, BETA_2, EPSILON = 0.9, 0.99, 1e-8

WARM_UP = 50
"""Steps until the learning rate is reached; a tenth of the run, if that is less."""

FALL = 0.1
"""What is left of the learning rate at the end."""


STATE = "adam.m", "adam.s"
"""The names of m and s among the weights."""


def state(numbers: int) -> dict[str, Float32]:
    """M and s before the first step, for so many numbers."""
    return {name: np.zeros(numbers, np.float32) for name in STATE}


def step(
    weights: Mapping[str, Float32], gradients: Mapping[str, Floating], t: int, rate: float
) -> None:
    """One step of (1) and (2), in place; `weights` holds adam.m and adam.s besides.

    Args:
        weights: All that is changed, in the order of the rows m and s.
        gradients: By name; a weight without one does not move by it.
        t: Number of the step, from 1.
        rate: η_t.
    """
    m, s = (weights[name] for name in STATE)
    names = [name for name in weights if name not in STATE]
    g = np.concatenate([_flat(gradients.get(name), weights[name]) for name in names])
    m *= np.float32(BETA_1)
    m += np.float32(1 - BETA_1) * g
    np.multiply(g, g, out=g)
    g *= np.float32(1 - BETA_2)
    s *= np.float32(BETA_2)
    s += g
    # (2), with both corrections drawn into the rate and ε.
    c = math.sqrt(1 - BETA_2**t)
    np.sqrt(s, out=g)
    g += np.float32(EPSILON * c)
    np.divide(m, g, out=g)
    g *= np.float32(rate * c / (1 - BETA_1**t))
    start = 0
    for name in names:
        weight = weights[name]
        weight -= g[start : start + weight.size].reshape(weight.shape)
        start += weight.size


def warmed(rate: float, t: int, steps: int) -> float:
    """η_t of step t = 1 … steps."""
    warm = max(1, min(WARM_UP, steps // 10))
    if t < warm:
        return rate * t / warm
    return rate * (1 - (1 - FALL) * (t - warm) / max(1, steps - warm))


def _flat(gradient: Floating | None, weight: Float32) -> Floating:
    if gradient is None:
        return np.zeros(weight.size, np.float32)
    return gradient.reshape(-1)
