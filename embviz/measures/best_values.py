"""Which setting does best in a measure, and which others cannot be told from it.

Two settings are told apart where their intervals lie apart. That is careful: intervals of 95 % that
just touch belong to a difference that chance makes in one of a hundred cases, not in five.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from embviz.measures.sweeps import Band


@dataclass(frozen=True)
class Best:
    """The band with the highest mean, and those whose intervals reach into its own."""

    band: Band
    rivals: tuple[Band, ...]


def best(bands: Sequence[Band]) -> Best | None:
    """Find the best of some bands; None: fewer than two of them have intervals.

    >>> best([Band((2,), 0.2, 0.1, 0.3, 5), Band((5,), 0.6, 0.5, 0.7, 5)]).rivals
    ()
    """
    sure = [band for band in bands if not math.isnan(band.low)]
    if len(sure) < 2:
        return None
    first = max(sure, key=lambda band: band.mean)
    return Best(first, tuple(each for each in sure if each is not first and each.high >= first.low))
