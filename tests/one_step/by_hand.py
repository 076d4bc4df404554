"""The loss of a step in the textbook's words, and derivatives by differences."""

import numpy as np


def loss(h, u):
    """Formula (1), in the textbook's words."""
    sigma = 1 / (1 + np.exp(-(u @ h)))
    return -np.log(sigma[0]) - np.log(1 - sigma[1:]).sum()


def differences(f, x, step=1e-6):
    result = np.empty_like(x)
    for place in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[place] += step
        down[place] -= step
        result[place] = (f(up) - f(down)) / (2 * step)
    return result


def far(a, b):
    """The relative error of vectors."""
    return np.linalg.norm(a - b) / np.linalg.norm(b)
