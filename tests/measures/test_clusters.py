"""Clusters, against what was planted, against scikit-learn, and against noise."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, silhouette_samples

import embviz as ev
from embviz.measures import clusters
from embviz.measures.clusters import FEWEST_WORDS, divide, find_clusters, silhouettes
from embviz.text import samples


def unit(rows):
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def blobs(groups=4, each=30, d=10, noise=0.15, seed=0):
    """Words in groups, and the group of each."""
    rng = np.random.default_rng(seed)
    of = np.repeat(np.arange(groups), each)
    rows = unit(rng.normal(size=(groups, d)))[of] + noise * rng.normal(size=(groups * each, d))
    return ev.Vectors(tuple(f"w{i}" for i in range(len(of))), rows), of


@pytest.mark.parametrize(("sample", "least"), [("kingdom", 0.8), ("царство", 0.75)])
def test_families_that_were_planted_in_a_text_are_found(sample, least):
    corpus = ev.sample(sample)
    film = ev.train(ev.SkipGram(), corpus, frames=2, hide=len(corpus.words) // 10, progress=False)
    vectors = ev.Vectors(film.shown_words, film.rows())
    found = find_clusters(vectors, film.counts[film.shown])
    answers = samples.answers(sample)
    family_of = {
        word: family
        for family, groups in answers.families.items()
        for group in groups
        for word in answers.groups[group]
    }
    planted = [i for i, word in enumerate(vectors.words) if word in family_of]
    families = [family_of[vectors.words[i]] for i in planted]
    assert adjusted_rand_score(families, found.of[planted]) >= least
    again = find_clusters(vectors, film.counts[film.shown])
    assert (again.of == found.of).all() and again.typical == found.typical


@settings(max_examples=20)
@given(groups=st.integers(2, 6), seed=st.integers(0, 99))
def test_clear_groups_are_found_whole_whatever_their_number(groups, seed):
    vectors, of = blobs(groups, each=8, d=20, noise=0.05, seed=seed)
    found = find_clusters(vectors)
    assert len(found) == groups
    assert adjusted_rand_score(of, found.of) == 1.0
    for cluster, words in enumerate(found.typical):
        assert {*words} == {vectors.words[i] for i in np.flatnonzero(found.of == cluster)}


@settings(max_examples=20)
@given(n=st.integers(0, 60), d=st.integers(1, 30), seed=st.integers(0, 99))
def test_noise_has_no_clusters_or_hardly_any(n, d, seed):
    rows = np.random.default_rng(seed).normal(size=(n, d))
    found = find_clusters(ev.Vectors(tuple(f"w{i}" for i in range(n)), rows))
    sizes = np.bincount(found.of[found.of >= 0], minlength=len(found))
    assert len(found) <= 7 and (sizes >= FEWEST_WORDS).all()
    assert (np.diff(sizes) <= 0).all()
    assert np.isfinite(found.silhouettes).all() and (np.abs(found.silhouettes) <= 1).all()


def test_much_noise_has_none():
    rows = np.random.default_rng(0).normal(size=(600, 20))
    assert len(find_clusters(ev.Vectors(tuple(map(str, range(600))), rows))) == 0


@pytest.mark.parametrize("rows", [np.ones((20, 5)), np.zeros((20, 5)), np.ones((1, 5))])
def test_equal_rows_have_none(rows):
    assert len(find_clusters(ev.Vectors(tuple(map(str, range(len(rows)))), rows))) == 0


def test_silhouettes_are_those_of_scikit_learn():
    vectors, of = blobs(noise=0.6)
    X = unit(vectors.matrix)
    assert silhouettes(X, of) == pytest.approx(silhouette_samples(X, of, metric="cosine"))


def test_a_division_is_about_as_good_as_scikit_learns():
    vectors, _ = blobs(groups=6, noise=0.5)
    X = unit(vectors.matrix)

    def quality(of):
        return sum(np.linalg.norm(X[of == cluster].sum(axis=0)) for cluster in range(6))

    theirs = KMeans(6, n_init=10, random_state=0).fit_predict(X)
    assert quality(divide(X, 6)) >= 0.99 * quality(theirs)


def test_the_typical_word_is_near_the_centre_and_frequent():
    vectors, _ = blobs(groups=2, each=10, noise=0.1)
    counts = np.ones(20)
    counts[[3, 14]] = 1000
    found = find_clusters(vectors, counts)
    assert {words[0] for words in found.typical} == {"w3", "w14"}
    with pytest.raises(ValueError, match="20 words need as many counts, not 3"):
        find_clusters(vectors, [1, 2, 3])


def test_many_words_are_judged_by_some(monkeypatch):
    monkeypatch.setattr(clusters, "JUDGED", 60)
    vectors, of = blobs(groups=3, each=200)
    assert adjusted_rand_score(of, find_clusters(vectors).of) > 0.95
