"""Sizes of blocks, and limits for rows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embviz.models.shared.blocks import (
    CENTRE_LOAD,
    LOAD,
    LONGEST,
    NEGATIVE_LOAD,
    NEGATIVES,
    SMALL,
    BlockLayout,
    Limits,
    Loads,
    limit,
)
from tests.strategies import seeds

all_loads = st.builds(
    Loads,
    rate=st.floats(1e-4, 1),
    contexts=st.floats(1, 51),
    K=st.integers(1, 50),
    crowding=st.floats(1e-4, 1),
)


@given(st.integers(1, 50), all_loads, st.floats(1, 1e8))
def test_a_layout_fits_together_and_bears_its_loads(w, loads, tokens):
    layout = BlockLayout.chosen(w, loads, tokens)
    T, S = layout.T, layout.S
    assert T == 16 or T in range(32, 513, 32)
    assert layout.sub_blocks * 16 == T and T % layout.groups == 0
    assert T == 16 or T * loads.word <= LOAD + 1e-9
    assert layout.bears(loads) == (T * loads.word <= LOAD and loads.centre <= CENTRE_LOAD)
    assert NEGATIVES[0] <= S <= NEGATIVES[1]
    group = T // layout.groups
    negative_load = loads.rate * loads.contexts * loads.K * group / S
    assert S == NEGATIVES[1] or negative_load <= NEGATIVE_LOAD + 1e-9


def test_usual_settings_need_no_limits():
    usual = Loads(rate=0.03, contexts=6, K=5, crowding=0.01)
    assert usual.centre <= CENTRE_LOAD
    assert BlockLayout.chosen(5, usual, 1e6) == BlockLayout(256, 5, 16)
    assert BlockLayout.chosen(5, usual, 1e3).T == SMALL


@given(st.integers(1, 30), st.integers(1, 9), seeds)
def test_limited_rows_keep_their_direction(m, d, seed):
    rng = np.random.default_rng(seed)
    rows = 2 * rng.standard_normal((m, d)).astype(np.float32)
    longest = rng.random(m).astype(np.float32) + np.float32(0.1)
    before = rows.copy()
    limit(rows, longest)
    lengths, lengths_before = (np.linalg.norm(a, axis=1) for a in (rows, before))
    assert (lengths <= longest * (1 + 1e-5)).all()
    kept = lengths_before <= longest
    assert np.array_equal(rows[kept], before[kept])
    for row, old in zip(rows, before, strict=True):
        assert row * np.linalg.norm(old) == pytest.approx(old * np.linalg.norm(row), abs=1e-4)


@settings(max_examples=20)
@given(st.sampled_from([16, 64, 256]), st.integers(1, 10))
def test_frequent_words_share_their_limit_among_their_rows(T, w):
    layout, shares = BlockLayout(T, w, 32), np.array([0.5, 0.3, 0.2 - 1e-5, 1e-5])
    limits = Limits.of(layout, shares, shares)
    rows = {
        "centre": T * shares,
        "context": layout.sub_blocks * (16 + 2 * w) * shares,
        "negative": layout.groups * 32 * shares,
    }
    for name, expected in rows.items():
        each = getattr(limits, name)
        assert each.max() <= LONGEST and each[-1] == LONGEST
        assert each * np.maximum(expected, 1) == pytest.approx(LONGEST, rel=1e-5)
