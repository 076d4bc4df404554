"""The engine on stand-in jobs: counting, crashing, failing, slow."""

import copy
import gc
import os
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor, Future
from pathlib import Path

import numpy as np
import pytest

from embviz.errors import ClusterError
from embviz.jobs.engine import Engine, Inline, OwnProcess, WorkCrashed, process_pool
from tests.jobs.stand_ins import (
    Count,
    count,
    count_rarely,
    count_slowly,
    die,
    die_once,
    finish,
    stumble,
    tell_and_sleep,
)


def start(goal=10, size=10):
    return Count(0, goal, np.zeros(size))


@pytest.fixture
def inline():
    engine = Engine(Inline)
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def pool():
    engine = Engine(lambda: process_pool(2))
    yield engine
    engine.close()


def test_work_runs_to_its_end_in_order(inline):
    work = inline.launch(count, "job", start(10))
    assert work.status == "done"
    assert [number for _, number, _ in work.results] == list(range(10))


def test_a_call_is_a_work_with_one_result(inline, pool):
    for engine in (inline, pool):
        work = engine.call(divmod, 17, 5)
        finish(work)
        assert (work.status, work.results) == ("done", [(3, 2)])


def test_a_call_that_raises_ends_its_work(inline):
    work = inline.call(divmod, 17, 0)
    assert (work.status, work.results) == ("failed", [])
    assert isinstance(work.error, ZeroDivisionError)


def test_a_call_can_have_a_process_of_its_own_and_be_ended(pool):
    work = pool.call(time.sleep, 60, alone=True)
    work.cancel()
    finish(work, 2)
    assert (work.status, work.results) == ("paused", [])
    alone, shared = pool.call(os.getpid, alone=True), pool.call(os.getpid)
    finish(alone)
    finish(shared)
    assert len({os.getpid(), *alone.results, *shared.results}) == 3


def test_thousands_of_inline_chunks_do_not_exhaust_the_stack(inline):
    assert len(inline.launch(count, "job", start(6000)).results) == 6000


def test_large_arrays_travel_as_files_that_are_deleted(pool):
    work = pool.launch(count, "job", start(10, size=400_000))
    finish(work)
    sums = [total for _, _, total in work.results]
    assert sums == [400_000.0 * (i // 3) for i in range(10)]
    assert work.state().ballast[0] == 4.0
    assert not work.state().ballast.flags.writeable
    files = list(Path(pool.folder).iterdir())
    assert len(files) == 1, "the last state only"
    del work
    assert not list(Path(pool.folder).iterdir())


def test_pause_rests_soon_and_resume_goes_on(pool):
    work = pool.launch(count_slowly, "job", start(1000))
    assert work.wait(2, 10)
    pressed = time.monotonic()
    work.pause()
    before = len(work.results)
    while not work.at_rest:
        time.sleep(0.005)
    assert time.monotonic() - pressed < 2, "long before its end, also beside other work"
    held = len(work.results)
    assert held <= before + 1, "the chunk under way, which gives one, and no other"
    time.sleep(0.3)
    assert len(work.results) == held
    work.resume()
    assert work.wait(held + 1, 10)
    work.pause()


def test_step_gives_one_result(inline):
    engine_work = inline.launch(count, "job", start(7), patience_s=-1.0)
    assert engine_work.status == "paused", "nobody watches"
    assert engine_work.results == []
    patient = inline.launch(count_slowly, "job", start(3))
    assert len(patient.results) == 3


def test_step_by_step_reaches_the_same_end(pool):
    work = pool.launch(count, "job", start(1))
    finish(work)
    paused = pool.launch(count, "job", start(5), patience_s=60)
    paused.pause()
    finish(paused)
    while paused.status != "done":
        held = len(paused.results)
        paused.step()
        finish(paused)
        assert len(paused.results) == held + 1
    assert [number for _, number, _ in paused.results] == list(range(5))


def test_a_step_goes_on_until_there_is_a_result(pool):
    work = pool.launch(count_rarely, "job", start(100), run=False)
    for steps in range(1, 5):
        work.step()
        finish(work)
        assert work.status == "paused"
        assert len(work.results) == steps


def test_a_step_on_the_way_to_a_result_leads_one_further(pool):
    work = pool.launch(count_rarely, "job", start(100), run=False)
    work.step()
    work.step()
    finish(work)
    assert work.status == "paused"
    assert len(work.results) == 2


def test_unwatched_work_pauses_by_itself_and_can_be_taken_up(pool):
    work = pool.launch(count_slowly, "job", start(1000), patience_s=0.3)
    time.sleep(1.2)
    assert work.status == "paused"
    held = len(work.results)
    work.resume()
    assert work.wait(held + 1, 5)
    work.pause()


def test_an_error_in_a_step_ends_its_own_work_only(pool):
    bad, good = pool.launch(stumble, "job", start()), pool.launch(count, "job", start())
    finish(bad)
    finish(good)
    assert bad.status == "failed"
    assert isinstance(bad.error, ZeroDivisionError)
    assert good.status == "done"
    bad.resume()
    assert bad.status == "failed"


def test_a_chunk_lost_in_a_crash_is_done_again(tmp_path):
    engine = Engine(lambda: process_pool(1))
    work = engine.launch(die_once, str(tmp_path), start(9))
    finish(work)
    assert (tmp_path / "died").exists()
    assert [number for _, number, _ in work.results] == list(range(9))
    engine.close()


def test_a_chunk_that_crashes_twice_ends_its_work_and_no_other():
    engine = Engine(lambda: process_pool(2))
    good = engine.launch(count_slowly, "job", start(8))
    bad = engine.launch(die, "job", start())
    finish(bad, 40)
    finish(good, 40)
    assert isinstance(bad.error, WorkCrashed)
    assert good.status == "done"
    assert len(good.results) == 8
    engine.close()


def test_works_share_the_workers_fairly():
    engine = Engine(lambda: process_pool(1))
    works = [engine.launch(count_slowly, i, start(6)) for i in range(4)]
    assert works[0].wait(3, 20)
    assert max(len(w.results) for w in works) - min(len(w.results) for w in works) <= 1
    for work in works:
        work.pause()
    engine.close()


def test_workers_do_not_outlive_a_killed_parent(tmp_path):
    script = tmp_path / "parent.py"
    script.write_text(
        "import os, time\n"
        "from embviz.jobs.engine import process_pool\n"
        "if __name__ == '__main__':\n"
        "    pool = process_pool(1)\n"
        "    print(pool.submit(os.getpid).result(), flush=True)\n"
        "    time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    for _ in range(100):
        try:
            os.kill(worker, 0)
        except ProcessLookupError:
            return
        if _is_zombie(worker):
            return
        time.sleep(0.05)
    pytest.fail("the worker is still there")


@pytest.fixture
def asleep(pool, tmp_path):
    """A work alone in the middle of a long chunk, and the number of its process."""
    work = pool.launch_alone(tell_and_sleep, str(tmp_path), start(3))
    assert work.wait(1, 20)
    time.sleep(0.2)
    assert work.status == "running" and not work.at_rest
    yield work, work.results[0]
    work.cancel()


def gone_within(process, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not is_there(process):
            return True
        time.sleep(0.01)
    return False


def is_there(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return not _is_zombie(process)


def test_a_work_alone_runs_to_its_end_and_its_process_goes(pool, tmp_path):
    (tmp_path / "awake").touch()
    work = pool.launch_alone(tell_and_sleep, str(tmp_path), start(5))
    finish(work)
    assert work.status == "done"
    assert len(work.results) == 5 and len(set(work.results)) == 1
    assert work.results[0] != os.getpid()
    assert work.state().finished
    assert gone_within(work.results[0], 5)


def test_cancelling_ends_a_long_chunk_at_once_and_no_other_work(pool, asleep):
    work, process = asleep
    other = pool.launch(count_slowly, "job", start(8))
    pressed = time.monotonic()
    work.cancel()
    assert gone_within(process, 1)
    finish(work, 1)
    assert time.monotonic() - pressed < 1
    assert (work.status, work.cancelled, work.error) == ("paused", True, None)
    assert work.results == [process]
    finish(other)
    assert other.status == "done" and len(other.results) == 8


def test_a_cancelled_work_can_be_taken_up_where_it_was(asleep, tmp_path):
    work, process = asleep
    work.cancel()
    (tmp_path / "awake").touch()
    work.resume()  # perhaps before the news of the lost chunk has come
    finish(work)
    assert work.status == "done" and not work.cancelled
    assert work.results[0] == process and len(work.results) == 3
    assert work.results[1] == work.results[2] != process


def test_cancelling_before_the_process_is_up(pool, tmp_path):
    for pause_s in (0.0, 0.02, 0.2, 0.5):
        work = pool.launch_alone(tell_and_sleep, str(tmp_path), start(3))
        time.sleep(pause_s)
        work.cancel()
        finish(work, 2)
        assert work.status == "paused" and work.error is None


def test_a_work_alone_that_is_dropped_takes_its_process_and_files_along(pool, tmp_path):
    work = pool.launch_alone(tell_and_sleep, str(tmp_path), start(2, size=400_000))
    assert work.wait(1, 20)
    process = work.results[0]
    work.cancel()
    finish(work)
    del work
    gc.collect()
    assert gone_within(process, 1)
    assert not [path for path in Path(pool.folder).iterdir() if path.is_dir()]


def test_closing_the_engine_ends_what_runs_alone(tmp_path):
    engine = Engine(Inline)
    work = engine.launch_alone(tell_and_sleep, str(tmp_path), start(3))
    assert work.wait(1, 20)
    engine.close()
    assert gone_within(work.results[0], 1)
    finish(work, 1)
    assert work.status == "paused"


def test_a_work_alone_that_nobody_watches_gives_its_process_back(pool, tmp_path):
    (tmp_path / "awake").touch()
    work = pool.launch_alone(tell_and_sleep, str(tmp_path), start(10**9), patience_s=2)
    assert work.wait(1, 20)
    end = time.monotonic() + 10
    while work.status == "running" and time.monotonic() < end:
        time.sleep(0.05)
    assert work.forgotten and work.status == "paused"
    assert gone_within(work.results[-1], 2)
    held = len(work.results)
    work.resume()
    assert work.wait(held + 1, 20)
    work.cancel()


def test_crashes_alone_are_crashes(pool, tmp_path):
    work = pool.launch_alone(die_once, str(tmp_path), start(9))
    finish(work)
    assert [number for _, number, _ in work.results] == list(range(9))
    hopeless = pool.launch_alone(die, "job", start())
    finish(hopeless)
    assert hopeless.status == "failed" and isinstance(hopeless.error, WorkCrashed)
    stumbling = pool.launch_alone(stumble, "job", start())
    finish(stumbling)
    assert isinstance(stumbling.error, ZeroDivisionError)
    stumbling.cancel()
    assert stumbling.status == "failed"


def test_cancelling_a_work_among_others_is_a_pause(pool):
    work = pool.launch(count_slowly, "job", start(1000))
    assert work.wait(1, 10)
    work.cancel()
    finish(work, 1)
    assert work.status == "paused" and work.cancelled
    held = len(work.results)
    work.resume()
    assert work.wait(held + 1, 10)
    work.pause()


def test_a_work_alone_can_run_inline():
    engine = Engine(Inline, Inline)
    work = engine.launch_alone(count, "job", start(10))
    assert work.status == "done" and len(work.results) == 10
    engine.close()


def test_a_killed_process_takes_nothing_more():
    own = OwnProcess()
    number = own.submit(os.getpid).result(20)
    future = own.submit(time.sleep, 60)
    own.kill()
    assert isinstance(future.exception(5), BrokenExecutor)
    with pytest.raises(BrokenExecutor):
        own.submit(os.getpid)
    assert gone_within(number, 1)
    never_started = OwnProcess()
    never_started.kill()
    with pytest.raises(BrokenExecutor):
        never_started.submit(os.getpid)


def _is_zombie(process: int) -> bool:
    stat = Path(f"/proc/{process}/stat")
    try:
        return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z"
    except (ProcessLookupError, FileNotFoundError):
        return True  # it went while it was looked at


class Away(Inline):
    """A cluster that is lost after some calls."""

    workers = 7

    def __init__(self, calls=2):
        self.lost, self.taken, self.calls = None, [], calls

    def submit(self, fn, /, *args):
        if len(self.taken) == self.calls:
            self.lost = ClusterError("cluster_lost", "gone", address="tcp://x")
            raise copy.copy(self.lost)
        self.taken.append(args)
        return super().submit(fn, *args)


def test_only_what_may_go_far_goes_to_the_cluster():
    away = Away()
    engine = Engine(Inline, Inline, away)
    for work in (
        engine.launch(count, "job", start(3)),
        engine.launch_alone(count, "job", start(3)),
        engine.call(divmod, 17, 5),
    ):
        finish(work)
        assert work.status == "done" and not away.taken
    assert engine.busy(2) == 7 and Engine(Inline).busy(2) == 2
    work = engine.launch(count, "job", start(3), far=True)
    assert (work.status, len(away.taken)) == ("done", 1)
    engine.close()


@pytest.mark.parametrize("size", [10, 400_000])
def test_what_a_lost_cluster_had_goes_on_here(size):
    away = Away()
    engine = Engine(lambda: process_pool(1), cluster=away)
    job = "job" * 100_000
    work = engine.launch(count, job, start(10, size), far=True)
    finish(work)
    assert work.status == "done" and len(away.taken) == 2
    assert [(name == job, number) for name, number, _ in work.results] == [
        (True, i) for i in range(10)
    ]
    assert work.state().ballast[0] == 4.0
    for _, job_sent, state_sent, _, _, folder in away.taken:
        assert folder is None and not job_sent.value.files and not state_sent.files
    assert list(Path(engine.folder).iterdir()), "from then on they travel as files"
    assert engine.busy(2) == 2
    later = engine.launch(count, "job", start(3), far=True)
    finish(later)
    assert len(later.results) == 3 and len(away.taken) == 2
    del work, later
    assert not list(Path(engine.folder).iterdir())
    engine.close()


def test_a_far_chunk_is_longer_the_more_there_is_to_ship():
    budgets = []
    for size in (10, 1_000_000, 5_000_000):
        away = Away(calls=20)
        engine = Engine(Inline, cluster=away)
        engine.launch(count, "job", start(20, size), far=True)
        budgets.append([budget for _, _, _, budget, _, _ in away.taken])
        engine.close()
    assert budgets[0] == [0.1, 0.2, 0.4, *[0.5] * 4]
    last = [each[-1] for each in budgets]
    assert last[0] < last[1] < last[2] == 2.0


class Slow(Away):
    """A cluster whose calls end when it is lost."""

    def submit(self, fn, /, *args):
        self.taken.append(Future())
        return self.taken[-1]


def test_a_paused_work_rests_when_its_cluster_is_lost_and_goes_on_here_when_asked():
    away = Slow()
    engine = Engine(Inline, cluster=away)
    work = engine.launch(count, "job" * 100_000, start(3), far=True)
    work.pause()
    assert not work.at_rest
    away.lost = ClusterError("closed", "closed")
    away.taken[0].set_exception(away.lost)
    assert work.at_rest and work.status == "paused"
    assert not list(Path(engine.folder).iterdir())
    work.resume()
    assert (work.status, len(work.results), len(away.taken)) == ("done", 3, 1)
    engine.close()
