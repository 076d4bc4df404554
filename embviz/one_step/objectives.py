"""What a step makes large or small: the losses of a centre's scores s_o = u_o·h, and their errors.

Negative sampling compares the true word with a few that are drawn; the exact objective is what that
comes to on average for all contexts of a word; the full softmax compares with all words at once:

    L = -log σ(s_o) - Σ_k log σ(-s_k)                      G_o = 1 - σ(s_o),  G_k = -σ(s_k)     (1)
    L = -Σ_o [ m_o log σ(s_o) + k_o log σ(-s_o) ]          G_o = m_o - (m_o + k_o) σ(s_o)       (2)
    L = -log P(o),   P(w) = exp s_w / Σ_w' exp s_w'        G_w = [w = o] - P(w)                 (3)

The error G_w = -∂L/∂s_w is all that they differ in: -∂L/∂h = Σ_w G_w u_w and -∂L/∂u_w = G_w h.

Sources: Mikolov et al. 2013, https://arxiv.org/abs/1310.4546, formulas (4) and (2); Levy and
Goldberg 2014, https://papers.nips.cc/paper/5477. In training they are `models.shared.gradient`,
`models.exact` and `models.softmax`; what is here takes a single pair, or a single centre.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from embviz.types import Float64


class Objective(Protocol):
    """A loss of some scores (n,)."""

    def chances(self, scores: Float64) -> Float64:
        """What each score means as a probability, (n,): σ or P."""

    def losses(self, scores: Float64) -> Float64:
        """The terms of L, (n,)."""

    def errors(self, scores: Float64) -> Float64:
        """G, (n,): above 0 where a word pulls, below where it pushes."""


@dataclass(frozen=True)
class Sampled:
    """Formula (1): the true word's score comes first, those of the negatives behind it."""

    def chances(self, scores: Float64) -> Float64:
        """σ of each."""
        return sigmoid(scores)

    def losses(self, scores: Float64) -> Float64:
        """-log σ of the true word's, -log (1 - σ) of the others."""
        signs = np.where(np.arange(len(scores)) == 0, 1.0, -1.0)
        terms: Float64 = np.logaddexp(0.0, -signs * scores)
        return terms

    def errors(self, scores: Float64) -> Float64:
        """1 - σ, and -σ."""
        errors = -sigmoid(scores)
        errors[0] = sigmoid(-scores[:1])[0]
        return errors


@dataclass(frozen=True, eq=False)
class Expected:
    """Formula (2): how often each word is met and drawn on average, for each pair of a centre."""

    met: Float64  # (n,) m: the shares of the centre's contexts that each word has
    drawn: Float64  # (n,) k: K·P_n

    def chances(self, scores: Float64) -> Float64:
        """σ of each."""
        return sigmoid(scores)

    def losses(self, scores: Float64) -> Float64:
        """What each word adds, as met and as drawn."""
        terms: Float64 = self.met * np.logaddexp(0.0, -scores)
        terms += self.drawn * np.logaddexp(0.0, scores)
        return terms

    def errors(self, scores: Float64) -> Float64:
        """What is met and was not expected, less what was expected and is not met."""
        errors: Float64 = self.met * sigmoid(-scores) - self.drawn * sigmoid(scores)
        return errors


@dataclass(frozen=True)
class FullSoftmax:
    """Formula (3)."""

    target: int  # the place of the true word

    def chances(self, scores: Float64) -> Float64:
        """P of each word; they add up to 1."""
        raised = np.exp(scores - scores.max())
        P: Float64 = raised / raised.sum()
        return P

    def losses(self, scores: Float64) -> Float64:
        """-log P of the true word; nothing for the others."""
        highest = scores.max()
        terms = np.zeros(len(scores))
        total = np.log(np.exp(scores - highest).sum())
        terms[self.target] = highest + total - scores[self.target]
        return terms

    def errors(self, scores: Float64) -> Float64:
        """What was seen, less what was expected."""
        errors = -self.chances(scores)
        errors[self.target] += 1
        return errors


def sigmoid(scores: Float64) -> Float64:
    """σ(x) = (1 + tanh(x/2))/2, which cannot overflow.

    >>> sigmoid(np.array([0.0, -1e9])).tolist()
    [0.5, 0.0]
    """
    sigma: Float64 = 0.5 + 0.5 * np.tanh(0.5 * scores)
    return sigma
