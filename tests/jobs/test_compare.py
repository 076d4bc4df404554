"""Comparisons as jobs: whole, in steps, cancelled, begun again, refused."""

import pickle
import time
from dataclasses import replace

import numpy as np
import pytest

from embviz.errors import EvaluationError
from embviz.jobs import compare as module
from embviz.jobs.compare import CompareOrder, CompareProgress, compare, is_small, launch
from embviz.jobs.engine import Engine, Inline
from embviz.measures import comparison
from embviz.util import memory
from embviz.vectors.vectors import Vectors


def an_order(m=2000, **settings):
    random = np.random.default_rng(0)
    words = tuple(f"w{i}" for i in range(m))
    a, b = (Vectors(words, random.standard_normal((m, 20), np.float32)) for _ in range(2))
    return CompareOrder(a, b, **settings)


def assert_right(found, order):
    expected = comparison.compare(order.a, order.b, order.n, most_words=order.most_words)
    assert found.words == expected.words and np.array_equal(found.changed, expected.changed)
    assert found.cka == pytest.approx(expected.cka)


def test_a_step_works_for_about_its_budget():
    order, state = an_order(n=5, most_words=1500), CompareProgress()
    shares, found = [], []
    while not state.finished:
        state, results = compare(order, state, 0.0, None)
        shares.append(state.share)
        found += results
    assert shares == sorted(shares) and len(shares) > 3 and shares[-1] == 1
    assert_right(*found, order)
    assert not module._under_way


def test_in_a_process_of_its_own_it_can_be_cancelled():
    order, engine = an_order(), Engine(Inline)
    work = engine.launch_alone(compare, order, CompareProgress())
    work.cancel()
    assert work.status == "paused"
    work.resume()
    assert work.wait(1, 60) and work.status == "done"
    assert_right(*work.results, order)
    assert work.state() == CompareProgress(1.0, True)
    engine.close()


@pytest.mark.parametrize("small", [True, False])
def test_what_is_small_is_done_in_one_go(monkeypatch, small):
    order, engine = an_order(m=60), Engine(Inline)
    monkeypatch.setattr(module, "SMALL", 1e9 if small else 0)
    work = launch(engine, order, patience_s=60)
    assert work.wait(1, 60) and (work._step is module.compare_at_once) == small
    assert_right(*work.results, order)
    assert is_small(order) == small and not is_small(replace(order, noise=(order.a,) * 2000))
    engine.close()


def test_what_does_not_fit_into_memory_is_refused(monkeypatch):
    monkeypatch.setattr(memory, "total", lambda: 2**20)
    engine = Engine(Inline)
    with pytest.raises(EvaluationError) as raised:
        launch(engine, an_order(), patience_s=60)
    engine.close()
    assert raised.value.reason == "large_comparison" and raised.value.facts["limit_mb"] == 1


def test_a_chunk_that_is_lost_begins_again():
    order = an_order()
    state, _ = compare(order, CompareProgress(), 0.0, None)
    module._under_way.clear()
    state, found = compare(order, state, 60.0, None)
    assert state.finished
    assert_right(*found, order)


def test_why_two_cannot_be_compared_is_a_result():
    other = Vectors(("x", "y"), np.eye(2))
    began = time.perf_counter()
    state, (error,) = compare(CompareOrder(an_order().a, other), CompareProgress(), 1.0, None)
    assert state.finished and time.perf_counter() - began < 5 and not module._under_way
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(again, EvaluationError) and again.reason == "no_shared_words"
