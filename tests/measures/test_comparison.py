"""Comparing models, against sets and SciPy: identical, turned, at random; a planted change."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import orthogonal_procrustes
from scipy.stats import hypergeom, ortho_group

import embviz as ev
from embviz.errors import EvaluationError, SettingError
from embviz.measures import comparison as module
from embviz.measures.cka import linear_cka
from embviz.measures.comparison import compare, compare_steps, jaccard
from embviz.training.film import Film, Snapshot
from embviz.vectors.vectors import Vectors, nearest

seeds = st.integers(0, 9999)


def named(m):
    return tuple(f"w{i}" for i in range(m))


def at_random(seed, m=60, d=8):
    return Vectors(named(m), np.random.default_rng(seed).standard_normal((m, d)))


def a_film(vectors, counts):
    E = vectors.matrix.astype(np.float32)
    return Film(
        (Snapshot(1.0, 0.5, {"E": E}),),
        vectors.words,
        np.array(counts),
        np.arange(len(vectors), dtype=np.int32),
    )


def units(matrix):
    return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


class TestLaws:
    @given(seed=seeds)
    def test_identical_is_1(self, seed):
        a = at_random(seed)
        found = compare(a, a)
        assert not found.changed.any() and found.cka == pytest.approx(1)
        assert found.cosine == pytest.approx(np.ones(60))
        assert found.words == a.words and found.coverage == (1, 1) and found.shared == 60

    @given(seed=seeds)
    def test_turned_and_shuffled_is_1(self, seed):
        a, R = at_random(seed), ortho_group.rvs(8, random_state=seed)
        order = np.random.default_rng(seed).permutation(60)
        b = Vectors(tuple(a.words[i] for i in order), (a.matrix @ R)[order])
        found = compare(a, b)
        assert found.changed.max() < 0.2  # two neighbours that are as near may change places
        assert found.cosine == pytest.approx(np.ones(60)) and found.cka == pytest.approx(1)
        assert found.turn == pytest.approx(R, abs=1e-5)

    def test_a_row_of_zeros_has_no_direction(self):
        a = at_random(1)
        a.matrix[7] = 0
        found = compare(a, a)
        assert found.cosine[found.words.index("w7")] == 0
        assert np.isclose(found.cosine, 1).sum() == 59 and not found.changed.any()

    def test_at_random_is_what_is_expected(self):
        m, d, n = 300, 10, 10
        found = [compare(at_random(i, m, d), at_random(i + 100, m, d), n) for i in range(10)]
        shared = np.arange(n + 1)
        chances = hypergeom(m - 1, n, n).pmf(shared)
        expected = float((chances * (1 - shared / (2 * n - shared))).sum())
        assert np.mean([each.changed.mean() for each in found]) == pytest.approx(expected, abs=3e-3)
        cosine = np.mean([each.cosine.mean() for each in found])
        assert cosine == pytest.approx(0.85 * math.sqrt(d / m), rel=0.1)

    @given(seed=seeds, m=st.integers(2, 40), n=st.integers(1, 12))
    def test_either_way_round(self, seed, m, n):
        a, b = at_random(seed, m, 5), at_random(seed + 1, m, 5)
        one, other = compare(a, b, n), compare(b, a, n)
        place = [other.words.index(word) for word in one.words]
        assert np.array_equal(one.changed, other.changed[place])
        assert one.cosine == pytest.approx(other.cosine[place])
        assert one.cka == pytest.approx(other.cka)
        assert one.near[0].tolist() == np.argsort(place)[other.near[1][place]].tolist()


class TestAgainstOtherMeans:
    a = at_random(1, 50, 6)
    b = Vectors(
        (*named(70)[20:], "new"),
        np.vstack([at_random(1, 50, 6).matrix[20:] + 0.5, at_random(2, 21, 6).matrix]),
    )
    shared = named(50)[20:]

    def test_neighbours_by_sets(self):
        found = compare(self.a, self.b, 5)
        few_a, few_b = (
            Vectors(self.shared, np.array([each[word] for word in self.shared]))
            for each in (self.a, self.b)
        )
        for word, changed in zip(found.words, found.changed, strict=True):
            near = [[w for w, _ in each.most_similar(word, 5)] for each in (few_a, few_b)]
            assert found.neighbours(word) == (tuple(near[0]), tuple(near[1]))
            one, other = map(set, near)
            assert changed == pytest.approx(1 - len(one & other) / len(one | other))
        assert sorted(found.changed)[::-1] == found.changed.tolist()

    def test_cosines_and_cka(self):
        found = compare(self.a, self.b, 5)
        A, B = (np.array([each[word] for word in self.shared]) for each in (self.a, self.b))
        R, _ = orthogonal_procrustes(units(A), units(B))
        cosines = dict(zip(self.shared, (units(A) @ R * units(B)).sum(axis=1), strict=True))
        assert found.cosine == pytest.approx([cosines[word] for word in found.words], abs=1e-5)
        assert found.cka == pytest.approx(linear_cka(A, B))

    def test_coverage(self):
        found = compare(self.a, self.b)
        assert found.shared == len(found) == found.fitted == 30
        assert found.coverage == (30 / 50, 30 / 51)

    @given(seed=seeds)
    def test_jaccard_of_equal_lists(self, seed):
        a, b = (nearest(at_random(seed + i, 30).matrix, 7)[0] for i in (0, 1))
        sets = [(set(x), set(y)) for x, y in zip(a.tolist(), b.tolist(), strict=True)]
        assert jaccard(a, b) == pytest.approx([1 - len(x & y) / len(x | y) for x, y in sets])


class TestOtherDimensions:
    def test_have_no_cosines(self):
        a = at_random(1)
        b = Vectors(a.words, np.hstack([a.matrix, np.zeros((60, 3))]))
        found = compare(a, b)
        assert found.cosine is None and found.turn is None and found.fitted == 0
        assert not found.changed.any() and found.cka == pytest.approx(1)
        assert found.ranked(1)[0].cosine is None

    def test_take_noise_by_neighbours(self):
        a = at_random(1)
        b = Vectors(a.words, np.hstack([at_random(2).matrix, np.ones((60, 1))]))
        found = compare(a, b, noise=[at_random(1), at_random(3)])
        assert found.noise.moved is None and found.noise.runs == 3


class TestFrequency:
    def test_words_are_as_frequent_as_where_they_are_rarer(self):
        a = Vectors(("a", "b", "c", "d"), np.eye(4))
        b = Vectors(("d", "x", "c", "b", "a"), np.random.default_rng(0).random((5, 4)))
        found = compare(a_film(a, [90, 80, 70, 60]), a_film(b, [95, 94, 75, 50, 40]))
        rows = {each.word: each.count for each in found.ranked()}
        assert rows == {"a": 40, "b": 50, "c": 70, "d": 60}
        by_place = [found.words[i] for i in np.argsort(found.places)]
        assert by_place == ["c", "b", "d", "a"]  # places 2 and 2, 1 and 3, 3 and 0, 0 and 4

    def test_known_of_one_only(self):
        a = at_random(1, 5)
        assert compare(a_film(a, [9, 8, 7, 6, 5]), a).counts.tolist() == [9, 8, 7, 6, 5]
        assert compare(a, a).counts is None

    def test_only_the_most_frequent_are_compared_and_it_is_said(self):
        a, b = at_random(1), at_random(2)
        found = compare(a, b, most_words=20)
        assert len(found) == 20 and found.shared == 60 and found.coverage == (1, 1)
        assert set(found.words) == set(named(20))
        some = compare(a.take(range(20)), b.take(range(20)))
        assert found.words == some.words and np.array_equal(found.changed, some.changed)
        assert found.cka == pytest.approx(linear_cka(a.matrix, b.matrix))

    def test_fitted_on_frequent_words(self, monkeypatch):
        a, b = at_random(1), at_random(2)
        b.matrix[:30] = a.matrix[:30]
        monkeypatch.setattr(module, "FITTED", 30)
        found = compare(a, b)
        assert found.fitted == 30
        assert found.cosine[found.places < 30] == pytest.approx(np.ones(30))


class TestRanked:
    found = compare(
        a_film(at_random(1), range(100, 40, -1)), a_film(at_random(2), range(80, 20, -1))
    )

    def test_most_and_least(self):
        table = self.found.ranked()
        assert tuple(each.word for each in table) == self.found.words
        assert self.found.ranked(least=True) == table[::-1]
        assert (
            self.found.ranked(3) == table[:3] and self.found.ranked(3, least=True)[0] == table[-1]
        )
        assert table[0].changed == self.found.changed[0] and table[0].beyond_noise is None

    def test_frequent_enough(self):
        assert {each.word for each in self.found.ranked(fewest_count=71)} == set(named(10))
        assert {each.word for each in self.found.ranked(most_frequent=10)} == set(named(10))

    def test_counts_must_be_known(self):
        with pytest.raises(EvaluationError) as error:
            compare(at_random(1), at_random(2)).ranked(fewest_count=5)
        assert error.value.reason == "no_counts"


class TestBadInput:
    def test_no_shared_word(self):
        other = Vectors(("x", "y", "z"), np.eye(3))
        with pytest.raises(EvaluationError) as error:
            compare(at_random(1), other)
        assert error.value.reason == "no_shared_words"
        assert (error.value.a_words, error.value.b_words) == (60, 3)

    def test_no_word_shared_with_another_seed(self):
        noise = [at_random(3), Vectors(("x", "y"), np.eye(2))]
        with pytest.raises(EvaluationError) as error:
            compare(at_random(1), at_random(2), noise=noise)
        assert (error.value.reason, error.value.b_words) == ("no_shared_words", 2)

    def test_one_shared_word(self):
        with pytest.raises(EvaluationError) as error:
            compare(at_random(1), Vectors(("x", "w7"), np.eye(2)))
        assert (error.value.reason, error.value.word) == ("one_shared_word", "w7")

    def test_two_shared_words_are_each_others_neighbours(self):
        found = compare(at_random(1), Vectors(("w3", "w7"), np.eye(2)))
        assert found.near.tolist() == [[[1], [0]]] * 2 and not found.changed.any()

    @pytest.mark.parametrize(
        "settings", [{"n": 0}, {"most_words": 1}, {"noise": []}, {"noise": [at_random(1)]}]
    )
    def test_settings_out_of_range(self, settings):
        with pytest.raises(SettingError) as error:
            compare(at_random(1), at_random(2), **settings)
        assert error.value.setting == next(iter(settings))

    def test_something_else(self):
        with pytest.raises(TypeError, match="a film or Vectors"):
            compare(at_random(1), np.eye(3))


@pytest.mark.parametrize("runs", [0, 3])
def test_steps_tell_a_share_that_rises_to_1(runs):
    noise = [at_random(3 + i, 2000) for i in range(runs)] or None
    steps, shares = compare_steps(at_random(1, 2000), at_random(2, 2000), noise=noise), []
    with pytest.raises(StopIteration) as end:
        while True:
            shares.append(next(steps))
    assert shares == sorted(shares) and len(shares) > 5
    assert 0 < shares[0] < 0.5 and shares[-1] == pytest.approx(1)
    assert len(end.value.value) == 2000


def trained(corpus, seed):
    model = ev.SkipGram(dimension=50, epochs=20)
    return ev.train(model, corpus, seed=seed, frames=2, progress=False)


def test_two_words_exchanged_in_half_of_a_text_come_first():
    text = ev.sample("kingdom")
    exchanged = ev.edited(text, [ev.edits.Exchange("father", "palace", share=0.5)]).corpus
    a, *noise = (trained(text, seed) for seed in range(5))
    found = compare(a, trained(exchanged, 5), noise=noise)
    assert set(found.words[:2]) == {"father", "palace"}
    assert found.noise.beyond[:2].all() and found.noise.beyond.sum() <= 4
    assert [each.beyond_noise for each in found.ranked(2)] == [True, True]
    still = compare(a, trained(text, 6), noise=noise)
    assert still.noise.judge.times.max() < found.noise.judge.times[1]
