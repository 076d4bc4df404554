"""The loss of places whose word is predicted from the mean of those around it, free of noise.

For places with the word c, the mean h of its contexts' rows of E, and K negatives from P_n,

    L = mean over places of  softplus(-u_c·h)  +  K · mean of  Σ_w P_n(w) softplus(u_w·h)    (1)

The second part costs V words a place; so its mean is over the first few of the places only.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import sparse

from embviz.models.shared.corpus_tables import CorpusTables
from embviz.models.shared.held_out_loss import expected, softplus, some_windows
from embviz.models.shared.windows import Windows
from embviz.training.run import Purpose, stream
from embviz.types import Float32, Ids


@dataclass(frozen=True, eq=False)
class Gaps:
    """Fixed places, and the loss on them.

    Attributes:
        word: (P,) the word of each place.
        means: (P, V) sparse: 1/n for each context.
        most: So many of the first places are weighed against all words.
        K: Negatives for each place.
        noise: P_n, (V,).
        source: Whether the places' sentences are held out of training.
    """

    word: Ids
    means: sparse.csr_array
    most: int
    K: int
    noise: Float32
    source: Literal["held-out", "training"]

    def loss(self, E: Float32, U: Float32) -> float:
        """Formula (1), in nats a place. E, U (V, d). Without places it is 0."""
        if not len(self.word):
            return 0.0
        h = self.means @ E  # (P, d)
        true = softplus(-np.einsum("pd,pd->p", h, U[self.word])).mean(dtype=np.float64)
        return float(true + self.K * expected(self.noise, h[: self.most], U).mean())


def draw_gaps(source: CorpusTables, K: int, most: tuple[int, int]) -> Gaps:
    """Fix the places of a run: drawn as training draws them, from sentences it does not see.

    Args:
        source: What the run reads.
        K: Negatives for each place.
        most: Places at most, and those of them that are weighed against all words.
    """
    rng = stream(Purpose.HOLD_OUT, source.seed, epoch=1)  # the split has used epoch 0
    windows, where = some_windows(source, rng)
    places = np.flatnonzero(windows.left + windows.right).astype(np.int32)
    places = rng.permutation(places)[: most[0]]
    means = mean_rows(windows, places, source.V)
    return Gaps(windows.row[places], means, most[1], K, source.noise.astype(np.float32), where)


def mean_rows(windows: Windows, places: Ids, V: int) -> sparse.csr_array:
    """The matrix (P, V) that makes means of the contexts of places."""
    w = int(max(windows.left.max(initial=0), windows.right.max(initial=0)))
    steps = np.array([step for step in range(-w, w + 1) if step])
    inside = (steps >= -windows.left[places, None]) & (steps <= windows.right[places, None])
    n = inside.sum(axis=1)  # (P,)
    place, step = np.nonzero(inside)
    contexts = windows.row[places[place] + steps[step]]
    weights = np.repeat(1 / np.maximum(n, 1), n).astype(np.float32)
    found = sparse.coo_array((weights, (place, contexts)), shape=(len(places), V))
    return found.tocsr()
