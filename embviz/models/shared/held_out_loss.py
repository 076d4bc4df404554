"""Sentences held out of training, and the loss on fixed pairs of theirs, free of noise.

For pairs (c, o) of a centre and a context the loss is the expectation of the objective:

    L = mean over pairs of  softplus(-u_o·v_c) + K · Σ_w P_n(w) softplus(u_w·v_c)            (1)

softplus(x) = log(1 + e^x). The sum over all V words depends on the centre alone, so that its price
is the number of distinct centres times V: few centres, many pairs.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from embviz.models.shared.corpus_tables import CorpusTables
from embviz.models.shared.windows import MOST_SENTENCES, Windows, draw_windows
from embviz.training.run import Purpose, stream
from embviz.types import Float32, Float64, Ids

SCORES = 2**15
"""Scores at once, so that they stay in the cache."""


@dataclass(frozen=True, eq=False)
class Pairs:
    """Fixed pairs, and the loss on them.

    Attributes:
        centres: (C,) the distinct centre words.
        centre: (P,) which of them is the centre of each pair.
        context: (P,) the context word of each pair.
        K: Negatives for each pair.
        noise: P_n, (V,).
        source: Whether the pairs' sentences are held out of training.
    """

    centres: Ids
    centre: Ids
    context: Ids
    K: int
    noise: Float32
    source: Literal["held-out", "training"]

    def loss(self, E: Float32, U: Float32) -> float:
        """Formula (1), in nats a pair. E, U (V, d). Without pairs it is 0."""
        return self.loss_of(E[self.centres], U)

    def loss_of(self, v: Float32, U: Float32) -> float:
        """The same, given the rows of the distinct centres, (C, d)."""
        if not len(self.centre):
            return 0.0
        scores = np.einsum("pd,pd->p", v[self.centre], U[self.context])
        true = softplus(-scores).sum(dtype=np.float64)
        times = np.bincount(self.centre, minlength=len(self.centres))
        return float((true + self.K * (times @ expected(self.noise, v, U))) / len(self.centre))


def expected(noise: Float32, v: Float32, U: Float32) -> Float64:
    """Σ_w P_n(w) softplus(u_w·v) for each row of v (C, d), over all rows of U (V, d)."""
    sums = np.zeros(len(v))
    step = max(1, SCORES // max(1, len(v)))
    for first in range(0, len(U), step):
        part = slice(first, first + step)
        sums += noise[part] @ softplus(U[part] @ v.T)
    return sums


def softplus(x: Float32) -> Float32:
    """log(1 + e^x) of each number; single precision has fast exp and log, but no fast log1p."""
    y = np.minimum(x, 80)  # above that e^x overflows, and log(1 + e^x) is x
    np.exp(y, out=y)
    np.add(y, 1, out=y)
    np.log(y, out=y)
    return np.maximum(x, y, out=y)


def draw_pairs(source: CorpusTables, K: int, most: tuple[int, int]) -> Pairs:
    """Fix the pairs of a run: drawn as training draws them, from sentences it does not see.

    Args:
        source: What the run reads.
        K: Negatives for each pair.
        most: Pairs and distinct centres at most.
    """
    rng = stream(Purpose.HOLD_OUT, source.seed, epoch=1)  # the split has used epoch 0
    windows, where = some_windows(source, rng)
    centre, context = all_pairs(windows)
    pairs, centres = most
    order = rng.permutation(len(centre))
    centre, context = centre[order], context[order]
    # Centres as they come are as frequent as in the text; then all pairs of theirs that fit.
    distinct, first = np.unique(centre, return_index=True)
    chosen = np.sort(distinct[np.argsort(first)][:centres])
    mine = np.flatnonzero(np.isin(centre, chosen))[:pairs]
    place = np.searchsorted(chosen, centre[mine]).astype(np.int32)
    return Pairs(chosen, place, context[mine], K, source.noise.astype(np.float32), where)


def some_windows(
    source: CorpusTables, rng: np.random.Generator
) -> tuple[Windows, Literal["held-out", "training"]]:
    """Windows of held-out sentences, as training would draw them.

    Where the held-out sentences give no pair, or there are none, they come from training sentences;
    and from all their tokens if subsampling leaves no pair.
    """
    trained, held_out = source.split
    some = trained.picked(rng.permutation(len(trained))[:MOST_SENTENCES])
    tries = [] if held_out is None else [(held_out, source.keep)]
    for sentences, kept in [*tries, (some, source.keep), (some, np.ones_like(source.keep))]:
        windows = draw_windows(sentences, kept, source.window, rng)
        if windows.left.any():
            break
    return windows, "held-out" if sentences is held_out else "training"


def all_pairs(windows: Windows) -> tuple[Ids, Ids]:
    """The centre and the context of every pair."""
    centres, contexts = [], []
    for distance in range(
        1, int(max(windows.left.max(initial=0), windows.right.max(initial=0))) + 1
    ):
        for reach, step in ((windows.left, -distance), (windows.right, distance)):
            at = np.flatnonzero(reach >= distance)
            centres.append(windows.row[at])
            contexts.append(windows.row[at + step])
    none = np.zeros(0, dtype=np.int32)
    return np.concatenate([none, *centres]), np.concatenate([none, *contexts])
