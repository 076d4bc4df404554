"""Learning curves as works: each point is a plain run, wherever it is cut."""

import math
from dataclasses import replace

import numpy as np
import pytest

import embviz as ev
from embviz.errors import SettingError
from embviz.jobs.engine import Engine, Inline
from embviz.jobs.learning_curves import Curves, Task, launch, points, usual_sizes
from embviz.jobs.many_runs import Left, carry_on, deal, estimate_s
from embviz.measures.learning_curves import MODES, summary, verdict
from tests.measures.planted_labels import BAD, GOOD, praise

LABELLED = praise(120)
MODEL = ev.Bag(epochs=3)


def vectors():
    """Words of praise to one side, words of blame to the other."""
    rng = np.random.default_rng(0)
    side = {word: 1.0 for word in GOOD} | {word: -1.0 for word in BAD}
    E = rng.normal(scale=0.1, size=(len(LABELLED.words), 6))
    E[:, 0] += [side.get(word, 0.0) for word in LABELLED.words]
    return ev.Vectors(LABELLED.words, E.astype(np.float32))


@pytest.fixture(scope="module")
def curves():
    return Curves.of(MODEL, LABELLED, vectors(), sizes=(50, 20), seeds=2)


@pytest.fixture(scope="module")
def whole(curves):
    state, found = carry_on(curves, Left(curves.tasks), 1e9)
    assert state.finished
    return found


def results(found):
    return [(p.size, p.mode, p.seed, p.accuracy, p.tested) for p in found]


def test_a_point_is_the_accuracy_of_a_plain_run(whole):
    for point in whole:
        start = None if point.mode == "random" else vectors()
        film = ev.train(
            replace(MODEL, dimension=6),
            LABELLED.first(point.size),
            seed=point.seed,
            frames=2,
            start=start,
            freeze="all" if point.mode == "frozen" else 0,
            progress=False,
        )
        assert point.accuracy == film.scores[-1][2]
        assert point.tested == len(LABELLED.parts(point.seed).test)
        assert point.seconds > 0


def test_the_picture_fills_in_evenly(curves, whole):
    places = [(p.size, p.mode, p.seed) for p in whole]
    assert places == [(s, m, seed) for seed in (0, 1) for s in (20, 50) for m in MODES]
    assert places == list(curves.tasks)


@pytest.mark.parametrize("most", [None, 1])
def test_wherever_it_is_cut_it_finds_the_same(curves, whole, most):
    state, found, calls = Left(curves.tasks), [], 0
    while not state.finished:
        state, more = carry_on(curves, state, 0.0 if most is None else 1e9, most)
        found += more
        calls += 1
        assert len(more) <= 1
    assert results(found) == results(whole)
    assert calls == len(whole) if most else calls > 3 * len(whole)


@pytest.mark.parametrize("works", [1, 2, 3, 50])
def test_runs_are_dealt_once_each_and_evenly(curves, works):
    shares = deal(curves, works)
    assert len(shares) == min(works, 12)
    assert sorted(task for share in shares for task in share.left) == sorted(curves.tasks)
    for share in shares:
        assert list(share.left) == [task for task in curves.tasks if task in share.left]
    assert shares[0].left[0] == Task(20, "random", 0)
    assert max(len(share.left) for share in shares) <= 12 / len(shares) + 1
    assert estimate_s(curves, 2) == pytest.approx(estimate_s(curves, 1) / 2)


def test_works_find_all_of_it_and_can_pause(curves, whole):
    engine = Engine(Inline)
    try:
        works = launch(engine, curves, 2, run=False)
        assert points(works) == () and len(works) == 4
        for work in works:
            work.step()
        assert len(points(works)) == 4
        assert {work.status for work in works} == {"paused"}
        for work in works:
            work.resume()
        assert {work.status for work in works} == {"done"}
        assert results(points(works)) == results(whole)
    finally:
        engine.close()


def test_sizes_are_those_that_there_are_and_all_if_far_more():
    most = len(LABELLED.parts(0).training)
    assert 50 < most < 75 and usual_sizes(LABELLED) == (20, 50)
    assert usual_sizes(praise(130)) == (20, 50, len(praise(130).parts(0).training))
    assert len(praise(34).parts(0).training) == 20
    assert usual_sizes(praise(34)) == (20,)
    assert usual_sizes(praise(20)) == (len(praise(20).parts(0).training),)
    assert Curves.of(MODEL, LABELLED).sizes == usual_sizes(LABELLED)


def test_without_a_start_all_begin_at_random():
    assert Curves.of(MODEL, LABELLED).modes == ("random",)
    with pytest.raises(ValueError, match="frozen"):
        Curves(MODEL, LABELLED, None, (20,), ("random", "frozen"), (0,))
    with pytest.raises(ValueError, match="at least"):
        Curves.of(MODEL, LABELLED, seeds=0)
    with pytest.raises(SettingError):
        Curves.of(MODEL, LABELLED, sizes=(1, 20))


def test_a_run_that_diverges_is_a_point_without_accuracy():
    labelled = praise(60)
    far = ev.Vectors(labelled.words, np.full((len(labelled.words), 3), 1.0, np.float32))
    curves = Curves.of(replace(MODEL, dimension=3), labelled, far, sizes=(20,), seeds=1)
    huge = np.where(np.arange(len(labelled.words))[:, None] % 2, 1e5, -1e5)
    broken = replace(curves, start=np.broadcast_to(huge, (len(huge), 3)).astype(np.float32))
    state, found = carry_on(broken, Left(broken.tasks), 1e9)
    assert state.finished
    assert [math.isnan(p.accuracy) for p in found] == [False, True, True]
    assert [band.mode for band in summary(found)] == ["random"]


def test_a_start_that_knows_the_words_pays_with_few_labels():
    labelled = praise(160, negated=False)
    curves = Curves.of(ev.Bag(), labelled, vectors(), sizes=(8,), seeds=6)
    _, found = carry_on(curves, Left(curves.tasks), 1e9)
    said = verdict(found, chance=0.5)
    assert said.answered == "pays" and [each.size for each in said.pays] == [8]
    assert not any(
        (f.mode, f.answer) == ("tuned", "better") for f in said.facts if f.than == "frozen"
    )
