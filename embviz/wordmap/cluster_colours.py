"""Clusters as groups that have colours."""

from embviz.measures.clusters import Clusters
from embviz.wordmap.message import ColourGroups

HUES = (5, 4, 2, 3, 6, 0, 1)
"""Hues of families and clusters in their order: those that are easiest to tell apart first."""

NAMED_BY = 3  # words that stand for a cluster


def clustered(found: Clusters) -> ColourGroups:
    """Give each cluster a colour, and the name of its most typical words."""
    return ColourGroups(
        names=[", ".join(words[:NAMED_BY]) for words in found.typical],
        hues=[HUES[i % len(HUES)] for i in range(len(found))],
        shades=[0] * len(found),
        of=found.of.tolist(),
    )
