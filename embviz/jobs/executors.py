"""What chunks of work are run on: a pool of processes, one process alone, or the calling thread."""

import functools
import multiprocessing
import os
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Any

from embviz.errors import EmbvizError

KILLED_S = 2.0
"""Seconds in which a killed process is gone, at most; it takes milliseconds."""

NICE = 10
"""How far workers stand back where cores are scarce: a server must answer before it trains."""


class WorkCrashed(EmbvizError):
    """A chunk ended its worker process again and again (memory, or a fault in a library)."""


def noop() -> None:
    """Do nothing, in a worker: what starts it."""


def process_pool(workers: int | None = None, initializer: Callable[[], None] = noop) -> Executor:
    """Start worker processes that share nothing with this one.

    Args:
        workers: How many; one for each core unless given.
        initializer: Called once in each new worker, e.g. to import what it will need.
    """
    return ProcessPoolExecutor(
        max_workers=workers or os.cpu_count() or 1,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=functools.partial(_start_worker, initializer),
    )


class Inline(Executor):
    """An executor that works at once, in the calling thread: for tests and notebooks."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Call `fn` now and return a future that is done."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


class OwnProcess(Executor):
    """One worker process that can be ended in the middle of a call.

    Args:
        initializer: Called in it first.

    Attributes:
        killed: Whether it was.
    """

    def __init__(self, initializer: Callable[[], None] = noop) -> None:
        self._lock = threading.Lock()
        self.killed = False
        self._context = _Recording()
        self._pool = ProcessPoolExecutor(
            max_workers=1,
            mp_context=self._context,
            initializer=functools.partial(_start_worker, initializer),
        )

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Call `fn` in the process, which is started at the first call.

        Raises:
            BrokenExecutor: If the process was killed, or ended by itself.
        """
        with self._lock:  # the first call starts the process: not while it is being killed
            if self.killed:
                raise BrokenExecutor("the process was killed")
            return self._pool.submit(fn, *args, **kwargs)

    def kill(self) -> None:
        """End the process at once, whatever it does; calls under way raise BrokenExecutor."""
        with self._lock:
            self.killed = True
            for process in self._context.started:
                if process.pid is not None:  # or it could not be started
                    process.kill()
                    process.join(KILLED_S)  # whoever deletes what it wrote must come second

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the process when the call under way is done."""
        self._pool.shutdown(wait=wait, cancel_futures=cancel_futures)


class Host:
    """What works run on: executors that start when they are needed, and a folder to write in.

    Args:
        start: Makes an executor, an `OwnProcess` where it is to be ended at once.
        folder: Where the works write, and nobody else; None: nowhere that we could read.
        shared: Whether by many works, so that it goes on when one of them ends.
        instead: Where its works go on if its executor is lost for good: a cluster.
        keep: The folder in which what comes of its works is kept, as long as it is held; by itself
            where they write.
    """

    def __init__(
        self,
        start: Callable[[], Executor],
        folder: str | None,
        shared: bool = False,
        instead: "Host | None" = None,
        keep: str | None = None,
    ) -> None:
        self.keep = keep or folder
        self._start, self._shared, self.folder, self.instead = start, shared, folder, instead
        self._lock = threading.Lock()
        self._executor: Executor | None = None
        self._started: list[Executor] = []

    def executor(self) -> Executor:
        """Give the executor, made at the first call and after each end."""
        with self._lock:
            if self._executor is None:
                self._executor = self._begin()
            return self._executor

    def forget(self, ended: Executor) -> None:
        """Have another executor made in the place of one that broke; however many report it."""
        # A broken one has nothing left to shut down; and being asked to while it reports that it is
        # broken, it would wait for itself (from Python 3.12 on).
        with self._lock:
            if ended in self._started:
                self._started.remove(ended)
            if self._executor is ended:
                self._executor = None

    def start_lone(self) -> Executor:
        """Start a further executor for a chunk that broke one, so that no other work dies of it."""
        with self._lock:
            return self._begin()

    def end(self, at_once: bool) -> None:
        """End the processes of a work that shares them with no other.

        Args:
            at_once: Whether in the middle of a chunk, if need be. Else they clean up behind them.
        """
        if not self._shared:
            self.close(at_once)

    def close(self, at_once: bool = False) -> None:
        """End all processes; the next call for an executor starts others."""
        with self._lock:
            started, self._started, self._executor = self._started, [], None
        for executor in started:
            if at_once and isinstance(executor, OwnProcess):
                executor.kill()
            else:
                executor.shutdown(wait=False, cancel_futures=True)

    def clear(self) -> None:
        """End the processes at once and delete all that they wrote."""
        self.close(at_once=True)
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _begin(self) -> Executor:
        self._started.append(executor := self._start())
        return executor


class _Recording(SpawnContext):
    """Starts processes and remembers them: a pool does not tell which are its own."""

    def __init__(self) -> None:
        super().__init__()
        self.started: list[SpawnProcess] = []

    def Process(self, *args: Any, **kwargs: Any) -> SpawnProcess:  # type: ignore[override]
        process = SpawnProcess(*args, **kwargs)
        self.started.append(process)
        return process


def _start_worker(initializer: Callable[[], None]) -> None:
    _leave_with_parent()
    if hasattr(os, "nice"):
        os.nice(NICE)
    initializer()


def _leave_with_parent() -> None:
    """End this worker when the process that started it is gone, however it went."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def follow() -> None:
        parent.join()
        os._exit(0)

    threading.Thread(target=follow, daemon=True).start()
