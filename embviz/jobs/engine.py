"""Long work in short chunks, on any `concurrent.futures.Executor`.

The engine knows one thing: a pure function

    step(job, state, budget_s, most) -> (state, results)

that works for about `budget_s` seconds, gives at most `most` results (None: any number) and returns
values. Its state says by `finished` whether there is more to do. A chunk that is done submits the
next, unless the work is paused or nobody has asked for it in a while; so pausing, stepping and
stopping are only ways of not submitting, many works share the workers fairly, and no thread waits.

Jobs and states lie in files between chunks (`parcels`), so a process that serves pages never holds
more of a state than its name. On a cluster they travel with each chunk, and the last state is here,
so that the work goes on here if the cluster is lost.
"""

import functools
import os
import tempfile
import threading
import time
import weakref
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from embviz.jobs.cluster import Cluster
from embviz.jobs.executors import Host, Inline, OwnProcess, WorkCrashed, noop, process_pool
from embviz.jobs.parcels import Parcel, pack, settled, unpack
from embviz.jobs.spare import Spare
from embviz.util.lasting import Lasting
from embviz.util.private_folder import PrivateFolder, tidy

__all__ = [
    "Engine",
    "Inline",
    "JobState",
    "OwnProcess",
    "Status",
    "Step",
    "Work",
    "WorkCrashed",
    "process_pool",
]

CHUNK_S = 0.1
"""Seconds of work in a chunk: short enough to pause at once and to share the workers fairly."""

LONGEST_CHUNK_S = 0.25
"""Where shipping the state is dear a chunk grows up to this; shipping is to stay a tenth of it."""

FAR_CHUNK_S, LONGEST_FAR_CHUNK_S = 0.5, 2.0
"""The same on a cluster, where each chunk is a call through a scheduler (some 15 ms of work). The
first ones are shorter, so that something is to be seen soon."""

FAR_BYTES = 6e7
"""Bytes of a state that go there and come back in a second, on one machine; networks are slower."""

PATIENCE_S = 90.0
"""Seconds after which work that nobody asks for pauses: browsers slow a hidden tab's timer to about
one a minute, and such a tab is still open."""

JOBS = 32
"""Jobs that a worker keeps unpacked: a class of thirty, all training at once."""

Status = Literal["running", "paused", "done", "failed"]


class JobState(Protocol):
    """What a step returns: any picklable value that knows whether it is the last."""

    @property
    def finished(self) -> bool:
        """Whether there is nothing left to do."""


@dataclass(frozen=True)
class Done:
    """The state of a job that one call of its step carries out."""

    finished: bool = True


Step = Callable[[Any, Any, float, int | None], tuple[Any, list[Any]]]


@dataclass(frozen=True)
class _Outcome:
    """What a worker sends back: names of files, and what the chunk cost."""

    state: Parcel
    results: Parcel
    finished: bool
    shipping_s: float
    working_s: float


@dataclass
class _Held:
    """The parcels of a work, in one place, which its finalizer shares."""

    job: Lasting[Parcel]
    state: Parcel

    def discard(self) -> None:
        self.job.value.discard()
        self.state.discard()


@functools.lru_cache(maxsize=JOBS)
def _unpack_job(parcel: Parcel) -> Any:
    return unpack(parcel)


def _run_chunk(
    step: Step,
    job: Lasting[Parcel],
    state: Parcel,
    budget_s: float,
    most: int | None,
    folder: str | None,
) -> _Outcome:
    """Run one chunk; this is what a worker executes."""
    clock = time.perf_counter
    start = clock()
    value, before = _unpack_job(job.value), unpack(state)
    worked_from = clock()
    after, results = step(value, before, budget_s, most)
    worked_to = clock()
    packed = pack(after, folder), pack(results, folder)
    shipping_s = (worked_from - start) + (clock() - worked_to)
    return _Outcome(*packed, after.finished, shipping_s, worked_to - worked_from)


def _call(
    job: tuple[Callable[..., Any], tuple[Any, ...]], state: None, budget_s: float, most: int | None
) -> tuple[Done, list[Any]]:
    function, args = job
    return Done(), [function(*args)]


class Engine:
    """Starts works.

    Args:
        start_executor: Makes the executor that they share; called again when one of its processes
            died.
        start_own: Makes the executor of a work that is launched alone.
        cluster: Where works go that may leave this machine; they go on here if it is lost. It is
            the caller's to close.
    """

    def __init__(
        self,
        start_executor: Callable[[], Executor] = process_pool,
        start_own: Callable[[], Executor] = OwnProcess,
        cluster: Cluster | None = None,
    ) -> None:
        tidy()  # what servers left that were killed
        self._folder = PrivateFolder()
        self._host = Host(start_executor, self.folder, shared=True)
        self._cluster = cluster
        self._start_own, self._spare = start_own, Spare(start_own)
        self._alone: weakref.WeakSet[Work] = weakref.WeakSet()

    @property
    def folder(self) -> str:
        """The private folder through which jobs and states travel."""
        return str(self._folder.path)

    def warm(self, chunks: int | None = None) -> None:
        """Start the workers now, so that the first work does not wait for them."""
        for _ in range(chunks or os.cpu_count() or 1):
            self._host.executor().submit(noop)

    def launch(
        self,
        step: Step,
        job: Any,
        state: Any,
        *,
        patience_s: float = PATIENCE_S,
        run: bool = True,
        far: bool = False,
    ) -> "Work":
        """Begin a work, which runs until it is finished, paused, or no longer watched.

        Args:
            step: An importable function (workers find it by its name).
            job: What stays the same from chunk to chunk; sent once.
            state: Where to begin.
            patience_s: After how many seconds without `Work.watch` it pauses by itself.
            run: Whether to submit the first chunk at once.
            far: Whether it may run on the cluster, if there is one: it names nothing that only this
                machine has, such as files.
        """
        host = self._far() if far else self._host
        work = Work(host, step, _held(job, state, host.folder), patience_s)
        if run:
            work.resume()
        return work

    def prepare_alone(self, load: Callable[[], None]) -> None:
        """Have a process ready for a work that is launched alone, in which `load` was called."""
        self._spare.prepare(load)

    def launch_alone(
        self,
        step: Step,
        job: Any,
        state: Any,
        *,
        patience_s: float = PATIENCE_S,
        prepared: bool = False,
    ) -> "Work":
        """Begin a work in a process of its own, which `Work.cancel` ends in the middle of a chunk.

        For steps that call what takes seconds and cannot be cut. The process starts at once, and is
        gone when the work has ended, is not watched, or nobody holds it any more.

        Args are those of `launch`, and whether the process that is ready is taken, if there is one.
        """
        start = self._spare.take if prepared else self._start_own
        host = Host(start, tempfile.mkdtemp(dir=self.folder), keep=self.folder)
        work = Work(host, step, _held(job, state, host.folder), patience_s)
        weakref.finalize(work, host.clear)
        self._alone.add(work)
        work.resume()
        return work

    def call(self, function: Callable[..., Any], *args: Any, alone: bool = False) -> "Work":
        """Begin a work of one call: its only result is what `function(*args)` returns.

        Args:
            function: An importable function (workers find it by its name), or a `partial` of one.
            args: Whatever can be pickled.
            alone: Whether in a process of its own, as in `launch_alone`.
        """
        launch = self.launch_alone if alone else self.launch
        return launch(_call, (function, args), None)

    def close(self) -> None:
        """End the workers and delete the folder."""
        for work in list(self._alone):
            work.cancel()
        self._spare.end()
        self._host.close()
        self._folder.clear()

    def busy(self, workers: int) -> int:
        """How many workers carry out works that may go far: those of the cluster, or so many."""
        cluster = self._cluster
        return workers if cluster is None or cluster.lost else max(cluster.workers, 1)

    def _far(self) -> Host:
        """Where works run that may go far."""
        cluster = self._cluster
        if cluster is None or cluster.lost:
            return self._host
        return Host(lambda: cluster, None, shared=True, instead=self._host)


class Work:
    """One job under way. Its methods may be called from any thread, and none of them waits.

    Attributes:
        results: All that the steps have given so far, in order; it only grows.
        error: What ended the work, where its status is "failed".
        forgotten: Whether it paused because nobody watched.
        cancelled: Whether it paused at once, losing the chunk under way if that ran alone.
        shipping_s: Seconds spent on packing and unpacking so far, in the workers.
        working_s: Seconds spent on the steps themselves.
    """

    def __init__(self, host: Host, step: Step, held: _Held, patience_s: float) -> None:
        self.results: list[Any] = []
        self.error: BaseException | None = None
        self.forgotten = self.cancelled = False
        self.shipping_s = self.working_s = 0.0
        self._host, self._step, self._held = host, step, held
        self._patience_s = patience_s
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)
        self._status: Status = "paused"
        self._in_flight = False
        self._target: int | None = None
        self._budget_s = CHUNK_S
        self._watched = time.monotonic()
        weakref.finalize(self, held.discard)

    @property
    def status(self) -> Status:
        """Whether chunks are being submitted, and if not, why."""
        return self._status

    @property
    def stepping(self) -> bool:
        """Whether it runs up to a certain result only."""
        return self._status == "running" and self._target is not None

    @property
    def at_rest(self) -> bool:
        """Whether no chunk is being worked on."""
        return not self._in_flight

    def watch(self) -> None:
        """Say that somebody still looks; unwatched work pauses."""
        self._watched = time.monotonic()

    def resume(self) -> None:
        """Go on until finished."""
        self._go(None)

    def step(self) -> None:
        """Go on up to the next result, then pause; pressed again on the way, one further."""
        with self._lock:
            ahead = self._target if self.stepping else None
            target = max(len(self.results), ahead or 0) + 1
        self._go(target)

    def run_to(self, results: int) -> None:
        """Go on until there are `results` results, then pause."""
        self._go(results)

    def pause(self) -> None:
        """Submit nothing more; the chunk under way ends within its budget."""
        with self._lock:
            if self._status == "running":
                self._set("paused")

    def cancel(self) -> None:
        """Pause at once: a process that works for this one alone is ended, whatever it does.

        What there is so far stays, and `resume` begins the lost chunk again. Where the processes
        are shared, it is a pause like any other.
        """
        with self._lock:
            if self._status in ("done", "failed"):
                return
            self.cancelled = True
            self._set("paused")
        self._host.end(at_once=True)

    def state(self) -> Any:
        """Give the last state (its large arrays are read-only maps)."""
        return unpack(self._held.state)

    def standing(self) -> tuple[Any, list[Any]]:
        """Give the last state and the results up to it, which belong together."""
        with self._lock:
            return self.state(), list(self.results)

    def wait(self, results: int, timeout_s: float) -> bool:
        """Wait until there are `results` results, or nothing more will come.

        Returns:
            Whether there are.
        """
        with self._changed:
            self._changed.wait_for(
                lambda: (
                    len(self.results) >= results or (self._status != "running" and self.at_rest)
                ),
                timeout_s,
            )
            return len(self.results) >= results

    def _go(self, target: int | None) -> None:
        with self._lock:
            if self._status in ("done", "failed"):
                return
            self.watch()
            self._target = target
            self.forgotten = self.cancelled = False
            self._set("running")
        self._pump()

    def _pump(self) -> None:
        """Submit chunks; the loop turns only where the executor works inline."""
        while (executor := self._claim()) is not None:
            future = self._submit(executor)
            if future is None:
                continue
            if not future.done():
                future.add_done_callback(functools.partial(self._take_and_go_on, executor))
                return
            self._take(future, executor)

    def _take_and_go_on(self, executor: Executor, future: "Future[_Outcome]") -> None:
        self._take(future, executor)
        self._pump()

    def _claim(self) -> Executor | None:
        """Decide whether to submit, and if so take the only place: where to submit to."""
        with self._lock:
            if self._in_flight or self._status != "running":
                return None
            if time.monotonic() - self._watched > self._patience_s:
                self.forgotten = True
                self._set("paused")
                self._host.end(at_once=False)
                return None
            self._in_flight = True
            # Within the lock: else a work could be cancelled before it has what is to be ended.
            return self._host.executor()

    def _submit(self, executor: Executor, alone: bool = False) -> "Future[_Outcome] | None":
        try:
            return executor.submit(
                _run_chunk,
                self._step,
                self._held.job,
                self._held.state,
                self._budget_s,
                None if self._target is None else max(1, self._target - len(self.results)),
                self._host.folder,
            )
        except (BrokenExecutor, RuntimeError) as error:
            self._recover(error, executor, alone)
            return None

    def _take(self, future: "Future[_Outcome]", executor: Executor, alone: bool = False) -> None:
        error = future.exception()
        if isinstance(error, BrokenExecutor):
            self._recover(error, executor, alone)
            return
        with self._lock:
            self._in_flight = False
            if error is not None:
                self._fail(error)
            else:
                self._accept(future.result())

    def _accept(self, outcome: _Outcome) -> None:
        self._held.state.discard()
        self._held.state = outcome.state
        new = unpack(outcome.results, keep=self._host.keep)
        self.results.extend(new)
        outcome.results.discard()
        self.shipping_s += outcome.shipping_s
        self.working_s += outcome.working_s
        self._budget_s = self._next_budget(outcome)
        if outcome.finished:
            self._set("done")
        elif new and self.stepping and len(self.results) >= (self._target or 0):
            self._set("paused")
        else:
            self._changed.notify_all()

    def _next_budget(self, outcome: _Outcome) -> float:
        if self._host.folder is None:
            shipping_s = len(outcome.state.head) / FAR_BYTES
            wanted = min(max(FAR_CHUNK_S, 10 * shipping_s), LONGEST_FAR_CHUNK_S)
            return min(wanted, 2 * self._budget_s)
        return min(max(CHUNK_S, 10 * outcome.shipping_s), LONGEST_CHUNK_S)

    def _recover(self, error: BaseException, executor: Executor, alone: bool) -> None:
        """Try the chunk once more after its pool broke, alone, so that the guilty one is known."""
        if self._host.instead is not None:
            self._come_back(self._host.instead)
            return
        self._host.forget(executor)
        with self._lock:
            on_purpose = self.cancelled or (isinstance(executor, OwnProcess) and executor.killed)
            if alone or on_purpose:
                self._in_flight = False
                self._changed.notify_all()
                if not on_purpose:
                    self._fail(_crash(error))
                return
            lone = self._host.start_lone()
        future = self._submit(lone, alone=True)
        if future is not None:
            future.add_done_callback(functools.partial(self._take_lone, lone))

    def _come_back(self, host: Host) -> None:
        """Go on here from the last state: the cluster is lost."""
        with self._lock:
            self._host, self._in_flight, self._budget_s = host, False, CHUNK_S
            if self._status == "running":  # else there may be no such folder any more
                self._held.job = Lasting(settled(self._held.job.value, host.folder))
            self._changed.notify_all()

    def _take_lone(self, executor: Executor, future: "Future[_Outcome]") -> None:
        self._take(future, executor, alone=True)
        if not isinstance(future.exception(), BrokenExecutor):
            self._host.forget(executor)
            executor.shutdown(wait=False)
        self._pump()

    def _fail(self, error: BaseException) -> None:
        self.error = error
        self._set("failed")

    def _set(self, status: Status) -> None:
        self._status = status
        self._changed.notify_all()
        if status in ("done", "failed"):
            self._host.end(at_once=False)


def _held(job: Any, state: Any, folder: str | None) -> _Held:
    return _Held(Lasting(pack(job, folder)), pack(state, folder))


def _crash(error: BaseException) -> WorkCrashed:
    crash = WorkCrashed("crashed", "the work ended its process twice and was given up")
    crash.__cause__ = error
    return crash
