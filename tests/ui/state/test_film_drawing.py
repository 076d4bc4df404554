"""A film drawn in another way, by whatever jobs."""

import pytest

import embviz as ev
from embviz.jobs.engine import Engine, Inline
from embviz.jobs.train_and_draw import Look
from embviz.projections import Neighbourhoods
from embviz.ui.state.film_drawing import FilmDrawing


@pytest.fixture(scope="module")
def film():
    """Untrained, hardly trained, and trained."""
    model = ev.SkipGram(dimension=50, epochs=20)
    return ev.train(model, ev.sample("kingdom"), frames=3, progress=False)


def pictures_of(redrawing, snapshots, complete):
    for _ in range(1000):
        pictures = redrawing.follow(snapshots, complete)
        if len(pictures) == len(snapshots):
            return pictures
    raise AssertionError(f"only {len(pictures)} of {len(snapshots)} frames")


@pytest.mark.parametrize("cuts", [(3,), (1, 3), (2, 3)])
def test_the_step_from_the_untrained_model_to_a_trained_one_is_a_jump(film, cuts):
    engine = Engine(Inline)
    redrawing = FilmDrawing(engine, film.shown, Look(Neighbourhoods()))
    for cut in cuts:
        pictures = pictures_of(redrawing, film.snapshots[:cut], complete=cut == 3)
    assert [picture.jump for picture in pictures] == [False, False, True]
    engine.close()
