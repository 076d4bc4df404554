"""Bias and variance by the PIP loss: against matrices V x V, and against what was planted."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.measures.agreement import pip_loss
from embviz.measures.pip_curves import pip_curve
from embviz.measures.sweeps import Table
from embviz.text.corpus import Vocabulary
from tests.measures.test_sweeps import point


def drawn(rng, V, dimensions, seeds):
    return {d: {s: rng.normal(size=(V, d)) for s in range(seeds)} for d in dimensions}


@given(seed=st.integers(0, 2**32 - 1), V=st.integers(1, 12), seeds=st.integers(2, 4))
def test_parts_are_those_of_whole_matrices(seed, V, seeds):
    runs = drawn(np.random.default_rng(seed), V, (1, 3, 4), seeds)
    P = {d: [E @ E.T for E in of_d.values()] for d, of_d in runs.items()}

    def apart(A, B):
        pairs = [(A[s] * B[t]).sum() for s in range(seeds) for t in range(seeds) if s != t]
        return np.mean(pairs)

    norm = apart(P[4], P[4])
    for part in pip_curve(runs).parts:
        own = P[part.d]
        # Half the mean square of the PIP loss between seeds: the variance about their mean, n - 1.
        squares = [((each - np.mean(own, axis=0)) ** 2).sum() for each in own]
        assert part.variance * norm == pytest.approx(sum(squares) / (seeds - 1), rel=1e-6)
        bias = apart(own, own) + norm - 2 * apart(own, P[4])
        assert part.bias * norm == pytest.approx(max(bias, 0), rel=1e-6, abs=1e-6 * norm)
        assert part.total == part.bias + part.variance
    assert pip_curve(runs).parts[-1].bias == pytest.approx(0, abs=1e-9)


def test_variance_is_half_the_square_of_the_loss_between_two_seeds():
    runs = drawn(np.random.default_rng(0), 30, (2, 5), 2)
    norm = np.linalg.norm(runs[5][0].T @ runs[5][1]) ** 2
    for part in pip_curve(runs).parts:
        loss = pip_loss(*runs[part.d].values())
        assert part.variance * norm == pytest.approx(loss**2 / 2)


def noisy(rng, V=60, true=4, seeds=5, noise=0.15):
    """Runs that find so many dimensions of a truth, the largest first, and noise in all of them."""
    truth = np.linalg.qr(rng.normal(size=(V, true)))[0] * np.sqrt([8, 6, 4, 3])
    return {
        d: {s: _padded(truth, d) + rng.normal(scale=noise, size=(V, d)) for s in range(seeds)}
        for d in (1, 2, 4, 8, 16)
    }


def _padded(truth, d):
    return np.pad(truth[:, :d], ((0, 0), (0, max(d - truth.shape[1], 0))))


def test_bias_falls_variance_rises_and_their_sum_is_least_between():
    curve = pip_curve(noisy(np.random.default_rng(0)))
    biases, variances = zip(*((part.bias, part.variance) for part in curve.parts), strict=True)
    assert [*variances] == sorted(variances)
    assert biases[0] > biases[1] > 5 * biases[2]
    assert set(curve.least) <= {2, 4, 8}


def test_the_reference_itself_is_never_where_the_sum_is_least():
    """It has no bias by definition: more of a truth of 16 dimensions is found up to the last."""
    rng = np.random.default_rng(0)
    truth = np.linalg.qr(rng.normal(size=(60, 16)))[0]
    runs = {
        d: {s: truth[:, :d] + rng.normal(scale=0.001, size=(60, d)) for s in range(3)}
        for d in (2, 4, 8, 16)
    }
    curve = pip_curve(runs)
    assert min(curve.parts, key=lambda part: part.total).d == 16
    assert curve.least == (8,) and curve.falls
    assert pip_curve({d: runs[d] for d in (8, 16)}).least == (), "nothing lies between"
    assert not pip_curve(noisy(np.random.default_rng(0))).falls


def test_the_estimate_of_bias_has_none_itself():
    """Its mean over many draws is what lies between the means, however few seeds there are."""
    rng, V = np.random.default_rng(1), 20
    means = {2: rng.normal(size=(V, 2)), 5: rng.normal(size=(V, 5))}
    noise = 0.3

    def estimate():
        runs = {
            d: {s: E + rng.normal(scale=noise, size=E.shape) for s in range(2)}
            for d, E in means.items()
        }
        one, two = runs[5].values()
        norm = np.linalg.norm(one.T @ two) ** 2
        return pip_curve(runs).parts[0].bias * norm

    expected = {d: E @ E.T + d * noise**2 * np.eye(V) for d, E in means.items()}
    true = np.linalg.norm(expected[2] - expected[5]) ** 2
    found = [estimate() for _ in range(300)]
    assert np.mean(found) == pytest.approx(true, abs=4 * np.std(found) / np.sqrt(300))


def test_dimensions_of_one_seed_are_left_out_and_few_seeds_say_nothing():
    runs = drawn(np.random.default_rng(0), 10, (1, 3, 4), 2)
    del runs[3][1]
    curve = pip_curve(runs)
    assert [part.d for part in curve.parts] == [1, 4] and curve.least == ()
    assert pip_curve({}) == pip_curve({2: {0: np.ones((3, 2))}})
    zero = {d: {s: np.zeros((4, d)) for s in range(3)} for d in (1, 2)}
    assert [part.total for part in pip_curve(zero).parts] == [0, 0]


def test_a_table_gives_the_curve_of_its_dimensions():
    runs = noisy(np.random.default_rng(2), seeds=3)
    words = tuple(f"w{i}" for i in range(60))
    vocabulary = Vocabulary(words, np.ones(60, dtype=np.int64))
    points = tuple(
        point((d, x), seed, 1.0, E.astype(np.float32))
        for d, seeds in runs.items()
        for seed, E in seeds.items()
        for x in (1, 2)
    )
    table = Table(("dimension", "window"), points, vocabulary)
    found = table.pip_curve(where={"window": 1})
    expected = pip_curve(runs)
    assert [part.d for part in found.parts] == [1, 2, 4, 8, 16]
    assert found.parts[0].bias == pytest.approx(expected.parts[0].bias, rel=1e-4)
    for refused in (table, Table(("dimension", "window"), points)):
        with pytest.raises(ValueError, match="PIP curve"):
            refused.pip_curve()
