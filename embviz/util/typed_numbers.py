"""Numbers that somebody typed as a list, and numbers to propose: on the scale of what they set.

A list is read as `2, 5, 10` or `2 5 10`. A range, `2..100`, stands for round numbers between its
ends at about even distances on the scale; on a logarithmic one: 2, 5, 10, 20, 50, 100.
"""

import math
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from embviz.errors import SettingError

MOST = 8
"""Numbers that a range stands for, at most."""

FEWEST = 4

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_RANGE = re.compile(rf"({_NUMBER})(?:\.\.+|…|–|—|-)({_NUMBER})")
_DOTS = re.compile(r"\s*(\.\.+|…|–|—)\s*")
_DIGITS = ((1, 2, 5), (1, 3), (1,))
"""Of the numbers between two powers of ten: fewer where there are many powers."""


@dataclass(frozen=True)
class Scale:
    """Which numbers are allowed, and how far one is from another."""

    low: float
    high: float
    whole: bool = False
    log: bool = False

    def read(self, typed: str) -> tuple[float, ...]:
        """Give the rising numbers of a list.

        Raises:
            SettingError: `no_numbers`; `not_a_number` or `not_whole`, with `found`; `out_of_range`;
                `backwards`: a range; `twice` and `falling`: the numbers of the list.

        >>> Scale(1, 1000, whole=True, log=True).read("2..100 300")
        (2, 5, 10, 20, 50, 100, 300)
        """
        parts = re.split(r"[,;\s]+", _DOTS.sub(r"\1", typed))
        found = [number for part in parts if part for number in self._part(part)]
        if not found:
            raise SettingError("no_numbers", "there is no number in this list")
        for number, times in Counter(found).items():
            if times > 1:
                raise _fault("twice", f"{number:g} stands twice", value=number)
        for before, number in pairwise(found):
            if number < before:
                message = f"the numbers must rise, but {number:g} follows {before:g}"
                raise _fault("falling", message, value=number, before=before)
        return tuple(found)

    def spread(self, low: float, high: float) -> tuple[float, ...]:
        """Give round numbers from the one to the other at about even distances.

        >>> Scale(0, 1).spread(0.0, 0.5)
        (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)
        """
        if not self.log or low <= 0:
            n = int(high - low) + 1 if self.whole and high - low < MOST else 6
            return self._plain([low, *np.linspace(low, high, n)[1:-1].tolist(), high])
        for digits in _DIGITS:
            between = [x for x in _round(low, high, digits) if 1.25 * low < x < high / 1.25]
            if len(between) + 2 <= MOST:
                break
        if len(between) + 2 < FEWEST:
            between = np.geomspace(low, high, FEWEST + 1)[1:-1].tolist()
        return self._plain([low, *between[:: max(1, len(between) // MOST + 1)], high])

    def around(self, now: float) -> tuple[float, ...]:
        """Propose numbers around one, itself among them.

        >>> Scale(1, 10_000, whole=True, log=True).around(20)
        (5, 10, 20, 40)
        """
        if now == 0:
            steps = [1e-4, 1e-3, 1e-2] if not self.whole else [1, 2, 4]
            near = [step if self.whole else step * self.high for step in steps]
        else:
            near = [self._brief(now * times) for times in (0.25, 0.5, 2)]
        return self._plain([now, *near])

    def _part(self, part: str) -> tuple[float, ...]:
        if not (both := _RANGE.fullmatch(part)) or re.fullmatch(_NUMBER, part):
            return (self._number(part),)
        low, high = map(self._number, both.groups())
        if not low < high:
            message = f"the range from {low:g} to {high:g} does not rise"
            raise _fault("backwards", message, value=high, before=low)
        return self.spread(low, high)

    def _number(self, typed: str) -> float:
        if not re.fullmatch(_NUMBER, typed):
            raise _fault("not_a_number", f"{typed!r} is no number", found=typed)
        number = float(typed)
        if not self.low <= number <= self.high:
            message = f"{number:g} is not between {self.low:g} and {self.high:g}"
            raise _fault("out_of_range", message, value=number, low=self.low, high=self.high)
        if self.whole and not number.is_integer():
            raise _fault("not_whole", f"{number:g} is no whole number", found=typed)
        return int(number) if self.whole else number

    def _plain(self, numbers: list[float]) -> tuple[float, ...]:
        """Those in the range, rounded to two digits but for the ends, rising, none twice."""
        ends = (numbers[0], numbers[-1])
        rounded = [x if x in ends else self._brief(x) for x in numbers]
        kept = {x for x in rounded if self.low <= x <= self.high}
        return tuple(sorted(int(x) if self.whole else float(x) for x in kept))

    def _brief(self, x: float) -> float:
        return round(x) if self.whole else float(f"{x:.2g}")


def _round(low: float, high: float, digits: tuple[int, ...]) -> list[float]:
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    return [float(f"{digit}e{power}") for power in powers for digit in digits]


def _fault(reason: str, message: str, **facts: object) -> SettingError:
    return SettingError(reason, message, **facts)
