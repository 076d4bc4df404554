"""How far each word moved from where E began, and how much of that is a mere turn of all.

With S and E (n, d) the rows at the start and now, and R the orthogonal matrix (see `movement`) that
brings E nearest to S,

    moved      = |E_i - S_i| / L                                                               (1)
    really     = |(ER)_i - S_i| / L,        R = argmin |ER - S|                                (2)
    L          = mean over i of |S_i|

The rows are not centred: a network reads E by products and cosines, which a turn about the origin
leaves as they were, while a shift of all rows changes them. So a shift is real. The squares of (2)
add up to no more than those of (1), but a single word may have more: where all others turned, one
that stayed is now elsewhere among them. A row that nothing pushed is the same to the bit.

Early frames are kept in half precision and the last one in single. Both are compared in the coarser
one of the two, in which a row that stayed is equal again, and less than its last digit is no move.
"""

from dataclasses import dataclass

import numpy as np

from embviz.measures.movement import turn
from embviz.text.labelled import Labelled
from embviz.types import Flags, Float64, Floating


@dataclass(frozen=True, eq=False)
class Moved:
    """How far rows moved, as shares of the mean length of a row at the start.

    Attributes:
        moved: (n,) Formula (1).
        really: (n,) Formula (2).
        stayed: (n,) Which are the same to the bit; `moved` is exactly 0 there, and only there.
        turned: The share of the sum of squared ways that was a mere turn, 0 to 1; NaN if nothing
            moved.
    """

    moved: Float64
    really: Float64
    stayed: Flags
    turned: float


def moved(start: Floating, now: Floating) -> Moved:
    """How far each row (n, d) moved.

    Raises ValueError if the matrices are not of one shape, or a number is not finite.
    """
    if start.shape != now.shape:
        raise ValueError(f"a movement needs matrices of one shape, not {start.shape}, {now.shape}")
    S, E = in_one_precision(start, now)
    if not (np.isfinite(S).all() and np.isfinite(E).all()):
        raise ValueError("rows that move must have finite numbers")
    ways = E - S
    left = E @ turn(E, S) - S
    plain, real = (np.linalg.norm(each, axis=1) / _unit(S) for each in (ways, left))
    total = float((ways**2).sum())
    turned = min(max(1 - float((left**2).sum()) / total, 0.0), 1.0) if total else np.nan
    stayed: Flags = (ways == 0).all(axis=1)
    return Moved(plain, real if total else plain, stayed, turned)


def distances(start: Floating, now: Floating) -> Float64:
    """How far each row (n, d) moved by formula (1) alone, (n,). If all began at 0, L is 1."""
    S, E = in_one_precision(start, now)
    ways: Float64 = np.linalg.norm(E - S, axis=1) / _unit(S)
    return ways


def _unit(S: Float64) -> float:
    """L of formula (1)."""
    return float(np.linalg.norm(S, axis=1).mean()) or 1.0


def in_one_precision(one: Floating, other: Floating) -> tuple[Float64, Float64]:
    """Two matrices rounded to the coarser precision of both, in double precision."""
    coarser = min(one.dtype, other.dtype, key=lambda kind: kind.itemsize)
    return one.astype(coarser).astype(np.float64), other.astype(coarser).astype(np.float64)


def read_in_training(labelled: Labelled, seed: int, context: int) -> Flags:
    """Which of the V words a classifier reads in training, (V,): all others stay as they began.

    Args:
        labelled: What it learns from.
        seed: Of the run.
        context: Words of a sentence that it reads at most.
    """
    read = np.zeros(len(labelled.words), np.bool_)
    for i in labelled.parts(seed).training:
        begin, end = labelled.starts[i : i + 2]
        read[labelled.ids[begin : min(end, begin + context)]] = True
    return read


def never_read(labelled: Labelled, seed: int, context: int) -> tuple[int, int]:
    """How many words of the test a classifier never reads in training, and how many there are.

    Of these it knows nothing but what E knew at the start.
    """
    tested = np.zeros(len(labelled.words), np.bool_)
    for i in labelled.parts(seed).test:
        tested[labelled.ids[labelled.starts[i] : labelled.starts[i + 1]]] = True
    unread = tested & ~read_in_training(labelled, seed, context)
    return int(unread.sum()), int(tested.sum())
