"""What colours of a map are made of: clusters, and numbers on a scale."""

from collections.abc import Sequence

import numpy as np

from embviz.jobs.train_and_draw import NEIGHBOURS
from embviz.measures.clusters import Clusters
from embviz.projections.picture import Picture
from embviz.types import Float32
from embviz.wordmap.message import ColourGroups
from embviz.wordmap.packing import BYTE

HUES = (5, 4, 2, 3, 6, 0, 1)
"""Hues of families and clusters in their order: those that are easiest to tell apart first."""

NAMED_BY = 3  # words that stand for a cluster


def clustered(found: Clusters) -> ColourGroups:
    """Clusters as groups, each named by its most typical words."""
    return ColourGroups(
        names=[", ".join(words[:NAMED_BY]) for words in found.typical],
        hues=[HUES[i % len(HUES)] for i in range(len(found))],
        shades=[0] * len(found),
        of=found.of.tolist(),
    )


def trusts(pictures: Sequence[Picture]) -> Float32:
    """Of ten true neighbours of each word, how many are near on each picture, (F, n)."""
    if not pictures:
        return np.empty((0, 0), np.float32)
    share = NEIGHBOURS / max(1, pictures[0].neighbours.shape[1])
    return np.array([picture.kept for picture in pictures], dtype=np.float32) * np.float32(share)


def told_from_nothing(values: Float32, high: float) -> Float32:
    """Values on a scale to `high`, of which none but 0 is rounded to 0."""
    least = np.float32(high / BYTE)
    return np.where(values > 0, np.maximum(values, least), values)
