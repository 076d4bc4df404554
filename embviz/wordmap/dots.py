"""A word's occurrences as dots that move: by layer and by frame, for `assets/occurrences/dots.js`.

A message is a header, as in `packing`, and then for each frame and each layer n pairs of uint16 x,
y, 0 … 65535 for -1 … 1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from embviz.types import Float32
from embviz.wordmap.packing import TOP, join


@dataclass(frozen=True, eq=False)
class Dots:
    """What is drawn.

    Attributes:
        xy: (F, layers, n, 2) within -1 … 1.
        epochs: (F,) rising.
        told: (n,) What is said of each: its sentence.
        labels: Names of the colours.
        label: (n,) Which of them each dot has; len(labels): none.
        explained: (F, layers) The share of variance that the labels explain, if they are senses.
        typed: How many of the last dots stand out: sentences that somebody typed.
    """

    xy: Float32
    epochs: Sequence[float]
    told: Sequence[str]
    labels: Sequence[str]
    label: Sequence[int]
    explained: Sequence[Sequence[float]] | None = None
    typed: int = 0


def encode_dots(dots: Dots, look: Mapping[str, object]) -> bytes:
    """Make bytes of dots.

    Args:
        dots: What is drawn.
        look: What the browser needs besides: texts, the epoch to begin at, height as CSS says it.
    """
    frames, layers, n, _ = dots.xy.shape
    share = (np.clip(np.nan_to_num(dots.xy), -1, 1) + 1) / 2
    header = {
        **{"dots": True, "frames": frames, "layers": layers, "n": n, "typed": dots.typed},
        "epochs": [round(float(epoch), 6) for epoch in dots.epochs],
        "told": list(dots.told),
        "labels": list(dots.labels),
        "label": [int(each) for each in dots.label],
        "explained": dots.explained and [[round(x, 3) for x in row] for row in dots.explained],
    }
    return join({**header, **look}, np.rint(share * TOP).astype("<u2").tobytes())
