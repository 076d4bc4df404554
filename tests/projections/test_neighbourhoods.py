"""The t-SNE film: at rest when the model is, without foresight, the same wherever it is cut."""

import itertools
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.manifold import TSNE, trustworthiness
from threadpoolctl import threadpool_limits

import embviz as ev
from embviz.errors import SettingError
from embviz.measures.trust import kept
from embviz.projections import draw, neighbourhoods
from embviz.projections.neighbourhoods import Neighbourhoods, in_common
from embviz.vectors.vectors import nearest


def moving(frames=10, n=60, d=12, seed=0):
    """Rows that walk from noise into four clusters."""
    random = np.random.default_rng(seed)
    noise = random.normal(size=(n, d))
    target = random.normal(size=(4, d))[np.arange(n) % 4] * 2 + random.normal(size=(n, d)) * 0.3
    return [(1 - s) * noise + s * target for s in np.linspace(0, 1, frames)]


def live(frames):
    state, drawn = None, []
    for E in frames:
        state, xy = Neighbourhoods().follow(state, E)
        drawn.append(xy)
    return state, drawn


def replay(frames):
    return draw(Neighbourhoods(), frames)


WAYS = {"live": lambda frames: live(frames)[1], "replay": replay}


@pytest.fixture(params=WAYS)
def way(request):
    return WAYS[request.param]


@pytest.fixture(scope="module")
def kingdom():
    model = ev.SkipGram(dimension=50, epochs=20)
    film = ev.train(model, ev.sample("kingdom"), frames=40, progress=False)
    return [film.rows(i) for i in range(len(film))]


@pytest.mark.parametrize("name", WAYS)
@given(seed=st.integers(0, 10_000))
@settings(max_examples=6, deadline=None)
def test_ten_equal_frames_after_ten_moving_ones_move_nothing(name, seed):
    frames = moving(seed=seed)
    still = [frames[-1]] * 10
    drawn = WAYS[name]([*frames, *still])
    for xy in drawn[10:]:
        np.testing.assert_array_equal(xy, drawn[9])
    drawn = WAYS[name]([*still, *frames[::-1]])
    for xy in drawn[:10]:
        np.testing.assert_array_equal(xy, drawn[0])


def test_a_drift_too_slow_to_see_between_two_frames_is_seen_in_the_end():
    frames = moving(frames=400, n=120)
    common = [
        in_common(nearest(a, 10)[0], nearest(b, 10)[0]).mean()
        for a, b in itertools.pairwise(frames)
    ]
    assert np.mean(np.array(common) > neighbourhoods.SAME) > 0.1, "some frames stand still"
    truth, _ = nearest(frames[-1], 10)
    state, drawn = live(frames)
    assert kept(truth, drawn[-1]).mean() > kept(truth, drawn[0]).mean() + 0.2
    assert state.frames == 400


def test_the_same_bits_twice(way):
    frames = moving()
    for a, b in zip(way(frames), way(frames), strict=True):
        np.testing.assert_array_equal(a, b)


def test_replay_cut_anywhere_and_sent_elsewhere_is_the_same(monkeypatch):
    frames, projection = moving(), Neighbourhoods()
    uncut = replay(frames)
    monkeypatch.setattr(neighbourhoods, "WORK", 37 * 60**2)
    state, drawn, steps = projection.start(10), {}, 0
    while not state.finished:
        state, some = projection.step(pickle.loads(pickle.dumps(state)), frames)
        drawn.update(some)
        steps += 1
    assert steps > 40
    assert list(drawn) == list(range(9, -1, -1)), "the last frame comes first"
    for i, xy in enumerate(uncut):
        np.testing.assert_array_equal(drawn[i], xy)


def test_only_frames_that_are_drawn_are_looked_at():
    class Last(list):
        def __getitem__(self, i):
            assert i == 9
            return super().__getitem__(i)

    projection = Neighbourhoods()
    state, drawn = projection.start(10), []
    while not drawn:
        state, drawn = projection.step(state, Last(moving()))
    assert [i for i, _ in drawn] == [9]
    assert state.left == 9 and not state.finished


def test_a_finished_replay_goes_no_further():
    projection = Neighbourhoods()
    state = projection.start(0)
    assert state.finished
    assert projection.step(state, []) == (state, [])


def test_frames_may_be_of_half_precision_and_are_not_changed(way):
    frames = [E.astype(np.float16) for E in moving(3)]
    before = [E.copy() for E in frames]
    for xy in way(frames):
        assert xy.dtype == np.float32 and np.isfinite(xy).all()
    for E, original in zip(frames, before, strict=True):
        np.testing.assert_array_equal(E, original)


def true_to(E, xy):
    return trustworthiness(E, xy, n_neighbors=10, metric="cosine")


JUDGED = (-15, -10, -5, -1)
"""Frames of kingdom that are compared with scikit-learn's."""


@pytest.fixture(scope="module")
def drawn(kingdom):
    """The pictures of kingdom, by either way."""
    return {name: way(kingdom) for name, way in WAYS.items()}


@pytest.fixture(scope="module")
def theirs(kingdom):
    """How true scikit-learn is to each frame; its threads would wait for one another for long."""
    alone = TSNE(perplexity=15, metric="cosine", init="pca", random_state=0)
    with threadpool_limits(1):
        return [true_to(kingdom[i], alone.fit_transform(kingdom[i])) for i in JUDGED]


@pytest.mark.parametrize("name", WAYS)
def test_kingdom_is_drawn_as_truly_as_by_scikit_learn_frame_by_frame(name, kingdom, drawn, theirs):
    ours = [true_to(kingdom[i], drawn[name][i]) for i in JUDGED]
    assert np.mean(ours) >= np.mean(theirs) - 0.02
    assert min(ours) >= 0.94


def test_kingdom_after_five_epochs_is_drawn_truly(way):
    model = ev.SkipGram(dimension=50, epochs=5)
    film = ev.train(model, ev.sample("kingdom"), frames=30, progress=False)
    frames = [film.rows(i) for i in range(len(film))]
    assert true_to(frames[-1], way(frames)[-1]) >= 0.965


@pytest.mark.parametrize("name", WAYS)
def test_no_foresight(name, kingdom, drawn):
    """The untrained picture's neighbours overlap the final ones as the untrained vectors' do."""
    final, _ = nearest(kingdom[-1], 10)
    untrained, _ = nearest(kingdom[0], 10)
    assert kept(final, drawn[name][0]).mean() <= in_common(untrained, final).mean() + 0.01


@pytest.fixture(scope="module")
def cut():
    """Two models that have nothing to do with one another, one after the other."""
    return [*moving(20, n=200)[-2:], *moving(20, n=200, seed=1)[:2]]


def test_a_jump_is_told_of_by_the_frame_after_it(cut):
    state, _ = live(cut)
    assert state.jumps == (2,)
    projection = Neighbourhoods()
    back = projection.start(len(cut))
    while not back.finished:
        back, _ = projection.step(back, cut)
    assert back.jumps == (2,)
    assert live(moving(20))[0].jumps == ()


def test_after_a_jump_the_picture_is_true_and_turned_onto_the_one_before(way, cut):
    drawn = way(cut)
    for E, xy in zip(cut, drawn, strict=True):
        assert kept(nearest(E, 10)[0], xy).mean() > 0.2
    before, after = drawn[1], drawn[2]
    product = after.T @ before
    np.testing.assert_allclose(product, product.T, atol=0.05 * np.abs(product).max() + 1e-3)


def test_words_whose_neighbours_stayed_move_less():
    random = np.random.default_rng(0)
    frames = [moving(3, n=150)[2]]
    for _ in range(8):
        E = frames[-1].copy()
        E[:30] += random.normal(size=(30, 12))
        frames.append(E)
    _, drawn = live(frames)
    ways = [np.linalg.norm(b - a, axis=1) for a, b in itertools.pairwise(drawn)]
    assert np.mean([w[30:].mean() for w in ways]) < 0.45 * np.mean([w[:30].mean() for w in ways])


def test_pictures_are_centred_of_one_radius_and_within_two(way):
    for xy in way(moving()):
        np.testing.assert_allclose(xy.mean(axis=0), 0, atol=1e-6)
        radius = np.sqrt(np.mean(np.sum(xy.astype(float) ** 2, axis=1)))
        assert radius == pytest.approx(neighbourhoods.RADIUS, rel=1e-5)
        assert np.abs(xy).max() <= neighbourhoods.REACH


def test_one_far_word_shrinks_the_picture_to_stay_within_two(way):
    E = np.zeros((200, 2))
    E[0] = 1e4, 0
    (xy,) = way([E])
    assert np.abs(xy).max() == pytest.approx(2)


@pytest.mark.parametrize("d", [1, 2])
def test_one_or_two_dimensions_are_the_picture(d, way):
    frames = [E[:, :d] * 1e-3 + 5 for E in moving(3)]
    for E, xy in zip(frames, way(frames), strict=True):
        shown = np.zeros((60, 2))
        shown[:, :d] = E - E.mean(axis=0)
        scale = np.sum(shown * xy) / np.sum(shown**2)
        np.testing.assert_allclose(xy, shown * scale, atol=1e-5)


@pytest.mark.parametrize("n", [1, 2, 3, 4, 7, 11, 12, 31, 46])
def test_fewer_words_than_neighbours(n, way):
    for xy in way(moving(4, n=n)):
        assert xy.shape == (n, 2)
        assert np.isfinite(xy).all() and np.abs(xy).max() <= 2


def test_seven_words_are_compared_by_some_of_their_neighbours(way):
    """All others are neighbours at all times: compared by all, nothing would ever change."""
    first, *_, last = way(moving(20, n=7))
    assert np.abs(first - last).max() > 0.1


@pytest.mark.parametrize("value", [0.0, 1.0, 0.3, 1e-20])
def test_words_all_in_one_place_stay_in_the_middle(value, way):
    for xy in way([np.full((77, 7), value)] * 3):
        np.testing.assert_array_equal(xy, 0)


def test_words_can_leave_one_place(way):
    together = np.ones((60, 12))
    for xy in (way([together, moving()[-1]])[1], way([moving()[-1], together])[0]):
        assert kept(nearest(moving()[-1], 10)[0], xy).mean() > 0.2


def test_equal_rows(way):
    E = moving()[-1].repeat(3, axis=0)
    (xy,) = way([E])
    assert np.isfinite(xy).all()
    apart = np.linalg.norm(xy[0::3] - xy[1::3], axis=1)
    assert np.median(apart) < 0.1


@pytest.mark.parametrize("d", [1, 2, 5])
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_row_that_is_not_finite_is_named(bad, d, way):
    E = np.ones((20, d))
    E[13, 0] = bad
    with pytest.raises(ValueError, match="row 13"):
        way([E])


def test_a_film_of_one_frame(way):
    (xy,) = way([moving()[-1]])
    assert xy.shape == (60, 2)


@pytest.mark.parametrize("n", [0, 5001])
def test_too_many_words_or_none_are_refused(n, way):
    with pytest.raises(SettingError) as caught:
        way([np.zeros((n, 4))])
    assert (caught.value.setting, caught.value.value, caught.value.high) == ("words", n, 5000)


@pytest.mark.parametrize("perplexity", [1.9, 101, float("nan"), "15", True])
def test_settings_outside_their_range_are_refused(perplexity):
    with pytest.raises(SettingError):
        Neighbourhoods(perplexity=perplexity)


def test_perplexity_says_how_many_neighbours_count():
    E = moving(n=150)[-1]
    near, far = (draw(Neighbourhoods(p), [E])[0] for p in (3, 40))
    assert kept(nearest(E, 2)[0], near).mean() > kept(nearest(E, 2)[0], far).mean()
    assert Neighbourhoods(3) == Neighbourhoods(3.0) and hash(Neighbourhoods()) != 0
