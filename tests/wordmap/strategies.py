"""Pictures, lists, layers and groups as Hypothesis draws them."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from embviz.projections.picture import Picture
from embviz.wordmap.message import ColourGroups, Layer, NeighbourList, NeighbourTable
from embviz.wordmap.packing import SCALE

WORDS = st.text(min_size=1, max_size=12)


def finite(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high, width=32)


@st.composite
def pictures(draw: st.DrawFn, n: int, reach: float = SCALE, dims: int = 2) -> Picture:
    k = min(10, n)
    return Picture(
        epoch=draw(finite(0, 100)),
        loss=draw(finite(0, 50) | st.just(float("nan"))),
        trust=draw(finite(0, 10)),
        xy=draw(hnp.arrays(np.float32, (n, dims), elements=finite(-reach, reach))),
        neighbours=draw(hnp.arrays(np.int32, (n, k), elements=st.integers(0, n - 1))),
        cosines=draw(hnp.arrays(np.float32, (n, k), elements=finite(-1, 1))),
    )


@st.composite
def lists(draw: st.DrawFn, n: int) -> NeighbourList:
    word = draw(st.integers(0, n - 1))
    frames = draw(st.lists(pictures(n), max_size=4))
    if not frames:
        return NeighbourList(word, 0, np.zeros((0, 10), np.int32), np.zeros((0, 10), np.float32))
    return NeighbourList.of(word, frames, first=draw(st.integers(0, 200)))


@st.composite
def layers(draw: st.DrawFn, n: int) -> Layer:
    low, high = sorted(0.0 + draw(finite(-9, 9)) for _ in range(2))  # no minus zero
    shape = (draw(st.integers(0, 4)), n)
    values = draw(hnp.arrays(np.float32, shape, elements=finite(low, high)))
    name = draw(st.sampled_from(["trust", "norm"]))
    return Layer(name, draw(st.integers(0, 200)), values, low, high)


@st.composite
def tables(draw: st.DrawFn, n: int) -> NeighbourTable:
    one = draw(pictures(n))
    return NeighbourTable(draw(st.integers(0, 200)), one.neighbours, one.cosines)


@st.composite
def groups(draw: st.DrawFn, n: int) -> ColourGroups:
    names = draw(st.lists(WORDS, min_size=1, max_size=5))
    each = len(names)
    return ColourGroups(
        names=names,
        hues=draw(st.lists(st.integers(0, 6), min_size=each, max_size=each)),
        shades=draw(st.lists(st.integers(0, 2), min_size=each, max_size=each)),
        of=draw(st.lists(st.integers(-1, each - 1), min_size=n, max_size=n)),
    )
