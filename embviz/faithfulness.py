"""How far a picture can be trusted: which true neighbours are neighbours on screen, too.

For each word the k nearest by cosine in all d dimensions (the truth) are compared with the k
nearest on the picture. The share kept, averaged over all words, is the figure shown under every
picture; at random it is k/(n - 1).
"""

import numpy as np
from scipy.spatial import cKDTree

from embviz.types import Float32, Floating, Ids


def on_screen(xy: Floating, k: int) -> Ids:
    """Find the nearest words on the picture.

    Args:
        xy: Positions (n, 2) or (n, 3).
        k: How many neighbours, below n.

    Returns:
        Ids (n, k), the word itself excluded, nearest first.
    """
    n = len(xy)
    _, found = cKDTree(xy).query(xy, k=k + 1)
    itself = found == np.arange(n)[:, None]
    # Where more than k words share one place a word may miss itself: then the last one goes.
    itself[~itself.any(axis=1), -1] = True
    neighbours: Ids = found[~itself].reshape(n, k).astype(np.int32)
    return neighbours


def kept(true_neighbours: Ids, xy: Floating) -> Float32:
    """Give the share of each word's true neighbours that are its neighbours on screen.

    Args:
        true_neighbours: Ids (n, k), from all d dimensions (`embviz.vectors.nearest`).
        xy: Positions (n, 2) or (n, 3).

    Returns:
        Shares (n,) from 0 to 1.
    """
    k = true_neighbours.shape[1]
    seen = on_screen(xy, k)
    both = (seen[:, :, None] == true_neighbours[:, None, :]).any(axis=2)
    shares: Float32 = both.mean(axis=1, dtype=np.float32)
    return shares
