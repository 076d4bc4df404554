"""The interval of a mean over seeds.

Of n runs that differ in their seeds alone, with mean m and standard deviation s, the interval in
which the mean over all seeds lies in 95 of 100 cases is

    m ± t_{.975, n-1} · s / √n                                                                 (1)

(Student 1908, https://doi.org/10.1093/biomet/6.1.1).
"""

import math
from collections.abc import Sequence

import numpy as np
from scipy.special import stdtrit

SURE = 0.95


def interval(
    values: Sequence[float], least: float = 0.0, comparisons: int = 1, times: float = 1.0
) -> tuple[float, float]:
    """Mean and half the width of (1), NaN of one value.

    Args:
        values: One a seed, one at least.
        least: The standard deviation counts as this at least.
        comparisons: How many such intervals are to hold together in 95 of 100 cases (Bonferroni).
        times: What the standard deviation is multiplied by.

    >>> interval([0.5])
    (0.5, nan)
    """
    n, mean = len(values), float(np.mean(values))
    if n < 2:
        return mean, math.nan
    deviation = max(times * float(np.std(values, ddof=1)), least)
    t = float(stdtrit(n - 1, 1 - (1 - SURE) / (2 * comparisons)))
    return mean, t * deviation / math.sqrt(n)
