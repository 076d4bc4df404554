"""Continuous bag of words with negative sampling: the words around a gap learn to predict it.

The paper (Mikolov et al. 2013, https://arxiv.org/abs/1301.3781) turns skip-gram round: the mean of
a window's vectors predicts the word in its middle. With C the n contexts of a place in the text,
w_c the word there, v and u rows of E and U, and K words drawn from P_n, the counts to the power of
3/4, the objective of the place is

    h = (1/n) Σ_{j ∈ C} v_j                                                                  (1)
    log σ(u_c·h) + Σ_{k=1}^{K} log σ(-u_k·h)                                                 (2)

    ∂/∂h   = (1 - σ(u_c·h)) u_c - Σ_k σ(u_k·h) u_k                                           (3)
    ∂/∂u_c = (1 - σ(u_c·h)) h,          ∂/∂u_k = -σ(u_k·h) h

The gradient with respect to each v_j is 1/n of (3). As in the program word2vec, whatever the paper
says, each of them moves by *all* of (3): divided, vectors would stay half as long. So a rate of
about twice skip-gram's is needed, not ten times.

Places are taken a block at a time, as skip-gram's centres are: the means are one product with a
band of weights 1/n, and a group of places shares S negatives, which weigh K/S each (Ji et al. 2016,
https://arxiv.org/abs/1604.04661). Subsampling, windows drawn from 1 … window and a learning rate
that falls linearly are word2vec's, too. A place has one prediction, where skip-gram has n: an epoch
takes less than half of skip-gram's time, and teaches less.

Not here: hierarchical softmax; the variant with sums in place of means; threads.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from embviz.models.shared.add_rows import add_rows
from embviz.models.shared.block_trainer import BlockTrainer, Step
from embviz.models.shared.blocks import (
    SUB_BLOCK,
    BlockLayout,
    Limits,
    Loads,
    Plan,
    limit,
    masks,
)
from embviz.models.shared.corpus_tables import CorpusTables
from embviz.models.shared.cost import block_ns
from embviz.models.shared.gradient import Workspace, band, gradients
from embviz.models.shared.held_out_loss import Gaps, draw_gaps
from embviz.models.shared.negatives import normal
from embviz.text.corpus import Corpus, Vocabulary
from embviz.training.model import Kept, Purpose, Weights, rows, stream
from embviz.types import Float32, Ids, Which
from embviz.util.settings import check_settings, setting


@dataclass(frozen=True)
class CBOW:
    """Continuous bag of words with negative sampling.

    Attributes:
        dimension: d, numbers in a word's vector.
        window: The widest window: so many words to each side.
        negatives: K, random words that each true word is weighed against.
        epochs: How often the text is read.
        learning_rate: At the start; it falls linearly.
        subsampling: Words more frequent than this are skipped at times; 0: never.
        final_rate: What the learning rate falls to, as a share of itself.
        spread_E: Standard deviation of the numbers of E at the start.
        spread_U: The same of U; 0: they begin at zero.

    Raises:
        SettingError: If a setting is outside its range.

    >>> CBOW(dimension=100).learning_rate
    0.06
    """

    name: ClassVar[str] = "cbow"
    vectors: ClassVar[tuple[Which, ...]] = ("E", "U", "E+U")
    result: ClassVar[Which] = "E"
    presets: ClassVar[Mapping[str, Mapping[str, float]]] = {}

    dimension: int = setting(50, 1, 1000, step=1, scale="log")
    window: int = setting(5, 1, 50, step=1)
    negatives: int = setting(5, 1, 50, step=1)
    epochs: int = setting(20, 1, 10_000, step=1, scale="log")
    learning_rate: float = setting(0.06, 1e-4, 1.0, scale="log")
    subsampling: float = setting(1e-3, 0.0, 1.0, scale="log")
    final_rate: float = setting(0.002, 0.0, 1.0, scale="log")
    spread_E: float = setting(0.1, 1e-4, 1.0, scale="log")
    spread_U: float = setting(0.0, 0.0, 1.0, scale="log")

    def __post_init__(self) -> None:
        check_settings(self)

    def shapes(self, vocabulary: Vocabulary) -> Mapping[str, tuple[int, ...]]:
        """The shapes of the weights."""
        shape = len(vocabulary), self.dimension
        return {"E": shape, "U": shape}

    def kept(self, vocabulary: Vocabulary) -> Kept:
        """What its films keep."""
        return Kept()

    def trainer(self, corpus: Corpus, seed: int, frames: int) -> BlockTrainer:
        """Prepare a run."""
        source = CorpusTables(corpus, seed, self.window, self.subsampling)
        # A place has one prediction, and what moves a context moves h by 1/n of that.
        loads = Loads(self.learning_rate, 1.0, self.negatives, float(source.kept_shares.max()))
        return BlockTrainer(self, source, frames, CBOWRule(self, source), loads, fewest=8)


@dataclass(frozen=True, eq=False)
class CBOWRule:
    """What CBOW does; see `block_trainer.Rule`."""

    model: CBOW
    source: CorpusTables

    def initial(self) -> Weights:
        """E and U normal, E drawn first."""
        model, rng = self.model, stream(Purpose.INITIALISE, self.source.seed)
        shape = self.source.V, model.dimension
        E = normal(rng, shape, model.spread_E)
        return {"E": E, "U": normal(rng, shape, model.spread_U)}

    def stepper(self, weights: Weights, layout: BlockLayout, limits: Limits | None) -> Step:
        """What follows (3) for a block."""
        trainer = GapTrainer(layout, self.model.dimension, self.model.negatives, limits)
        return functools.partial(trainer.step, weights["E"], weights["U"])

    def keep(self, weights: Weights, words: Ids | None) -> tuple[Weights, Weights]:
        """E and U as they are."""
        return rows(weights, words)

    def fixed(self, most: tuple[int, int]) -> Gaps:
        """Places in sentences that training does not see."""
        return draw_gaps(self.source, self.model.negatives, most)

    def loss(self, weights: Weights, fixed: Gaps) -> float:
        """The mean loss of the fixed places."""
        return fixed.loss(weights["E"], weights["U"])

    def block_ns(self, layout: BlockLayout, limited: bool) -> float:
        """What a block takes."""
        around = (SUB_BLOCK + 2 * layout.w) * 2 / 3 + layout.S
        return block_ns(layout.T, self.model.dimension, around, limited)


class GapTrainer:
    """Steps of formula (3), a block at a time; its buffers hold nothing from one to the next.

    Args:
        layout: The sizes of a block.
        d: Dimensions.
        K: Negatives for each place.
        limits: Limits for the rows of updates, if they are needed.
    """

    def __init__(self, layout: BlockLayout, d: int, K: int, limits: Limits | None = None) -> None:
        T, w, n, t = layout.T, layout.w, layout.sub_blocks, SUB_BLOCK
        self._layout, self._K, self._limits = layout, K, limits
        contexts = masks(w)
        self._means = contexts / np.maximum(1, contexts.sum(axis=1, keepdims=True))
        self._v = np.empty((T + 2 * w, d), dtype=np.float32)
        # The same memory, seen as sub-blocks: the rows around them overlap.
        self._around = t * np.arange(n)[:, None] + np.arange(t + 2 * w)  # (n, t + 2w)
        row, number = self._v.strides
        self._v_around = np.lib.stride_tricks.as_strided(
            self._v, (n, t + 2 * w, d), (t * row, row, number)
        )
        self._M = np.zeros((n, t, t + 2 * w), dtype=np.float32)  # 1/n on the band of contexts
        self._band = band(self._M, 2 * w + 1)
        self._h, self._u = np.empty((2, T, d), dtype=np.float32)
        self._dv = np.empty((n, t + 2 * w, d), dtype=np.float32)
        self._u_negative = np.empty((layout.groups, layout.S, d), dtype=np.float32)
        self._h_sub_blocks = self._h.reshape(n, t, d)
        self._h_groups = self._h.reshape(layout.groups, -1, d)
        self._noise = Workspace.of(self._h_groups, self._u_negative)

    def step(self, E: Float32, U: Float32, plan: Plan, block: int, rate: float) -> None:
        """Follow (3) for the places of one block; E, U (V, d) are changed in place."""
        h, u, M = self._h, self._u, self._M
        T, d = h.shape
        here = slice(block * T, (block + 1) * T)
        surroundings, centres = plan.surroundings(block), plan.centres(block)
        negatives, n = plan.negatives[block], plan.contexts[here]
        np.take(E, surroundings, axis=0, out=self._v, mode="clip")
        np.take(U, centres, axis=0, out=u, mode="clip")
        np.take(U, negatives, axis=0, out=self._u_negative, mode="clip")

        self._band[...] = self._means[plan.reach[here]].reshape(self._band.shape)
        np.matmul(M, self._v_around, out=self._h_sub_blocks)  # (1)
        # Negatives: all places of a group by all of its negatives. A place without contexts, as in
        # the padding, predicts nothing.
        each = np.minimum(n, 1) * np.float32(rate)  # (T,)
        weight = (each * (self._K / self._layout.S)).reshape(*self._h_groups.shape[:2], 1)
        dh, du = gradients(self._h_groups, self._u_negative, weight, -1.0, work=self._noise)
        # True words, one for each place.
        g = np.tanh(0.5 * np.einsum("td,td->t", h, u))
        g = 0.5 * each * (1 - g)
        np.multiply(g[:, None], u, out=u)
        np.add(dh.reshape(T, d), u, out=u)
        # To each context undivided: no longer 1/n, but 1.
        np.multiply(M, n.reshape(*M.shape[:2], 1), out=M)
        np.matmul(M.swapaxes(1, 2), u.reshape(self._h_sub_blocks.shape), out=self._dv)

        contexts, negatives = surroundings[self._around].reshape(-1), negatives.reshape(-1)
        dv, du = self._dv.reshape(-1, d), du.reshape(-1, d)
        if self._limits is not None:
            limit(dv, self._limits.context[contexts])
            lengths = np.sqrt(np.einsum("td,td->t", h, h)) + np.float32(1e-30)
            g = np.minimum(g, self._limits.centre[centres] / lengths)
            limit(du, self._limits.negative[negatives])
        add_rows(E, contexts, dv)
        add_rows(U, centres, h, g)
        add_rows(U, negatives, du)
