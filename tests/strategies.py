"""What Hypothesis draws for training: settings, small groups of rows, where a run is cut; films."""

from dataclasses import asdict

import numpy as np
from hypothesis import strategies as st

from embviz.models.skipgram import SkipGram
from embviz.training.film import Along, Film, Recipe, Snapshot
from embviz.types import Floating

cuts = st.lists(st.integers(min_value=0, max_value=12), max_size=8)
"""Lengths of the chunks of a run, in blocks; what is left after them is one last chunk."""

seeds = st.integers(min_value=0, max_value=2**32)

group_shapes = st.tuples(st.integers(1, 3), st.integers(1, 4), st.integers(1, 5), st.integers(1, 4))
"""(B, t, C, d): groups, centres, contexts, dimensions."""

small_models = st.builds(
    SkipGram,
    dimension=st.integers(1, 12),
    window=st.integers(1, 8),
    negatives=st.integers(1, 8),
    epochs=st.integers(1, 3),
    subsampling=st.sampled_from([0.0, 1e-3, 0.05]),
)
"""Models that train on a small text in milliseconds."""

vocabularies = st.lists(
    st.text(min_size=1, max_size=64).filter(lambda word: "\0" not in word),
    min_size=2,
    max_size=12,
    unique=True,
)
"""Words of any letters, lone surrogates among them."""


def _array(draw: st.DrawFn, shape: tuple[int, ...], kind: type[np.floating]) -> Floating:
    seed = draw(st.integers(0, 2**32 - 1))
    return (10 * np.random.default_rng(seed).standard_normal(shape)).astype(kind)


array_shapes = st.dictionaries(
    st.sampled_from(["Z", "b0.attention.qkv", "bias"]),
    st.lists(st.integers(0, 4), max_size=3).map(tuple),
    max_size=2,
)
"""Arrays that a model keeps besides its matrices."""


def alongs(frames: int) -> st.SearchStrategy[Along]:
    """What the frames of a film of finished models go along."""
    values = st.lists(
        st.text(min_size=1, max_size=9), min_size=frames, max_size=frames, unique=True
    )
    return st.builds(Along, st.sampled_from(["dimension", "period"]), values.map(tuple))


@st.composite
def films(draw: st.DrawFn) -> Film:
    """Films of no run, complete and cut; some of a model that nobody knows."""
    words = tuple(draw(vocabularies))
    V, d, F = len(words), draw(st.integers(1, 5)), draw(st.integers(1, 6))
    known = draw(st.booleans())
    along = None if known else draw(st.none() | alongs(F))
    counts = sorted(draw(st.lists(st.integers(0, 2**40), min_size=V, max_size=V)), reverse=True)
    shown = sorted(draw(st.sets(st.integers(0, V - 1), min_size=1)))
    epochs = sorted(draw(st.sets(st.floats(0, 1e6), min_size=F, max_size=F)))
    epochs = epochs if along is None else [float(i) for i in range(F)]
    with_U, complete = draw(st.integers(0, F)), draw(st.booleans())
    others = ("U",) if known else draw(st.sampled_from([(), ("U",), ("U", "W_out")]))
    shapes = {} if known else draw(array_shapes)
    losses = st.floats(-1e9, 1e9) if known else st.floats(-1e9, 1e9) | st.just(np.nan)

    def snapshot(i: int, epoch: float) -> Snapshot:
        whole = complete and i == F - 1
        rows, kind = (V, np.float32) if whole else (len(shown), np.float16)
        has_U = draw(st.booleans()) if whole else i < with_U
        names = ("E", *others) if has_U else ("E",)
        arrays = {} if not has_U else {k: _array(draw, v, kind) for k, v in shapes.items()}
        matrices = {name: _array(draw, (rows, d), kind) for name in names}
        return Snapshot(epoch, draw(losses), matrices, arrays)

    snapshots = tuple(snapshot(i, epoch) for i, epoch in enumerate(epochs))
    shown_ids = np.array(shown, np.int32)
    if not known:
        recipe = Recipe(vectors=("E", *others, *("E+U" for name in others[:1])), along=along)
        known_counts = draw(st.sampled_from([None, np.array(counts)]))
        return Film(snapshots, words, known_counts, shown_ids, recipe)
    model = SkipGram(dimension=d, learning_rate=draw(st.floats(1e-4, 1)))
    recipe = Recipe(
        model="skipgram",
        settings=asdict(model),
        seed=draw(st.integers(0, 2**63 - 1)),
        corpus=f"{draw(st.integers(0, 2**64 - 1)):016x}",
        run=f"{draw(st.integers(0, 2**64 - 1)):016x}",
        loss_on=draw(st.sampled_from(["held-out", "training"])),
        vectors=SkipGram.vectors,
    )
    return Film(snapshots, words, np.array(counts), shown_ids, recipe)
