"""The figures of trust, against brute-force counts and scikit-learn."""

import math
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.manifold import trustworthiness as reference

from embviz.measures import trust as faithfulness
from embviz.measures.trust import judge, kept, on_screen, screen_ranks, true_ranks, undecided
from embviz.vectors.vectors import nearest, unit_rows
from tests.measures.clear import assume_clear

seeds = st.integers(0, 10_000)


def trustworthiness(E, xy, k=10):
    return judge(E, xy, k).trustworthiness


def continuity(E, xy, k=10):
    return judge(E, xy, k).continuity


def brute_force(true_neighbours, xy):
    n, k = true_neighbours.shape
    shares = []
    for i in range(n):
        distances = np.linalg.norm(xy - xy[i], axis=1)
        distances[i] = np.inf
        seen = set(np.argsort(distances, kind="stable")[:k].tolist())
        shares.append(len(seen & set(true_neighbours[i].tolist())) / k)
    return np.array(shares)


def distances_of(rows):
    return np.linalg.norm(rows[:, None] - rows[None], axis=2)


def brute_score(far, near, k):
    """Formula (1) from distances in truth (n, n) and on the picture (n, n), by sorting."""
    n, excess = len(far), 0
    for i in range(n):
        others = [j for j in range(n) if j != i]
        in_truth = sorted(others, key=lambda j: far[i, j])
        for j in sorted(others, key=lambda j: near[i, j])[:k]:
            excess += max(0, in_truth.index(j) + 1 - k)
    return 1 - excess * 2 / (n * k * (2 * n - 3 * k - 1))


def rows_and_picture(seed, n, d, axes=2):
    random = np.random.default_rng(seed)
    E = random.normal(size=(n, d))
    noise = random.normal(size=(n, axes))
    return E, E[:, :axes] / 2 + noise if d >= axes else noise


@given(seed=seeds, n=st.integers(3, 60), axes=st.sampled_from([2, 3]))
def test_kept_equals_brute_force(seed, n, axes):
    random = np.random.default_rng(seed)
    k = min(10, n - 1)
    xy = random.normal(size=(n, axes))
    others = np.array([random.permutation(np.delete(np.arange(n), i))[:k] for i in range(n)])
    np.testing.assert_allclose(kept(others.astype(np.int32), xy), brute_force(others, xy))


@settings(deadline=None)  # scikit-learn is imported in the first of them
@given(seed=seeds, n=st.integers(5, 60), d=st.integers(3, 20), axes=st.sampled_from([2, 3]))
def test_trustworthiness_and_continuity_equal_scikit_learn_and_brute_force(seed, n, d, axes):
    E, xy = rows_and_picture(seed, n, d, axes)
    k = max(1, min(10, (n - 1) // 2))
    units = E / np.linalg.norm(E, axis=1, keepdims=True)
    assume_clear(units)
    far, near = distances_of(units), distances_of(xy)
    assert trustworthiness(E, xy, k) == pytest.approx(
        reference(E, xy, n_neighbors=k, metric="cosine"), abs=1e-6
    )
    assert trustworthiness(E, xy, k) == pytest.approx(brute_score(far, near, k), abs=1e-9)
    assert continuity(E, xy, k) == pytest.approx(reference(xy, units, n_neighbors=k), abs=1e-6)
    assert continuity(E, xy, k) == pytest.approx(brute_score(near, far, k), abs=1e-9)


@pytest.mark.parametrize("n", [500, 1500])
def test_many_words_in_half_precision_equal_scikit_learn(n):
    E, xy = rows_and_picture(0, n, 50)
    E, xy = E.astype(np.float16), xy.astype(np.float32)
    expected = reference(
        E.astype(np.float64), xy.astype(np.float64), n_neighbors=10, metric="cosine"
    )
    assert trustworthiness(E, xy) == pytest.approx(expected, abs=1e-6)


@given(seed=seeds, n=st.integers(2, 40), block=st.sampled_from([1, 30, 10_000]))
def test_ranks_do_not_depend_on_the_blocks(seed, n, block):
    E, xy = rows_and_picture(seed, n, 5)
    assume_clear(E / np.linalg.norm(E, axis=1, keepdims=True))
    others = np.array([np.delete(np.arange(n), i) for i in range(n)], dtype=np.int32)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(faithfulness, "BLOCK", block)
        far, near = true_ranks(E, others), screen_ranks(xy, others)
    for ranks in (far, near):
        np.testing.assert_array_equal(np.sort(ranks, axis=1), np.tile(np.arange(1, n), (n, 1)))
    order = np.take_along_axis(others, far.argsort(axis=1), axis=1)
    np.testing.assert_array_equal(order, nearest(E, n)[0])


def test_equal_words_share_their_ranks():
    E = np.array([[1.0, 0], [1, 0], [1, 0], [0, 1], [0, 1]])
    ids = np.array([[1, 2, 3, 4]], dtype=np.int32).repeat(5, axis=0)
    assert true_ranks(E, ids)[0].tolist() == [1.5, 1.5, 3.5, 3.5]
    assert screen_ranks(E, ids)[0].tolist() == [1.5, 1.5, 3.5, 3.5]


def test_a_collapsed_picture_scores_as_chance_would():
    E, random_picture = rows_and_picture(0, 300, 20)
    collapsed, random_picture = np.zeros((300, 2)), np.random.default_rng(1).normal(size=(300, 2))
    for picture in (collapsed, random_picture):
        assert 0.45 < trustworthiness(E, picture) < 0.55
        assert 0.45 < continuity(E, picture) < 0.55


def test_equal_rows_of_zeros_and_ones_are_judged():
    xy = np.random.default_rng(0).normal(size=(50, 2))
    for E in (np.zeros((50, 4)), np.ones((50, 4))):
        assert 0.4 < judge(E, xy).trustworthiness < 0.6


def test_a_perfect_picture_keeps_all():
    xy = np.random.default_rng(0).normal(size=(50, 2))
    assert kept(on_screen(xy, 10), xy) == pytest.approx(1.0)
    on_a_circle = unit_rows(xy)
    trust = judge(xy, on_a_circle)
    assert (trust.share, trust.trustworthiness, trust.continuity) == (1.0, 1.0, 1.0)


@given(seed=seeds, n=st.integers(21, 60))
def test_judge_gives_the_shares_kept(seed, n):
    E, xy = rows_and_picture(seed, n, 6)
    trust = judge(E, xy)
    np.testing.assert_array_equal(trust.kept, kept(nearest(E, 10)[0], xy))
    assert trust.share == pytest.approx(float(trust.kept.mean()))


def test_words_in_one_place_are_never_their_own_neighbours():
    xy = np.zeros((30, 2))
    seen = on_screen(xy, 10)
    assert seen.shape == (30, 10)
    assert not (seen == np.arange(30)[:, None]).any()


@pytest.mark.parametrize("n", [1, 2, 20])
def test_few_words_have_no_ranks_to_speak_of(n):
    E, xy = rows_and_picture(0, n, 3)
    trust = judge(E, xy)
    assert trust.kept.shape == (n,)
    assert math.isnan(trust.trustworthiness) and math.isnan(trust.continuity)
    assert math.isnan(trust.share) if n == 1 else 0 <= trust.share <= 1


def test_no_numbers_are_refused():
    E, xy = rows_and_picture(0, 30, 3)
    holed, torn = E.copy(), xy.copy()
    holed[3, 1] = torn[4, 0] = np.nan
    with pytest.raises(ValueError, match="finite"):
        judge(holed, xy)
    with pytest.raises(ValueError, match="finite"):
        judge(E, torn)
    with pytest.raises(ValueError, match="30 rows need as many positions, not 29"):
        judge(E, xy[:-1])


def test_a_thousand_words_are_judged_between_two_frames():
    E, xy = rows_and_picture(0, 1000, 50)
    begin = time.process_time()
    judge(E.astype(np.float16), xy)
    assert time.process_time() - begin < 0.5  # 0.04 on a machine that has nothing else to do


@pytest.mark.parametrize(
    "E, nothing",
    [
        (np.ones((40, 5)), True),
        (np.zeros((40, 5)), True),
        (np.random.default_rng(0).normal(size=(40, 1)), True),
        (np.random.default_rng(0).normal(size=(40, 2)), False),
        (np.random.default_rng(0).normal(size=(40, 50)).astype(np.float16), False),
    ],
    ids=["equal", "zeros", "d = 1", "d = 2", "random"],
)
def test_nothing_is_to_be_judged_where_all_are_equally_near(E, nothing):
    assert undecided(nearest(E, 10)[1]) is nothing


def test_a_minority_of_twins_leaves_something_to_judge():
    E = np.random.default_rng(0).normal(size=(60, 5))
    E[:20] = E[0]
    assert not undecided(nearest(E, 10)[1])
    E[:40] = E[0]
    assert undecided(nearest(E, 10)[1])
    assert not undecided(nearest(E[:2], 10)[1])
