"""The way through a text, block by block, and where it can be cut.

Entering a shard draws its plan anew, the same whenever it is entered, and goes to the block: so a
run can be cut between any two blocks.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from embviz.models.shared.blocks import BlockLayout, Plan, Shard
from embviz.models.shared.corpus_tables import CorpusTables
from embviz.models.shared.windows import draw_windows, entered
from embviz.training.model import Position, Purpose, stream


class ScheduledBlock(NamedTuple):
    """One block of a schedule."""

    plan: Plan  # what was drawn for its shard
    block: int  # which block of the plan
    at: float  # epochs trained before it
    after: Position  # where one stands after it


@dataclass(frozen=True, eq=False)
class Schedule:
    """All blocks of a run, in order."""

    source: CorpusTables
    layout: BlockLayout
    epochs: int  # how often it is read

    def steps(self, position: Position) -> Iterator[ScheduledBlock]:
        """The blocks from a position to the end."""
        while position.epoch < self.epochs:
            shard = entered(self._last_shard, position, self.shard)
            after = shard.after(position)
            yield ScheduledBlock(shard.plan, position.block, position.at, after)
            position = after

    def shard(self, epoch: int, shard: int) -> Shard:
        """Draw what a shard needs, the same whenever it is entered."""
        source, epochs = self.source, self.source.epochs
        sentences, begin, end = epochs.shard(epoch, shard)
        rng = stream(Purpose.PLAN, source.seed, epoch, shard)
        keep = source.keep.astype(np.float32)  # quicker to look up than double precision
        windows = draw_windows(sentences, keep, source.window, rng)
        plan = Plan.draw(windows, self.layout, source.noise_sums, rng)
        return Shard(plan, begin, end, last=shard + 1 == epochs.shards)

    @cached_property
    def _last_shard(self) -> dict[tuple[int, int], Shard]:
        return {}

    @property
    def finest(self) -> float:
        """Epochs that a block takes, about."""
        return min(1.0, self.layout.T / max(1.0, self.source.kept))

    @property
    def blocks(self) -> float:
        """Blocks of an epoch, about."""
        return self.source.epochs.shards + self.source.kept / self.layout.T

    def ends(self, most: int) -> list[float] | None:
        """The epochs trained after each block, if there are so few; see `model.Trainer`."""
        if self.epochs / self.finest > 2 * most:
            return None  # far too many: no need to draw them
        ends = [block.after.at for block in itertools.islice(self.steps(Position()), most + 1)]
        return ends if len(ends) <= most else None

    def frames(self, most: int) -> float:
        """Frames of the run: not more than it has blocks."""
        return min(most, self.epochs / self.finest + 1)


def falling(rate: float, final: float, at: float, epochs: int) -> float:
    """The learning rate at a moment: it falls linearly, from `rate` to `final` of itself."""
    return rate * (1 - (1 - final) * at / epochs)
