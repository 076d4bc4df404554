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

from embviz.training.model import Position, Purpose, stream
from embviz.types import Counts, Float32, Float64, Ids

SHARD = 50_000
"""Tokens of a shard, about: planning many at once is cheap, a plan is small (2 ms, some MB)."""

SHARE = 0.05
MOST_SENTENCES = 300
"""Held out are a twentieth of the sentences, but no more than this: 2000 pairs need no more."""

FEWEST_SENTENCES = 100
"""Texts of fewer sentences can spare none."""

S = TypeVar("S")


def entered(last: dict[tuple[int, int], S], position: Position, draw: Callable[[int, int], S]) -> S:
    """The shard of a position, drawn by epoch and number.

    `last` keeps the one entered last, since short chunks enter the same one again and again.
    """
    place = position.epoch, position.shard
    if place not in last:
        shard = draw(*place)
        last.clear()
        last[place] = shard
    return last[place]


@dataclass(frozen=True, eq=False)
class Sentences:
    """Some sentences of a text."""

    ids: Ids  # (T,) the word ids of the whole text
    begins: Counts  # (S,) where each sentence begins in `ids`
    lengths: Counts  # (S,) how many tokens each has

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
    """Centres in a row, and how far the window of each one reaches: (n,) each."""

    row: Ids  # word ids, sentence after sentence
    left: Ids  # so many words before the centre are its contexts
    right: Ids  # so many after it

    def __len__(self) -> int:
        return len(self.row)


def draw_windows(
    sentences: Sentences, keep: Float32 | Float64, window: int, rng: np.random.Generator
) -> Windows:
    """Skip tokens by subsampling, then draw each window's size from 1 … window.

    keep (V,): how likely a token of each word is kept.
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
    """The order of reading, the same for a seed in every run."""

    sentences: Sentences  # all that is trained on
    seed: int

    @property
    def shards(self) -> int:
        """Shards of an epoch."""
        return max(1, round(self.sentences.tokens / SHARD))

    def shard(self, epoch: int, shard: int) -> tuple[Sentences, float, float]:
        """The sentences of a shard, and the shares of the epoch's tokens before it and after it."""
        order, cuts, shares = _order(self, epoch)
        chosen = order[cuts[shard] : cuts[shard + 1]]
        return self.sentences.picked(chosen), float(shares[shard]), float(shares[shard + 1])


@functools.lru_cache(maxsize=4)
def _order(epochs: Epochs, epoch: int) -> tuple[Ids, Counts, Float64]:
    """Which sentence comes when, (S,): 4 bytes a sentence is all that is kept of an epoch.

    With it the sentences before each shard, and in all, (shards + 1,); and the same as shares of
    the epoch's tokens.
    """
    sentences, shards = epochs.sentences, epochs.shards
    order = stream(Purpose.ORDER, epochs.seed, epoch).permutation(len(sentences)).astype(np.int32)
    ends = np.concatenate([[0], np.cumsum(sentences.lengths[order])])
    cuts = np.searchsorted(ends, sentences.tokens * np.arange(shards + 1) / shards, side="left")
    return order, cuts, ends[cuts] / sentences.tokens
