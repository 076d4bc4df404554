"""What training and its losses cost, roughly, in nanoseconds on one core; and what is too much.

The figures were fitted to one machine. As a forecast of seconds they may be off by a factor of two
elsewhere; what they decide, how many pairs the loss may look at, depends on their ratios only, and
is the same on every machine.
"""

import math
from dataclasses import dataclass

import numpy as np

from embviz.errors import SettingError
from embviz.models.shared.schedule import Schedule

LOSS_SHARE = 0.05
"""What the losses of all frames may take of training; a tenth at most, with the error of these."""

PAIRS = (100, 2000)
CENTRES = (8, 200)
"""Fewest and most pairs, and distinct centres, that the loss of a frame looks at."""

SHOWN = 1000
"""Words of a frame, usually."""


def block_ns(T: int, d: int, around: float, limited: bool) -> float:
    """A block of T centres, each of them multiplied by so many rows around it."""
    return (50_000 + T * (60 + 1.6 * d + 0.07 * d * around)) * (1.25 if limited else 1)


def pieces_ns(pieces: float, d: int) -> float:
    """Gathering so many rows, and adding to them."""
    return 60_000 + pieces * (20 + 0.5 * d)


def plan_ns(tokens: float) -> float:
    """Planning a shard of so many tokens, before subsampling."""
    return 30 * tokens


def loss_ns(V: int, d: int) -> float:
    """A loss without its pairs and centres: calls, and reading U once."""
    return 40_000 + 0.17 * V * d


def pair_ns(d: int) -> float:
    """The part of the loss that belongs to one pair."""
    return 20 + d


def centre_ns(V: int, d: int) -> float:
    """The part of the loss that belongs to one centre: all V words."""
    return V * (1.7 + 0.021 * d)


def frame_ns(V: int, d: int, words: int) -> float:
    """Copying the weights and keeping a frame of so many words, U included."""
    return 100_000 + 0.5 * V * d + 5.0 * words * d


def affordable(training_ns: float, frames: float, V: int, d: int) -> tuple[int, int]:
    """So many pairs and centres that the losses stay within their share of training."""
    budget = max(0.0, LOSS_SHARE * training_ns / frames - loss_ns(V, d))
    for_pairs = min(0.4 * budget, budget - CENTRES[0] * centre_ns(V, d))
    pairs = int(np.clip(for_pairs / pair_ns(d), *PAIRS))
    centres = int(np.clip((budget - pairs * pair_ns(d)) / centre_ns(V, d), *CENTRES))
    return pairs, centres


@dataclass(frozen=True)
class Forecast:
    """What a run takes."""

    training_ns: float  # blocks and plans
    frames: float  # that it keeps
    V: int
    d: int
    more_ns: float = 0.0  # what a frame takes besides, where weights are more than E and U

    @classmethod
    def of(
        cls, schedule: Schedule, block_ns: float, frames: int, d: int, more_ns: float = 0.0
    ) -> "Forecast":
        """The forecast of a schedule, given what a block of its layout takes."""
        source = schedule.source
        epoch_ns = schedule.blocks * block_ns + plan_ns(source.epochs.sentences.tokens)
        return cls(schedule.epochs * epoch_ns, schedule.frames(frames), source.V, d, more_ns)

    @property
    def affordable(self) -> tuple[int, int]:
        """So many pairs and centres that the losses stay within their share of training."""
        return affordable(self.training_ns, self.frames, self.V, self.d)

    @property
    def seconds(self) -> float:
        """How long the run takes on one core, roughly, losses and frames included."""
        V, d = self.V, self.d
        pairs, centres = self.affordable
        loss = loss_ns(V, d) + pairs * pair_ns(d) + centres * centre_ns(V, d)
        frame = loss + frame_ns(V, d, words=min(V, SHOWN)) + self.more_ns
        return 1e-9 * (self.training_ns + self.frames * frame)


def check_words(words: int, most: int) -> None:
    """Refuse a vocabulary too large for an algorithm: SettingError `large_vocabulary`."""
    if words > most:
        raise SettingError(
            "large_vocabulary",
            f"The text has {words:,} different words; this algorithm can take up to {most:,}. "
            "Lower the vocabulary.",
            setting="max_words",
            value=words,
            low=2,
            high=most,
        )


def too_dear(algorithm: str, words: int, most: int, seconds: float) -> SettingError:
    """The error for a vocabulary whose softmax takes too long: SettingError `too_dear`."""
    minutes = math.ceil(seconds / 60)
    return SettingError(
        "too_dear",
        f"{algorithm} compares every word with all {words:,} words: training would take about "
        f"{minutes:,} minutes. It can take up to {most:,} words; lower the vocabulary.",
        setting="max_words",
        value=words,
        low=2,
        high=most,
        minutes=minutes,
    )
