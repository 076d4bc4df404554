"""The final map. UMAP compiles itself at its first use in a process: all of it is kept small."""

import pickle
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.manifold import trustworthiness

from embviz.errors import SettingError
from embviz.measures.trust import kept, on_screen
from embviz.projections import draw
from embviz.projections.umap import UMAP
from embviz.vectors.vectors import nearest

N, D = 60, 8


def film(frames=4, seed=0, n=N, d=D):
    """Rows that walk from noise into six clusters, in half precision but for the last."""
    random = np.random.default_rng(seed)
    noise = random.normal(size=(n, d))
    target = random.normal(size=(6, d))[random.integers(6, size=n)] * 2
    target += random.normal(size=(n, d)) * 0.4
    walk = [(1 - s) * noise + s * target for s in np.linspace(0, 1, frames)]
    return [*(E.astype(np.float16) for E in walk[:-1]), walk[-1].astype(np.float32)]


@pytest.fixture(scope="module")
def drawn():
    """A film whose model stands still from its third frame on, and its pictures."""
    frames = film(3)
    still = frames[-1].astype(np.float16)
    frames = [frames[0], frames[1], still, still, frames[1], frames[-1]]
    return frames, draw(UMAP(), frames)


def test_a_still_model_gives_a_still_picture(drawn):
    _, pictures = drawn
    np.testing.assert_array_equal(pictures[2], pictures[3])
    np.testing.assert_array_equal(pictures[3], pictures[5])
    np.testing.assert_array_equal(pictures[1], pictures[4])
    assert np.abs(pictures[1] - pictures[2]).max() > 0.01


def test_pictures_are_true_late_and_within_two(drawn):
    frames, pictures = drawn
    for xy in pictures:
        assert xy.shape == (N, 2) and xy.dtype == np.float32
        assert np.abs(xy).max() <= 2
    assert kept(nearest(frames[-1], 10)[0], pictures[-1]).mean() > 0.6


def test_an_untrained_picture_foresees_nothing():
    overlaps = []
    for seed in range(6):
        frames = film(2, seed=seed)
        final = nearest(frames[-1], 10)[0]
        untrained = nearest(frames[0], 10)[0]
        pictured = on_screen(draw(UMAP(), frames)[0].astype(np.float64), 10)
        overlaps.append((shared(pictured, final), shared(untrained, final)))
    pictured, true = np.mean(overlaps, axis=0)
    assert pictured <= true + 0.04  # 60 words in 6 clusters: chance alone is 0.17


def shared(a, b):
    return np.mean([len(set(x) & set(y)) / len(x) for x, y in zip(a, b, strict=True)])


def test_it_is_as_true_as_umap_learn_by_itself():
    """On average: single maps of 60 words score from 0.89 to 0.98, with any version of it."""
    import umap

    scores = []
    for seed in range(12):
        E = film(2, seed=seed)[-1]
        with warnings.catch_warnings(action="ignore"):  # of threads, and of how it begins
            reference = umap.UMAP(metric="cosine", random_state=seed).fit(E).embedding_
        maps = (reference, draw(UMAP(seed=seed), [E])[0])
        scores.append([trustworthiness(E, xy, n_neighbors=10, metric="cosine") for xy in maps])
    theirs, ours = np.mean(scores, axis=0)
    assert ours > 0.9 and ours > theirs - 0.02


def test_steps_can_be_taken_anywhere_and_again(drawn):
    frames, pictures = drawn
    projection = pickle.loads(pickle.dumps(UMAP()))
    state, order, stages = projection.start(len(frames)), [], []
    while not state.finished:
        stages.append(state.stage)
        before = pickle.dumps(state)
        state, some = projection.step(pickle.loads(before), frames)
        again = projection.step(pickle.loads(before), frames)[1]
        for (i, xy), (j, same) in zip(some, again, strict=True):
            assert i == j
            np.testing.assert_array_equal(xy, same)
            np.testing.assert_array_equal(xy, pictures[i])
            order.append(i)
    assert order == [5, 0, 1, 2, 3, 4]
    assert stages == ["prepare", "map", *["place"] * 5]
    assert projection.step(state, frames) == (state, [])


def test_seed_axes_and_settings_matter(drawn):
    frames = drawn[0][-1:]
    plain = draw(UMAP(), frames)[0]
    np.testing.assert_array_equal(draw(UMAP(), frames)[0], plain)
    others = [UMAP(seed=1), UMAP(min_dist=0.5), UMAP(n_neighbors=5), UMAP(metric="euclidean")]
    for other in others:
        assert not np.array_equal(draw(other, frames)[0], plain)
    space = draw(UMAP(axes=3), frames)[0]
    assert space.shape == (N, 3) and np.abs(space).max() <= 2


@pytest.mark.parametrize("axes", [2, 3])
@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
@pytest.mark.parametrize("n", [1, 2, 3, 4, 5, 6, 16])
def test_few_words(n, metric, axes):
    frames = film(2, n=n)
    for xy in draw(UMAP(metric=metric, axes=axes), frames):
        assert xy.shape == (n, axes)
        assert np.isfinite(xy).all() and np.abs(xy).max() <= 2


def test_three_words_are_shown_as_they_are():
    E = np.random.default_rng(0).normal(size=(3, 9))
    units = E / np.linalg.norm(E, axis=1, keepdims=True)
    xy = draw(UMAP(), [E])[0]
    for i, j in ((0, 1), (0, 2), (1, 2)):
        assert np.linalg.norm(xy[i] - xy[j]) == pytest.approx(np.linalg.norm(units[i] - units[j]))


@pytest.mark.parametrize("E", [np.zeros((20, 4)), np.ones((20, 4)), np.ones((2, 4))])
def test_equal_rows_stand_in_one_place(E):
    frames = [E, film(2, n=len(E), d=4)[1], E]
    for i, xy in enumerate(draw(UMAP(), frames)):
        assert not xy.any() or i == 1
    assert not draw(UMAP(), [E, film(2, n=len(E), d=4)[1]])[0].any()


def test_one_dimension_and_duplicates():
    line = np.random.default_rng(0).normal(size=(30, 1))
    doubled = np.repeat(np.eye(5), 6, axis=0)
    for E in (line, doubled):
        xy = draw(UMAP(), [E, E])[0]
        assert np.isfinite(xy).all() and np.abs(xy).max() <= 2


def test_frames_with_a_hole_are_refused():
    good, bad = film(2)
    bad = bad.copy()
    bad[3, 2] = np.nan
    for frames in ([good, bad], [bad, good], [bad]):
        with pytest.raises(ValueError, match="row 3 of the matrix is not finite"):
            draw(UMAP(), frames)


def test_it_does_not_follow():
    assert not UMAP().live
    with pytest.raises(SettingError) as error:
        UMAP().follow(None, film()[0])
    assert error.value.reason == "not_live"


@given(name=st.sampled_from(["n_neighbors", "min_dist", "seed", "axes", "metric"]))
def test_settings_outside_their_range_are_refused(name):
    for value in (-1, 1e9, float("nan"), "pca", None, True):
        with pytest.raises(SettingError) as error:
            UMAP(**{name: value})
        assert (error.value.reason, error.value.setting) == ("out_of_range", name)
    assert UMAP(n_neighbors=np.int64(15)) == UMAP()
    assert hash(UMAP(min_dist=np.float64(0.1))) == hash(UMAP())
