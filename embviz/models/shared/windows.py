"""The text of an epoch in random order, cut into shards, and what is drawn for one of them.

The *sentences* of an epoch are permuted and cut into shards of equal size, about SHARD tokens. A
shard is planned by itself: which tokens subsampling keeps, how wide each window is. Its plan is one
row of word ids with the extents of each window to the left and to the right, which end where the
sentence ends.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np

from embviz.training.run import Position, Purpose, stream
from embviz.types import Counts, Float32, Float64, Ids

SHARD = 50_000
"""Tokens of a shard, about: planning many at once is cheap, a plan is small (2 ms, some MB)."""

SHARE = 0.05
MOST_SENTENCES = 300
"""Held out are a twentieth of the sentences, but no more than this: 2000 pairs need no more."""

FEWEST_SENTENCES = 100
"""Texts of fewer sentences can spare none."""


Shard = TypeVar("Shard")


def entered(
    last: dict[tuple[int, int], Shard], position: Position, draw: Callable[[int, int], Shard]
) -> Shard:
    """The shard of a position; kept, since short chunks enter the same one again and again.

    Args:
        last: Holds the shard entered last, by epoch and number.
        position: In the shard that is wanted.
        draw: Makes the shard of an epoch and a number.
    """
    place = position.epoch, position.shard
    if place not in last:
        shard = draw(*place)
        last.clear()
        last[place] = shard
    return last[place]


@dataclass(frozen=True, eq=False)
class Sentences:
    """Some sentences of a text.

    Attributes:
        ids: (T,) the word ids of the whole text.
        begins: (S,) where each sentence begins in `ids`.
        lengths: (S,) how many tokens each has.
    """

    ids: Ids
    begins: Counts
    lengths: Counts

    @classmethod
    def of(cls, ids: Ids, starts: Counts, chosen: Counts) -> "Sentences":
        """The chosen sentences of a text whose sentence i is ids[starts[i]:starts[i + 1]]."""
        return cls(ids, starts[chosen], starts[chosen + 1] - starts[chosen])

    def __len__(self) -> int:
        return len(self.begins)

    @cached_property
    def tokens(self) -> int:
        """How many tokens they have together."""
        return int(self.lengths.sum())

    def picked(self, order: Counts | Ids) -> "Sentences":
        """These sentences in another order, or some of them."""
        return Sentences(self.ids, self.begins[order], self.lengths[order])

    def row(self) -> Ids:
        """Their word ids, end to end, (tokens,)."""
        offsets = np.cumsum(self.lengths) - self.lengths
        places = np.arange(self.tokens) + np.repeat(self.begins - offsets, self.lengths)
        row: Ids = self.ids[places]
        return row


def split(ids: Ids, starts: Counts, seed: int) -> tuple[Sentences, Sentences | None]:
    """The sentences to train on and those held out; None if the text can spare none."""
    total = len(starts) - 1
    if total < FEWEST_SENTENCES:
        return Sentences.of(ids, starts, np.arange(total)), None
    out = min(MOST_SENTENCES, round(SHARE * total))
    order = stream(Purpose.HOLD_OUT, seed).permutation(total)
    held_out = Sentences.of(ids, starts, np.sort(order[:out]))
    return Sentences.of(ids, starts, np.sort(order[out:])), held_out


@dataclass(frozen=True, eq=False)
class Windows:
    """Centres in a row, and how far the window of each one reaches.

    Attributes:
        row: (n,) word ids, sentence after sentence.
        left: (n,) so many words before the centre are its contexts.
        right: (n,) so many after it.
    """

    row: Ids
    left: Ids
    right: Ids

    def __len__(self) -> int:
        return len(self.row)


def draw_windows(
    sentences: Sentences, keep: Float32 | Float64, window: int, rng: np.random.Generator
) -> Windows:
    """Skip tokens by subsampling, then draw each window's size from 1 … window.

    Args:
        sentences: What to read.
        keep: (V,) how likely a token of each word is kept.
        window: The widest window to each side.
        rng: Where the draws come from.
    """
    row = sentences.row()
    kept = np.flatnonzero(rng.random(len(row), dtype=np.float32) < keep[row])
    row = row[kept]
    # Where each sentence ends in what is kept, and so where that of each token begins and ends.
    ends = np.searchsorted(kept, np.cumsum(sentences.lengths)).astype(np.int32)
    lengths = np.diff(ends, prepend=np.int32(0))
    first, behind = np.repeat(ends - lengths, lengths), np.repeat(ends, lengths)
    place = np.arange(len(row), dtype=np.int32)
    size = rng.integers(1, window + 1, size=len(row), dtype=np.int32)
    return Windows(row, np.minimum(size, place - first), np.minimum(size, behind - 1 - place))


@dataclass(frozen=True, eq=False)
class Epochs:
    """The order of reading, the same for a seed in every run.

    Attributes:
        sentences: All that is trained on.
        seed: The seed of the run.
    """

    sentences: Sentences
    seed: int

    @property
    def shards(self) -> int:
        """Shards of an epoch."""
        return max(1, round(self.sentences.tokens / SHARD))

    def shard(self, epoch: int, shard: int) -> tuple[Sentences, float, float]:
        """The sentences of a shard, and the shares of the epoch's tokens before it and after it."""
        order = _order(self, epoch)
        chosen = order.sentences[order.cuts[shard] : order.cuts[shard + 1]]
        before, after = order.shares[shard : shard + 2]
        return self.sentences.picked(chosen), float(before), float(after)


@dataclass(frozen=True, eq=False)
class ShardOrder:
    """What is kept of the order of an epoch: 4 bytes a sentence.

    Attributes:
        sentences: (S,) which one comes when.
        cuts: (shards + 1,) sentences before each shard, and in all.
        shares: (shards + 1,) the same as shares of the epoch's tokens.
    """

    sentences: Ids
    cuts: Counts
    shares: Float64


@functools.lru_cache(maxsize=4)
def _order(epochs: Epochs, epoch: int) -> ShardOrder:
    sentences, shards = epochs.sentences, epochs.shards
    order = stream(Purpose.ORDER, epochs.seed, epoch).permutation(len(sentences)).astype(np.int32)
    ends = np.concatenate([[0], np.cumsum(sentences.lengths[order])])
    cuts = np.searchsorted(ends, sentences.tokens * np.arange(shards + 1) / shards, side="left")
    return ShardOrder(order, cuts, ends[cuts] / sentences.tokens)
