"""Both places of words in one plane: distances as they are, as far as two dimensions hold them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ortho_group

from embviz.errors import MissingWord
from embviz.measures.both_places import both_places
from embviz.measures.comparison import compare
from embviz.vectors.vectors import Vectors

WORDS = tuple(f"w{i}" for i in range(40))
seeds = st.integers(0, 9999)


def at_random(seed, d=6):
    return Vectors(WORDS, np.random.default_rng(seed).standard_normal((40, d)))


@given(seed=seeds)
def test_a_rotated_copy_lies_on_the_original(seed):
    a = at_random(seed)
    b = Vectors(WORDS, 3 * a.matrix @ ortho_group.rvs(6, random_state=seed))
    places = both_places(a, b, compare(a, b, n=3), ("w7", "w3"))
    assert places.first == pytest.approx(places.second, abs=1e-5)
    assert places.words[:2] == ("w7", "w3") and {*places.words} == {*WORDS}


@given(seed=seeds)
def test_in_two_dimensions_nothing_is_lost(seed):
    a, b = at_random(seed, 2), at_random(seed + 1, 2)
    found = compare(a, b, n=3)
    places = both_places(a, b, found, WORDS[:5])
    assert places.shown == pytest.approx(1) and places.spread == pytest.approx(1)
    ways = np.linalg.norm(places.first - places.second, axis=1) ** 2
    cosines = dict(zip(found.words, found.cosine, strict=True))
    assert ways == pytest.approx([2 - 2 * cosines[word] for word in places.words], abs=1e-5)


@given(seed=seeds)
def test_a_plane_shows_what_it_holds_of_the_distances(seed):
    a, b = at_random(seed), at_random(seed + 1)
    found = compare(a, b, n=3)
    places = both_places(a, b, found, WORDS, among=0)
    cosines = dict(zip(found.words, found.cosine, strict=True))
    whole = sum(2 - 2 * cosines[word] for word in WORDS)
    seen = ((places.first - places.second) ** 2).sum()
    assert places.shown == pytest.approx(seen / whole) and 0 < places.shown < 1


def test_only_the_most_frequent_come_besides():
    a, b = at_random(0), at_random(1)
    places = both_places(a, b, compare(a, b, n=3), ("w30", "w2", "w30"), among=3)
    assert places.words == ("w30", "w2", "w0", "w1")


def test_one_dimension_is_a_line():
    a, b = at_random(0, 1), at_random(1, 1)
    places = both_places(a, b, compare(a, b, n=3), ())
    assert places.first.shape == (40, 2) and not places.first[:, 1].any()
    assert places.shown == 1  # nobody asked for a word


def test_other_dimensions_have_no_common_plane():
    a, b = at_random(0, 3), at_random(1, 4)
    assert both_places(a, b, compare(a, b, n=3), WORDS[:2]) is None


def test_words_must_be_there():
    a, b = at_random(0), at_random(1)
    with pytest.raises(MissingWord):
        both_places(a, b, compare(a, b, n=3), ("absent",))
