"""Sentences held out of training, and the loss on fixed places of theirs, the same at every frame.

For pairs (c, o) of a centre and a context the loss is the expectation of the objective:

    L = mean over pairs of  softplus(-u_o·v_c) + K · Σ_w P_n(w) softplus(u_w·v_c)            (1)

softplus(x) = log(1 + e^x). The sum over all V words depends on the centre alone, so that its price
is the number of distinct centres times V: few centres, many pairs.

For gaps, places whose word c is predicted from the mean h of its contexts' rows of E,

    L = mean over gaps of  softplus(-u_c·h)  +  K · mean of  Σ_w P_n(w) softplus(u_w·h)      (2)

where the second mean, which costs V words a gap, is over the first few of them only.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import sparse

from embviz.models.shared.corpus_tables import CorpusTables
from embviz.models.shared.windows import MOST_SENTENCES, Windows, draw_windows
from embviz.training.model import Purpose, stream
from embviz.types import Float32, Float64, Ids

SCORES = 2**15
"""Scores at once, so that they stay in the cache."""

Source = Literal["held-out", "training"]
"""Which sentences places come from."""


@dataclass(frozen=True, eq=False)
class Pairs:
    """Fixed pairs, and the loss on them."""

    centres: Ids  # (C,) the distinct centre words
    centre: Ids  # (P,) which of them is the centre of each pair
    context: Ids  # (P,) the context word of each pair
    K: int  # negatives for each pair
    noise: Float32  # P_n, (V,)
    source: Source

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


@dataclass(frozen=True, eq=False)
class Gaps:
    """Fixed gaps, and the loss on them."""

    word: Ids  # (P,) the word of each gap
    means: sparse.csr_array  # (P, V), 1/n for each context
    most: int  # so many of the first gaps are weighed against all words
    K: int  # negatives for each gap
    noise: Float32  # P_n, (V,)
    source: Source

    def loss(self, E: Float32, U: Float32) -> float:
        """Formula (2), in nats a gap. E, U (V, d). Without gaps it is 0."""
        if not len(self.word):
            return 0.0
        h = self.means @ E  # (P, d)
        true = softplus(-np.einsum("pd,pd->p", h, U[self.word])).mean(dtype=np.float64)
        return float(true + self.K * expected(self.noise, h[: self.most], U).mean())


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
    """Fix the pairs of a run, of at most so many pairs and distinct centres, with K negatives."""
    windows, where, rng = _some_windows(source)
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


def draw_gaps(source: CorpusTables, K: int, most: tuple[int, int]) -> Gaps:
    """Fix the gaps of a run: at most so many, and so many of them weighed against all words."""
    windows, where, rng = _some_windows(source)
    places = np.flatnonzero(windows.left + windows.right).astype(np.int32)
    places = rng.permutation(places)[: most[0]]
    means = mean_rows(windows, places, source.V)
    return Gaps(windows.row[places], means, most[1], K, source.noise.astype(np.float32), where)


def _some_windows(source: CorpusTables) -> tuple[Windows, Source, np.random.Generator]:
    """Windows as training draws them, of sentences that it does not see; and what drew them.

    Where the held-out sentences give no pair, or there are none, they come from training sentences;
    and from all their tokens if subsampling leaves no pair.
    """
    rng = stream(Purpose.HOLD_OUT, source.seed, epoch=1)  # the split has used epoch 0
    trained, held_out = source.split
    some = trained.picked(rng.permutation(len(trained))[:MOST_SENTENCES])
    tries = [] if held_out is None else [(held_out, source.keep)]
    for sentences, kept in [*tries, (some, source.keep), (some, np.ones_like(source.keep))]:
        windows = draw_windows(sentences, kept, source.window, rng)
        if windows.left.any():
            break
    return windows, "held-out" if sentences is held_out else "training", rng


def all_pairs(windows: Windows) -> tuple[Ids, Ids]:
    """The centre and the context of every pair."""
    none = np.zeros(0, dtype=np.int32)
    centres, contexts = [none], [none]
    for distance in range(1, _widest(windows) + 1):
        for reach, step in ((windows.left, -distance), (windows.right, distance)):
            at = np.flatnonzero(reach >= distance)
            centres.append(windows.row[at])
            contexts.append(windows.row[at + step])
    return np.concatenate(centres), np.concatenate(contexts)


def mean_rows(windows: Windows, places: Ids, V: int) -> sparse.csr_array:
    """The matrix (P, V) that makes means of the contexts of places."""
    w = _widest(windows)
    steps = np.array([step for step in range(-w, w + 1) if step])
    inside = (steps >= -windows.left[places, None]) & (steps <= windows.right[places, None])
    n = inside.sum(axis=1)  # (P,)
    place, step = np.nonzero(inside)
    contexts = windows.row[places[place] + steps[step]]
    weights = np.repeat(1 / np.maximum(n, 1), n).astype(np.float32)
    found = sparse.coo_array((weights, (place, contexts)), shape=(len(places), V))
    return found.tocsr()


def _widest(windows: Windows) -> int:
    """How far the widest window reaches to either side."""
    return int(max(windows.left.max(initial=0), windows.right.max(initial=0)))
