"""Which way of drawing is usual, and what a run drawn by it looks like."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import embviz as ev
from embviz.jobs import train_and_draw, usual_projection
from embviz.jobs.train_and_draw import FilmJob, Look
from embviz.jobs.usual_projection import FRAMES_A_SECOND, frame_s, usual
from embviz.projections import PCA, Neighbourhoods, neighbourhoods
from embviz.training.run import Run

KINGDOM, BIBLE = 225, 1000  # words shown


def test_neighbourhoods_where_they_keep_up_and_show_more():
    assert usual(KINGDOM, 50, sharing=0.5, speed=1.0) == Neighbourhoods()
    assert usual(BIBLE, 50, sharing=0.5, speed=1.0) == PCA(), "nine frames a second"
    assert usual(KINGDOM, 50, sharing=15.5, speed=1.0) == PCA(), "a class of thirty, two cores"
    assert usual(KINGDOM, 50, sharing=0.5, speed=10.0) == PCA(), "a slow machine"
    assert usual(KINGDOM, 2, sharing=0.5, speed=1.0) == PCA(), "two dimensions are the picture"
    assert usual(15, 50, sharing=0.5, speed=1.0) == PCA(), "too few words to tell"


@given(st.integers(2, 5000), st.floats(0.1, 50), st.floats(0.1, 50))
def test_what_is_usual_keeps_up(words, sharing, speed):
    if usual(words, 50, sharing, speed) == Neighbourhoods():
        assert frame_s(words, speed) * sharing <= 1 / FRAMES_A_SECOND
        assert usual(max(words - 1, 21), 50, sharing / 2, speed / 2) == Neighbourhoods()


def test_the_speed_of_a_machine_is_measured():
    assert 0.05 < usual_projection.speed() < 50


@pytest.fixture(scope="module")
def run():
    model = ev.SkipGram(dimension=20, epochs=60, subsampling=0.0)
    return Run(model, ev.sample("tiny"), hide=4, frames=5)


def test_a_run_can_be_drawn_as_neighbourhoods_while_it_is_trained(run, monkeypatch):
    monkeypatch.setattr(neighbourhoods, "JUMP", 0.9)  # so that there is one
    job = FilmJob(run.shown, run, look=Look(Neighbourhoods()))
    state, frames = None, []
    while state is None or not state.finished:  # as the engine does: in parts
        state, new = train_and_draw.train_and_draw(job, state, 0.0, most=5)
        frames += new
    followed = None
    for drawn in frames:
        rows = train_and_draw.shown_rows(run.shown, drawn.snapshot)
        followed, xy = Neighbourhoods().follow(followed, rows)
        np.testing.assert_array_equal(drawn.picture.xy, xy)
    jumps = tuple(i for i, drawn in enumerate(frames) if drawn.picture.jump)
    assert jumps == followed.jumps
    assert jumps, "otherwise this shows nothing of jumps"


def test_the_time_of_drawing_is_part_of_the_estimate(run):
    plain = train_and_draw.estimate_s(run)
    assert usual_projection.estimate_s(run, PCA(), 1.0) == plain
    drawn = usual_projection.estimate_s(run, Neighbourhoods(), 2.0)
    assert drawn == pytest.approx(plain + len(run.moments) * frame_s(len(run.shown), 2.0))
