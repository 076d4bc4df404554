"""What a map is told of a classifier's film: accuracy beside the loss, and how far words moved."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

import embviz as ev
from embviz.jobs.engine import Engine, Inline
from embviz.text.labelled import Labelled
from embviz.training.run import Run
from embviz.ui.map.messages import message
from embviz.ui.state import server
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.map_state import MapState
from embviz.ui.state.tab import Tab
from tests.wordmap.decoding import decode

UNSORTED = ("river", "forest", "bridge")
LABELS = ["good"] * 12 + ["bad"] * 6 + [None]


@pytest.fixture
def corpus():
    good = [f"a {word} film {i}" for i in range(4) for word in ("fine", "great", "warm")]
    bad = [f"a {word} film {i}" for i in range(3) for word in ("poor", "dull")]
    return Labelled.of([*good, *bad, " ".join(UNSORTED)], LABELS)


@pytest.fixture
def engine(monkeypatch):
    made = Engine(Inline, Inline)
    monkeypatch.setattr(server, "engine", lambda: made)
    yield made
    made.close()


def launched(engine, run):
    return FilmOnScreen.launch(engine, run, name="reviews", sample=None)


class Map:
    """A map of a film, and what it is told."""

    def __init__(self, source, **wishes):
        self.source = source
        self.shown = MapState(source, called="Reviews", note="A note.")
        self.tab = Tab(self.shown, **wishes)

    def told(self):
        return decode(message(self.tab, self.shown, self.source))

    def to_frame(self, frames):
        self.source.work.run_to(frames)

    def to_the_end(self):
        self.source.work.resume()
        assert self.source.complete


@pytest.fixture
def run(corpus):
    return Run(ev.CNN(dimension=8, epochs=6), corpus, frames=9)


def test_accuracy_comes_with_its_frames_and_again_where_these_got_lost(engine, run):
    shown = Map(launched(engine, run))
    came = []
    for go in (lambda: None, lambda: shown.to_frame(4), shown.to_the_end):
        go()
        header = shown.told().header
        assert header["first"] == len(came)
        came += header["scores"]
    assert "scores" not in shown.told().header, "said once"
    film = ev.train(run.model, run.corpus, frames=9, progress=False)
    np.testing.assert_allclose(came, film.scores[:, :2], rtol=0, atol=5.1e-4)
    shown.shown.sent = shown.shown.sent.without(3, (), ())
    again = shown.told().header
    assert (again["first"], again["scores"]) == (3, came[3:])


def test_chance_is_the_share_of_the_commonest_class(engine, run):
    assert Map(launched(engine, run)).told().header["chance"] == pytest.approx(12 / 18, abs=1e-3)


def test_other_models_have_no_accuracy(engine, corpus):
    model = ev.SkipGram(dimension=4, epochs=2)
    header = Map(launched(engine, Run(model, corpus, frames=3))).told().header
    assert header["frames"] and not {"scores", "chance"} & header.keys()


def expected_ways(source, which="E"):
    """How far words moved by the frames' own arrays, in half precision: (F, n)."""

    def rows(snapshot):
        matrices = [snapshot.matrices[name] for name in which.split("+")]
        some = [each[source.film.shown] if snapshot.whole else each for each in matrices]
        return sum(each.astype(np.float16).astype(float) for each in some)

    frames = [rows(drawn.snapshot) for drawn in source.frames]
    unit = np.linalg.norm(frames[0], axis=1).mean()
    return np.array([np.linalg.norm(each - frames[0], axis=1) for each in frames]) / (unit or 1)


def test_words_that_no_labelled_sentence_contains_have_not_moved_at_all(engine, run):
    shown = Map(launched(engine, run), colour="moved")
    for go in (lambda: None, *[partial(shown.to_frame, i) for i in range(2, 9)], shown.to_the_end):
        go()
        for layer in shown.told().layers:
            ways = expected_ways(shown.source)[layer.first :]
            np.testing.assert_allclose(layer.values, ways, rtol=0, atol=layer.high / 200)
            np.testing.assert_array_equal(layer.values == 0, ways == 0)
    assert not shown.told().layers, "said once"
    still = {word for i, word in enumerate(shown.source.words) if not layer.values[-1, i]}
    assert still == set(UNSORTED), "also in the last frame, which is whole"
    assert not layer.values[0].any()


def test_the_shortest_way_is_not_rounded_to_none(engine, run, monkeypatch):
    shown = Map(launched(engine, run), colour="moved")
    ways = np.linspace(0, 1, len(shown.source.words), dtype=np.float32)[None] ** 9
    monkeypatch.setattr(FilmOnScreen, "moved", lambda *asked: ways)
    (layer,) = shown.told().layers
    assert ways[0, 1] < layer.high / 1000
    np.testing.assert_array_equal(layer.values == 0, ways == 0)


def test_a_frozen_matrix_did_not_move(engine, run):
    shown = Map(launched(engine, replace(run, freeze="all")), colour="moved")
    shown.to_the_end()
    (layer,) = shown.told().layers
    assert layer.high == 0 and not layer.values.any()


@pytest.mark.parametrize("which", ["E", "U", "E+U"])
def test_it_is_the_matrix_on_screen_that_moved(engine, corpus, which):
    run = Run(ev.SkipGram(dimension=4, epochs=2, spread_U=0.0), corpus, frames=5)
    shown = Map(launched(engine, run), colour="moved", vectors=which)
    shown.to_the_end()
    alone = Map(shown.source, colour="moved", vectors=which, only=shown.source.words[2:6])
    for each, words in ((shown, slice(None)), (alone, slice(2, 6))):
        data = message(each.tab, each.shown, each.source)
        (layer,) = decode(data).layers
        ways = expected_ways(shown.source, which)[:, words]
        np.testing.assert_allclose(layer.values, ways, rtol=0, atol=layer.high / 200)
        told = decode(data).header["layers"][0]
        assert told["absolute"] is (which == "U"), "U starts at 0"
