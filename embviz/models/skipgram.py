"""Skip-gram with negative sampling: each word learns to tell its neighbours from random words.

For a centre word c, a word o in its window, and K words k drawn from P_n, the objective is

    log σ(u_o·v_c) + Σ_k log σ(-u_k·v_c)                                                     (1)

(Mikolov et al. 2013, https://arxiv.org/abs/1310.4546). It is followed uphill in *blocks* of T
consecutive centres (see `_blocks.py`). In each, the K private negatives of every pair are replaced
by S words drawn once for a group of centres at the same total weight: each of them counts K·n_c/S
for a centre with n_c contexts, which has the same expectation (Ji et al. 2016,
https://arxiv.org/abs/1604.04661). So a block is a few products of matrices: centres by the rows
around them, where the true pairs lie on a diagonal band, and centres by negatives.

As in the program word2vec, frequent words are subsampled, the size of each window is drawn from
1 … window, and the learning rate falls linearly, here to FLOOR of itself (word2vec's usual .0001
from .025). Other than there, the gradients of a block are all taken at the weights before it; being
a little stale, they need about 1.2 times word2vec's learning rate for equal progress.

E starts normal with the variance .01, U at zero, unless set otherwise. word2vec's start, uniform in
±1/(2d), is ten times shorter at d = 50; there the first steps give all words nearly one direction,
from which they part again. With the longer one films are calmer (King James Bible: neighbouring
frames of the first .2 epochs share .46-.70 of each word's ten neighbours, otherwise .26-.50), and
after 20 epochs on `kingdom` more is found: planted precision .92 against .89, analogies .94 against
.88. (After 60 the one is .89 against .85, but the other .82 against .96: what is random in E fades
slowly.) Held-out losses on the Bible differ by less than .3 % after 5 and after 20 epochs; at d =
300 the longer start is 1 % better after 4.

Not here: hierarchical softmax; threads (each block depends on the one before).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal

import numpy as np

from embviz.corpus import Corpus
from embviz.models import _cost
from embviz.models._blocks import (
    CENTRE_LOAD,
    SUB_BLOCK,
    Layout,
    Limits,
    Loads,
    Plan,
    Shard,
    limit,
    masks,
)
from embviz.models._gradient import Workspace, gradients
from embviz.models._held_out import Pairs, draw_pairs, split
from embviz.models._sampling import cumulated, keep_probabilities, mean_contexts, noise
from embviz.models._scatter import add_rows
from embviz.models._shards import Epochs, Sentences, draw_windows
from embviz.training import Position, Purpose, Weights, check_settings, setting, stream
from embviz.types import Float32, Float64

FLOOR = 0.004
"""What the learning rate falls to, as a share of itself, unless set."""

SPREAD = 0.1
"""The standard deviation of the numbers of E at the start, unless set."""

HIGHEST_RATE = 0.4
"""Above it rows are not limited: from about there on word2vec itself, pair after pair, runs off to
infinity (gensim: at .5). Such a rate should be seen to fail, not be patched up."""


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
        final_rate: What the learning rate falls to, as a share of itself; 1: it stays (plain SGD).
        spread_E: Standard deviation of the numbers of E at the start.
        spread_U: The same of U; 0: they begin at zero.

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
    final_rate: float = setting(FLOOR, 0.0, 1.0, scale="log")
    spread_E: float = setting(SPREAD, 1e-4, 1.0, scale="log")
    spread_U: float = setting(0.0, 0.0, 1.0, scale="log")

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

    # ---- training

    def initial(self) -> Weights:
        """E and U normal, E drawn first."""
        shape = len(self.corpus.vocabulary), self.model.dimension
        rng = stream(Purpose.INITIALISE, self.seed)

        def drawn(spread: float) -> Float32:
            return rng.standard_normal(shape, dtype=np.float32) * np.float32(spread)

        spread_U = self.model.spread_U
        E = drawn(self.model.spread_E)
        return {"E": E, "U": drawn(spread_U) if spread_U else np.zeros(shape, dtype=np.float32)}

    def steps(self, weights: Weights, position: Position) -> Iterator[Position]:
        """Train block by block; see `training.Course`."""
        model, E, U = self.model, weights["E"], weights["U"]
        trainer = BlockTrainer(self.layout, model.dimension, model.negatives, self._limits)
        while position.epoch < model.epochs:
            shard = self._entered(position)
            fallen = (1 - model.final_rate) * position.at / model.epochs
            rate = model.learning_rate * (1 - fallen)
            trainer.step(E, U, shard.plan, position.block, rate)
            position = shard.after(position)
            yield position

    def shard(self, epoch: int, shard: int) -> Shard:
        """Draw what a shard needs, the same whenever it is entered."""
        sentences, begin, end = self._epochs.shard(epoch, shard)
        rng = stream(Purpose.PLAN, self.seed, epoch, shard)
        windows = draw_windows(sentences, self._keep, self.model.window, rng)
        plan = Plan.draw(windows, self.layout, self._noise_sums, rng)
        return Shard(plan, begin, end, last=shard + 1 == self._epochs.shards)

    def _entered(self, position: Position) -> Shard:
        """The shard of a position; kept, since short chunks enter the same one again and again."""
        place = position.epoch, position.shard
        shard = self._last_shard.get(place)
        if shard is None:
            shard = self.shard(*place)
            self._last_shard.clear()
            self._last_shard[place] = shard
        return shard

    @cached_property
    def _last_shard(self) -> dict[tuple[int, int], Shard]:
        return {}

    def ends(self, most: int) -> list[float] | None:
        """The epochs trained after each block, if there are so few; see `training.Course`."""
        if self.model.epochs / self.finest > 2 * most:
            return None  # far too many: no need to draw them
        position, ends = Position(), list[float]()
        while position.epoch < self.model.epochs and len(ends) <= most:
            position = self._entered(position).after(position)
            ends.append(position.at)
        return ends if len(ends) <= most else None

    # ---- loss

    def loss(self, weights: Weights) -> float:
        """The mean loss of the fixed pairs."""
        return self._pairs.loss(weights["E"], weights["U"])

    @property
    def loss_on(self) -> Literal["held-out", "training"]:
        """Where the pairs of the loss come from."""
        return self._pairs.source

    @cached_property
    def _pairs(self) -> Pairs:
        V, d = len(self.corpus.vocabulary), self.model.dimension
        trained, held_out = self._split
        return draw_pairs(
            trained,
            held_out,
            keep=self._keep,
            window=self.model.window,
            noise=self._noise,
            K=self.model.negatives,
            most=_cost.affordable(self._training_ns, self._frames, V, d),
            seed=self.seed,
        )

    # ---- forecasts

    @property
    def finest(self) -> float:
        """Epochs that a block takes."""
        return min(1.0, self.layout.T / max(1.0, self._kept))

    def safe_rate(self) -> float:
        """A learning rate that should not diverge, to one digit: one that needs no limits."""
        rate = CENTRE_LOAD * self.model.learning_rate / self._loads.centre
        return max(1e-4, float(f"{min(rate, HIGHEST_RATE / 4):.0e}"))

    def seconds(self) -> float:
        """How long the run takes on one core, roughly."""
        V, d = len(self.corpus.vocabulary), self.model.dimension
        pairs, centres = _cost.affordable(self._training_ns, self._frames, V, d)
        loss_ns = _cost.loss_ns(V, d) + pairs * _cost.pair_ns(d) + centres * _cost.centre_ns(V, d)
        frame_ns = loss_ns + _cost.frame_ns(V, d, words=min(V, 1000))
        return 1e-9 * (self._training_ns + self._frames * frame_ns)

    @property
    def _training_ns(self) -> float:
        layout, epochs = self.layout, self.model.epochs
        around, limited = SUB_BLOCK + 2 * layout.w + layout.S, self._limits is not None
        block_ns = _cost.block_ns(layout.T, self.model.dimension, around, limited)
        blocks = self._epochs.shards + self._kept / layout.T
        return epochs * (blocks * block_ns + _cost.plan_ns(self._epochs.sentences.tokens))

    @property
    def _frames(self) -> float:
        """Frames of the run: not more than it has blocks."""
        return min(self.frames, self.model.epochs / self.finest + 1)

    # ---- tables of the text

    @cached_property
    def layout(self) -> Layout:
        """The sizes of a block."""
        return Layout.chosen(self.model.window, self._loads, self._kept)

    @cached_property
    def _loads(self) -> Loads:
        model = self.model
        contexts = max(1.0, mean_contexts(model.window, self._length))
        crowding = float(self._kept_shares.max())
        return Loads(model.learning_rate, contexts, model.negatives, crowding)

    @cached_property
    def _limits(self) -> Limits | None:
        """Limits for the rows of updates, if they are needed."""
        if self.layout.bears(self._loads) or self.model.learning_rate > HIGHEST_RATE:
            return None
        return Limits.of(self.layout, self._kept_shares, self._noise)

    @cached_property
    def _kept_shares(self) -> Float64:
        """Each word's share of the tokens that subsampling keeps, expected, (V,)."""
        kept: Float64 = self._keep * self.corpus.vocabulary.counts
        kept /= kept.sum()
        return kept

    @cached_property
    def _keep(self) -> Float64:
        return keep_probabilities(self.corpus.vocabulary.counts, self.model.subsampling)

    @cached_property
    def _kept_share(self) -> float:
        """How many of all tokens subsampling keeps, expected."""
        counts = self.corpus.vocabulary.counts
        return float(self._keep @ counts / counts.sum())

    @property
    def _kept(self) -> float:
        """Tokens of an epoch that subsampling keeps, expected."""
        return self._kept_share * self._epochs.sentences.tokens

    @cached_property
    def _length(self) -> float:
        """What is left of the sentence of an average token."""
        lengths = self._epochs.sentences.lengths
        return max(1.0, float(self._kept_share * (lengths @ lengths) / lengths.sum()))

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


class BlockTrainer:
    """Steps of formula (1), a block at a time; its buffers hold nothing from one to the next."""

    def __init__(self, layout: Layout, d: int, K: int, limits: Limits | None = None) -> None:
        T, w, n, groups = layout.T, layout.w, layout.sub_blocks, layout.groups
        t = SUB_BLOCK
        self._layout, self._K, self._limits, self._masks = layout, K, limits, masks(w)
        self._v = np.empty((T, d), dtype=np.float32)
        self._u = np.empty((T + 2 * w, d), dtype=np.float32)
        self._u_negative = np.empty((groups, layout.S, d), dtype=np.float32)
        # The same memory, seen as sub-blocks and as groups; rows around sub-blocks overlap.
        self._around = t * np.arange(n)[:, None] + np.arange(t + 2 * w)  # (n, t + 2w)
        row, number = self._u.strides
        self._u_around = np.lib.stride_tricks.as_strided(
            self._u, (n, t + 2 * w, d), (t * row, row, number)
        )
        self._v_sub_blocks = self._v.reshape(n, t, d)
        self._v_groups = self._v.reshape(groups, T // groups, d)
        self._true = Workspace.of(self._v_sub_blocks, self._u_around, 2 * w + 1)
        self._noise = Workspace.of(self._v_groups, self._u_negative)

    def step(self, E: Float32, U: Float32, plan: Plan, block: int, rate: float) -> None:
        """Follow the gradient of one block; E, U (V, d) are changed in place."""
        (T, w), d = (self._layout.T, self._layout.w), E.shape[1]
        here = slice(block * T, (block + 1) * T)
        surroundings = plan.row[here.start : here.stop + 2 * w]  # (T + 2w,)
        centres, negatives = surroundings[w : w + T], plan.negatives[block]
        np.take(E, centres, axis=0, out=self._v, mode="clip")
        np.take(U, surroundings, axis=0, out=self._u, mode="clip")
        np.take(U, negatives, axis=0, out=self._u_negative, mode="clip")

        # True pairs: t centres by the t + 2w rows around them, on a band.
        weight = (self._masks * rate)[plan.reach[here]].reshape(self._true.S.shape)
        dv, du = gradients(self._v_sub_blocks, self._u_around, weight, 1.0, 2 * w + 1, self._true)
        # Negatives: all centres of a group by all of its negatives.
        share = rate * self._K / self._layout.S
        each = (plan.contexts[here] * share).reshape(*self._v_groups.shape[:2], 1)
        dv_noise, du_noise = gradients(
            self._v_groups, self._u_negative, each, -1.0, work=self._noise
        )

        contexts, negatives = surroundings[self._around].reshape(-1), negatives.reshape(-1)
        dv, du, du_noise = dv.reshape(T, d), du.reshape(-1, d), du_noise.reshape(-1, d)
        dv += dv_noise.reshape(T, d)
        if self._limits is not None:
            limit(dv, self._limits.centre[centres])
            limit(du, self._limits.context[contexts])
            limit(du_noise, self._limits.negative[negatives])
        add_rows(E, centres, dv)
        add_rows(U, contexts, du)
        add_rows(U, negatives, du_noise)
