"""A watched run: trained, drawn and judged, wherever it is cut and whoever works on it."""

import numpy as np
import pytest

import embviz as ev
from embviz import faithfulness, filming
from embviz.engine import Engine, Inline, process_pool
from embviz.training import Run
from embviz.vectors import nearest

MODEL = ev.SkipGram(dimension=12, epochs=3)


@pytest.fixture(scope="module")
def run():
    return Run(MODEL, ev.sample("kingdom"), seed=3, frames=30)


@pytest.fixture(scope="module")
def whole(run):
    """All shots, from one uncut stretch of work."""
    state, shots = filming.shoot(run, None, 1e9)
    assert state.finished
    return shots


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
    for i, shot in enumerate(whole):
        np.testing.assert_array_equal(shot.picture.xy, xy[i])
        neighbours, _ = nearest(film.rows(i), 10)
        np.testing.assert_array_equal(shot.picture.neighbours, neighbours)
        assert shot.picture.trust == pytest.approx(faithfulness.kept(neighbours, xy[i]).mean() * 10)


def test_frame_by_frame_is_the_same_film(run, whole):
    state, shots = None, []
    while state is None or not state.finished:
        state, new = filming.shoot(run, state, 0.0, most=1)
        assert len(new) <= 1
        shots += new
    assert_equal_shots(shots, whole)


@pytest.mark.parametrize("start_executor", [Inline, lambda: process_pool(2, filming.warm)])
def test_any_executor_makes_the_same_film(run, whole, start_executor):
    engine = Engine(start_executor)
    sent = Run(MODEL, run.corpus.without_text(), seed=3, frames=30)
    assert sent.hash == run.hash
    work = engine.launch(filming.shoot, sent, None)
    assert work.wait(len(whole), 60)
    work.wait(len(whole) + 1, 5)
    assert work.status == "done"
    assert_equal_shots(work.results, whole)
    engine.close()


def test_no_foresight_the_untrained_picture_knows_nothing_of_the_final_model(run, whole):
    first, last = whole[0].picture, whole[-1].picture
    final = last.neighbours
    seen = faithfulness.kept(final, first.xy).mean()
    true = (
        np.mean([len(set(a) & set(b)) for a, b in zip(first.neighbours, final, strict=True)]) / 10
    )
    assert seen <= true + 0.02
