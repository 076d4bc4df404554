"""One cell of GloVe: how often two words meet, and the step that it asks for.

    J_ij = f(X_ij) e²,        e = v_i·u_j + b_i + c_j - log X_ij                              (1)

X_ij sums 1/t over the places where the two stand t tokens apart, t up to the window. Half of the
gradient, f e u_j and f e v_i, is followed downhill by AdaGrad (see `models.glove`, whose functions
these are). Training takes many cells at once, and each in both directions; here it is one.

Source: Pennington et al. 2014, https://nlp.stanford.edu/pubs/glove.pdf.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from embviz.models import glove
from embviz.text.corpus import Corpus
from embviz.types import Float64


@dataclass(frozen=True, eq=False)
class Cell:
    """What a cell's step reads and changes."""

    X: float  # X_ij, above 0
    x_max: float  # from this count on, cells weigh 1
    alpha: float  # the exponent of the weight below that
    theta: Float64  # (2, d + 1) v_i with b_i behind it, and u_j with c_j
    A: Float64  # (2, d + 1) the sums of squares by which AdaGrad divides

    @property
    def score(self) -> float:
        """v_i·u_j."""
        return float(self.theta[0, :-1] @ self.theta[1, :-1])

    @property
    def f(self) -> float:
        """The weight of the cell."""
        return float(glove.weight(np.array([self.X]), self.x_max, self.alpha)[0])

    @property
    def e(self) -> float:
        """The error."""
        v, u, biases = self.theta[:1, :-1], self.theta[1:, :-1], self.theta[:, -1].sum()
        return float(glove.errors(v, u, np.array([biases]), np.log([self.X]))[0])

    @property
    def loss(self) -> float:
        """J_ij."""
        return self.f * self.e**2

    @property
    def gradient(self) -> Float64:
        """Half of the gradient of (1), (2, d + 1)."""
        rows = self.theta[::-1].copy()
        rows[:, -1] = 1
        half: Float64 = self.f * self.e * rows
        return half

    @property
    def finite(self) -> bool:
        """Whether all numbers are finite."""
        return bool(np.isfinite([*self.theta, *self.A]).all() and np.isfinite(self.loss))

    def after(self, rate: float) -> "Cell":
        """The cell after one step with the rate η."""
        with np.errstate(over="ignore", invalid="ignore"):
            g = rate * self.gradient
            A = self.A + g * g
            return replace(self, theta=self.theta - g / np.sqrt(A), A=A)


def schedule(cell: Cell, rate: float) -> Iterator[Cell]:
    """The cell as it is, after one step, after two, without end."""
    while True:
        yield cell
        cell = cell.after(rate)


def meetings(corpus: Corpus, i: int, j: int, window: int) -> float:
    """X_ij: the sum of 1/t over the places where two words stand t tokens apart.

    >>> corpus = Corpus.from_text("The king eats. The queen eats.", min_count=1)
    >>> meetings(corpus, corpus.vocabulary.id("the"), corpus.vocabulary.id("eats"), 5)
    1.0
    """
    ids = corpus.ids
    ends = np.repeat(corpus.starts[1:], np.diff(corpus.starts))  # of each token's sentence
    total = 0.0
    for first, second in {(i, j), (j, i)}:
        places = np.flatnonzero(ids == first)
        for t in range(1, window + 1):
            other = places[places + t < ends[places]] + t
            total += int(np.count_nonzero(ids[other] == second)) / t
    return total
