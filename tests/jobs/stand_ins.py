"""Jobs that stand in for training: they count, crash, fail or sleep."""

import os
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from embviz.jobs.engine import Work


@dataclass(frozen=True, eq=False)
class Count:
    """A state: how far, and a large array that must survive the journey."""

    done: int
    goal: int
    ballast: np.ndarray

    @property
    def finished(self) -> bool:
        return self.done >= self.goal


def count(job, state, budget_s, most):
    """Give the next numbers, a few a chunk."""
    step = min(most or 3, state.goal - state.done)
    numbers = [(job, state.done + i, float(state.ballast.sum())) for i in range(step)]
    return replace(state, done=state.done + step, ballast=state.ballast + 1), numbers


def count_slowly(job, state, budget_s, most):
    time.sleep(budget_s)
    return count(job, state, budget_s, 1)


def count_rarely(job, state, budget_s, most):
    """Give a number in every third chunk only, as training does between frames."""
    results = [state.done] if state.done % 3 == 2 else []
    return replace(state, done=state.done + 1), results


def die_once(job, state, budget_s, most):
    """End the worker the first time, by leaving a mark in the folder that is the job."""
    mark = Path(job) / "died"
    if state.done == 3 and not mark.exists():
        mark.touch()
        os._exit(1)
    return count("x", state, budget_s, most)


def count_and_note(job, state, budget_s, most):
    """Give the next number a moment later, having written it into the file that is the job."""
    with Path(job).open("a") as notes:
        notes.write(f"{state.done}\n")
    time.sleep(0.05)
    return count(job, state, budget_s, 1)


def tell_and_sleep(job, state, budget_s, most):
    """Give the process's number in a short chunk, then sleep in a long one until a mark is set."""
    if state.done == 1 and not (Path(job) / "awake").exists():
        time.sleep(60)
    return replace(state, done=state.done + 1), [os.getpid()]


def die(job, state, budget_s, most):
    os._exit(1)


def stumble(job, state, budget_s, most):
    raise ZeroDivisionError("in a step")


def loaded_modules() -> list[str]:
    """What a worker has imported."""
    return sorted(sys.modules)


def finish(work: Work, timeout_s=60.0) -> None:
    end = time.monotonic() + timeout_s
    while not (work.status != "running" and work.at_rest):
        assert time.monotonic() < end, f"still {work.status}"
        work.watch()
        time.sleep(0.01)
