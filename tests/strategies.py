"""What Hypothesis draws for training: settings, small groups of rows, and where a run is cut."""

from hypothesis import strategies as st

from embviz.models.skipgram import SkipGram

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
