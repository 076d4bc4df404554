"""One guess of a network: its softmax, and the gradient that reaches E from both ends.

With y the last vector at the place of the guess and p = softmax(E y + b), the loss is

    L = -log p_o,        ∂L/∂v_w = (p_w - [w = o]) y  +  Σ_{t: w_t = w} ∂L/∂x_t               (1)

The first part comes straight from the softmax and reaches every word; the second has come back
through all layers to the rows of the words that were read, by the chain rule. A step moves E by
-η ∂L/∂v; what it changes is found by asking again.

Not here: Adam, which divides by a running size of gradients; the other weights, which stay.
"""

from dataclasses import dataclass

import numpy as np

from embviz.language.reading import Reader
from embviz.networks.cross_entropy import cross_entropy, softmax
from embviz.networks.layer import Pass
from embviz.networks.transformer import MARK, E
from embviz.types import Counts, Float64, Ids


@dataclass(frozen=True, eq=False)
class NetworkStep:
    """A guess, and what follows from it.

    Attributes:
        read: (T,) What the network read, as rows; V is the mark.
        place: Where it guessed.
        target: The row of what was right.
        p: (V or V + 1,) The probabilities; the last of V + 1 is the end of the sentence.
        loss: L, in nats.
        by_softmax: (V + 1, d) The first part of (1); the last row is the mark's.
        by_layers: (V + 1, d) The second part.
    """

    read: Ids
    place: int
    target: int
    p: Float64
    loss: float
    by_softmax: Float64
    by_layers: Float64

    @property
    def gradient(self) -> Float64:
        """∂L/∂v, (V + 1, d)."""
        return self.by_softmax + self.by_layers


def guess(reader: Reader, read: Ids, place: int, target: int) -> NetworkStep:
    """Take the guess at a place of a row of ids (T,) apart, in double precision."""
    weights = {name: each.astype(np.float64) for name, each in reader.weights.items()}
    run = Pass(weights, None, np.array([place]), seen={})
    logits, back = reader.task.network.forward(run, read[None])
    p = softmax(logits[0]).astype(np.float64)
    loss, gradient = cross_entropy(logits, np.array([target]))
    errors = gradient[0].copy()  # p - one_hot
    last = (run.seen or {})[f"layer{reader.layers}" if reader.layers else "normed"]
    back(gradient)
    rows, d = len(reader.words) + 1, weights[E].shape[1]
    whole = np.concatenate([run.gradients[E], run.gradients[MARK]])
    by_softmax = np.zeros((rows, d))
    by_softmax[: len(errors)] = np.outer(errors, last[0, place])
    return NetworkStep(read, place, target, p, loss, by_softmax, whole - by_softmax)


def loss_after(reader: Reader, step: NetworkStep, rate: float) -> float:
    """L of the same guess once E has moved by -η ∂L/∂v."""
    weights = {name: each.astype(np.float64) for name, each in reader.weights.items()}
    moved = rate * step.gradient
    weights[E] = weights[E] - moved[:-1]
    weights[MARK] = weights[MARK] - moved[-1:]
    run = Pass(weights, None, np.array([step.place]))
    logits, _ = reader.task.network.forward(run, step.read[None])
    return cross_entropy(logits, np.array([step.target]))[0]


def questions(reader: Reader, words: Ids, blank: int) -> tuple[Ids, int, int]:
    """What a network is asked of a sentence (T,): what it reads, where it guesses, and the answer.

    GPT guesses the word at `blank` from those before it, the end of the sentence if that is T; BERT
    guesses it from a mask in its place.
    """
    mark, context = len(reader.words), reader.model.context
    if reader.task.guesses_mark:
        read = np.array([mark, *words[:blank]], dtype=np.int32)[-context:]
        return read, len(read) - 1, int(words[blank]) if blank < len(words) else mark
    read, start = words.astype(np.int32), max(0, min(blank - context // 2, len(words) - context))
    read[blank] = mark
    return read[start : start + context], blank - start, int(words[blank])


def moved_most(step: NetworkStep, n: int) -> Counts:
    """The rows that the gradient moves most, the most first."""
    return np.argsort(-np.linalg.norm(step.gradient, axis=1), kind="stable")[:n]
