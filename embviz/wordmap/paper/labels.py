"""Which words have a label, and on which side of their point: none overlaps another.

As on the map (`assets/map/labels.js`), but for one moment: important words first, each at the first
of eight places where it lies on no other label, and on no point if there is such a place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from embviz.types import Floating

PLACES = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))
"""Where a label may stand, from its point: across and down, the best place first."""

LINE = 1.12  # height of a line, in sizes


@dataclass(frozen=True)
class Placed:
    """The label of a word: its upper left corner."""

    word: int
    left: float
    top: float
    width: float


def importance(n: int, of: Sequence[int]) -> list[int]:
    """Sort words (n,): common ones first, group by group in turn, so that no group is mute.

    >>> importance(4, [0, 0, 1, 1])
    [0, 2, 1, 3]
    """
    seen: dict[int, int] = {}
    turn = []
    for word in range(n):
        group = of[word] if of else -1
        turn.append(seen.get(group, 0))
        seen[group] = turn[-1] + 1
    return sorted(range(n), key=lambda word: (turn[word], word))


def place(
    at: Floating,
    widths: Sequence[float],
    order: Iterable[int],
    *,
    line: float,
    radii: Floating,
    within: tuple[float, float, float, float],
    most: int,
) -> list[Placed]:
    """Find room for labels.

    Args:
        at: (n, 2) where the points are.
        widths: (n,) how wide each label is.
        order: Words, the most important first.
        line: How high a label is.
        radii: (n,) of the points, with what is around them.
        within: Left, top, right and bottom of the map.
        most: How many labels at most.
    """
    placed: list[Placed] = []
    taken = np.empty((0, 4))
    points = np.concatenate([at - radii[:, None], at + radii[:, None]], axis=1)  # (n, 4)
    for word in order:
        if len(placed) >= most:
            break
        best = None
        for box in _places(at[word], widths[word], line, float(radii[word])):
            inside = box[0] >= within[0] and box[1] >= within[1]
            if not (inside and box[2] <= within[2] and box[3] <= within[3]) or _hits(box, taken):
                continue
            best = box if best is None else best
            if not _hits(box, points):
                best = box
                break
        if best is not None:
            placed.append(Placed(word, float(best[0]), float(best[1]), widths[word]))
            taken = np.vstack([taken, best])
    return placed


def _places(point: Floating, width: float, line: float, radius: float) -> list[Floating]:
    """The boxes (left, top, right, bottom) that a label may take."""
    boxes = []
    for across, down in PLACES:
        gap = (0.7 if across and down else 1.0) * (radius + 1.5)  # a corner may come nearer
        left = {1: gap, -1: -gap - width, 0: -width / 2}[across] + point[0]
        top = {1: gap, -1: -gap - line, 0: -line / 2}[down] + point[1]
        boxes.append(np.array([left, top, left + width, top + line]))
    return boxes


def _hits(box: Floating, others: Floating) -> bool:
    across = (box[0] < others[:, 2]) & (others[:, 0] < box[2])
    return bool((across & (box[1] < others[:, 3]) & (others[:, 1] < box[3])).any())
