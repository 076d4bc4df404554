"""How wrong guesses are: the softmax cross-entropy.

p = softmax(logits),        L = -mean log p[target],        ∂L/∂logits = (p - one_hot)/n  (1)
"""

import numpy as np

from embviz.types import Floating, Ids


def cross_entropy(logits: Floating, targets: Ids) -> tuple[float, Floating]:
    """Formula (1): the loss in nats a guess, and its gradient by the logits (n, V).

    Args:
        logits: (n, V); overwritten by the gradient.
        targets: (n,) what would be right.
    """
    n = np.arange(len(targets))
    logits -= logits.max(axis=1, keepdims=True)
    right = logits[n, targets]
    p = np.exp(logits, out=logits)
    sums = p @ np.ones((p.shape[1], 1), p.dtype)
    loss = float((np.log(sums[:, 0]) - right).mean(dtype=np.float64))
    p /= sums
    p[n, targets] -= 1
    p /= len(n)
    return loss, p


def losses(logits: Floating, targets: Ids) -> Floating:
    """-log p[target] of each guess, in nats, (n,); the logits are left as they are."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    each: Floating = np.log(np.exp(shifted).sum(axis=1))
    each -= shifted[np.arange(len(targets)), targets]
    return each


def softmax(logits: Floating) -> Floating:
    """The probabilities that logits (…, V) stand for."""
    p: Floating = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p /= p.sum(axis=-1, keepdims=True)
    return p
