"""A run of a model that trains block by block, prepared: what skip-gram, CBOW and fastText share.

A model brings a `Rule`: how weights begin, what a block does to them, what a frame keeps, and the
loss. All else follows: the sizes of blocks from the load that rows bear, the order in which blocks
are visited, the falling learning rate, forecasts.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, Protocol

from embviz.models.shared.blocks import HIGHEST_RATE, NEGATIVES, BlockLayout, Limits, Loads, Plan
from embviz.models.shared.corpus_tables import CorpusTables
from embviz.models.shared.cost import Forecast
from embviz.models.shared.schedule import Schedule, falling
from embviz.training.model import Position, Weights
from embviz.types import Ids

Step = Callable[[Plan, int, float], None]
"""Trains on a block of a plan at a learning rate."""


class Rule(Protocol):
    """What a model brings."""

    def initial(self) -> Weights:
        """The untrained weights."""

    def stepper(self, weights: Weights, layout: BlockLayout, limits: Limits | None) -> Step:
        """What changes the weights in place; its buffers hold nothing from one step to the next."""

    def keep(self, weights: Weights, words: Ids | None) -> tuple[Weights, Weights]:
        """What a frame keeps; see `model.Trainer`."""

    def fixed(self, most: tuple[int, int]) -> Any:
        """Draw the pairs or places of the loss, with their `source`; at most so many, and rows."""

    def loss(self, weights: Weights, fixed: Any) -> float:
        """The mean loss of these, in nats each."""

    def block_ns(self, layout: BlockLayout, limited: bool) -> float:
        """What a block takes, in nanoseconds."""


@dataclass(frozen=True, eq=False)
class BlockTrainer:
    """A run, prepared; see `model.Trainer`.

    Attributes:
        model: Settings: `window`, `epochs`, `learning_rate`, `final_rate` and `dimension`.
        source: What is read.
        frames: Frames wanted.
        rule: What the model does.
        loads: What the rows of a block have to bear.
        fewest: Negatives of a group of centres, at least.
        more_ns: What a frame takes besides, where weights are more than E and U.
    """

    model: Any
    source: CorpusTables
    frames: int
    rule: Rule
    loads: Loads
    fewest: int = NEGATIVES[0]
    more_ns: float = 0.0

    def initial(self) -> Weights:
        """The untrained weights."""
        return self.rule.initial()

    def steps(self, weights: Weights, position: Position) -> Iterator[Position]:
        """Train block by block; see `model.Trainer`."""
        model = self.model
        step = self.rule.stepper(weights, self.schedule.layout, self._limits)
        for plan, block, at, after in self.schedule.steps(position):
            step(plan, block, falling(model.learning_rate, model.final_rate, at, model.epochs))
            yield after

    def keep(self, weights: Weights, words: Ids | None) -> tuple[Weights, Weights]:
        """What a frame keeps; see `model.Trainer`."""
        return self.rule.keep(weights, words)

    def loss(self, weights: Weights) -> float:
        """The mean loss of the fixed pairs or places."""
        return self.rule.loss(weights, self._fixed)

    @property
    def loss_on(self) -> Literal["held-out", "training"]:
        """Where the pairs or places of the loss come from."""
        where: Literal["held-out", "training"] = self._fixed.source
        return where

    @cached_property
    def _fixed(self) -> Any:
        return self.rule.fixed(self.forecast.affordable)

    @cached_property
    def schedule(self) -> Schedule:
        """The blocks of the run."""
        model, source = self.model, self.source
        layout = BlockLayout.chosen(model.window, self.loads, source.kept, self.fewest)
        return Schedule(source, layout, model.epochs)

    @cached_property
    def _limits(self) -> Limits | None:
        """Limits for the rows of updates, if they are needed."""
        layout = self.schedule.layout
        if layout.bears(self.loads) or self.model.learning_rate > HIGHEST_RATE:
            return None
        return Limits.of(layout, self.source.kept_shares, self.source.noise)

    @cached_property
    def forecast(self) -> Forecast:
        """What the run takes."""
        block_ns = self.rule.block_ns(self.schedule.layout, self._limits is not None)
        d = self.model.dimension
        return Forecast.of(self.schedule, block_ns, self.frames, d, self.more_ns)

    @property
    def finest(self) -> float:
        """Epochs that a block takes."""
        return self.schedule.finest

    def ends(self, most: int) -> list[float] | None:
        """The epochs trained after each block, if there are so few; see `model.Trainer`."""
        return self.schedule.ends(most)

    def safe_rate(self) -> float:
        """A learning rate that should not diverge, to one digit: one that needs no limits."""
        return self.loads.safe_rate

    def seconds(self) -> float:
        """How long the run takes on one core, roughly."""
        return self.forecast.seconds
