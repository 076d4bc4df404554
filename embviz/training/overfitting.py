"""Where a run was best: after that, its held-out loss rose by more than noise.

What a model learns of a text serves other sentences of the same kind until it begins to memorise
this one: then the loss of held-out sentences, L_0 … at the frames, turns and rises again. With M_i
the median of WINDOW losses around frame i, m the frame of the lowest M, and e the last, it did if

    M_e - M_m > LEAST (L_0 - M_m)    and    M_e - M_m > NOISE s                              (1)

where s estimates how far the loss jitters from frame to frame: for independent errors of standard
deviation s, second differences have √6 s, and the median of their sizes is

    median |L_i-1 - 2 L_i + L_i+1| = SPREAD s                                                (2)

The pairs are the same at all frames, so that which of them were drawn adds nothing to s.

Not here: the loss itself (see the models), and stopping (see `run`).
"""

import math
from collections.abc import Sequence

import numpy as np

WINDOW = 5
"""Frames whose median counts, since a single one may be low by chance."""

LEAST = 0.02
"""A rise by less than this share of the fall before is none: it would not be seen."""

NOISE = 4.0
"""Of 16,000 losses that jitter about a level, over 60 and 120 frames, none rose by so much; one in
a hundred by 2.8 s."""

SPREAD = 0.6745 * math.sqrt(6)


def best_frame(losses: Sequence[float]) -> int | None:
    """The frame of the lowest held-out loss, if it rose after that by formula (1).

    Args:
        losses: Of all frames, in nats, the untrained one first; what is not finite is passed over.

    >>> best_frame([4.2, 3.9, 3.5, 3.2, 3.0, 2.9, 3.0, 3.1, 3.3, 3.5, 3.6, 3.8])
    5
    >>> best_frame([4.2, 3.9, 3.5, 3.2, 3.0, 2.9, 2.9, 2.8, 2.8, 2.8, 2.8, 2.8]) is None
    True
    """
    frames = np.flatnonzero(np.isfinite(losses))
    L = np.asarray(losses, dtype=np.float64)[frames]
    if len(L) < 2 * WINDOW:
        return None
    M = np.median(np.lib.stride_tricks.sliding_window_view(L, WINDOW), axis=1)
    m = int(M.argmin())
    if m == 0:  # it has learnt nothing
        return None
    rise = M[-1] - M[m]
    s = np.median(np.abs(np.diff(L, n=2))) / SPREAD
    if rise <= max(LEAST * (L[0] - M[m]), NOISE * s):
        return None
    return int(frames[m + int(L[m : m + WINDOW].argmin())])
