"""Blocks: how many centres are trained at once, and what is drawn for those of a shard.

A block has T consecutive centres, in sub-blocks of t that share one product with the t + 2w rows
around them, and in groups that share their negatives.

All gradients of a block are taken at the weights before it. That is quicker than word after word,
but what many stale gradients push at once overshoots if they weigh too much. Three things prevent
it, each with a bound that was measured on texts of 2 to 5000 words, windows of 5 to 50, 5 to 50
negatives, rates up to .4, with and without subsampling. With η the learning rate, n the mean number
of contexts of a centre, p the commonest word's share of the tokens kept, and G centres in a group:

    load of a word        η · n (1 + K) · T·p       is kept below LOAD by the choice of T        (1)
    load of a negative    η · n K · G/S             is kept below NEGATIVE_LOAD by that of S     (2)
    load of a centre      η · n (1 + K)             is left as it is                             (3)

Where T = SUB_BLOCK is too large for (1), or (3) is above CENTRE_LOAD, rows are *limited*: no row of
an update may be longer than LONGEST, or, for a word that comes several times in a block, than its
part of that.
"""

import math
from dataclasses import dataclass

import numpy as np

from embviz.models.shared.negatives import systematic
from embviz.models.shared.windows import Windows
from embviz.training.film import FINEST
from embviz.training.model import Position
from embviz.types import Float32, Float64, Ids

LOAD = 2.8
"""What (1) may come to: from 15 on the weights run off to infinity, and already at 6.5 the loss
jumps up and down from frame to frame (King James Bible, epochs 1 to 5, by .2 nats; here by .02)."""

NEGATIVE_LOAD = 1.9
"""What (2) may come to: at 5 some weights run off, and losses are 1 % worse."""

CENTRE_LOAD = 1.2
"""What (3) may come to without limits, which take a fifth more time; the usual is .7 to 1.1."""

LONGEST = 1.0
"""Longest row of an update, where rows are limited; vectors become 2 to 4 long."""

HIGHEST_RATE = 0.4
"""Above it rows are not limited: from about there on word2vec itself, pair after pair, runs off to
infinity (gensim: at .5). Such a rate should be seen to fail, not be patched up."""

LARGEST = 512
"""Most centres of a block: more are no quicker."""

SUB_BLOCK = 16
"""t: products large enough, not too much outside the band. No block is smaller."""

SMALL = 64
"""T in short texts, unless the loads ask for less."""

GROUP = 32
"""Centres that share negatives, unless the block is smaller."""

NEGATIVES = 16, 512
"""S, the negatives that they share: fewest and most. With twice as many for twice as many centres
losses are .2 % better, and blocks take a fifth more time."""


@dataclass(frozen=True)
class Loads:
    """What decides about the sizes of a block."""

    rate: float  # η
    contexts: float  # n
    K: int  # negatives for each pair
    crowding: float  # p

    @property
    def centre(self) -> float:
        """Formula (3)."""
        return self.rate * self.contexts * (1 + self.K)

    @property
    def word(self) -> float:
        """Formula (1) for T = 1."""
        return self.centre * self.crowding

    @property
    def safe_rate(self) -> float:
        """A learning rate that should not diverge, to one digit: one that needs no limits."""
        rate = CENTRE_LOAD * self.rate / self.centre
        return max(1e-4, float(f"{min(rate, HIGHEST_RATE / 4):.0e}"))


@dataclass(frozen=True)
class BlockLayout:
    """The sizes of a block."""

    T: int  # centres: SUB_BLOCK, or a multiple of GROUP
    w: int  # the widest window
    S: int  # negatives of a group

    @classmethod
    def chosen(
        cls, w: int, loads: Loads, tokens: float, fewest: int = NEGATIVES[0]
    ) -> "BlockLayout":
        """The largest block that loads allow, and as many negatives as they ask for.

        In short texts, where nobody waits, a block is not larger than FINEST epochs either, unless
        that is less than SMALL: frames lie between blocks. An epoch has so many `tokens` that
        subsampling keeps; S is a multiple of `fewest`.
        """
        fitting = min(LARGEST, LOAD / loads.word, max(SMALL, FINEST * tokens))
        T = int(fitting / GROUP) * GROUP or SUB_BLOCK
        S = loads.rate * loads.contexts * loads.K * min(GROUP, T) / NEGATIVE_LOAD
        return cls(T, w, min(NEGATIVES[1], fewest * math.ceil(S / fewest)))

    def bears(self, loads: Loads) -> bool:
        """Whether loads are so small that rows need no limits."""
        return loads.centre <= CENTRE_LOAD and self.T * loads.word <= LOAD

    @property
    def sub_blocks(self) -> int:
        """Sub-blocks of a block."""
        return self.T // SUB_BLOCK

    @property
    def groups(self) -> int:
        """Groups of a block."""
        return max(1, self.T // GROUP)


@dataclass(frozen=True, eq=False)
class Limits:
    """How long the rows of an update may be, for each word as a centre, context, negative: (V,)."""

    centre: Float32
    context: Float32
    negative: Float32

    @classmethod
    def of(cls, layout: BlockLayout, kept: Float64, noise: Float64) -> "Limits":
        """LONGEST, parted among the rows that a word is expected to have in a block.

        `kept` (V,) is each word's share of the tokens that subsampling keeps, `noise` (V,) is P_n.
        """

        def parted(rows: Float64) -> Float32:
            return (LONGEST / np.maximum(rows, 1)).astype(np.float32)

        return cls(
            centre=parted(layout.T * kept),
            context=parted(layout.sub_blocks * (SUB_BLOCK + 2 * layout.w) * kept),
            negative=parted(layout.groups * layout.S * noise),
        )


def limit(rows: Float32, longest: Float32) -> None:
    """Shorten the rows (m, d) that are longer than their limits (m,), in place."""
    squares = np.einsum("ij,ij->i", rows, rows)
    long = np.flatnonzero(squares > longest**2)
    if len(long):
        rows[long] *= (longest[long] / np.sqrt(squares[long]))[:, None]


def masks(w: int) -> Float32:
    """Row left·(w + 1) + right: which of the 2w + 1 places of a window are contexts, 0 or 1."""
    left, right = np.divmod(np.arange((w + 1) ** 2)[:, None], w + 1)
    places = np.arange(-w, w + 1)
    table: Float32 = ((places >= -left) & (places <= right) & (places != 0)).astype(np.float32)
    return table


@dataclass(frozen=True, eq=False)
class Plan:
    """What is drawn for a shard: its centres in a row, padded to whole blocks, N = blocks · T."""

    layout: BlockLayout
    row: Ids  # (w + N + w,) word ids, w of padding at both ends
    reach: Ids  # (N,) rows of `masks`: how far the window of each centre reaches
    contexts: Float32  # (N,) n_c, the contexts of each centre; padding has none
    negatives: Ids  # (blocks, groups, S) word ids
    kept: int  # centres without padding

    @classmethod
    def draw(
        cls, windows: Windows, layout: BlockLayout, noise_sums: Float64, rng: np.random.Generator
    ) -> "Plan":
        """Cut windows into blocks, at least one if only of padding, and draw the negatives."""
        T, w, kept = layout.T, layout.w, len(windows)
        blocks = max(1, math.ceil(kept / T))
        end = blocks * T - kept
        left, right = np.pad(windows.left, (0, end)), np.pad(windows.right, (0, end))
        shape = (blocks, layout.groups, layout.S)
        return cls(
            layout=layout,
            row=np.pad(windows.row, (w, w + end)),
            reach=left * np.int32(w + 1) + right,
            contexts=(left + right).astype(np.float32),
            negatives=systematic(noise_sums, math.prod(shape), rng).reshape(shape),
            kept=kept,
        )

    @property
    def blocks(self) -> int:
        """How many."""
        return len(self.negatives)

    def centres(self, block: int) -> Ids:
        """The words of a block, (T,)."""
        T, w = self.layout.T, self.layout.w
        return self.row[w + block * T : w + (block + 1) * T]

    def surroundings(self, block: int) -> Ids:
        """The same with the w words before and after, (T + 2w,)."""
        T, w = self.layout.T, self.layout.w
        return self.row[block * T : (block + 1) * T + 2 * w]


@dataclass(frozen=True, eq=False)
class Shard:
    """A plan and where it stands in its epoch."""

    plan: Plan
    begin: float  # share of the epoch's tokens before it, before subsampling
    end: float  # share up to its end
    last: bool  # whether it is the last of the epoch

    def after(self, position: Position) -> Position:
        """The position after the block that comes next at a position in this shard."""
        epoch, shard, block, plan = position.epoch, position.shard, position.block + 1, self.plan
        share = min(1.0, block * plan.layout.T / plan.kept) if plan.kept else 1.0
        at = epoch + self.begin + share * (self.end - self.begin)
        if block < plan.blocks:
            return Position(epoch, shard, block, at)
        if self.last:
            return Position(epoch + 1, 0, 0, float(epoch + 1))
        return Position(epoch, shard + 1, 0, at)
