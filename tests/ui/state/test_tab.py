"""What a tab remembers: the moment that it looks at, also where no map says so."""

import pytest

import embviz as ev
from embviz.jobs.engine import Engine, Inline
from embviz.training.run import Run
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.tab import Tab


@pytest.fixture
def session():
    """A tab with a run of which there is the untrained frame only."""
    engine = Engine(Inline, Inline)
    run = Run(ev.SkipGram(dimension=4, epochs=3), ev.sample("tiny"), frames=7)
    session = Tab()
    session.show(FilmOnScreen.launch(engine, run, name="tiny", sample="tiny"))
    yield session
    engine.close()


def step(session):
    session.source.work.step()
    session.find()


def test_a_sought_epoch_is_waited_for(session):
    session.seek(1.0)
    session.find()
    while session.source.frames[-1].snapshot.epoch < 1.0:
        assert session.rested is None
        step(session)
    assert session.source.frames[session.rested].snapshot.epoch == pytest.approx(1.0, abs=0.3)
    found = session.rested
    step(session)
    assert session.rested == found, "a growing film leaves the moment where it is"


def test_whoever_goes_elsewhere_meanwhile_stays_there(session):
    session.seek(2.0)
    step(session)
    session.rest(0)
    while not session.source.complete:
        step(session)
    assert session.rested == 0


def test_an_epoch_beyond_the_film_is_its_end(session):
    session.seek(99.0)
    while not session.source.complete:
        assert session.rested is None
        step(session)
    assert session.rested == len(session.source.frames) - 1
