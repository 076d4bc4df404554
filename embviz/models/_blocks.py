"""Blocks: how many centres are trained at once, and what is drawn for those of a shard.

A block has T consecutive centres, in sub-blocks of t that share one product with the t + 2w rows
around them, and in groups that share their negatives.

All gradients of a block are taken at the weights before it. That is quicker than word after word,
but a word that comes often in a block is pushed by many stale gradients at once, and overshoots if
they weigh too much. What counts is the *load* of the commonest word in a block,

    load = η · T·p · n (1 + K)                                                               (1)

with p its share of the tokens kept, n the mean number of contexts of a centre: what all its pairs
weigh together, true and negative. Measured on texts of 2 to 5000 words, windows of 5 to 50, 5 and
20 negatives, with and without subsampling: loads up to 8 are stable, from 15 on the weights run off
to infinity. So T is chosen to keep the load at LOAD.
"""

import math
from dataclasses import dataclass

import numpy as np

from embviz.film import FINEST
from embviz.models._sampling import systematic
from embviz.models._shards import Windows
from embviz.training import Position
from embviz.types import Float32, Float64, Ids

LOAD = 7.0
"""What formula (1) may come to."""

LARGEST = 512
"""Most centres of a block: more are no quicker."""

SUB_BLOCK = 16
"""t, unless the block is smaller: products large enough, not too much outside the band."""

GROUP = 64
"""Centres that share negatives, unless the block is smaller."""

NEGATIVES = 32
"""Negatives that they share."""


@dataclass(frozen=True)
class Layout:
    """The sizes of a block.

    Attributes:
        T: Centres: a multiple of GROUP, or a power of two below it.
        w: The widest window.
    """

    T: int
    w: int

    @classmethod
    def chosen(cls, w: int, load_of_one: float, tokens: float) -> "Layout":
        """The largest block whose load is not above LOAD.

        In small texts, where nobody waits, a block is not larger than FINEST epochs either, if that
        leaves it a group: frames lie between blocks.

        Args:
            w: The widest window.
            load_of_one: Formula (1) for T = 1.
            tokens: Tokens of an epoch that subsampling keeps.
        """
        T = min(LARGEST, LOAD / load_of_one, max(GROUP, FINEST * tokens))
        if T >= GROUP:
            return cls(int(T / GROUP) * GROUP, w)
        return cls(2 ** int(math.log2(max(T, 1))), w)

    @property
    def t(self) -> int:
        """Centres of a sub-block."""
        return min(SUB_BLOCK, self.T)

    @property
    def sub_blocks(self) -> int:
        """Sub-blocks of a block."""
        return self.T // self.t

    @property
    def groups(self) -> int:
        """Groups of a block."""
        return max(1, self.T // GROUP)


def masks(w: int) -> Float32:
    """Row left·(w + 1) + right: which of the 2w + 1 places of a window are contexts, 0 or 1."""
    left, right = np.divmod(np.arange((w + 1) ** 2)[:, None], w + 1)
    places = np.arange(-w, w + 1)
    table: Float32 = ((places >= -left) & (places <= right) & (places != 0)).astype(np.float32)
    return table


@dataclass(frozen=True, eq=False)
class Plan:
    """What is drawn for a shard: its centres in a row, padded to whole blocks, N = blocks · T.

    Attributes:
        layout: The sizes of a block.
        row: (w + N + w,) word ids, w of padding at both ends.
        reach: (N,) rows of `masks`: how far the window of each centre reaches.
        contexts: (N,) n_c, the contexts of each centre; padding has none.
        negatives: (blocks, groups, NEGATIVES) word ids.
        kept: Centres without padding.
    """

    layout: Layout
    row: Ids
    reach: Ids
    contexts: Float32
    negatives: Ids
    kept: int

    @classmethod
    def draw(
        cls, windows: Windows, layout: Layout, noise_sums: Float64, rng: np.random.Generator
    ) -> "Plan":
        """Cut windows into blocks, at least one if only of padding, and draw the negatives."""
        T, w, kept = layout.T, layout.w, len(windows)
        blocks = max(1, math.ceil(kept / T))
        end = blocks * T - kept
        left, right = np.pad(windows.left, (0, end)), np.pad(windows.right, (0, end))
        shape = (blocks, layout.groups, NEGATIVES)
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

    def share(self, blocks: int) -> float:
        """How much of the shard so many blocks are."""
        return min(1.0, blocks * self.layout.T / self.kept) if self.kept else 1.0


@dataclass(frozen=True, eq=False)
class Shard:
    """A plan and where it stands in its epoch.

    Attributes:
        plan: What was drawn.
        begin: Share of the epoch's tokens before it, before subsampling.
        end: Share of the epoch's tokens up to its end.
        last: Whether it is the last of the epoch.
    """

    plan: Plan
    begin: float
    end: float
    last: bool

    def after(self, position: Position) -> Position:
        """The position after the block that comes next at a position in this shard."""
        epoch, shard, block = position.epoch, position.shard, position.block + 1
        at = epoch + self.begin + self.plan.share(block) * (self.end - self.begin)
        if block < self.plan.blocks:
            return Position(epoch, shard, block, at)
        if self.last:
            return Position(epoch + 1, 0, 0, float(epoch + 1))
        return Position(epoch, shard + 1, 0, at)
