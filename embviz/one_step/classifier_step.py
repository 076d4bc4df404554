"""One prediction of a classifier: what it makes of a sentence, and which rows of E its error moves.

With the rows x_t = E[w_t], the vectors y_t that the layers make of them, and s, into which these
are pooled (their mean, their largest numbers, or the last of them), the loss is

    z = s W + b,        p = softmax(z),        L = -log p_o                                  (1)

    ∂L/∂v_w = Σ_{t: w_t = w} ∂L/∂x_t        for the words of the sentence, 0 for all others  (2)

by the chain rule through all layers. A step moves E by -η ∂L/∂v; what it changes is found by asking
again.

Not here: Adam, which divides by a running size of gradients; the other weights, which stay.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from embviz.language.reading import fitting
from embviz.models import MODELS
from embviz.networks.cross_entropy import cross_entropy, softmax
from embviz.networks.layer import Layer, Pass
from embviz.text.corpus import Vocabulary
from embviz.training.film import Film
from embviz.types import Counts, Float64, Floating, Ids


@dataclass(frozen=True, eq=False)
class Classifier:
    """A classifier at one moment, with the rows of E of one sentence's words, and no others.

    Attributes:
        network: From places in `touched` (B, T) to logits (B, C).
        weights: By name, in double precision; E has the rows of `touched`.
        touched: (m,) The different rows of E that are read, in order of appearance.
        read: (T,) What is read, as places in `touched`.
    """

    network: Layer
    weights: dict[str, Float64]
    touched: Ids
    read: Ids

    @classmethod
    def of(cls, film: Film, arrays: Mapping[str, Floating], E: Floating, ids: Ids) -> "Classifier":
        """That of a frame, before a sentence; of a long one it reads as much as it sees.

        Args:
            film: Says which model it is, with its settings and classes.
            arrays: What the frame keeps besides E, by name.
            E: (n, d) The rows of E that it keeps.
            ids: (T,) The sentence's words, as rows of these; at least one.

        Raises:
            FileError: `other_network`, if the frame's weights do not fit the film's settings.
        """
        model: Any = MODELS[film.recipe.model](**film.recipe.settings)
        ids = ids[: model.context]
        sorted_ids, first, inverse = np.unique(ids, return_index=True, return_inverse=True)
        order = np.argsort(first)
        touched = sorted_ids[order]
        nowhere = np.zeros(len(touched), np.int64)  # counts: no network asks for them
        words = tuple(film.words[: len(touched)])
        network = model.network(Vocabulary(words, nowhere, film.recipe.classes))
        found = fitting(network.weights, {**arrays, "E": E[touched]})
        weights = {name: each.astype(np.float64) for name, each in found.items()}
        return cls(network, weights, touched, np.argsort(order)[inverse].astype(np.int32))


@dataclass(frozen=True, eq=False)
class ClassifierStep:
    """A prediction, and what follows from it.

    Attributes:
        target: The number of the right class.
        rows: (T, d) The rows of E that were read.
        places: (T, n) What the layers make of them.
        s: (n,) What these are pooled into.
        W: (n, C) The weights of the classes.
        b: (C,) Their biases.
        z: (C,) The logits.
        p: (C,) The probabilities.
        loss: L, in nats.
        gradient: (m, d) ∂L/∂v of the rows that were read, each once.
        attention: Of each block, where places look, (h, T, T).
    """

    target: int
    rows: Floating
    places: Floating
    s: Floating
    W: Floating
    b: Floating
    z: Floating
    p: Floating
    loss: float
    gradient: Floating
    attention: tuple[Floating, ...] = ()

    @property
    def shares_of_words(self) -> Floating:
        """What each place adds to each logit, (T, C), where s is the mean of all; b is the rest."""
        shares: Floating = self.places @ self.W / len(self.places)
        return shares

    @property
    def shares_of_numbers(self) -> Floating:
        """What each number of s adds to each logit, (n, C); b is the rest."""
        return self.s[:, None] * self.W

    @property
    def best_places(self) -> Counts:
        """Where each number of s is found, (n,), where it is the largest of all places."""
        best: Counts = self.places.argmax(axis=0)
        return best

    @property
    def p_after_each_word(self) -> Floating:
        """The probabilities that follow from the first words alone, (T, C), where s is the last."""
        p: Floating = softmax(self.places @ self.W + self.b)
        return p

    @property
    def rival(self) -> int:
        """The most probable of the wrong classes."""
        return int(np.argmax(np.where(np.arange(len(self.p)) == self.target, -1.0, self.p)))

    def strongest(self, n: int) -> Counts:
        """The numbers of s that tell the right class from its rival most; none that is 0."""
        shares = self.shares_of_numbers
        apart = np.abs(shares[:, self.target] - shares[:, self.rival])
        order: Counts = np.argsort(-apart, kind="stable")[:n]
        return order[apart[order] > 0]


def predict(classifier: Classifier, target: int) -> ClassifierStep:
    """Take the prediction apart."""
    weights, seen = classifier.weights, dict[str, Floating]()
    run = Pass(weights, seen=seen)
    z, back = classifier.network.forward(run, classifier.read[None])
    p = softmax(z[0])
    loss, gradient = cross_entropy(z.copy(), np.array([target]))
    back(gradient)
    blocks = [name for name in seen if name.endswith(".attention")]
    return ClassifierStep(
        target,
        rows=seen["row"][0],
        places=seen["places"][0],
        s=seen["sentence"][0],
        W=weights["classes"],
        b=weights["classes.bias"],
        z=z[0],
        p=p,
        loss=loss,
        gradient=run.gradients["E"],
        attention=tuple(seen[name][0] for name in blocks),
    )


def loss_after(classifier: Classifier, step: ClassifierStep, rate: float) -> float:
    """L of the same prediction once E has moved by -η ∂L/∂v."""
    E = classifier.weights["E"] - rate * step.gradient
    moved = replace(classifier, weights={**classifier.weights, "E": E})
    return predict(moved, step.target).loss
