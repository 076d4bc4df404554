"""Work on a real Dask cluster on loopback: the same bits, whatever dies of it."""

import gc
import sys
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import embviz as ev
from embviz.errors import ClusterError
from embviz.jobs import cluster, learning_curves
from embviz.jobs.cluster import reach, versions
from embviz.jobs.engine import Engine, Inline, WorkCrashed
from embviz.util.lasting import Lasting
from tests.equality import same_array, same_film, same_state
from tests.jobs.dask_cluster import DaskCluster
from tests.jobs.stand_ins import Count, count_and_note, finish, stumble

distributed = pytest.importorskip("distributed")

WAIT_S = 60.0
NOWHERE = "tcp://127.0.0.1:1"
CORPUS = ev.sample("tiny")
MODEL = ev.SkipGram(epochs=2, subsampling=0.0)


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    cluster = DaskCluster.start(tmp_path_factory.mktemp("cluster"))
    yield cluster
    cluster.end()


@pytest.fixture(scope="module")
def executor(started):
    with ev.executor(started.address, timeout_s=WAIT_S) as executor:
        assert executor.lost is None
        yield executor


def same_points(found, expected):
    assert [(p.values, p.seed, p.run) for p in found] == [
        (p.values, p.seed, p.run) for p in expected
    ]
    for one, other in zip(found, expected, strict=True):
        assert (one.loss, one.parameters) == (other.loss, other.parameters)
        same_array(one.vectors, other.vectors)
        same_array(one.neighbours, other.neighbours)


def test_sweeps_and_ensembles_are_the_same_as_here(executor):
    swept = {"dimension": [2, 5], "seeds": 2, "progress": False}
    there = ev.sweep(MODEL, CORPUS, executor=executor, **swept)
    same_points(there.points, ev.sweep(MODEL, CORPUS, **swept).points)
    assert there.elbows == ev.sweep(MODEL, CORPUS, **swept).elbows
    many = ev.ensemble(MODEL, CORPUS, seeds=3, executor=executor, progress=False)
    here = ev.ensemble(MODEL, CORPUS, seeds=3, progress=False)
    for one, other in zip(many.runs, here.runs, strict=True):
        same_array(one.matrix, other.matrix)


@pytest.mark.parametrize("model", [MODEL, ev.GPT(dimension=8, layers=1, epochs=1)])
def test_films_are_the_same_as_here(executor, model):
    there = ev.train(model, CORPUS, seed=3, executor=executor, progress=False)
    same_film(there, ev.train(model, CORPUS, seed=3, progress=False))


def test_a_training_that_stopped_here_goes_on_there(executor):
    begun = ev.Checkpoint.begin(ev.Run(MODEL, CORPUS)).advanced(0.0)
    same_film(
        ev.resume(begun, executor=executor, progress=False),
        ev.train(MODEL, CORPUS, progress=False),
    )


def test_learning_curves_are_the_same_as_here(executor):
    labelled = ev.labelled("sentiment").first(40)
    curves = learning_curves.Curves.of(ev.Bag(epochs=2), labelled, sizes=(10, 20), seeds=2)
    found = []
    for engine in (Engine(Inline, cluster=executor), Engine(Inline)):
        works = learning_curves.launch(engine, curves, 2)
        for work in works:
            finish(work)
        points = learning_curves.points(works)
        found.append([(p.size, p.mode, p.seed, p.accuracy, p.tested) for p in points])
        engine.close()
    assert found[0] == found[1] and len(found[0]) == 4


def test_states_come_back_as_they_are(executor):
    engine = Engine(Inline, cluster=executor)
    run = ev.Run(MODEL, CORPUS)
    work = engine.launch(_advance, run, ev.start(run), far=True)
    finish(work)
    state, snapshots = ev.advance(run, ev.start(run), 1e9)
    same_state(work.state(), state)
    same_film(run.film(tuple(work.results)), run.film(tuple(snapshots)))
    engine.close()


def _advance(run, state, budget_s, most):
    return ev.advance(run, state, budget_s, most)


class Stamped:
    """Gets another number each time that it is sent."""

    def __reduce__(self):
        return uuid.uuid4, ()


def test_what_lasts_is_sent_once(executor):
    kept = Lasting(Stamped())
    assert len({executor.submit(_value, kept).result(WAIT_S) for _ in range(5)}) == 1
    others = [executor.submit(_value, Lasting(Stamped())).result(WAIT_S) for _ in range(3)]
    assert len({*others}) == 3
    assert kept in executor._sent
    del kept, others
    gc.collect()
    assert not executor._sent


def _value(kept):
    return kept.value


def test_what_goes_wrong_in_a_call_comes_back(executor):
    with pytest.raises(ZeroDivisionError, match="in a step"):
        executor.submit(stumble, None, None, 0.1, None).result(WAIT_S)
    with pytest.raises(ev.SettingError) as refused:
        executor.submit(_refuse).result(WAIT_S)
    assert refused.value.value == 3 and executor.lost is None


def _refuse():
    raise ev.SettingError("out_of_range", "no", value=3)


def test_a_worker_costs_a_chunk_and_the_scheduler_the_cluster(tmp_path):
    """One of two workers is killed, then the scheduler; each number is there once."""
    started, told, notes = DaskCluster.start(tmp_path), [], tmp_path / "notes"
    engine = None
    try:
        executor = reach(started.address, told.append, WAIT_S)
        executor.submit(divmod, 7, 2).result(WAIT_S)
        engine = Engine(lambda: ThreadPoolExecutor(1), cluster=executor)
        goal, state = 20, np.zeros(100_000)
        works = [
            engine.launch(count_and_note, str(notes), Count(0, goal, state), far=True)
            for _ in range(2)
        ]
        _until(works, 3)
        started.workers[0].kill()
        _until(works, 10)
        assert executor.lost is None and not told
        started.scheduler.kill()
        for work in works:
            finish(work)
        assert [error.reason for error in told] == ["cluster_lost"]
        assert started.address in str(told[0]) and executor.lost is told[0]
        for work in works:
            assert [number for _, number, _ in work.results] == list(range(goal))
            assert [total for _, _, total in work.results] == [1e5 * i for i in range(goal)]
            assert work.status == "done"
        done = len(notes.read_text().split())
        assert 2 * goal <= done <= 2 * goal + 4, "a chunk of each work, at each of the two deaths"
        with pytest.raises(ClusterError):
            executor.submit(divmod, 7, 2)
        later = engine.launch(count_and_note, str(notes), Count(0, 1, state), far=True)
        finish(later)
        assert len(later.results) == 1
    finally:
        if engine is not None:
            engine.close()
        started.end()


def _until(works, results):
    end = time.monotonic() + WAIT_S
    while any(len(work.results) < results for work in works):
        assert time.monotonic() < end
        for work in works:
            work.watch()
        time.sleep(0.01)


def test_without_a_scheduler_it_warns_and_all_is_done_here(monkeypatch):
    monkeypatch.setenv("EMBVIZ_SCHEDULER", NOWHERE)
    with pytest.warns(UserWarning, match=f"no Dask scheduler answers at {NOWHERE}"):
        executor = ev.executor(timeout_s=0.2)
    assert executor.lost.reason == "no_scheduler" and executor.workers == 0
    film = ev.train(MODEL, CORPUS, executor=executor, progress=False)
    same_film(film, ev.train(MODEL, CORPUS, progress=False))
    table = ev.sweep(MODEL, CORPUS, dimension=[2], seeds=1, executor=executor, progress=False)
    assert len(table) == 1
    executor.shutdown()


def test_a_connection_that_fails_is_closed():
    """An open one would be closed when it is collected, perhaps while another is being made."""

    def still_open():
        clients = [each for each in gc.get_objects() if type(each) is distributed.Client]
        return sum(client.status != "closed" for client in clients)

    before = still_open()
    for address in (NOWHERE, "nonsense://"):
        assert reach(address, lambda error: None, 0.1).lost.reason == "no_scheduler"
        assert still_open() <= before


def test_what_is_no_address_is_told_at_once(monkeypatch):
    monkeypatch.delenv("EMBVIZ_SCHEDULER", raising=False)
    with pytest.raises(ValueError, match="EMBVIZ_SCHEDULER"):
        ev.executor()
    with pytest.warns(UserWarning, match="no Dask scheduler answers at nonsense"):
        assert ev.executor("nonsense://", timeout_s=0.2).lost is not None


def test_without_dask_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"embviz\[cluster\]") as refused:
        ev.executor(NOWHERE)
    assert refused.value.reason == "no_distributed"


@pytest.mark.parametrize("package", ["embviz", "numpy", "Python"])
def test_a_cluster_of_other_versions_is_refused(started, monkeypatch, package):
    here = dict(versions()) | {package: "0.7.1"}
    monkeypatch.setattr(cluster, "versions", lambda: here)
    with pytest.raises(ClusterError) as refused:
        ev.executor(started.address, timeout_s=WAIT_S)
    error = refused.value
    there = ".".join(versions()[package].split(".")[:2]) if package == "Python" else None
    assert (error.reason, error.package) == ("other_versions", package)
    assert error.there == (there or versions()[package])
    assert "0.7" in str(error) and error.there in str(error)


def test_a_cluster_without_a_package_is_refused(started, monkeypatch):
    monkeypatch.setattr(cluster, "PACKAGES", ("no-such-package",))
    monkeypatch.setattr(cluster, "versions", lambda: {"no-such-package": "1.0"})
    with pytest.raises(ClusterError) as refused:
        ev.executor(started.address, timeout_s=WAIT_S)
    assert (refused.value.reason, refused.value.package) == ("no_package", "no-such-package")


def test_a_worker_that_comes_later_is_looked_at_too():
    other = dict(versions()) | {"scipy": "0.1"}
    with pytest.raises(ClusterError) as refused:
        cluster._there("tcp://x", other, divmod, 7, 2)
    assert (refused.value.here, refused.value.there) == ("0.1", versions()["scipy"])
    assert cluster._there("tcp://x", versions(), divmod, 7, 2) == (3, 1)


def test_a_process_carries_out_one_call_at_a_time():
    busy, most = [], []

    def call():
        busy.append(1)
        most.append(len(busy))
        time.sleep(0.01)
        busy.pop()

    threads = [
        threading.Thread(target=cluster._there, args=("", versions(), call)) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 4


def test_a_call_that_ends_worker_after_worker_is_given_up():
    error = distributed.KilledWorker("call", None, 4)
    assert isinstance(cluster._translated(error), WorkCrashed)
    assert cluster._translated(error).__cause__ is error
    assert cluster._translated(None) is None


def test_a_client_of_ones_own_stays_open(started):
    with distributed.Client(started.address, set_as_default=False) as client:
        with ev.executor(client, timeout_s=WAIT_S) as executor:
            assert executor.submit(divmod, 7, 2).result(WAIT_S) == (3, 1)
        assert executor.lost.reason == "closed"
        assert client.submit(divmod, 7, 2).result(WAIT_S) == (3, 1)
