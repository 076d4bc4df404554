"""A process of its own that is started before it is needed, and has loaded what takes long."""

import threading
from collections.abc import Callable
from concurrent.futures import Executor

KEEP_S = 600.0  # for which a process waits for its work; it holds the memory of what it loaded


class Spare:
    """One executor in advance.

    Args:
        start: Makes it.
        keep_s: Seconds after which it ends, if nobody wants it and nobody asked for it again.
    """

    def __init__(self, start: Callable[[], Executor], keep_s: float = KEEP_S) -> None:
        self._start, self._keep_s = start, keep_s
        self._lock = threading.Lock()
        self._ready: Executor | None = None
        self._ending: threading.Timer | None = None

    def prepare(self, load: Callable[[], None]) -> None:
        """Have one ready, or being made ready: `load` is an importable function, called in it."""
        with self._lock:
            if self._ready is None:
                self._ready = self._start()
                self._ready.submit(load)
            self._wait()

    def take(self) -> Executor:
        """Give the one that is ready, which is the caller's from now on; else another one."""
        with self._lock:
            ready, self._ready = self._ready, None
        return ready if ready is not None else self._start()

    def end(self) -> None:
        """End the one that nobody took."""
        with self._lock:
            ready, self._ready = self._ready, None
        if ready is not None:
            ready.shutdown(wait=False, cancel_futures=True)

    def _wait(self) -> None:
        if self._ending is not None:
            self._ending.cancel()
        self._ending = threading.Timer(self._keep_s, self.end)
        self._ending.daemon = True
        self._ending.start()
