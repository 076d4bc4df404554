"""Bias and variance of the dimension d, by the PIP loss: too few dimensions lose what a text says,
too many hold noise.

Yin and Shen (2018, https://arxiv.org/abs/1812.04224) part the loss ‖Ê Êᵀ − E Eᵀ‖ between trained
vectors Ê of d dimensions and an oracle E into a bias, which falls with d, and a variance, which
rises. No text has an oracle. In its place stands here the mean of P = E Eᵀ over the seeds of the
largest dimension D that was tried. Of a run s of d dimensions and that mean, in Frobenius norms,

    E ‖P_ds − M_D‖² = ‖M_d − M_D‖² + E ‖P_ds − M_d‖²,   M_d = E P_ds                           (1)

holds exactly: the bias, and the variance, which is half the mean square of the PIP loss between
seeds. With ⟨s, t⟩ = ⟨P_s, P_t⟩ = ‖E_sᵀ E_t‖², and a bar for the mean over different seeds s ≠ t,
whose noise is independent, both have estimates without bias of their own:

    bias = ‾⟨ds, dt⟩ + ‾⟨Ds, Dt⟩ − 2 ‾⟨ds, Dt⟩,   variance = mean ⟨ds, ds⟩ − ‾⟨ds, dt⟩          (2)

All are given as shares of ‾⟨Ds, Dt⟩, the square of the norm of M_D. Not said here: the bias of D
itself, which is 0 by (1), and how far M_D lies from the truth. So the sum is nearly always least at
D, which says nothing: where it is least is told of smaller dimensions only, and if that is the
largest of these, the sum may fall towards D because D is what it is measured by.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np

from embviz.measures.agreement import pip_products
from embviz.types import Floating

Runs = Mapping[float, Mapping[int, Floating]]
"""(V, d) each, by d and seed."""

FEWEST = 3
"""Seeds, so that two are left where one is left out."""


@dataclass(frozen=True)
class PipParts:
    """Bias and variance of one dimension, as shares of the square of the norm of M_D."""

    d: float
    bias: float  # estimates can fall a little short of 0: then 0
    variance: float
    n: int  # seeds

    @property
    def total(self) -> float:
        """Their sum, (1)."""
        return self.bias + self.variance


@dataclass(frozen=True)
class PipCurve:
    """Bias and variance by rising dimension.

    Attributes:
        parts: Of each dimension that has two seeds.
        least: Where the sum is least below the largest dimension, with all seeds and with each one
            left out, rising; empty: there are fewer than three dimensions, or than three seeds.
    """

    parts: tuple[PipParts, ...]
    least: tuple[float, ...]

    @property
    def falls(self) -> bool:
        """Whether the sum falls up to the largest dimension, which it is measured by: no advice."""
        return self.least == tuple(part.d for part in self.parts[-2:-1])


def pip_curve(runs: Runs) -> PipCurve:
    """Part the PIP loss of runs to the mean of those of the largest dimension.

    Dimensions that have fewer than two seeds are left out. Raises ValueError if words differ.

    >>> E, noise = np.eye(3), 0.1 * np.eye(3)
    >>> curve = pip_curve({1: {0: E[:, :1], 1: E[:, :1]}, 3: {0: E, 1: E + noise}})
    >>> [(part.d, round(part.bias, 2), round(part.variance, 2)) for part in curve.parts]
    [(1, 0.67, 0.0), (3, 0.0, 0.02)]
    """
    known = {d: seeds for d, seeds in sorted(runs.items()) if len(seeds) > 1}
    if not known:
        return PipCurve((), ())
    products = _products(known)
    seeds = sorted({seed for of_d in known.values() for seed in of_d})
    parts = _parts(known, products, ())
    if len(known) < 3 or min(map(len, known.values())) < FEWEST:
        return PipCurve(parts, ())
    least = {_least(_parts(known, products, left)) for left in ((), *((seed,) for seed in seeds))}
    return PipCurve(parts, tuple(sorted(least)))


Run = tuple[float, int]


def _products(runs: Runs) -> dict[tuple[Run, Run], float]:
    """⟨s, t⟩ of the runs of each dimension with one another and with those of the largest."""
    last, found = max(runs), dict[tuple[Run, Run], float]()
    for d, seeds in runs.items():
        names = [(other, t) for other in {d, last} for t in runs[other]]
        others = [runs[other][t] for other, t in names]
        for s, E in seeds.items():
            products = pip_products(E, others)
            found |= {((d, s), name): float(x) for name, x in zip(names, products, strict=True)}
    return found


def _parts(
    runs: Runs, products: Mapping[tuple[Run, Run], float], without: Collection[int]
) -> tuple[PipParts, ...]:
    """(2) of each dimension, without some seeds."""
    kept = {d: [seed for seed in seeds if seed not in without] for d, seeds in runs.items()}
    last = max(runs)

    def apart(d: float, other: float) -> float:
        pairs = [((d, s), (other, t)) for s, t in product(kept[d], kept[other]) if s != t]
        return float(np.mean([products[pair] for pair in pairs])) if pairs else float("nan")

    norm = apart(last, last)
    found = []
    for d, seeds in kept.items():
        own = apart(d, d)
        bias = own + norm - 2 * apart(d, last)
        variance = float(np.mean([products[(d, s), (d, s)] for s in seeds])) - own
        found.append(PipParts(d, _share(bias, norm), _share(variance, norm), len(seeds)))
    return tuple(found)


def _share(square: float, norm: float) -> float:
    return max(square, 0.0) / norm if norm > 0 else 0.0


def _least(parts: tuple[PipParts, ...]) -> float:
    """Where the sum is least, the last part, which has no bias by definition, left out."""
    return min(parts[:-1], key=lambda part: part.total).d
