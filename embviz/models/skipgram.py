"""Skip-gram with negative sampling: each word learns to tell its neighbours from random words.

For a centre word c, a word o in its window, and K words k drawn from P_n, the objective is

    log σ(u_o·v_c) + Σ_k log σ(-u_k·v_c)                                                     (1)

(Mikolov et al. 2013, https://arxiv.org/abs/1310.4546). It is followed uphill in *blocks* of T
consecutive centres. In each, the K private negatives of every pair are replaced by NEGATIVES words
drawn once for SHARED centres at the same total weight: each counts K·n_c/NEGATIVES for a centre
with n_c contexts, which has the same expectation (Ji et al. 2016, https://arxiv.org/abs/1604.04661).
So a block is a few products of matrices: centres by the rows of their surroundings, where the true
pairs lie on a diagonal band, and centres by negatives.

All gradients of a block are taken at the weights before it, so they are a little stale: a block
needs about 1.2 times the learning rate of the program word2vec for equal progress, and it diverges
if one word is too frequent in it, wherefore T is chosen by the text.

As in word2vec: frequent words are subsampled, the window's size is drawn from 1 … window, the
learning rate falls linearly, here to FLOOR of itself (word2vec's usual .0001 from .025).
E starts uniform in ±1/(2d), U at zero.

Not here: hierarchical softmax; threads (each result depends on the one before).
"""

import functools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal

import numpy as np

from embviz.corpus import Corpus
from embviz.models._gradient import Workspace, gradients
from embviz.models._held_out import Pairs, affordable_centres, draw_pairs, split
from embviz.models._sampling import cumulated, keep_probabilities, noise, systematic
from embviz.models._scatter import add_rows
from embviz.models._shards import Epochs, Sentences, draw_windows
from embviz.training import Position, Purpose, Weights, check_settings, setting, stream
from embviz.types import Float32, Float64, Ids

SUB_BLOCK = 16
"""t: consecutive centres that share one product with their surroundings."""

SHARED = 64
"""Consecutive centres that share their negatives."""

NEGATIVES = 32
"""Negatives drawn for them."""

LARGEST_BLOCK = 512
"""Above this, gradients get too stale."""

CROWD = 10.0
"""T times the share of the commonest word stays below this; twice as much diverges."""

FLOOR = 0.004
"""What the learning rate falls to, as a share of itself."""


@dataclass(frozen=True)
class SkipGram:
    """Skip-gram with negative sampling.

    Attributes:
        dimension: d, numbers in a word's vector.
        window: The widest window: so many words to each side.
        negatives: K, random words that each true pair is weighed against.
        epochs: How often the text is read.
        learning_rate: At the start; it falls linearly.
        subsampling: Words more frequent than this are skipped at times; 0: never.

    Raises:
        SettingError: If a setting is outside its range.

    >>> SkipGram(dimension=100).window
    5
    """

    name: ClassVar[str] = "skipgram"

    dimension: int = setting(50, 1, 1000, step=1, scale="log")
    window: int = setting(5, 1, 50, step=1)
    negatives: int = setting(5, 1, 50, step=1)
    epochs: int = setting(20, 1, 10_000, step=1, scale="log")
    learning_rate: float = setting(0.03, 1e-4, 1.0, scale="log")
    subsampling: float = setting(1e-3, 0.0, 1.0, scale="log")

    def __post_init__(self) -> None:
        check_settings(self)

    def shapes(self, V: int) -> Mapping[str, tuple[int, ...]]:
        """The shapes of the weights for V words."""
        return {"E": (V, self.dimension), "U": (V, self.dimension)}

    def course(self, corpus: Corpus, seed: int, frames: int) -> "SkipGramCourse":
        """Prepare a run."""
        return SkipGramCourse(self, corpus, seed, frames)


@dataclass(frozen=True, eq=False)
class SkipGramCourse:
    """A run of skip-gram, prepared; see `training.Course`."""

    model: SkipGram
    corpus: Corpus
    seed: int
    frames: int

    # ---- tables of the text

    @cached_property
    def _keep(self) -> Float64:
        return keep_probabilities(self.corpus.vocabulary.counts, self.model.subsampling)

    @cached_property
    def _noise(self) -> Float64:
        return noise(self.corpus.vocabulary.counts)

    @cached_property
    def _noise_sums(self) -> Float64:
        return cumulated(self._noise)

    @cached_property
    def _split(self) -> tuple[Sentences, Sentences | None]:
        return split(self.corpus.ids, self.corpus.starts, self.seed)

    @cached_property
    def _epochs(self) -> Epochs:
        return Epochs(self._split[0], self.seed)

    @cached_property
    def _kept_tokens(self) -> float:
        """Tokens of an epoch that subsampling keeps, expected."""
        share = self._keep @ self.corpus.vocabulary.counts / self.corpus.vocabulary.counts.sum()
        return float(share) * self._epochs.sentences.tokens

    @cached_property
    def crowding(self) -> float:
        """The share of the commonest word among the tokens kept."""
        kept = self._keep * self.corpus.vocabulary.counts
        return float(kept.max() / kept.sum())

    @cached_property
    def T(self) -> int:
        """Centres of a block, a multiple of SHARED."""
        largest = min(LARGEST_BLOCK, CROWD / self.crowding)
        return max(1, int(largest / SHARED)) * SHARED

    @cached_property
    def finest(self) -> float:
        """Epochs that a block takes."""
        return min(1.0, self.T / max(1.0, self._kept_tokens))

    @cached_property
    def _masks(self) -> Float32:
        """Row left·(w + 1) + right: which of the 2w + 1 places of a window are contexts."""
        w = self.model.window
        places = np.arange(-w, w + 1)
        left, right = (
            extent.reshape(-1, 1) for extent in np.divmod(np.arange((w + 1) ** 2), w + 1)
        )
        masks: Float32 = ((places >= -left) & (places <= right) & (places != 0)).astype(np.float32)
        return masks

    # ---- loss

    @cached_property
    def _pairs(self) -> Pairs:
        model, (trained, held_out) = self.model, self._split
        V = len(self.corpus.vocabulary)
        centres = affordable_centres(trained.tokens, model.epochs, self.frames, V)
        return draw_pairs(
            trained,
            held_out,
            keep=self._keep,
            window=model.window,
            noise=self._noise,
            K=model.negatives,
            centres=centres,
            seed=self.seed,
        )

    @property
    def loss_on(self) -> Literal["held-out", "training"]:
        """Where the pairs of the loss come from."""
        return self._pairs.source

    def loss(self, weights: Weights) -> float:
        """The mean loss of the fixed pairs."""
        return self._pairs.loss(weights["E"], weights["U"])

    # ---- training

    def initial(self) -> Weights:
        """E uniform in ±1/(2d), U zero."""
        V, d = len(self.corpus.vocabulary), self.model.dimension
        E = stream(Purpose.INITIALISE, self.seed).random((V, d), dtype=np.float32)
        E -= np.float32(0.5)
        E /= np.float32(d)
        return {"E": E, "U": np.zeros((V, d), dtype=np.float32)}

    def steps(self, weights: Weights, position: Position) -> Iterator[Position]:
        """Train block by block; see `training.Course`."""
        model = self.model
        trainer = _BlockTrainer(self.T, model.window, model.dimension, self._masks)
        while position.epoch < model.epochs:
            plan = _plan(self, position.epoch, position.shard)
            rate = model.learning_rate * (1 - (1 - FLOOR) * position.at / model.epochs)
            trainer.step(weights["E"], weights["U"], plan, position.block, rate, model.negatives)
            position = plan.after(position)
            yield position

    def plan(self, epoch: int, shard: int) -> "Plan":
        """Draw what a shard needs, the same whenever it is entered."""
        sentences, begin = self._epochs.shard(epoch, shard)
        rng = stream(Purpose.PLAN, self.seed, epoch, shard)
        windows, w = draw_windows(sentences, self._keep, self.model.window, rng), self.model.window
        blocks = max(1, math.ceil(len(windows) / self.T))
        padding = blocks * self.T - len(windows)
        left, right = np.pad(windows.left, (0, padding)), np.pad(windows.right, (0, padding))
        groups = self.T // SHARED
        return Plan(
            T=self.T,
            row=np.pad(windows.row, (w, w + padding)),
            reach=left * np.int32(w + 1) + right,
            contexts=(left + right).astype(np.float32),
            negatives=systematic(self._noise_sums, blocks * groups * NEGATIVES, rng).reshape(
                blocks, groups, NEGATIVES
            ),
            kept=max(1, len(windows)),
            begin=begin,
            tokens=sentences.tokens,
            all_tokens=self._epochs.sentences.tokens,
            shards=self._epochs.shards,
        )

    # ---- forecasts

    def safe_rate(self) -> float:
        """A learning rate that should not diverge."""
        return 0.03

    def seconds(self) -> float:
        """How long the run takes on one core, roughly."""
        return 1.0


@dataclass(frozen=True, eq=False)
class Plan:
    """What is drawn for a shard: its centres in a row, padded to whole blocks, N = blocks · T.

    Attributes:
        T: Centres of a block.
        row: (w + N + w,) word ids, w of padding at both ends.
        reach: (N,) rows of the mask table: how far the window of each centre reaches.
        contexts: (N,) n_c, the contexts of each centre; padding has none.
        negatives: (blocks, T / SHARED, NEGATIVES) word ids.
        kept: Centres without padding.
        begin: Tokens of the epoch before this shard, before subsampling.
        tokens: Tokens of this shard, before subsampling.
        all_tokens: Tokens of the epoch, before subsampling.
        shards: Shards of the epoch.
    """

    T: int
    row: Ids
    reach: Ids
    contexts: Float32
    negatives: Ids
    kept: int
    begin: int
    tokens: int
    all_tokens: int
    shards: int

    def after(self, position: Position) -> Position:
        """The position after the next block of a position in this shard."""
        epoch, shard, block = position.epoch, position.shard, position.block + 1
        share = min(1.0, block * self.T / self.kept)
        at = epoch + (self.begin + share * self.tokens) / self.all_tokens
        if block < len(self.negatives):
            return Position(epoch, shard, block, at)
        if shard + 1 < self.shards:
            return Position(epoch, shard + 1, 0, at)
        return Position(epoch + 1, 0, 0, float(epoch + 1))


@functools.lru_cache(maxsize=4)
def _plan(course: SkipGramCourse, epoch: int, shard: int) -> Plan:
    """The plan of a shard, kept: short chunks enter the same one again and again."""
    return course.plan(epoch, shard)


class _BlockTrainer:
    """One step of formula (1) at a time; its buffers are used again and hold nothing in between."""

    def __init__(self, T: int, w: int, d: int, masks: Float32) -> None:
        self._T, self._w, self._masks = T, w, masks
        n, t, groups = T // SUB_BLOCK, SUB_BLOCK, T // SHARED
        self._v = np.empty((T, d), dtype=np.float32)
        self._u = np.empty((T + 2 * w, d), dtype=np.float32)
        self._u_negative = np.empty((groups, NEGATIVES, d), dtype=np.float32)
        # Sub-block i has the rows i·t … i·t + t + 2w - 1 around its centres: views that overlap.
        self._around = SUB_BLOCK * np.arange(n)[:, None] + np.arange(t + 2 * w)  # (n, t + 2w)
        row, number = self._u.strides
        self._u_around = np.lib.stride_tricks.as_strided(
            self._u, (n, t + 2 * w, d), (t * row, row, number)
        )
        self._true = Workspace.of(self._v.reshape(n, t, d), self._u_around, 2 * w + 1)
        self._noise = Workspace.of(self._v.reshape(groups, SHARED, d), self._u_negative)

    def step(self, E: Float32, U: Float32, plan: Plan, block: int, rate: float, K: int) -> None:
        """Follow the gradient of one block; E, U (V, d) are changed in place."""
        T, w = self._T, self._w
        centre = slice(block * T, (block + 1) * T)
        surroundings = plan.row[centre.start : centre.stop + 2 * w]  # (T + 2w,)
        centres, negatives = surroundings[w : w + T], plan.negatives[block].reshape(-1)
        v = np.take(E, centres, axis=0, out=self._v, mode="clip")
        np.take(U, surroundings, axis=0, out=self._u, mode="clip")
        u_negative = np.take(U, plan.negatives[block], axis=0, out=self._u_negative, mode="clip")

        # True pairs: t centres by the t + 2w rows around them.
        n, d = T // SUB_BLOCK, E.shape[1]
        weight = (self._masks * rate)[plan.reach[centre]].reshape(n, SUB_BLOCK, -1)
        dv, du = gradients(
            v.reshape(n, SUB_BLOCK, d), self._u_around, weight, 1.0, 2 * w + 1, self._true
        )

        # Negatives: SHARED centres by NEGATIVES rows, each centre at the weight of K·n_c.
        groups = T // SHARED
        weight = (plan.contexts[centre] * (rate * K / NEGATIVES)).reshape(groups, SHARED, 1)
        dv_noise, du_noise = gradients(
            v.reshape(groups, SHARED, d), u_negative, weight, -1.0, work=self._noise
        )

        dv.reshape(T, d)[:] += dv_noise.reshape(T, d)
        add_rows(E, centres, dv.reshape(T, d))
        add_rows(U, surroundings[self._around].reshape(-1), du.reshape(-1, d))
        add_rows(U, negatives, du_noise.reshape(-1, d))
