"""The noise line by hand, and how often it is crossed where there is nothing but noise."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.measures import seed_noise
from embviz.measures.seed_noise import Line, Noise, line_of


def distances(points):
    """Changes (k, k, m) between k runs in each of m words, from points (k, m, 3) anywhere."""
    return np.linalg.norm(points[:, None] - points[None], axis=3)


def test_by_hand():
    # One word, three runs: 0.1 from first to second, 0.2 from first to third, 0.3 between these.
    runs = np.array([[0, 0.1, 0.2], [0.1, 0, 0.3], [0.2, 0.3, 0]])[..., None]
    found = line_of(np.array([[0.5], [0.6], [0.7]]), runs)
    assert found.change == pytest.approx([0.6]) and found.usual == pytest.approx([0.2])
    # 0.15 against 0.3, 0.2 against 0.2, 0.25 against 0.1: the last one is the largest excess.
    assert found.line == pytest.approx([0.2 + 0.15])
    assert found.times == pytest.approx([0.4 / 0.15])


@given(seed=st.integers(0, 999), K=st.integers(3, 6), m=st.integers(2, 30), reach=st.integers(0, 9))
def test_equals_the_formulas_word_by_word(seed, K, m, reach):
    random = np.random.default_rng(seed)
    model, runs = random.random((K, m)), distances(random.random((K, m, 3)))
    before, seed_noise.ABOUT_AS_FREQUENT = seed_noise.ABOUT_AS_FREQUENT, reach
    try:
        found = line_of(model, runs)
    finally:
        seed_noise.ABOUT_AS_FREQUENT = before

    def usual(some):
        return np.mean([runs[j, k] for j, k in itertools.combinations(some, 2)], axis=0)

    others = [[j for j in range(K) if j != k] for k in range(K)]
    excess = np.array([runs[k, others[k]].mean(axis=0) - usual(others[k]) for k in range(K)])
    windows = [excess[:, max(i - reach, 0) : i + reach + 1] for i in range(m)]
    scale = np.array([np.sqrt((window**2).mean()) for window in windows])
    L = (excess / scale).max()
    assert found.usual == pytest.approx(usual(range(K)))
    assert found.line == pytest.approx(found.usual + L * scale)
    assert found.times == pytest.approx((model.mean(axis=0) - found.usual) / (L * scale))


def test_chance_crosses_the_line_as_seldom_as_is_said():
    random = np.random.default_rng(0)
    K, m, trials = 4, 60, 800
    crossed = 0
    for _ in range(trials):
        widths = np.linspace(0.5, 2, m)[:, None]
        every = distances(widths * random.standard_normal((K + 1, m, 3)))
        crossed += (line_of(every[:K, K], every[:K, :K]).times > 1).any()
    assert 0.3 / (K + 1) < crossed / trials < 1.2 / (K + 1)


def test_what_never_varies_is_beyond_at_any_change():
    model = np.array([[0, 0, 0.1, 1]] * 3)
    assert (line_of(model, np.zeros((3, 3, 4))).times > 1).tolist() == [0, 0, 1, 1]


def test_cosines_judge_where_there_are_some():
    near, far = (Line(np.array(x), np.zeros(2), np.ones(2)) for x in ([0.5, 2.0], [2.0, 0.5]))
    both, alone = Noise(3, near, far), Noise(3, near, None)
    assert both.beyond.tolist() == [True, False] and alone.beyond.tolist() == [False, True]
    assert both.take(np.array([1, 0])).beyond.tolist() == [False, True]
