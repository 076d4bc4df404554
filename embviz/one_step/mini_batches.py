"""What the size of a step costs: the same words of a text, trained in blocks of different sizes.

All gradients of a block are those at the weights before it (see `models.shared.blocks`): the larger
it is, the fewer steps there are, and the staler its gradients. Here the trainers' own steps are
taken on the same centres and windows, from the same untrained weights and at one rate, with T
centres in each; what differs besides are the negatives that are drawn. No row is limited.

A step of a single centre is a block in which only the first place has contexts: the others, like
padding, change nothing.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from embviz.models.shared.block_trainer import BlockTrainer
from embviz.models.shared.blocks import GROUP, LOAD, SUB_BLOCK, BlockLayout, Plan
from embviz.models.shared.corpus_tables import CorpusTables
from embviz.models.shared.negatives import systematic
from embviz.models.shared.windows import Windows, draw_windows
from embviz.training.model import Purpose, stream
from embviz.types import Float64

CENTRES = 1024  # that are trained on, about
MOST_EPOCHS = 50  # that short texts are read for that
REPEATS = 2  # times are the shorter of so many
SIZES = 1, 16, 64, 256, 1024  # centres in a step, besides the run's own


@dataclass(frozen=True)
class BatchPass:
    """The centres trained in steps of one size."""

    T: int  # centres in a step
    pairs: float  # true pairs in a step, on average
    steps: int
    seconds: float  # that the steps took, the shortest time
    loss: float  # after them, as the run measures it; inf where numbers left their range
    load: float  # formula (1) of `models.shared.blocks`


@dataclass(frozen=True)
class BatchComparison:
    """What sizes of steps come to."""

    own: int  # centres in a step of the run
    centres: int  # that were trained on in each pass
    rate: float  # η
    limit: float  # the load up to which the run chooses its steps
    passes: tuple[BatchPass, ...]  # by size, rising


def compare(
    trainer: BlockTrainer, *, clock: Callable[[], float] = time.perf_counter
) -> BatchComparison:
    """Train the same centres in steps of each size; the own size is that of the trainer."""
    own, windows = trainer.schedule.layout.T, _read(trainer.source)
    sizes = sorted({own, *(T for T in SIZES if T <= len(windows))})
    passes = tuple(_train(trainer, windows, T, clock) for T in sizes)
    return BatchComparison(own, len(windows), trainer.model.learning_rate, LOAD, passes)


def _read(source: CorpusTables) -> Windows:
    """The windows of the first sentences of each epoch, end to end, until there are enough."""
    read: list[Windows] = []
    for epoch in range(MOST_EPOCHS):
        sentences, _, _ = source.epochs.shard(epoch, 0)
        missing = CENTRES - sum(map(len, read))
        few = np.searchsorted(np.cumsum(sentences.lengths), missing / source.kept_share) + 1
        chosen = sentences.picked(np.arange(min(int(few), len(sentences))))
        rng = stream(Purpose.PLAN, source.seed, epoch)
        read.append(draw_windows(chosen, source.keep, source.window, rng))
        if len(read[-1]) >= missing:
            break
    together = ((each.row, each.left, each.right) for each in read)
    return Windows(*(np.concatenate(part) for part in zip(*together, strict=True)))


def _train(
    trainer: BlockTrainer, windows: Windows, T: int, clock: Callable[[], float]
) -> BatchPass:
    source, usual = trainer.source, trainer.schedule.layout
    layout = replace(usual, T=T if T > 1 else _room(usual.w))
    draw = Plan.draw if T > 1 else _one_by_one
    plan = draw(windows, layout, source.noise_sums, stream(Purpose.PLAN, source.seed))
    seconds = math.inf
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(REPEATS):
            weights = trainer.initial()
            step = trainer.rule.stepper(weights, layout, None)
            begun = clock()
            for block in range(plan.blocks):
                step(plan, block, trainer.model.learning_rate)
            seconds = min(seconds, clock() - begun)
        loss = trainer.loss(weights)
    loss = loss if math.isfinite(loss) else math.inf
    pairs = float(plan.contexts.sum()) / plan.blocks
    return BatchPass(T, pairs, plan.blocks, seconds, loss, T * trainer.loads.word)


def _room(w: int) -> int:
    """Places of a block that hold a centre with w words to each side, and no other's."""
    return SUB_BLOCK if 2 * w < SUB_BLOCK else GROUP * math.ceil((2 * w + 1) / GROUP)


def _one_by_one(
    windows: Windows, layout: BlockLayout, noise_sums: Float64, rng: np.random.Generator
) -> Plan:
    """A plan with a block for each centre, which stands at its first place."""
    n, T, w = len(windows), layout.T, layout.w
    row = np.zeros(n * T + 2 * w, dtype=np.int32)
    reach, contexts = np.zeros(n * T, dtype=np.int32), np.zeros(n * T, dtype=np.float32)
    each = np.arange(n)
    for way in range(-w, w + 1):
        there = each[(way >= -windows.left) & (way <= windows.right)]
        row[w + there * T + way] = windows.row[there + way]
    reach[::T] = windows.left * np.int32(w + 1) + windows.right
    contexts[::T] = windows.left + windows.right
    shape = n, layout.groups, layout.S
    negatives = systematic(noise_sums, math.prod(shape), rng).reshape(shape)
    return Plan(layout, row, reach, contexts, negatives, n)
