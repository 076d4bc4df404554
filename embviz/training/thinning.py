"""Which frames of a recording stay, when nobody knows how many will come.

Frames are numbered 0, 1, 2 … as they are recorded. When there is one too many, that one goes whose
two neighbours are nearest to each other on the scale

    g(k) = log(1 + k / x0)                                                                    (1)

so that frames are close at the start and later grow rarer in proportion to time, as the moments of
a run do (see `film`, formula (1)). The first and the last always stay. With F frames kept, any two
that follow each other were either recorded one after the other, or are at most twice as far apart
as even ones would be,

    g(b) - g(a)  <=  2 (g(last) - g(first)) / (F - 1)                                         (2)

since among F + 1 frames the F - 1 gaps that a removal could make add up to less than twice the
whole; and the whole only grows.
"""

from collections.abc import Sequence

import numpy as np

from embviz.types import Float64

START = 0.25
"""x0 of formula (1) as a share of the frames that are kept: of 120, the first 30 stay for long."""


def scale(numbers: Sequence[int], most: int) -> Float64:
    """Formula (1) for some numbers, where `most` frames are kept."""
    g: Float64 = np.log1p(np.asarray(numbers) / (START * most))
    return g


def superfluous(numbers: Sequence[int], most: int) -> int:
    """The place of the frame that should go, neither the first nor the last.

    Args:
        numbers: Of at least three frames, rising.
        most: How many frames are kept.
    """
    g = scale(numbers, most)
    return 1 + int(np.argmin(g[2:] - g[:-2]))


def thinned(recorded: int, most: int) -> list[int]:
    """The numbers of the frames that are left of some, recorded one by one.

    >>> thinned(recorded=40, most=8)
    [0, 1, 2, 4, 8, 13, 22, 39]
    """
    kept = list[int]()
    for number in range(recorded):
        kept.append(number)
        if len(kept) > most:
            del kept[superfluous(kept, most)]
    return kept
