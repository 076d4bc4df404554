"""What a drawn frame is: positions, and how far they can be trusted."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from embviz.types import Float32, Ids


@dataclass(frozen=True, eq=False, slots=True)
class Picture:
    """One frame of a film, ready to be shown.

    Attributes:
        epoch: Where training stood.
        loss: Held-out loss; NaN where there is none.
        trust: How many of a word's ten true neighbours are neighbours on screen, mean, 0 to 10.
        xy: Positions (n, 2), or (n, 3) of a picture that can be turned.
        neighbours: The k nearest words of each word (n, k), in all d dimensions, nearest first.
        cosines: Their cosines (n, k).
        kept: How many of each word's ten true neighbours are neighbours on screen (n,); empty
            where nobody has counted.
        norms: Lengths of the words' rows (n,); empty where nobody has measured.
        jump: Whether it has so little in common with the picture before it that words should not
            fly from one to the other: fade.
        explained: What share of the differences between words each component of it holds; empty
            where its axes are no components.
    """

    epoch: float
    loss: float
    trust: float
    xy: Float32
    neighbours: Ids
    cosines: Float32
    kept: NDArray[np.uint8] = field(default_factory=lambda: np.zeros(0, np.uint8))
    norms: Float32 = field(default_factory=lambda: np.zeros(0, np.float32))
    jump: bool = False
    explained: tuple[float, ...] = ()
