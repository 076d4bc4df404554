"""Adam against its formulas, weight by weight."""

import itertools
import math

import numpy as np
import pytest

from embviz.networks import adam


def test_steps_are_those_of_the_paper() -> None:
    rng = np.random.default_rng(0)
    weights = {"a": rng.standard_normal((3, 2)), "b": rng.standard_normal(4)}
    weights = {name: w.astype(np.float32) for name, w in weights.items()}
    expected = {name: w.astype(np.float64) for name, w in weights.items()}
    m = {name: np.zeros(w.shape) for name, w in weights.items()}
    s = {name: np.zeros(w.shape) for name, w in weights.items()}
    weights |= adam.state(10)
    for t in range(1, 30):
        gradients = {n: rng.standard_normal(w.shape) for n, w in expected.items()}
        if t % 5 == 0:
            gradients["b"] = np.zeros(4)
        given = {n: g.astype(np.float32) for n, g in gradients.items() if t % 5 or n == "a"}
        adam.step(weights, given, t, rate=0.1)
        for name, g in gradients.items():
            m[name] = 0.9 * m[name] + 0.1 * g
            s[name] = 0.99 * s[name] + 0.01 * g**2
            unbiased = m[name] / (1 - 0.9**t), s[name] / (1 - 0.99**t)
            expected[name] -= 0.1 * unbiased[0] / (np.sqrt(unbiased[1]) + 1e-8)
    for name, w in expected.items():
        np.testing.assert_allclose(weights[name], w, rtol=1e-4, atol=1e-4)


def test_the_rate_warms_up_and_falls() -> None:
    rates = [adam.warmed(1.0, t, 1000) for t in range(1, 1001)]
    assert rates[0] == pytest.approx(1 / 50) and max(rates) == rates[49] == 1
    assert rates[-1] == pytest.approx(0.1)
    assert all(a < b for a, b in itertools.pairwise(rates[:50]))
    assert all(a > b for a, b in itertools.pairwise(rates[49:]))


@pytest.mark.parametrize("steps", [1, 2, 9, 10, 60])
def test_short_runs_have_sound_rates(steps) -> None:
    rates = [adam.warmed(1.0, t, steps) for t in range(1, steps + 1)]
    assert all(0 < rate <= 1 and math.isfinite(rate) for rate in rates)
