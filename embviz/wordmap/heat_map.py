"""E as a heat map that plays: its cells at every frame, for `assets/matrix/heatmap.js`.

A message is a header, as in `packing`, and then n·c bytes for each frame, row by row: 1 … 255 for
-most … most, so that 128 is 0. The colours are the same at every frame.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from embviz.types import Float32
from embviz.wordmap.packing import join

HALF = 127  # steps of colour to each side of 0


def encode_cells(
    words: Sequence[str],
    cells: Float32,
    epochs: Sequence[float],
    selected: Sequence[int],
    look: Mapping[str, object],
) -> bytes:
    """Make bytes of some rows of E.

    Args:
        words: (n,) whose rows they are.
        cells: (F, n, c), the rows at each frame, or their first numbers.
        epochs: (F,) rising.
        selected: Which of the rows are marked.
        look: What the browser needs besides: colours, texts, height as CSS says it.
    """
    most = scale_of(cells)
    steps = np.nan_to_num(cells / most * HALF, nan=0.0, posinf=HALF, neginf=-HALF)
    coded = (np.rint(steps).clip(-HALF, HALF) + HALF + 1).astype(np.uint8)
    frames, n, c = cells.shape
    header = {
        **{"cells": True, "words": list(words), "frames": frames, "n": n, "c": c, "most": most},
        **{"epochs": [round(epoch, 6) for epoch in epochs], "selected": list(selected)},
    }
    return join({**header, **look}, coded.tobytes())


def scale_of(cells: Float32) -> float:
    """The number at the ends of the scale: the largest of all, rounded up to two digits.

    >>> scale_of(np.array([[[0.1234, -0.5678]]], dtype=np.float32))
    0.57
    """
    finite = np.abs(cells[np.isfinite(cells)])
    most = float(finite.max(initial=0.0))
    if most == 0:
        return 1.0
    digit = 10.0 ** (math.floor(math.log10(most)) - 1)
    return float(f"{math.ceil(most / digit - 1e-6) * digit:.2g}")
