"""Where a run was best: after that, its held-out loss rose by more than noise.

What a model learns of a text serves other sentences of the same kind until it begins to memorise
this one: then the loss of held-out sentences, L_0 … L_F-1 at the frames, turns and rises again.
With m the frame of the lowest loss, L_m, and the end e the median of the last END losses, it did if

    e - L_m > LEAST (L_0 - L_m)    and    e - L_m > NOISE s                                  (1)

where s estimates how far the loss jitters from frame to frame: for independent errors of standard
deviation s, second differences have √6 s, and the median of their sizes is

    median |L_i-1 - 2 L_i + L_i+1| = SPREAD s                                                (2)

The pairs are the same at all frames, so that which of them were drawn adds nothing to s.

Not here: the loss itself (see the models), and stopping (see `run`).
"""

import math
from collections.abc import Sequence

import numpy as np

END = 3
"""Frames whose median loss counts as that of the end."""

LEAST = 0.02
"""A rise by less than this share of the fall before is none: it would not be seen."""

NOISE = 6.0
"""The least of a hundred equal losses that jitter lies 2.5 s below them, and the median of three
rarely 2 s above: a flat end must not be taken for a rise."""

SPREAD = 0.6745 * math.sqrt(6)


def best_frame(losses: Sequence[float]) -> int | None:
    """The frame of the lowest held-out loss, if it rose after that by formula (1).

    Args:
        losses: Of all frames, in nats, the untrained one first; what is not finite is passed over.

    >>> best_frame([4.2, 3.5, 3.1, 3.0, 3.1, 3.3, 3.6, 3.9])
    3
    >>> best_frame([4.2, 3.5, 3.1, 3.0, 2.95, 2.93, 2.92, 2.92]) is None
    True
    """
    frames = np.flatnonzero(np.isfinite(losses))
    L = np.asarray(losses, dtype=np.float64)[frames]
    if len(L) <= END:
        return None
    m = int(L.argmin())
    if m == 0 or m >= len(L) - END:
        return None
    rise = float(np.median(L[-END:])) - L[m]
    s = float(np.median(np.abs(np.diff(L, n=2)))) / SPREAD
    return int(frames[m]) if rise > max(LEAST * (L[0] - L[m]), NOISE * s) else None
