"""WEAT against all partitions by brute force, sums by hand, and the paper's own numbers."""

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.errors import EvaluationError, SettingError
from embviz.measures import association as module
from embviz.measures.association import NAMES, weat
from embviz.measures.published_lists import weat_list_names, weat_lists, weat_tests
from embviz.training.film import Film, Snapshot
from embviz.vectors.vectors import Vectors

GLOVE = Path(__file__).with_name("glove_illness.json")


def a_test(seed, sizes, d=5):
    """Vectors at random, and four lists that deal out all their words."""
    words = tuple(f"w{i}" for i in range(sum(sizes)))
    matrix = np.random.default_rng(seed).standard_normal((len(words), d))
    ends = np.cumsum(sizes)
    lists = [words[end - size : end] for end, size in zip(ends, sizes, strict=True)]
    return Vectors(words, matrix), lists


def cosine(vectors, u, v):
    x, y = vectors[u], vectors[v]
    return float(x @ y) / float(np.sqrt((x @ x) * (y @ y)))


def by_brute_force(vectors, X, Y, A, B):
    """Effect and p, as the paper writes them, one word after another."""
    s = {
        w: sum(cosine(vectors, w, a) for a in A) / len(A)
        - sum(cosine(vectors, w, b) for b in B) / len(B)
        for w in (*X, *Y)
    }

    def statistic(chosen):
        return sum(s[w] if w in chosen else -s[w] for w in s)

    dealings = [set(chosen) for chosen in itertools.combinations((*X, *Y), len(X))]
    larger = sum(statistic(chosen) >= statistic(set(X)) - 1e-9 for chosen in dealings)
    mean = sum(s.values()) / len(s)
    deviation = (sum((each - mean) ** 2 for each in s.values()) / (len(s) - 1)) ** 0.5
    means = [sum(s[w] for w in each) / len(each) for each in (X, Y)]
    return (means[0] - means[1]) / deviation, larger / len(dealings), statistic(set(X))


@given(seed=st.integers(0, 9999), sizes=st.tuples(*[st.integers(1, 4)] * 4))
def test_equals_brute_force_over_all_dealings(seed, sizes):
    vectors, lists = a_test(seed, sizes)
    found = weat(vectors, *lists)
    effect, p, statistic = by_brute_force(vectors, *lists)
    assert found.effect == pytest.approx(effect, abs=1e-5)
    assert found.statistic == pytest.approx(statistic, abs=1e-5)
    assert (found.p, found.exact) == (pytest.approx(p), True)


@given(seed=st.integers(0, 9999), sizes=st.tuples(*[st.integers(1, 6)] * 4))
def test_contributions_add_up_to_the_effect_on_either_side(seed, sizes):
    vectors, lists = a_test(seed, sizes)
    found = weat(vectors, *lists)
    for parts, names in ((found.targets, lists[:2]), (found.attributes, lists[2:])):
        assert sum(part.contribution for part in parts) == pytest.approx(found.effect)
        assert {part.word for part in parts} == {*names[0], *names[1]}
        shares = [part.contribution for part in parts]
        assert shares == sorted(shares, reverse=True)


@given(seed=st.integers(0, 9999))
def test_contributions_are_those_of_the_formula(seed):
    vectors, (X, Y, A, B) = a_test(seed, (3, 2, 2, 4))
    found = weat(vectors, X, Y, A, B)

    def s(w):
        near, far = ([cosine(vectors, w, a) for a in each] for each in (A, B))
        return np.mean(near) - np.mean(far)

    def toward(a):
        near, far = ([cosine(vectors, w, a) for w in each] for each in (X, Y))
        return np.mean(near) - np.mean(far)

    middle = (np.mean([s(x) for x in X]) + np.mean([s(y) for y in Y])) / 2
    deviation = np.std([s(w) for w in (*X, *Y)], ddof=1)
    expected = {
        **{x: (s(x) - middle) / (3 * deviation) for x in X},
        **{y: (middle - s(y)) / (2 * deviation) for y in Y},
        **{a: toward(a) / (2 * deviation) for a in A},
        **{b: -toward(b) / (4 * deviation) for b in B},
    }
    parts = {part.word: part.contribution for part in (*found.targets, *found.attributes)}
    assert parts == pytest.approx(expected, abs=1e-4)


@given(seed=st.integers(0, 9999))
def test_exchanged_lists_turn_the_sign(seed):
    vectors, (X, Y, A, B) = a_test(seed, (4, 3, 3, 2))
    found = weat(vectors, X, Y, A, B)
    for other in (weat(vectors, Y, X, A, B), weat(vectors, X, Y, B, A)):
        assert other.effect == pytest.approx(-found.effect)
    assert weat(vectors, Y, X, B, A).effect == pytest.approx(found.effect)


def test_by_hand():
    # s(x1) = 1 - 0, s(x2) = 0.6 - 0.8, s(y1) = 0 - 1, s(y2) = 0.8 - 0.6
    rows = [[2, 0], [3, 4], [0, 5], [4, 3], [7, 0], [0, 1]]
    vectors = Vectors(("x1", "x2", "y1", "y2", "a", "b"), np.array(rows, dtype=np.float32))
    found = weat(vectors, ["x1", "x2"], ["y1", "y2"], ["a"], ["b"])
    assert found.statistic == pytest.approx(1 - 0.2 + 1 - 0.2)
    assert found.effect == pytest.approx((0.4 + 0.4) / np.sqrt((1 + 0.04 + 1 + 0.04) / 3))
    # Of the sums of two, x1 + x2 = 0.8, only x1 + y2 = 1.2 and itself are as large: 2 of 6.
    assert found.p == pytest.approx(2 / 6) and found.dealings == 6
    assert [part.word for part in found.targets] == ["x1", "y1", "x2", "y2"]
    assert [part.association for part in found.targets] == pytest.approx([1, -1, -0.2, 0.2])


def test_the_number_of_the_paper():
    """Mental and physical illness, in the vectors of the paper: their cosines, to four places."""
    said = json.loads(GLOVE.read_text(encoding="utf-8"))
    triangle = np.zeros((len(said["words"]),) * 2)
    triangle[np.tril_indices(len(triangle), -1)] = said["cosines"]
    cosines = triangle + triangle.T + np.eye(len(triangle))
    vectors = Vectors(tuple(said["words"]), np.linalg.cholesky(cosines))
    found = weat(vectors, *weat_lists("illness"))
    assert round(found.effect, 2) == weat_tests()["illness"] == 1.38
    assert found.p < 1e-2 and found.exact and not found.missing and not found.few


def test_drawn_dealings_come_near_to_all(monkeypatch):
    vectors, lists = a_test(3, (6, 6, 5, 5))
    exact = weat(vectors, *lists)
    monkeypatch.setattr(module, "MOST", 100)
    drawn = weat(vectors, *lists, seed=1)
    assert exact.exact and not drawn.exact and drawn.dealings == module.DRAWN
    assert 0.05 < exact.p < 0.95
    assert drawn.p == pytest.approx(exact.p, abs=5 * np.sqrt(0.25 / module.DRAWN))
    assert weat(vectors, *lists, seed=1).p == drawn.p != weat(vectors, *lists, seed=2).p


def test_p_is_even_where_nothing_is_to_be_found():
    p = [weat(*_flat(a_test(seed, (4, 4, 3, 3)))).p for seed in range(400)]
    assert abs(np.mean(np.array(p) <= 0.1) - 0.1) < 4 * np.sqrt(0.09 / 400)


def _flat(given):
    return given[0], *given[1]


def test_equal_associations_have_no_effect():
    vectors = Vectors(("x", "y", "a", "b"), np.array([[1.0, 1], [2, 2], [1, 0], [0, 1]]))
    found = weat(vectors, ["x"], ["y"], ["a"], ["b"])
    assert np.isnan(found.effect) and found.p == 1


class TestMissingWords:
    vectors = Vectors(
        ("Rose", "rose", "wasp", "Bee", "joy", "pain"),
        np.random.default_rng(0).standard_normal((6, 3)),
    )

    def test_are_told_by_list(self):
        found = weat(self.vectors, ["rose", "lily"], ["wasp"], ["joy", "fun"], ["pain"])
        assert found.missing == {"X": ("lily",), "A": ("fun",)}
        assert found.few == ("X", "Y", "A", "B")
        assert found.effect == weat(self.vectors, ["rose"], ["wasp"], ["joy"], ["pain"]).effect

    def test_other_capitals_count_where_the_word_itself_is_not_there(self):
        found = weat(self.vectors, ["rose"], ["bee", "WASP"], ["joy"], ["pain"])
        assert {part.word for part in found.targets} == {"rose", "Bee", "wasp"}
        assert not found.missing

    def test_a_word_counts_once(self):
        twice = weat(self.vectors, ["rose", "rose"], ["Bee", "bee"], ["joy"], ["pain"])
        assert twice.effect == weat(self.vectors, ["rose"], ["Bee"], ["joy"], ["pain"]).effect
        assert twice.missing == {}

    def test_a_target_that_is_an_attribute_is_told(self):
        found = weat(self.vectors, ["rose", "joy"], ["wasp", "Bee"], ["joy"], ["pain", "BEE"])
        assert found.shared == ("Bee", "joy")
        assert weat(self.vectors, ["rose"], ["wasp"], ["joy"], ["pain"]).shared == ()

    def test_a_list_that_is_empty_is_refused(self):
        with pytest.raises(EvaluationError) as error:
            weat(self.vectors, ["rose"], ["fly", "gnat"], ["joy"], ["pain"])
        assert (error.value.reason, error.value.list, error.value.words) == ("empty_list", "Y", 2)

    def test_a_word_in_two_lists_is_refused(self):
        with pytest.raises(EvaluationError) as error:
            weat(self.vectors, ["rose"], ["wasp"], ["joy", "pain"], ["pain"])
        assert (error.value.reason, error.value.word) == ("in_two_lists", "pain")


def test_rare_words_of_a_film_are_told():
    words = ("rose", "wasp", "joy", "pain")
    E = np.random.default_rng(0).standard_normal((4, 3)).astype(np.float32)
    film = Film(
        (Snapshot(1.0, 0.5, {"E": E}),),
        words,
        np.array([50, 10, 9, 1]),
        np.arange(4, dtype=np.int32),
    )
    assert weat(film, ["rose"], ["wasp"], ["joy"], ["pain"]).rare == {"joy": 9, "pain": 1}
    assert weat(film.vectors(), ["rose"], ["wasp"], ["joy"], ["pain"]).rare == {}
    told = weat(film.vectors(), ["rose"], ["wasp"], ["joy"], ["pain"], counts=film.counts)
    assert told.rare == {"joy": 9, "pain": 1}


class TestLists:
    def test_have_the_lengths_of_the_paper(self):
        lengths = [tuple(len(each) for each in weat_lists(name)) for name in weat_tests()]
        targets, attributes = [25, 25, 32, 16, 16, 8, 8, 8, 6, 8], [25] * 4 + [8] * 4 + [7, 8]
        assert lengths == [(x, x, a, a) for x, a in zip(targets, attributes, strict=True)]

    @pytest.mark.parametrize("name", weat_tests())
    def test_hold_no_word_twice(self, name):
        X, Y, A, B = weat_lists(name)
        for one, other in ((X, Y), (A, B)):
            assert len({*one, *other}) == len(one) + len(other)

    def test_have_names(self):
        assert weat_list_names("science_arts")[:2] == ("science", "arts_2")

    def test_an_unknown_name_is_refused(self):
        with pytest.raises(SettingError) as error:
            weat_lists("cats_dogs")
        assert error.value.reason == "no_lists" and "math_arts" in error.value.known


@pytest.mark.parametrize("name", NAMES)
def test_a_string_is_no_list_of_words(name):
    lists = dict(zip(NAMES, (["a"], ["b"], ["c"], ["d"]), strict=True)) | {name: "king"}
    with pytest.raises(TypeError, match=rf"{name} needs a list of words, e.g. \['king'\]"):
        weat(Vectors(tuple("abcd"), np.eye(4)), **lists)
