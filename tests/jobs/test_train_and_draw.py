"""A watched run: trained, drawn and judged, wherever it is cut and whoever works on it."""

from dataclasses import replace

import numpy as np
import pytest

import embviz as ev
from embviz.jobs import train_and_draw
from embviz.jobs.engine import Engine, Inline, process_pool
from embviz.jobs.train_and_draw import Drawing, DrawJob, FilmJob, Look
from embviz.measures import trust
from embviz.projections import PCA, Neighbourhoods
from embviz.projections.axes import Axes, Poles, spread, thrown
from embviz.training.run import Run
from embviz.vectors.vectors import nearest

MODEL = ev.SkipGram(dimension=12, epochs=3)


@pytest.fixture(scope="module")
def run():
    return Run(MODEL, ev.sample("kingdom"), seed=3, frames=30)


@pytest.fixture(scope="module")
def whole(run):
    """All shots, from one uncut stretch of work."""
    state, frames = train_and_draw.train_and_draw(FilmJob(run.shown, run), None, 1e9)
    assert state.finished
    return frames


def assert_equal_shots(left, right):
    assert len(left) == len(right)
    for a, b in zip(left, right, strict=True):
        assert (a.picture.epoch, a.picture.loss, a.picture.trust) == (
            b.picture.epoch,
            b.picture.loss,
            b.picture.trust,
        )
        np.testing.assert_array_equal(a.picture.xy, b.picture.xy)
        np.testing.assert_array_equal(a.snapshot.E, b.snapshot.E)
        np.testing.assert_array_equal(a.picture.neighbours, b.picture.neighbours)


def test_pictures_are_those_of_project_and_judged_by_true_neighbours(run, whole):
    film = ev.train(MODEL, run.corpus, seed=3, frames=30, progress=False)
    xy = ev.project(film, "pca")
    assert len(whole) == len(film)
    for i, drawn in enumerate(whole):
        np.testing.assert_array_equal(drawn.picture.xy, xy[i])
        neighbours, _ = nearest(film.rows(i), 10)
        np.testing.assert_array_equal(drawn.picture.neighbours, neighbours)
        assert drawn.picture.trust == pytest.approx(trust.kept(neighbours, xy[i]).mean() * 10)


def test_frame_by_frame_is_the_same_film(run, whole):
    state, frames = None, []
    while state is None or not state.finished:
        state, new = train_and_draw.train_and_draw(FilmJob(run.shown, run), state, 0.0, most=1)
        assert len(new) <= 1
        frames += new
    assert_equal_shots(frames, whole)


@pytest.mark.parametrize("start_executor", [Inline, lambda: process_pool(2, train_and_draw.warm)])
def test_any_executor_makes_the_same_film(run, whole, start_executor):
    engine = Engine(start_executor)
    sent = Run(MODEL, run.corpus.without_text(), seed=3, frames=30)
    assert sent.hash == run.hash
    work = engine.launch(train_and_draw.train_and_draw, FilmJob(sent.shown, sent), None)
    assert work.wait(len(whole), 60)
    work.wait(len(whole) + 1, 5)
    assert work.status == "done"
    assert_equal_shots(work.results, whole)
    engine.close()


def test_no_foresight_the_untrained_picture_knows_nothing_of_the_final_model(run, whole):
    first, last = whole[0].picture, whole[-1].picture
    final = last.neighbours
    seen = trust.kept(final, first.xy).mean()
    true = (
        np.mean([len(set(a) & set(b)) for a, b in zip(first.neighbours, final, strict=True)]) / 10
    )
    assert seen <= true + 0.02


def redrawn(run, whole, look, cuts=()):
    """Pictures drawn in another way; with cuts one by one, as if frames were added there."""
    pictures, before, first = {}, None, 0
    for cut in cuts or (None,):
        snapshots = [drawn.snapshot for drawn in whole[first:cut]]
        frames = DrawJob(look, run.shown, snapshots, growing=bool(cuts), first=first)
        state = Drawing(before)
        while not state.finished:
            state, new = train_and_draw.redraw(frames, state, 0.0)
            pictures.update(new)
        first, before = cut, state.state
    return [pictures[i] for i in range(len(whole))]


def test_in_space_it_is_what_project_says_with_neighbours_and_trust_in_space(run, whole):
    film = ev.train(MODEL, run.corpus, seed=3, frames=30, progress=False)
    xyz = ev.project(film, PCA(axes=3))
    for i, picture in enumerate(redrawn(run, whole, Look(PCA(axes=3)))):
        np.testing.assert_array_equal(picture.xy, xyz[i])
        np.testing.assert_array_equal(picture.neighbours, whole[i].picture.neighbours)
        kept = trust.kept(picture.neighbours, picture.xy) * 10
        np.testing.assert_allclose(picture.kept, kept, atol=1e-5)


def test_the_plain_look_drawn_again_is_the_picture_drawn_live(run, whole):
    for picture, drawn in zip(redrawn(run, whole, Look()), whole, strict=True):
        np.testing.assert_array_equal(picture.xy, drawn.picture.xy)


def test_some_words_alone_are_projected_and_judged_alone(run, whole):
    alone = (3, 10, 11, 40, 90, 100, 120)
    pictures = redrawn(run, whole, Look(words=alone))
    for picture, drawn in zip(pictures, whole, strict=True):
        E = train_and_draw.shown_rows(run.shown, drawn.snapshot)[list(alone)]
        neighbours, _ = nearest(E, 10)
        np.testing.assert_array_equal(picture.neighbours, neighbours)
        assert picture.xy.shape == (len(alone), 2)
        assert np.isnan(picture.trust), "too few to judge"


def test_a_film_that_grows_is_drawn_on_as_if_it_had_been_whole(run, whole):
    look = Look(PCA(axes=3))
    at_once = redrawn(run, whole, look)
    in_parts = redrawn(run, whole, look, cuts=(4, 5, len(whole)))
    for a, b in zip(at_once, in_parts, strict=True):
        np.testing.assert_array_equal(a.xy, b.xy)


def test_a_film_that_was_loaded_is_drawn_and_goes_on(run, whole):
    state, frames = None, []
    while len(frames) < 7:
        state, new = train_and_draw.train_and_draw(FilmJob(run.shown, run), state, 0.0, most=1)
        frames += new
    earlier = tuple(drawn.snapshot for drawn in frames)
    job = FilmJob(run.shown, run, earlier)
    _, again = train_and_draw.train_and_draw(job, train_and_draw.begin(job, state.training), 1e9)
    assert_equal_shots(again, whole)


def test_a_film_without_its_run_is_drawn_to_its_end(run, whole):
    job = FilmJob(run.shown, None, tuple(drawn.snapshot for drawn in whole))
    state, frames = train_and_draw.train_and_draw(job, None, 1e9)
    assert state.finished
    assert_equal_shots(frames, whole)


@pytest.fixture(scope="module")
def torn(run, whole):
    """A film of two frames that are alike, and two that have nothing to do with these."""
    return [whole[0], whole[1], whole[-2], whole[-1]]


@pytest.mark.parametrize("cuts", [(2, 3, 4), (1, 4)])
def test_a_film_that_grows_tells_of_a_jump_with_its_frame_whatever_job_draws_it(run, torn, cuts):
    pictures = redrawn(run, torn, Look(Neighbourhoods()), cuts)
    assert [picture.jump for picture in pictures] == [False, False, True, False]


def test_a_film_drawn_from_its_end_tells_of_jumps_when_it_is_done(run, torn):
    frames = DrawJob(Look(Neighbourhoods()), run.shown, [drawn.snapshot for drawn in torn])
    state, _ = train_and_draw.redraw(frames, Drawing(), 1e9)
    assert state.finished
    assert train_and_draw.jumps(state) == (2,)
    assert (
        train_and_draw.jumps(train_and_draw.redraw(replace(frames, look=Look()), Drawing(), 1e9)[0])
        == ()
    )


def test_pictures_by_components_tell_what_these_hold(run, whole):
    for picture in redrawn(run, whole[::10], Look(PCA(axes=3))):
        assert len(picture.explained) == 3
        assert 0 < sum(picture.explained) <= 1
    drawn = whole[-1]
    rows = train_and_draw.shown_rows(run.shown, drawn.snapshot)
    assert drawn.picture.explained == PCA().explained(rows, drawn.picture.xy)
    (other,) = redrawn(run, whole[-1:], Look(Neighbourhoods()))
    assert other.explained == ()


def test_axes_are_measured_at_one_frame(run, whole):
    axes = Axes(Poles((0,), (1,)), Poles((2,), (3,)))
    frames = DrawJob(Look(axes), run.shown, [whole[-1].snapshot])
    gauge = train_and_draw.gauge(frames)
    E = train_and_draw.shown_rows(run.shown, whole[-1].snapshot)
    assert gauge == train_and_draw.Gauge(spread(E, axes), thrown(E, axes), axes.angle(E))
    with pytest.raises(TypeError, match="only axes"):
        train_and_draw.gauge(replace(frames, look=Look()))


def test_half_rows_do_not_tell_the_last_frame_from_others(run, whole):
    last = whole[-1].snapshot
    assert last.whole
    halved = {name: matrix.astype(np.float16) for name, matrix in last.matrices.items()}
    kept = replace(last, matrices={name: rows[run.shown] for name, rows in halved.items()})
    for which in ("E", "U", "E+U"):
        rows = train_and_draw.half_rows(run.shown, last, which)
        np.testing.assert_array_equal(rows, train_and_draw.half_rows(run.shown, kept, which))
        exact = train_and_draw.shown_rows(run.shown, last, which)
        np.testing.assert_allclose(rows, exact, atol=0.01)
        assert (rows != exact).any()
