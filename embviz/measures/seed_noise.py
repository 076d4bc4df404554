"""How much of a change another seed would make as well.

A model is compared with another one, and with some runs like itself, which only another seed has
made. With x_i the change of word i (1 less its cosine after alignment, or the share of changed
neighbours where there is no alignment), and x_is the change that run s makes instead,

    usual of i    = mean over s of x_is                                                        (1)
    excess of i   = x_i - usual of i                                                           (2)
    scale of i    = root of the mean square, over the runs and the words about as frequent as i, of
                    the excess of each run over the mean of the other ones                     (3)
    line of i     = usual of i + L · scale of i                                                (4)

L is the largest such excess of any word in any run, in units of its scale. So a word is beyond the
line if no word was moved so far by any seed. If nothing but the seed differed, the other model
would be one more run like these S, and the chance that any word at all is beyond the line would be
about 1 / (S + 1): each of S + 1 runs is as likely as any other to hold the largest excess.

Scales come by frequency since rare words are thrown farther by chance, and levels by word since a
word between two groups is never quiet.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from embviz.types import Counts, Flags, Float32, Float64, Floating

ABOUT_AS_FREQUENT = 100  # words to each side, by frequency
SMALLEST = 1e-9  # scale of changes that never vary


@dataclass(frozen=True, eq=False)
class Line:
    """What other seeds change in each of m words.

    Attributes:
        usual: (m,) Formula (1).
        line: (m,) Formula (4).
        times: (m,) The excess of the change at hand as so many times that of the line; beyond the
            line where it is above 1.
    """

    usual: Float64
    line: Float64
    times: Float64

    def take(self, rows: Counts) -> "Line":
        """The same for some of the words."""
        return Line(self.usual[rows], self.line[rows], self.times[rows])


@dataclass(frozen=True, eq=False)
class Noise:
    """What other seeds change.

    Attributes:
        runs: How many other seeds there are, S.
        changed: Of the shares of neighbours that change.
        moved: Of 1 less the cosine after alignment; None where dimensions differ.
    """

    runs: int
    changed: Line
    moved: Line | None

    @property
    def times(self) -> Float64:
        """By what words are judged, (m,): cosines, which have no steps, where there are some."""
        return (self.changed if self.moved is None else self.moved).times

    @property
    def beyond(self) -> Flags:
        """Which words changed more than seeds change any, (m,)."""
        return self.times > 1

    def take(self, rows: Counts) -> "Noise":
        """The same for some of the words."""
        moved = None if self.moved is None else self.moved.take(rows)
        return Noise(self.runs, self.changed.take(rows), moved)


def noise_of(
    changed: Float32,
    cosine: Float64 | None,
    changed_by_seeds: Sequence[Float32],
    cosine_by_seeds: Sequence[Float64 | None],
) -> Noise | None:
    """What other seeds change, of words in the order of their frequency; None without seeds.

    Args:
        changed: (m,) Shares of neighbours that changed.
        cosine: (m,) Cosines after alignment, if there is one.
        changed_by_seeds: The same of S other seeds.
        cosine_by_seeds: Likewise.
    """
    if not changed_by_seeds:
        return None
    moved = None
    seeds = [each for each in cosine_by_seeds if each is not None]
    if cosine is not None and len(seeds) == len(cosine_by_seeds):
        moved = line_of(1 - cosine, 1 - np.array(seeds))
    return Noise(len(changed_by_seeds), line_of(changed, np.array(changed_by_seeds)), moved)


def line_of(x: Floating, seeds: Floating) -> Line:
    """The line of changes x (m,), from those of S >= 2 other seeds (S, m), by frequency."""
    S = len(seeds)
    usual: Float64 = seeds.mean(axis=0, dtype=np.float64)
    # x_s less the mean of the others: S / (S - 1) times x_s less the mean of all.
    excesses = (seeds - usual) * (S / (S - 1))  # (S, m)
    scale = np.sqrt(_running_mean((excesses**2).mean(axis=0), ABOUT_AS_FREQUENT))
    scale = np.maximum(scale, SMALLEST)
    L = max(float((excesses / scale).max()), SMALLEST)
    line: Float64 = usual + L * scale
    times: Float64 = (x - usual) / (L * scale)
    return Line(usual, line, times)


def _running_mean(values: Float64, reach: int) -> Float64:
    """The mean of each value and up to `reach` others to each side, (m,)."""
    m = len(values)
    sums = np.concatenate([[0.0], np.cumsum(values)])
    low = np.maximum(np.arange(m) - reach, 0)
    high = np.minimum(np.arange(m) + reach + 1, m)
    means: Float64 = (sums[high] - sums[low]) / (high - low)
    return means
