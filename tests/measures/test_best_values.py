"""The best value: told from the others only as far as bands lie apart."""

import math

import pytest

from embviz.measures.best_values import best
from embviz.measures.sweeps import Band


def band(x, mean, half):
    return Band((x,), mean, mean - half, mean + half, 5)


@pytest.mark.parametrize(
    ("bands", "at", "rivals"),
    [
        ([band(2, 0.1, 0.1), band(5, 0.5, 0.1), band(10, 0.4, 0.05)], 5, [10]),
        ([band(2, 0.9, 0.01), band(5, 0.5, 0.01)], 2, []),
        ([band(2, 0.9, 0.3), band(5, 0.5, 0.3), band(10, 0.5, math.nan)], 2, [5]),
    ],
)
def test_rivals_are_those_whose_bands_reach_the_best(bands, at, rivals):
    found = best(bands)
    assert (found.band.values, [each.values[0] for each in found.rivals]) == ((at,), rivals)


def test_nothing_is_best_without_intervals():
    assert best([]) is None and best([band(2, 0.5, 0.1), band(5, 0.6, math.nan)]) is None
