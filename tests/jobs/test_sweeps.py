"""Sweeps and ensembles as works: each point is a plain run, wherever it is cut."""

import math
from dataclasses import replace

import numpy as np
import pytest

import embviz as ev
from embviz.errors import Diverged, SettingError, TextError
from embviz.jobs import many_runs
from embviz.jobs.engine import Engine, Inline
from embviz.jobs.many_runs import Left, carry_on
from embviz.jobs.sweeps import (
    Sweep,
    Task,
    check_cost,
    examine_again,
    in_order,
    launch,
    members,
    points,
    table,
)
from embviz.measures import Exam, Rating, analogy_accuracy, planted_precision
from embviz.training.run import Run
from embviz.ui.texts import say

CORPUS = ev.sample("tiny")
MODEL = ev.SkipGram(epochs=2, subsampling=0.0)
CHEAP = {"dimension": [2, 5], "epochs": (1, 3)}


def carried_out(job):
    state, found = carry_on(job, Left(job.tasks), 1e9)
    assert state.finished
    return found


@pytest.fixture(scope="module")
def job():
    return Sweep.of(MODEL, CORPUS, seeds=2, **CHEAP)


@pytest.fixture(scope="module")
def whole(job):
    return carried_out(job)


def results(found):
    return [(p.values, p.seed, p.run, p.loss, p.marks.precision) for p in in_order(found)]


def test_a_point_is_a_plain_run(job, whole):
    assert [(p.values, p.seed) for p in in_order(whole)] == [
        ((d, epochs), seed) for d in (2, 5) for epochs in (1, 3) for seed in (0, 1)
    ]
    for point in whole:
        d, epochs = point.values
        model = replace(MODEL, dimension=d, epochs=epochs)
        film = ev.train(model, CORPUS, seed=point.seed, frames=2, progress=False)
        vectors = film.vectors()
        assert (point.loss, point.run) == (film[-1].loss, film.recipe.run)
        assert (point.vectors == vectors.matrix).all()
        assert point.marks.precision == planted_precision(vectors, CORPUS.answers.groups)
        expected = analogy_accuracy(vectors, CORPUS.answers.analogies)
        assert point.marks.accuracy == pytest.approx(expected, nan_ok=True)
        assert point.parameters == 2 * len(CORPUS.words) * d
        assert point.bytes == vectors.matrix.nbytes
        assert point.seconds > 0
        near = {CORPUS.words[i] for i in point.neighbours[0]}
        assert near == {word for word, _ in vectors.most_similar(CORPUS.words[0], 10)}


def test_the_cheapest_comes_first_and_seed_follows_seed(job, whole):
    assert [(p.values, p.seed) for p in whole] == [
        (job.places[place].values, seed) for place, seed in job.tasks
    ]
    assert [task.seed for task in job.tasks] == [0] * 4 + [1] * 4
    costs = [job.seconds(task) for task in job.tasks[:4]]
    assert costs == sorted(costs)


@pytest.mark.parametrize("most", [None, 1])
def test_wherever_it_is_cut_it_finds_the_same(job, whole, most):
    state, found, calls = Left(job.tasks), [], 0
    while not state.finished:
        state, more = carry_on(job, state, 0.0 if most is None else 1e9, most)
        found += more
        calls += 1
    assert results(found) == results(whole)
    assert calls == len(whole) if most else calls > len(whole)


@pytest.mark.parametrize("works", [1, 2, 3, 50])
def test_runs_are_dealt_once_each_and_evenly(job, works):
    shares = many_runs.deal(job, works)
    assert sorted(task for share in shares for task in share.left) == sorted(job.tasks)
    assert shares[0].left[0] == job.tasks[0]
    loads = [sum(map(job.seconds, share.left)) for share in shares]
    assert max(loads) - min(loads) <= max(map(job.seconds, job.tasks))
    assert many_runs.estimate_s(job) == pytest.approx(sum(loads))


def test_works_pause_go_on_and_leave_out_what_is_known(job, whole):
    engine = Engine(Inline)
    try:
        works = launch(engine, job, 2, run=False)
        for work in works:
            work.step()
        first = points(works)
        assert len(first) == len(works) == 4
        assert {work.status for work in works} <= {"paused", "done"}
        for work in works:
            work.resume()
        assert results(points(works)) == results(whole)
        again = launch(engine, job, 2, known=first)
        assert sum(len(work.results) for work in again) == 4
        assert results(points(again, first)) == results(whole)
    finally:
        engine.close()


def test_a_sweep_goes_on_from_what_another_found(monkeypatch):
    first = ev.sweep(MODEL, CORPUS, seeds=2, dimension=[2, 3], progress=False)
    trained = []
    monkeypatch.setattr(many_runs, "start", lambda run: trained.append(run) or ev.start(run))
    more = ev.sweep(
        MODEL, CORPUS, seeds=2, dimension=[2, 4], min_count=[1], found=first, progress=False
    )
    assert [(row["dimension"], row["min_count"], row["seed"]) for row in more] == [
        (d, 1, seed) for d in (2, 4) for seed in (0, 1)
    ]
    assert {run.model.dimension for run in trained} == {4} and len(trained) == 2
    assert [row["run"] for row in more[:2]] == [row["run"] for row in first[:2]]


def test_what_is_known_costs_nothing(job, whole):
    with pytest.raises(SettingError) as caught:
        check_cost(job, limit_s=1e-9, known=whole[1:])
    assert (caught.value.reason, caught.value.runs) == ("too_long", 1)
    check_cost(job, limit_s=1e-9, known=whole)


def test_points_are_examined_again_by_something_else(job, whole):
    ratings = (Rating("king", "queen", 9), Rating("king", "bread", 1), Rating("man", "woman", 7))
    other = replace(job, exam=Exam(ratings=ratings))
    lost = replace(whole[0], vectors=None)
    engine = Engine(Inline)
    (work,) = examine_again(engine, other, [lost, *whole[1:]])
    assert work.results[0].vectors is None and work.results[0].run == lost.run
    for before, after in zip(whole[1:], work.results[1:], strict=True):
        assert (after.run, after.loss) == (before.run, before.loss)
        expected = ev.compare_ratings(ev.Vectors(CORPUS.words, before.vectors), ratings)
        assert after.marks.spearman == pytest.approx(expected.spearman.value, nan_ok=True)
        assert math.isnan(after.marks.precision)
    assert examine_again(engine, other, []) == ()
    engine.close()


def test_min_count_is_swept_by_reading_again():
    text = "The king rules. The queen rules. The king eats bread. The queen eats bread too. " * 3
    corpus = ev.Corpus.from_text(text + "A rare word stands here once.", min_count=1)
    found = ev.sweep(MODEL, corpus, seeds=1, min_count=[1, 2, 3], progress=False)
    words = [row["parameters"] // (2 * MODEL.dimension) for row in found]
    kept = [len(ev.Corpus.from_text(corpus.text, min_count=n).words) for n in (1, 2, 3)]
    assert words == kept and kept[0] > kept[1] == kept[2]
    (elbow,) = found.elbows
    assert elbow.reason == "other_predictions"
    with pytest.raises(TextError, match="without its text"):
        ev.sweep(MODEL, corpus.without_text(), min_count=[1, 2], progress=False)
    with pytest.raises(TextError) as caught:
        ev.sweep(MODEL, corpus, min_count=[1, 999], progress=False)
    assert caught.value.reason == "all_rare"


@pytest.mark.parametrize(("text", "loss_on"), [("tiny", "training"), ("kingdom", "held-out")])
def test_a_table_knows_what_its_losses_are_of(text, loss_on):
    job = Sweep.of(MODEL, ev.sample(text), seeds=2, dimension=[2, 4])
    assert job.run(job.tasks[0]).loss_on == table(job, ()).loss_on == loss_on


def test_a_table_knows_the_loss_before_training():
    model, corpus = ev.SkipGram(epochs=1), ev.sample("kingdom")
    job = Sweep.of(model, corpus, seeds=2, dimension=[3])
    film = ev.train(replace(model, dimension=3), corpus, frames=2, progress=False)
    assert table(job, ()).before == film[0].loss > film[-1].loss
    assert math.isnan(Sweep.of(MODEL, CORPUS, seeds=2, dimension=[3]).before)
    slow = replace(model, learning_rate=1e-4)
    (elbow,) = ev.sweep(slow, corpus, dimension=[2, 8], seeds=3, progress=False).elbows
    assert elbow.reason == "unlearned"


def test_a_run_that_diverges_is_a_missing_point_and_the_others_stand():
    model = ev.ExactSkipGram(dimension=4, epochs=40)
    job = Sweep.of(model, CORPUS, seeds=2, learning_rate=[1.0, 100.0])
    found = table(job, carried_out(job))
    assert [math.isnan(row["loss"]) for row in found] == [False, False, True, True]
    assert [math.isnan(row["agreement"]) for row in found] == [False, False, True, True]
    assert [band.values for band in found.bands()] == [(1.0,)]
    assert all(row["parameters"] > 0 for row in found)
    with pytest.raises(Diverged):
        ev.ensemble(replace(model, learning_rate=100.0), CORPUS, seeds=2, progress=False)


def test_classifiers_and_models_with_sums_are_swept_too():
    labelled = ev.labelled("sentiment").first(20)
    (one, two) = ev.sweep(ev.Bag(epochs=1), labelled, seeds=1, dimension=[2, 4], progress=False)
    assert math.isfinite(one["loss"]) and two["parameters"] > one["parameters"]
    assert not math.isfinite(one["planted"]) or labelled.answers is not None
    job = Sweep.of(ev.GloVe(epochs=1), CORPUS, seeds=1, dimension=[3])
    (point,) = carried_out(job)
    film = ev.train(ev.GloVe(dimension=3, epochs=1), CORPUS, frames=2, progress=False)
    assert (point.vectors == film.vectors().matrix).all()
    with pytest.raises(SettingError) as caught:
        ev.sweep(ev.Bag(), labelled, min_count=[1, 2])
    assert caught.value.reason == "unknown_setting"


def test_an_exam_of_ones_own_takes_the_place_of_what_was_planted():
    people = ev.read_ratings("king\tqueen\t8.6\nking\tbread\t1.0\nman\twoman\t8.3\nman\tmilk\t1")
    exam = ev.Exam(ratings=people)
    (row,) = ev.sweep(MODEL, CORPUS, seeds=1, dimension=[4], exam=exam, progress=False)
    assert -1 <= row["rated"] <= 1 and math.isnan(row["planted"])


BAD = [
    ({}, "swept_settings"),
    ({"dimension": [2], "window": [2], "epochs": [2]}, "swept_settings"),
    ({"dimensions": [2]}, "unknown_setting"),
    ({"name": ["a"]}, "unknown_setting"),
    ({"dimension": []}, "empty_range"),
    ({"dimension": range(10, 2)}, "empty_range"),
    ({"dimension": [10, 2]}, "not_rising"),
    ({"dimension": [2, 2]}, "not_rising"),
    ({"dimension": [0, 2]}, "out_of_range"),
    ({"dimension": [2, 5000]}, "out_of_range"),
    ({"dimension": [2.5]}, "out_of_range"),
    ({"learning_rate": [math.nan]}, "out_of_range"),
    ({"min_count": [0, 2]}, "out_of_range"),
    ({"dimension": range(1, 100), "window": range(1, 40)}, "many_runs"),
    ({"dimension": [2], "seeds": 0}, "out_of_range"),
    ({"dimension": [2], "seeds": True}, "out_of_range"),
    ({"epochs": [10_000], "limit_s": 0.5}, "too_long"),
]


@pytest.mark.parametrize(("given", "reason"), BAD)
def test_bad_input_is_refused_with_its_facts_before_anything_is_trained(given, reason):
    with pytest.raises(SettingError) as caught:
        ev.sweep(MODEL, CORPUS, progress=False, **given)
    assert caught.value.reason == reason
    worded = say("errors", reason, **caught.value.facts)
    assert "{" not in worded


@pytest.mark.parametrize("workers", [0, -1, 1.5, 10**6])
def test_workers_out_of_range_are_refused(workers):
    for begin in (
        lambda **how: ev.sweep(MODEL, CORPUS, dimension=[2], **how),
        lambda **how: ev.ensemble(MODEL, CORPUS, **how),
        lambda **how: ev.over_time(MODEL, {"1990s": CORPUS, "2000s": CORPUS}, **how),
    ):
        with pytest.raises(SettingError) as caught:
            begin(workers=workers, progress=False)
        assert (caught.value.reason, caught.value.setting) == ("out_of_range", "workers")


def test_facts_of_what_is_refused():
    def facts(**given):
        with pytest.raises(SettingError) as caught:
            ev.sweep(MODEL, CORPUS, progress=False, **given)
        return caught.value

    fault = facts(dimension=[2, 10, 5])
    assert (fault.setting, fault.before, fault.value) == ("dimension", 10, 5)
    fault = facts(dimension=[2, 5000])
    assert (fault.setting, fault.value, fault.high) == ("dimension", 5000, 1000)
    fault = facts(epochs=[1000, 5000], seeds=3, limit_s=0.1)
    job = Sweep.of(MODEL, CORPUS, seeds=3, epochs=[1000, 5000])
    assert fault.runs == 6 and fault.seconds == pytest.approx(many_runs.estimate_s(job))
    check_cost(job, limit_s=2 * fault.seconds)
    with pytest.raises(TypeError, match="sequence"):
        ev.sweep(MODEL, CORPUS, dimension=50)
    for wrong in (("skipgram", CORPUS), (ev.SkipGram, CORPUS), (MODEL, "The king rules.")):
        with pytest.raises(TypeError, match="must be"):
            ev.sweep(*wrong, dimension=[2, 5])
        with pytest.raises(TypeError, match="must be"):
            ev.ensemble(*wrong)


def test_settings_that_must_fit_one_another_may_be_swept_together():
    job = Sweep.of(ev.GPT(dimension=16), CORPUS, dimension=[8, 24], heads=[1, 2, 4], seeds=1)
    assert len(job.places) == 6
    with pytest.raises(SettingError) as caught:
        Sweep.of(ev.GPT(dimension=16), CORPUS, dimension=[8, 10], heads=[2, 4])
    assert caught.value.reason == "heads"


def test_numbers_of_numpy_are_as_good_as_plain_ones(job):
    same = Sweep.of(
        MODEL, CORPUS, seeds=np.int64(2), dimension=np.array([2, 5]), epochs=range(1, 4, 2)
    )
    assert [place.values for place in same.places] == [place.values for place in job.places]
    assert [same.run(t).hash for t in same.tasks] == [job.run(t).hash for t in job.tasks]


def test_an_ensemble_is_plain_runs_whose_neighbours_are_counted():
    found = ev.ensemble(MODEL, CORPUS, seeds=3, progress=False)
    films = [ev.train(MODEL, CORPUS, seed=seed, frames=2, progress=False) for seed in range(3)]
    lists = [dict(film.vectors().most_similar("king", 5)) for film in films]
    for word, _, share in found.most_similar("king", 5):
        assert share == pytest.approx(np.mean([word in each for each in lists]))
    assert found.seeds == (0, 1, 2) and found.counts is CORPUS.vocabulary.counts
    for seeds in (1, 101, 2.5):
        with pytest.raises(SettingError):
            ev.ensemble(MODEL, CORPUS, seeds=seeds)


START = ev.Vectors(
    CORPUS.words, np.random.default_rng(0).normal(size=(len(CORPUS.words), 6)).astype(np.float32)
)


@pytest.mark.parametrize("stays", [{"freeze": "all"}, {"freeze": 1, "pace": 0.5}, {}])
def test_an_ensemble_begins_and_stays_like_its_runs(stays):
    found = ev.ensemble(MODEL, CORPUS, seeds=2, start=START, **stays, progress=False)
    for seed, vectors in zip(found.seeds, found.runs, strict=True):
        film = ev.train(MODEL, CORPUS, seed=seed, frames=2, start=START, **stays, progress=False)
        assert (vectors.matrix == film.vectors().matrix).all()
    frozen = stays.get("freeze") == "all"
    assert (found.runs[0].matrix == found.runs[1].matrix).all() == frozen
    with pytest.raises(SettingError):
        ev.ensemble(MODEL, ev.sample("tsarstvo"), seeds=2, start=START, progress=False)


def test_runs_like_one_differ_from_it_in_their_seeds_alone():
    film = Run(MODEL, CORPUS, 2, 40, hide=3, words=20, start=START.matrix, origin="old", pace=0.5)
    film = replace(film, model=replace(MODEL, dimension=6))
    job = Sweep.like(film, seeds=4, others=True)
    assert job.seeds == (0, 1, 3, 4) and len(job.tasks) == 4
    assert Sweep.like(film, seeds=4).seeds == (0, 1, 2, 3)
    for task in job.tasks:
        run = job.run(task)
        same = replace(run, seed=2, frames=40, hide=3, words=20)
        assert same.hash == film.hash and run.origin == "old"
    more = Sweep.like(replace(film, seed=7, hide=0), seeds=9, others=True)
    assert more.subject == job.subject != Sweep.like(Run(MODEL, CORPUS), seeds=4).subject
    assert more.hash != job.hash
    assert len(more.known(carried_out(job))) == 4


def test_runs_like_one_that_stops_early_stop_by_its_frames():
    corpus = ev.sample("kingdom")
    model = ev.SkipGram(dimension=10, epochs=40, learning_rate=0.1)
    film = Run(model, corpus, 0, 40, patience=1)
    job = Sweep.like(film, seeds=2)
    state, kept = ev.advance(film, ev.start(film), 1e9)
    assert state.position.at < 40
    (same, _) = in_order(carried_out(job))
    assert same.loss == kept[-1].loss


def test_an_ensemble_grows_as_its_runs_come():
    job = Sweep.like(Run(MODEL, CORPUS), seeds=3)
    found = carried_out(job)
    with pytest.raises(ValueError, match="two runs"):
        members(job, found[:1])
    assert len(members(job, found[:2])) == 2
    assert job.tasks == (Task(0, 0), Task(0, 1), Task(0, 2))


def test_worker_processes_find_the_same(job, whole):
    found = ev.sweep(MODEL, CORPUS, seeds=2, workers=2, progress=False, **CHEAP)
    assert results(found.points) == results(whole)
