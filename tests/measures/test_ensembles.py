"""Ensembles: against sets of neighbours, and on counts below which nothing was planted."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.errors import MissingWord
from embviz.measures.ensembles import Ensemble
from embviz.vectors.vectors import Vectors, nearest

K = 3


def ensemble(matrices, counts=None):
    words = tuple(f"w{i}" for i in range(len(matrices[0])))
    counts = np.arange(len(words), 0, -1) if counts is None else np.asarray(counts)
    near = tuple(nearest(each, K)[0] for each in matrices)
    runs = tuple(Vectors(words, each) for each in matrices)
    return Ensemble(runs, counts, tuple(range(len(runs))), near)


def drawn(seed, runs, V=12, d=4, noise=0.5):
    rng = np.random.default_rng(seed)
    E = rng.normal(size=(V, d))
    return [(E + noise * rng.normal(size=(V, d))).astype(np.float32) for _ in range(runs)]


@given(seed=st.integers(0, 10_000), runs=st.integers(2, 5), n=st.integers(1, 15))
def test_shares_and_means_equal_those_of_each_run(seed, runs, n):
    found = ensemble(drawn(seed, runs))
    lists = [dict(run.most_similar("w0", n)) for run in found.runs]
    near = found.most_similar("w0", n)
    assert len(near) == min(n, 11) and "w0" not in [each.word for each in near]
    assert [each.cosine for each in near] == sorted((e.cosine for e in near), reverse=True)
    for word, cosine, share in near:
        own = [run.similarity("w0", word) for run in found.runs]
        assert cosine == pytest.approx(np.mean(own), abs=1e-5)
        assert share == pytest.approx(np.mean([word in each for each in lists]))
    pairs = [(a, b) for i, a in enumerate(lists) for b in lists[:i]]
    expected = np.mean([len(a.keys() & b.keys()) / len(a) for a, b in pairs])
    assert found.sure("w0", n) == pytest.approx(expected)
    assert found.agreement[0] == pytest.approx(found.sure("w0", K))


@given(seed=st.integers(0, 10_000), runs=st.integers(2, 5), n=st.integers(1, 6))
def test_what_many_runs_find_is_counted_of_all_words(seed, runs, n):
    found = ensemble(drawn(seed, runs, noise=1.5))
    around = found.around("w0", n)
    lists = [{word for word, _ in run.most_similar("w0", n)} for run in found.runs]
    times = {word: sum(word in each for each in lists) for word in found.words[1:]}
    for word, count in times.items():
        own = np.mean([run.similarity("w0", word) for run in found.runs])
        assert around.of(word) == (word, pytest.approx(own, abs=1e-5), count / runs)
    often = around.often(0.5)
    assert {each.word for each in often} == {word for word, k in times.items() if k >= runs / 2}
    order = [(each.share, each.cosine) for each in often]
    assert order == sorted(order, reverse=True)
    assert around.nearest == found.most_similar("w0", n)
    assert around.sure == found.sure("w0", n)
    with pytest.raises(MissingWord):
        around.of("nobody")


def test_equal_runs_are_sure_even_turned():
    (E,) = drawn(0, 1)
    R = np.linalg.qr(np.random.default_rng(1).normal(size=(4, 4)))[0].astype(np.float32)
    found = ensemble([E, E @ R])
    assert found.sure("w3") == 1 and (found.agreement == 1).all()
    assert {each.share for each in found.most_similar("w3", 5)} == {1}
    assert found.luck.words == 0 and found.luck.below == 1


def with_rare(planted, V=60, of=20, runs=4):
    """Words of which those of small counts are drawn anew in each run, at right angles to others,
    which stay."""
    rng = np.random.default_rng(5)
    counts = np.repeat(np.arange(of, 0, -1), V // of)
    rare = (counts < planted)[:, None]
    fixed, nothing = rng.normal(size=(V, 6)), np.zeros((V, 6))
    matrices = []
    for _ in range(runs):
        anew = np.hstack([nothing, rng.normal(size=(V, 6))])
        E = np.where(rare, anew, np.hstack([fixed, nothing]))
        matrices.append(E.astype(np.float32))
    return ensemble(matrices, counts)


@pytest.mark.parametrize("planted", [5, 9])
def test_the_count_below_which_neighbours_are_luck_is_found(planted):
    luck = with_rare(planted).luck
    assert luck.below == planted
    assert (luck.words, luck.of) == (3 * (planted - 1), 60)
    assert luck.agreement < 0.45 and luck.agreement_of_others == 1


def test_all_may_be_luck():
    luck = with_rare(planted=21).luck
    assert luck.below is None and luck.words == luck.of == 60
    assert luck.agreement < 0.5 and math.isnan(luck.agreement_of_others)


def test_noise_is_nearly_always_called_luck():
    counts = np.repeat(np.arange(20, 0, -1), 3)
    claimed = [
        ensemble(drawn(seed, 4, V=60, noise=1e6), counts).luck.below is not None
        for seed in range(60)
    ]
    assert np.mean(claimed) < 0.05


def test_words_halfway_between_chance_and_the_frequent_are_the_first_that_are_not_luck():
    V = 200
    words, counts = tuple(f"w{i}" for i in range(V)), np.repeat([100, 30, 5, 2], 50)
    # Of its 10 neighbours each word keeps so many, the others are no other word's in the other run.
    kept = np.repeat([8, 6, 3, 0], 50)
    one = np.array([[(i + j) % V for j in range(1, 11)] for i in range(V)], np.int32)
    other = np.array(
        [[(i + j + (j > kept[i]) * 50) % V for j in range(1, 11)] for i in range(V)], np.int32
    )
    run = Vectors(words, np.eye(V, dtype=np.float32))
    luck = Ensemble((run, run), counts, (0, 1), (one, other)).luck
    assert luck.agreement_of_frequent == pytest.approx(0.8)
    assert luck.chance == pytest.approx(10 / 199)
    assert luck.below == 30 and luck.words == 100  # 0.6 > (0.8 + 0.05) / 2 > 0.3
    assert luck.agreement == pytest.approx(0.15) and luck.agreement_of_others == pytest.approx(0.7)


def test_what_is_no_ensemble_is_refused():
    (E, F) = drawn(0, 2)
    found = ensemble([E, F])
    assert len(found) == 2 and repr(found) == "<Ensemble: 2 runs of 12 words>"
    with pytest.raises(MissingWord):
        found.most_similar("unicorn")
    with pytest.raises(MissingWord):
        found.sure("unicorn")
    with pytest.raises(ValueError, match="two runs"):
        ensemble([E])
    with pytest.raises(ValueError, match="same words"):
        other = Vectors(tuple("abcdefghijkl"), E)
        Ensemble((found.runs[0], other), found.counts, (0, 1), found.neighbours)
