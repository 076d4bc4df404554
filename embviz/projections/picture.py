"""What a drawn frame is: positions, and how far they can be trusted."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from embviz.types import Float32, Ids


@dataclass(frozen=True, eq=False, slots=True)
class Picture:
    """One frame of a film, ready to be shown."""

    epoch: float  # where training stood
    loss: float  # held-out loss; NaN where there is none
    trust: float  # how many of a word's ten true neighbours are neighbours on screen, mean, 0 to 10
    xy: Float32  # positions (n, 2), or (n, 3) of a picture that can be turned
    neighbours: Ids  # the k nearest words of each word (n, k), in all d dimensions, nearest first
    cosines: Float32  # their cosines (n, k)
    # how many of each word's ten are (n,); empty where nobody has counted
    kept: NDArray[np.uint8] = field(default_factory=lambda: np.zeros(0, np.uint8))
    # lengths of the words' rows (n,); empty where nobody has measured
    norms: Float32 = field(default_factory=lambda: np.zeros(0, np.float32))
    jump: bool = False  # whether words should not fly here from the picture before: fade
    # the share of the differences between words that each component of it holds, if it has any
    explained: tuple[float, ...] = ()
