"""Layers as arrows: each runs forth and gives what runs back.

A layer f takes x to y and hands over its way back, which takes the gradient of the loss by y to the
gradient by x (the chain rule: ∂L/∂x = (∂y/∂x)ᵀ ∂L/∂y). Two layers in a chain are a layer again,

    (g ∘ f)(x) = g(f(x)),        back = back_f ∘ back_g                                       (1)

and so is a layer beside which x passes unchanged (a residual connection),

    x + f(x),        back(dy) = dy + back_f(dy)                                              (2)

so a network reads like its drawing. Weights lie in one mapping by name; their gradients add up in
the `Pass`, wherever a weight is used. Arrays keep their dtype: single precision in training, double
in checks. Letters are those of `embviz.types`, and T: places of a sentence.

Not here: any layer that computes something.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np

from embviz.types import Counts, Flags, Float32, Floating

Back: TypeAlias = Callable[[Floating], Floating]
"""From the gradient of the loss by what a layer gave to the gradient by what it took."""


@dataclass(eq=False)
class Pass:
    """One way through a network, forth and back.

    Attributes:
        weights: By name; read only.
        real: (B, T) which places hold words; None: all.
        places: (n,) which of the B·T places are asked for; None: all.
        seen: What `shown` layers gave, by name, and attention's weights; None: nothing is kept.
        gradients: ∂L/∂weight by name, as far as the way back has come.
    """

    weights: Mapping[str, Floating]
    real: Flags | None = None
    places: Counts | None = None
    seen: dict[str, Floating] | None = None
    gradients: dict[str, Floating] = field(default_factory=dict)

    def add(self, name: str, gradient: Floating) -> None:
        """Add to the gradient of a weight; the array is taken over."""
        if name in self.gradients:
            self.gradients[name] += gradient
        else:
            self.gradients[name] = gradient

    def note(self, name: str, array: Floating) -> None:
        """Keep what can be looked at, if anything is."""
        if self.seen is not None:
            self.seen[name] = array


@dataclass(frozen=True)
class Weight:
    """How an array of weights begins: normal numbers.

    Attributes:
        shape: Its shape.
        spread: Their standard deviation.
        mean: Their mean.
    """

    shape: tuple[int, ...]
    spread: float = 0.0
    mean: float = 0.0


@dataclass(frozen=True)
class Layer:
    """A layer and the weights that it asks for.

    Attributes:
        forward: Takes a pass and an array, gives an array and the way back.
        weights: What it finds in the pass, by name.
    """

    forward: Callable[[Pass, Any], tuple[Floating, Back]]
    weights: Mapping[str, Weight] = field(default_factory=dict)


def chain(*layers: Layer) -> Layer:
    """Several layers, one after the other: formula (1). None at all change nothing."""

    def forward(run: Pass, x: Any) -> tuple[Floating, Back]:
        backs = []
        for layer in layers:
            x, back = layer.forward(run, x)
            backs.append(back)

        def backward(dy: Floating) -> Floating:
            for back in reversed(backs):
                dy = back(dy)
            return dy

        return x, backward

    return Layer(forward, _together(*layers))


def residual(*layers: Layer) -> Layer:
    """A chain of layers beside which x passes unchanged: formula (2)."""
    inner = chain(*layers)

    def forward(run: Pass, x: Floating) -> tuple[Floating, Back]:
        y, back = inner.forward(run, x)
        return x + y, lambda dy: dy + back(dy)

    return Layer(forward, inner.weights)


def shown(name: str) -> Layer:
    """Changes nothing: what passes here can be looked at under a name."""

    def forward(run: Pass, x: Floating) -> tuple[Floating, Back]:
        run.note(name, x)
        return x, lambda dy: dy

    return Layer(forward)


def over_rows(x: Floating) -> Floating:
    """The sum of the rows of (n, d), (d,): as a product, five times as fast as `sum`."""
    sums: Floating = np.ones(len(x), x.dtype) @ x
    return sums


def initial(weights: Mapping[str, Weight], rng: np.random.Generator) -> dict[str, Float32]:
    """Draw the weights that layers ask for, in the order in which they are named."""
    drawn = {}
    for name, weight in weights.items():
        array = np.full(weight.shape, weight.mean, dtype=np.float32)
        if weight.spread:
            array += np.float32(weight.spread) * rng.standard_normal(weight.shape, dtype=np.float32)
        drawn[name] = array
    return drawn


def _together(*layers: Layer) -> dict[str, Weight]:
    together: dict[str, Weight] = {}
    for layer in layers:
        for name, weight in layer.weights.items():
            if together.setdefault(name, weight) != weight:
                raise ValueError(f"two layers ask for {name}, as {together[name]} and as {weight}")
    return together
