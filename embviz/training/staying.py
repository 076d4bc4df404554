"""How long E stays as it began, and how fast it moves then.

While it is frozen, E is what it was at the start, to the bit, and what else training changes goes
on as if E could not move: after each block E's weights are put back, and with them what an
optimiser has gathered about them. After that E moves `pace` times as fast as the rest:

    E ← E_before + pace · (E_after - E_before)        after each block                       (1)

Every block is one step, which reads E before it changes it, so that this is the same as a step in
which E's gradient were multiplied by `pace` (by Adam: its step). A trainer of which that is not
true sees to it itself (`staying`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from embviz.training.model import Position, Weights
from embviz.types import Float32

Freeze: TypeAlias = int | Literal["all"]
"""Epochs for which E is frozen, 0: never; "all": as long as the run."""


@dataclass(frozen=True, eq=False)
class Below:
    """What E is made of among the weights, as views.

    Attributes:
        rows: The array that E is, or is made of.
        gathered: What an optimiser knows about it.
    """

    rows: Float32
    gathered: Sequence[Float32] = ()


class Staying:
    """Puts E back after each block, or part of the way."""

    def __init__(self, below: Below, freeze: Freeze, pace: float) -> None:
        self._below, self._freeze, self._pace = below, freeze, pace
        self._rows = below.rows.copy()
        self._gathered = [each.copy() for each in below.gathered]

    def after(self, began: Position) -> None:
        """A block that began at a position has been trained on."""
        rows = self._below.rows
        if is_frozen(self._freeze, began.at):
            rows[:] = self._rows
            for now, before in zip(self._below.gathered, self._gathered, strict=True):
                now[:] = before
        elif self._pace != 1:
            rows -= self._rows
            rows *= np.float32(self._pace)
            rows += self._rows
            self._rows[:] = rows


def is_frozen(freeze: Freeze, epoch: float) -> bool:
    """Whether E is frozen at an epoch."""
    return freeze == "all" or epoch < freeze


def below(model: object, weights: Weights) -> Below:
    """What E is made of; a model that has it elsewhere than in E, or gathers, says so itself."""
    if hasattr(model, "below"):
        made: Below = model.below(weights)
        return made
    return Below(weights["E"])
