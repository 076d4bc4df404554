"""The noise line by hand, and how often it is crossed where there is nothing but noise."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.measures import seed_noise
from embviz.measures.seed_noise import line_of, noise_of


def test_by_hand():
    seeds = np.array([[0.1, 0.4], [0.3, 0.4]])
    # Each run less the other one: -0.2, 0 and 0.2, 0; both words share their scale.
    scale = np.sqrt((2 * 0.04 + 2 * 0) / 4)
    found = line_of(np.array([0.6, 0.5]), seeds)
    assert found.usual == pytest.approx([0.2, 0.4])
    assert found.line == pytest.approx([0.2 + 0.2, 0.4 + 0.2])
    assert found.times == pytest.approx([0.4 / 0.2, 0.1 / 0.2])
    assert scale == pytest.approx(0.2 / np.sqrt(2))


@given(seed=st.integers(0, 999), S=st.integers(2, 5), m=st.integers(2, 30), reach=st.integers(0, 9))
def test_equals_the_formulas_word_by_word(seed, S, m, reach):
    random = np.random.default_rng(seed)
    x, seeds = random.random(m), random.random((S, m))
    before, seed_noise.ABOUT_AS_FREQUENT = seed_noise.ABOUT_AS_FREQUENT, reach
    try:
        found = line_of(x, seeds)
    finally:
        seed_noise.ABOUT_AS_FREQUENT = before
    excess = np.array([seeds[s] - np.delete(seeds, s, axis=0).mean(axis=0) for s in range(S)])
    scale = np.array(
        [np.sqrt((excess[:, max(i - reach, 0) : i + reach + 1] ** 2).mean()) for i in range(m)]
    )
    L = (excess / scale).max()
    assert found.line == pytest.approx(seeds.mean(axis=0) + L * scale)
    assert found.times == pytest.approx((x - seeds.mean(axis=0)) / (L * scale))


def test_chance_crosses_the_line_as_seldom_as_is_said():
    random = np.random.default_rng(0)
    S, m, runs = 4, 60, 1500
    widths = np.linspace(0.2, 3, m)
    draws = random.standard_normal((runs, S + 1, m)) * widths
    crossed = np.mean([(line_of(draw[0], draw[1:]).times > 1).any() for draw in draws])
    assert 0.5 / (S + 1) < crossed < 1.1 / (S + 1)


def test_what_never_varies_is_beyond_at_any_change():
    still = np.zeros((3, 4))
    assert (line_of(np.array([0, 0, 0.1, 1]), still).times > 1).tolist() == [0, 0, 1, 1]


def test_cosines_judge_where_there_are_some():
    changed = np.array([0.1, 0.9], np.float32)
    seeds = [np.array([0.1, 0.2], np.float32), np.array([0.2, 0.1], np.float32)]
    cosine = np.array([0.1, 0.9])
    alike = [np.array([0.95, 0.9]), np.array([0.9, 0.95])]
    both = noise_of(changed, cosine, seeds, alike)
    assert both.beyond.tolist() == [True, False] and both.runs == 2
    assert both.moved.usual == pytest.approx([0.075, 0.075])
    alone = noise_of(changed, None, seeds, [None, None])
    assert alone.moved is None and alone.beyond.tolist() == [False, True]
    assert both.take(np.array([1, 0])).beyond.tolist() == [False, True]
    assert noise_of(changed, cosine, [], []) is None
