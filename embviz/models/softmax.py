"""Skip-gram with the full softmax: what negative sampling was invented to avoid.

The probability that word o stands near word c is modelled outright,

    P(o | c) = exp(u_o·v_c) / Σ_w exp(u_w·v_c)                                               (1)

and for every centre c with its contexts O the objective is Σ_{o in O} log P(o | c), the negative of
the cross-entropy (Mikolov et al. 2013, https://arxiv.org/abs/1310.4546, formulas (1) and (2)). With
C_co how often o is among the contexts of c, and n_c = Σ_o C_co, its gradient is

    G_cw = C_cw - n_c P(w | c),        ∂v_c = Σ_w G_cw u_w,        ∂u_w = Σ_c G_cw v_c       (2)

The sum in (1) runs over all V words, so that each pair costs V·d multiplications to be scored,
where negative sampling scores K + 1 words (`multiplications`). Every word of the vocabulary moves
for every centre. The contexts of one centre share its sum, and T centres are taken at once, as
products of matrices (T, d) by (d, V); that helps by a constant, not by its growth with V.

Text is read as `skipgram` reads it: subsampling, windows of 1 … window drawn at random, sentences
in a new order each epoch, a learning rate that falls linearly. The gradients of a block are taken
at the weights before it, and T is chosen so small that this does no harm (LOAD). Plain gradients:
with η = .03 as in `skipgram`, more is found in `kingdom` than with .05 or .1 (analogies .93 against
.81 and .74), at the same loss.

The loss is the cross-entropy of fixed held-out pairs in nats: log V before training. That is
another quantity than the loss of negative sampling, and the two are not comparable.

Not here: hierarchical softmax; vocabularies above MOST_WORDS, which are refused with the time that
they would take.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal

import numpy as np

from embviz.models.shared import cost
from embviz.models.shared.add_rows import add_rows
from embviz.models.shared.corpus_tables import CorpusTables
from embviz.models.shared.held_out_loss import Pairs, draw_pairs
from embviz.models.shared.schedule import falling
from embviz.models.shared.windows import draw_windows, entered
from embviz.text.corpus import Corpus, Vocabulary
from embviz.training.film import FINEST
from embviz.training.model import Kept, Position, Purpose, Weights, rows, stream
from embviz.types import Counts, Float32, Floating, Ids, Which
from embviz.util.settings import check_settings, setting

MOST_WORDS = 2000
"""Up to here an epoch of 100,000 tokens takes seconds, not minutes."""

LOAD = 0.7
"""What η · n · T·p may come to, n being the mean number of contexts, p the largest word's share."""

LONGEST = 0.5
"""How far a block moves a row at most: it matters for wide windows, with many pairs a centre."""

HIGHEST_RATE = 0.3
"""Above it rows are not limited: such a rate should be seen to fail, not be patched up."""

SAFE = 0.2
"""η · n up to here needs no limits; from about 1 on weights run off, however small the blocks."""

BLOCK = 8, 256
"""Centres of a block, fewest and most."""

FLOOR = 0.004
"""What the learning rate falls to, as a share of itself."""

SPREAD = 0.1
"""Standard deviation of E at the start; U is zero. The same as skip-gram's, number for number."""


def multiplications(V: int, d: int, negatives: int) -> tuple[int, int]:
    """Multiplications that scoring one pair takes: by the full softmax, by negative sampling.

    >>> multiplications(V=50_000, d=100, negatives=5)
    (5000000, 600)
    """
    return V * d, (negatives + 1) * d


@dataclass(frozen=True)
class FullSoftmax:
    """Skip-gram with the full softmax.

    Attributes:
        dimension: d, numbers in a word's vector.
        window: The widest window: so many words to each side.
        epochs: How often the text is read.
        learning_rate: At the start; it falls linearly.
        subsampling: Words more frequent than this are skipped at times; 0: never.

    Raises:
        SettingError: If a setting is outside its range.

    >>> FullSoftmax(dimension=100).window
    5
    """

    name: ClassVar[str] = "softmax"
    vectors: ClassVar[tuple[Which, ...]] = ("E", "U", "E+U")
    result: ClassVar[Which] = "E"
    presets: ClassVar[Mapping[str, Mapping[str, float]]] = {}

    dimension: int = setting(50, 1, 1000, step=1, scale="log")
    window: int = setting(5, 1, 50, step=1)
    epochs: int = setting(20, 1, 10_000, step=1, scale="log")
    learning_rate: float = setting(0.03, 1e-4, 1.0, scale="log")
    subsampling: float = setting(1e-3, 0.0, 1.0, scale="log")

    def __post_init__(self) -> None:
        check_settings(self)

    def shapes(self, vocabulary: Vocabulary) -> Mapping[str, tuple[int, ...]]:
        """The shapes of the weights."""
        shape = len(vocabulary), self.dimension
        return {"E": shape, "U": shape}

    def kept(self, vocabulary: Vocabulary) -> Kept:
        """What its films keep."""
        return Kept()

    def trainer(self, corpus: Corpus, seed: int, frames: int) -> "SoftmaxTrainer":
        """Prepare a run.

        Raises:
            SettingError: If there are more than MOST_WORDS words.
        """
        source = CorpusTables(corpus, seed, self.window, self.subsampling)
        trainer = SoftmaxTrainer(self, source, frames)
        if source.V > MOST_WORDS:
            raise cost.too_dear("Full softmax", source.V, MOST_WORDS, trainer.seconds())
        return trainer


@dataclass(frozen=True, eq=False)
class SoftmaxShard:
    """What is drawn for a shard.

    Attributes:
        centre: (n,) word ids in the order of the text.
        pair: (P,) which centre each pair belongs to, rising.
        context: (P,) the context word of each pair.
        begin: Epochs of the text before the shard.
        end: And after it.
        last: Whether it is the last one of its epoch.
    """

    centre: Ids
    pair: Counts
    context: Ids
    begin: float
    end: float
    last: bool

    def after(self, position: Position, T: int) -> Position:
        """The position after a block of T centres."""
        block, blocks = position.block + 1, max(1, math.ceil(len(self.centre) / T))
        if block < blocks:
            share = self.begin + (self.end - self.begin) * block / blocks
            return Position(position.epoch, position.shard, block, position.epoch + share)
        if self.last:
            return Position(position.epoch + 1, at=float(position.epoch + 1))
        return Position(position.epoch, position.shard + 1, at=position.epoch + self.end)

    def block(self, number: int, T: int) -> tuple[Ids, Counts, Ids]:
        """The centres of a block, (T,), and its pairs: their centre's place in it, and context."""
        first = number * T
        a, b = np.searchsorted(self.pair, [first, first + T])
        return self.centre[first : first + T], self.pair[a:b] - first, self.context[a:b]


@dataclass(frozen=True, eq=False)
class SoftmaxTrainer:
    """A run of full softmax, prepared; see `model.Trainer`."""

    model: FullSoftmax
    source: CorpusTables
    frames: int

    # ---- training

    def initial(self) -> Weights:
        """E normal, U zero."""
        shape = self.source.V, self.model.dimension
        rng = stream(Purpose.INITIALISE, self.source.seed)
        E = rng.standard_normal(shape, dtype=np.float32) * np.float32(SPREAD)
        return {"E": E, "U": np.zeros(shape, dtype=np.float32)}

    def steps(self, weights: Weights, position: Position) -> Iterator[Position]:
        """Train block by block; see `model.Trainer`."""
        model, E, U = self.model, weights["E"], weights["U"]
        while position.epoch < model.epochs:
            shard = self._entered(position)
            centres, place, context = shard.block(position.block, self.T)
            rate = falling(model.learning_rate, FLOOR, position.at, model.epochs)
            v = np.take(E, centres, axis=0)
            dv, dU = gradients(v, U, place, context)
            dv *= np.float32(rate)
            dU *= np.float32(rate)
            if model.learning_rate <= HIGHEST_RATE:
                limit(dv)
                limit(dU)
            add_rows(E, centres, dv)
            U += dU
            position = shard.after(position, self.T)
            yield position

    def keep(self, weights: Weights, words: Ids | None) -> tuple[Weights, Weights]:
        """E and U as they are."""
        return rows(weights, words)

    def shard(self, epoch: int, shard: int) -> SoftmaxShard:
        """Draw what a shard needs, the same whenever it is entered."""
        sentences, begin, end = self.source.epochs.shard(epoch, shard)
        rng = stream(Purpose.PLAN, self.source.seed, epoch, shard)
        windows = draw_windows(sentences, self.source.keep, self.model.window, rng)
        at, other = [], []
        for t in range(1, self.model.window + 1):
            for reach, step in ((windows.left, -t), (windows.right, t)):
                at.append(np.flatnonzero(reach >= t))
                other.append(windows.row[at[-1] + step])
        pair = np.concatenate(at)
        order = np.argsort(pair, kind="stable")
        context = np.concatenate(other)[order]
        last = shard + 1 == self.source.epochs.shards
        return SoftmaxShard(windows.row, pair[order], context, begin, end, last)

    def _entered(self, position: Position) -> SoftmaxShard:
        return entered(self._last_shard, position, self.shard)

    @cached_property
    def _last_shard(self) -> dict[tuple[int, int], SoftmaxShard]:
        return {}

    def ends(self, most: int) -> list[float] | None:
        """The epochs trained after each block, if there are so few; see `model.Trainer`."""
        if self.model.epochs / self.finest > 2 * most:
            return None
        position, ends = Position(), list[float]()
        while position.epoch < self.model.epochs and len(ends) <= most:
            position = self._entered(position).after(position, self.T)
            ends.append(position.at)
        return ends if len(ends) <= most else None

    # ---- loss

    def loss(self, weights: Weights) -> float:
        """The cross-entropy of the fixed pairs, in nats a pair."""
        return cross_entropy(weights["E"], weights["U"], self._pairs)

    @property
    def loss_on(self) -> Literal["held-out", "training"]:
        """Where the pairs of the loss come from."""
        return self._pairs.source

    @cached_property
    def _pairs(self) -> Pairs:
        most = cost.affordable(self._training_ns, self._frames, self.source.V, self.model.dimension)
        return draw_pairs(self.source, K=1, most=most)

    # ---- forecasts

    @property
    def finest(self) -> float:
        """Epochs that a block takes."""
        return min(1.0, self.T / max(1.0, self.source.kept))

    def safe_rate(self) -> float:
        """A learning rate that should not diverge, to one digit."""
        rate = min(SAFE, LOAD / (BLOCK[0] * self._crowding)) / self.source.contexts
        return max(1e-4, float(f"{rate:.0e}"))

    def seconds(self) -> float:
        """How long the run takes on one core, roughly."""
        V, d = self.source.V, self.model.dimension
        pairs, centres = cost.affordable(self._training_ns, self._frames, V, d)
        loss_ns = cost.loss_ns(V, d) + pairs * cost.pair_ns(d) + centres * cost.centre_ns(V, d)
        frame_ns = loss_ns + cost.frame_ns(V, d, words=min(V, 1000))
        return 1e-9 * (self._training_ns + self._frames * frame_ns)

    @property
    def _training_ns(self) -> float:
        V, d, T = self.source.V, self.model.dimension, self.T
        block_ns = 60_000 + T * V * (2.5 + 0.05 * d) + 1.0 * V * d
        plan_ns = (60 + 35 * self.source.contexts) * self.source.epochs.sentences.tokens
        return self.model.epochs * (self.source.kept / T * block_ns + plan_ns)

    @property
    def _frames(self) -> float:
        """Frames of the run: not more than it has blocks."""
        return min(self.frames, self.model.epochs / self.finest + 1)

    # ---- tables of the text

    @property
    def _crowding(self) -> float:
        """The commonest word's share of the tokens that subsampling keeps, expected."""
        return float(self.source.kept_shares.max())

    @cached_property
    def T(self) -> int:
        """Centres of a block; in small texts it is not larger than FINEST epochs, either."""
        fewest, most = BLOCK
        bearable = LOAD / (self.model.learning_rate * self.source.contexts * self._crowding)
        return max(fewest, int(min(most, bearable, max(4 * fewest, FINEST * self.source.kept))))


def gradients(v: Floating, U: Floating, place: Counts, context: Ids) -> tuple[Floating, Floating]:
    """Formula (2) for a block, in the dtype of the rows.

    Args:
        v: (T, d), the rows of its centres.
        U: (V, d).
        place: (P,) which of the centres each pair belongs to.
        context: (P,) the context word of each pair.

    Returns:
        The gradient with respect to v (T, d) and to U (V, d).
    """
    G = v @ U.T  # (T, V), the scores
    G -= G.max(axis=1, keepdims=True)
    np.exp(G, out=G)
    n = np.bincount(place, minlength=len(v)).astype(G.dtype)
    G *= (-n / G.sum(axis=1))[:, None]
    np.add.at(G, (place, context), 1)
    return G @ U, G.T @ v


def limit(rows: Floating) -> None:
    """Shorten rows that are longer than LONGEST, in place."""
    lengths = np.sqrt(np.einsum("nd,nd->n", rows, rows))
    if lengths.max(initial=0.0) > LONGEST:
        rows *= (LONGEST / np.maximum(lengths, LONGEST))[:, None]


def cross_entropy(E: Float32, U: Float32, pairs: Pairs) -> float:
    """Mean of -log P(o | c) over pairs, in nats. Without pairs it is 0."""
    if not len(pairs.centre):
        return 0.0
    S = E[pairs.centres] @ U.T  # (C, V)
    top = S.max(axis=1)
    log_Z = top + np.log(np.exp(S - top[:, None]).sum(axis=1, dtype=np.float64))
    each = log_Z[pairs.centre] - S[pairs.centre, pairs.context]
    return float(each.mean(dtype=np.float64))
