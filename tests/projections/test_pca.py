"""The live picture: principal components that neither flip nor drift."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.decomposition import PCA

from embviz.errors import SettingError
from embviz.projections import draw
from embviz.projections.pca import PCA as OurPCA


def explained(basis):
    """Share of the frame's variance that the picture shows."""
    return np.sum((basis.rows @ basis.directions) ** 2) / np.sum(basis.rows**2)


def moving(frames=10, n=40, d=12, seed=0):
    """Rows that walk from noise into four clusters."""
    random = np.random.default_rng(seed)
    noise = random.normal(size=(n, d))
    target = random.normal(size=(4, d))[np.arange(n) % 4] * 2 + random.normal(size=(n, d)) * 0.3
    return [(1 - s) * noise + s * target for s in np.linspace(0, 1, frames)]


@pytest.mark.parametrize("axes", [2, 3])
def test_first_frame_is_the_plane_or_space_that_scikit_learn_finds(axes):
    E = moving()[5]
    _, xy = OurPCA(axes).follow(None, E)
    reference = PCA(axes, svd_solver="full").fit_transform(E / np.linalg.norm(E, axis=1)[:, None])
    signs = np.sign(np.sum(xy * reference, axis=0))
    np.testing.assert_allclose(xy, reference * signs, atol=1e-5)


@given(seed=st.integers(0, 1000), axes=st.sampled_from([2, 3]))
def test_ten_equal_frames_after_ten_moving_ones_move_nothing(seed, axes):
    frames = moving(seed=seed)
    drawn = draw(OurPCA(axes), [*frames, *([frames[-1]] * 10)])
    for xy in drawn[10:]:
        np.testing.assert_array_equal(xy, drawn[9])


def test_nothing_flips():
    random = np.random.default_rng(1)
    E = moving()[-1]
    drawn = draw(OurPCA(), [E := E + random.normal(size=E.shape) * 0.05 for _ in range(60)])
    for before, after in itertools.pairwise(drawn):
        way = np.linalg.norm(after - before, axis=1).mean()
        assert way < 0.25 * np.linalg.norm(before, axis=1).mean()


def test_live_and_replay_are_the_same_picture():
    frames = moving()
    basis, live = None, []
    for E in frames:
        basis, xy = OurPCA().follow(basis, E)
        live.append(xy)
    np.testing.assert_array_equal(np.stack(live), np.stack(draw(OurPCA(), frames)))


def test_turning_the_model_does_not_turn_structure_into_it():
    """The untrained frame's picture must not depend on what comes later."""
    frames = moving()
    alone = draw(OurPCA(), frames[:1])[0]
    np.testing.assert_array_equal(draw(OurPCA(), frames)[0], alone)


@pytest.mark.parametrize("axes", [2, 3])
@pytest.mark.parametrize("d", [1, 2, 3])
def test_few_dimensions(d, axes):
    E = np.random.default_rng(0).normal(size=(10, d))
    basis, xy = OurPCA(axes).follow(None, E)
    assert xy.shape == (10, axes)
    assert np.isfinite(xy).all()
    if d <= axes:
        assert explained(basis) == pytest.approx(1.0)


@pytest.mark.parametrize("E", [np.zeros((5, 4)), np.ones((5, 4)), np.ones((2, 4))])
def test_rows_without_spread_stay_at_the_origin(E):
    drawn = draw(OurPCA(), [E, E + 0.0, E])
    np.testing.assert_allclose(drawn, 0, atol=1e-7)


def test_positions_stay_within_two():
    E = np.random.default_rng(0).normal(size=(3, 5)) * 1e6
    assert np.abs(draw(OurPCA(), [E])[0]).max() <= 2


def test_a_basis_that_holds_still_is_scikit_learns():
    frames = moving()
    units = [E / np.linalg.norm(E, axis=1)[:, None] for E in frames]
    last = draw(OurPCA(basis="last"), frames)
    reference = PCA(2, svd_solver="full").fit(units[-1])
    for drawn, rows in zip(last, units, strict=True):
        expected = (rows - rows.mean(0)) @ reference.components_.T
        np.testing.assert_allclose(np.abs(drawn), np.abs(expected), atol=1e-5)
    together = PCA(2, svd_solver="full").fit(np.vstack([u - u.mean(0) for u in units]))
    drawn = draw(OurPCA(basis="all"), frames)[3]
    expected = (units[3] - units[3].mean(0)) @ together.components_.T
    np.testing.assert_allclose(np.abs(drawn), np.abs(expected), atol=1e-5)


def test_any_components_can_be_chosen():
    E = moving()[5]
    whole = PCA(4, svd_solver="full").fit_transform(E / np.linalg.norm(E, axis=1)[:, None])
    _, xy = OurPCA(components=(2, 4)).follow(None, E)
    np.testing.assert_allclose(np.abs(xy), np.abs(whole[:, [1, 3]]), atol=1e-5)


@pytest.mark.parametrize(
    "settings",
    [
        {"axes": 4},
        {"basis": "first"},
        {"components": (1,)},
        {"components": (1, 1)},
        {"components": (0, 1)},
    ],
)
def test_settings_outside_their_range(settings):
    with pytest.raises(SettingError):
        OurPCA(**settings)


@pytest.mark.parametrize("basis", ["following", "last"])
@pytest.mark.parametrize("components", [(), (1, 2), (3, 1), (2, 4)])
def test_explained_variance_is_scikit_learns(basis, components):
    E = moving()[5]
    ours = OurPCA(2, basis, components)
    (xy,) = draw(ours, [E])
    reference = PCA(svd_solver="full").fit(E / np.linalg.norm(E, axis=1)[:, None])
    expected = [reference.explained_variance_ratio_[i - 1] for i in components or (1, 2)]
    np.testing.assert_allclose(ours.explained(E, xy), expected, atol=1e-6)


def test_in_a_plane_that_follows_components_are_those_within_the_plane():
    frames = moving(30)
    state = None
    for E in frames:
        state, xy = OurPCA().follow(state, E)
    first, second = OurPCA().explained(frames[-1], xy)
    assert first > second > 0
    assert first + second == pytest.approx(explained(state), abs=1e-6)
    within = PCA(svd_solver="full").fit(xy).explained_variance_ratio_
    assert first / (first + second) == pytest.approx(within[0], abs=1e-5)
    quarter = np.array([[0.6, -0.8], [0.8, 0.6]])
    np.testing.assert_allclose(OurPCA().explained(frames[-1], xy @ quarter), (first, second))


@pytest.mark.parametrize("E", [np.zeros((4, 3)), np.ones((4, 3)), np.full((1, 3), 0.1)])
def test_where_rows_do_not_differ_there_is_nothing_to_explain(E):
    (xy,) = draw(OurPCA(), [E])
    assert OurPCA().explained(E, xy) == ()
