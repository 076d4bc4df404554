"""How much of a change another seed would make as well, or other sentences of the same kind.

K runs that differ by nothing but their seeds, or by resamples of the text as well (`over_time`),
are compared with one another, and each with the model at hand. With x_jk the change of a word from
run j to run k (1 less its cosine after alignment, or the share of neighbours that change), and x_j
its change from run j to the model,

    change   = mean over j of x_j                                                              (1)
    usual    = mean over all pairs j < k of x_jk                                               (2)
    excess   = change - usual                                                                  (3)

Each run takes its turn as if it were the model, against the others, K - 1. With e_k the excess
that run k has so,

    scale    = root of the mean of e_k², over the runs and the words about as frequent         (4)
    line     = usual + L · scale                                                               (5)

L is the largest e_k of any word in any run, in units of its scale. So a word is beyond the line if
no word is moved so far by any seed. If nothing but the seed differed, the model would be one more
run like these, and the chance that any word at all is beyond the line would be about 1 / (K + 1):
each of the K + 1 is as likely as any other to hold the largest excess.

Scales come by frequency since rare words are thrown farther by chance, and levels by word since a
word between two groups is never quiet. All runs count, not only the one that is looked at: where
its words lie is half chance, too.
"""

from dataclasses import dataclass

import numpy as np

from embviz.types import Counts, Flags, Float64, Floating

ABOUT_AS_FREQUENT = 100  # words to each side, by frequency
SMALLEST = 1e-9  # scale of changes that never vary


@dataclass(frozen=True, eq=False)
class Line:
    """How far each of m words changed, and how far other seeds change it.

    Attributes:
        change: (m,) Formula (1).
        usual: (m,) Formula (2).
        line: (m,) Formula (5).
    """

    change: Float64
    usual: Float64
    line: Float64

    @property
    def times(self) -> Float64:
        """The excess as so many times that of the line, (m,): above 1 beyond it."""
        return (self.change - self.usual) / (self.line - self.usual)

    def take(self, rows: Counts) -> "Line":
        """The same for some of the words."""
        return Line(self.change[rows], self.usual[rows], self.line[rows])


@dataclass(frozen=True, eq=False)
class Noise:
    """What other seeds change.

    Attributes:
        runs: How many runs differ by their seeds, K.
        changed: Of the shares of neighbours that change.
        moved: Of 1 less the cosine after alignment; None where dimensions differ.
    """

    runs: int
    changed: Line
    moved: Line | None

    @property
    def judge(self) -> Line:
        """By what words are judged: cosines, which have no steps, where there are some."""
        return self.changed if self.moved is None else self.moved

    @property
    def beyond(self) -> Flags:
        """Which words changed more than seeds change any, (m,)."""
        return self.judge.times > 1

    def take(self, rows: Counts) -> "Noise":
        """The same for some of the words."""
        moved = None if self.moved is None else self.moved.take(rows)
        return Noise(self.runs, self.changed.take(rows), moved)


def line_of(model: Floating, runs: Floating) -> Line:
    """The line of m words, by falling frequency.

    Args:
        model: (K, m) their changes from each run to the model.
        runs: (K, K, m) those from run to run, the same both ways, 0 on the diagonal; K >= 3.
    """
    K = len(runs)
    to_others = runs.sum(axis=1, dtype=np.float64)  # (K, m), over K - 1 others
    both_ways: Float64 = to_others.sum(axis=0)  # (m,)
    usual: Float64 = both_ways / (K * (K - 1))
    usual_of_others = (both_ways - 2 * to_others) / ((K - 1) * (K - 2))
    excesses = to_others / (K - 1) - usual_of_others  # (K, m)
    squares = _running_mean((excesses**2).mean(axis=0), ABOUT_AS_FREQUENT)
    scale = np.maximum(np.sqrt(squares), SMALLEST)
    L = max(float((excesses / scale).max()), SMALLEST)
    return Line(model.mean(axis=0, dtype=np.float64), usual, usual + L * scale)


def _running_mean(values: Float64, reach: int) -> Float64:
    """The mean of each value and up to `reach` others to each side, (m,)."""
    m = len(values)
    sums = np.concatenate([[0.0], np.cumsum(values)])
    low = np.maximum(np.arange(m) - reach, 0)
    high = np.minimum(np.arange(m) + reach + 1, m)
    means: Float64 = (sums[high] - sums[low]) / (high - low)
    return means
