"""A process that is ready before it is needed: taken once, and ended when nobody takes it."""

import time

import numpy as np

from embviz.jobs.engine import Engine, Inline
from embviz.jobs.spare import Spare
from tests.jobs.stand_ins import Count, count


class Executor(Inline):
    """One that remembers what was called, and whether it was ended."""

    def __init__(self):
        self.called, self.ended = [], False

    def submit(self, fn, /, *args, **kwargs):
        self.called.append(fn)
        return super().submit(fn, *args, **kwargs)

    def shutdown(self, wait=True, *, cancel_futures=False):
        self.ended = True


def load():
    """What takes long."""


def test_what_is_ready_is_taken_once():
    spare = Spare(Executor)
    spare.prepare(load)
    spare.prepare(load)  # it is there already
    ready = spare.take()
    assert ready.called == [load]
    assert spare.take().called == [], "another one, not prepared"
    spare.prepare(load)
    spare.end()


def test_nobody_waits_for_ever():
    made = []
    spare = Spare(lambda: made.append(Executor()) or made[-1], keep_s=0.05)
    spare.prepare(load)
    end = time.monotonic() + 10
    while not made[0].ended and time.monotonic() < end:
        time.sleep(0.01)
    assert made[0].ended
    assert spare.take() is not made[0]


def test_work_alone_takes_it_if_it_asks_for_it():
    made = []
    engine = Engine(Inline, lambda: made.append(Executor()) or made[-1])
    engine.prepare_alone(load)
    assert engine.launch_alone(count, "job", Count(0, 3, np.zeros(1))).status == "done"
    assert load not in made[-1].called
    assert (
        engine.launch_alone(count, "job", Count(0, 3, np.zeros(1)), prepared=True).status == "done"
    )
    assert len(made) == 2
    assert made[0].called[0] is load
    engine.close()
