"""When the server looks for cyclic garbage: while it rests, not while visitors wait.

Streamlit would visit every object after each run of a script or fragment: with thirty visitors nine
tenths of the server's time. `.streamlit/config.toml` switches that off (`runner.postScriptGC`).
Counting references frees most of what is let go of; what is left are cycles, such as a closed tab,
and these can wait for a quiet moment.
"""

import ctypes
import functools
import gc
import sys
import threading
import time
from collections.abc import Callable

PERIOD_S = 2.0  # seconds between two looks, and how long it must have been quiet
QUIET = 0.1  # share of a core up to which a server is quiet
WORTH_S = 0.1  # seconds of work since the last collection that may have left something to collect
LATEST_S = 120.0  # seconds after which it is collected however busy the server is
MOST = 100  # Python itself collects all when so many times 7,000 objects have gathered


def collect() -> None:
    """Collect all cyclic garbage, and give free memory back to the system.

    Without being asked glibc keeps what thirty visitors took: half as much again as the server
    needs without them.
    """
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)


class GarbageRule:
    """Collects where it is quiet, or has been busy for too long."""

    def __init__(
        self,
        runs: Callable[[], int],  # how many are under way
        collect: Callable[[], object] = collect,
        now: Callable[[], float] = time.monotonic,
        worked: Callable[[], float] = time.process_time,  # seconds, on all threads
    ) -> None:
        self._runs, self._collect, self._now, self._worked = runs, collect, now, worked
        self._looked = self._collected = (now(), worked())

    def look(self) -> bool:
        """Collect if it is time to. Returns whether it was."""
        (then, before), (since, until) = self._looked, self._collected
        now, worked = self._looked = self._now(), self._worked()
        quiet = worked - before <= QUIET * (now - then) and not self._runs()
        if worked - until < WORTH_S or not (quiet or now - since >= LATEST_S):
            return False
        self._collect()
        self._looked = self._collected = self._now(), self._worked()
        return True


@functools.cache
def watch(runs: Callable[[], int]) -> None:
    """Collect by this rule from now on, on a thread of its own."""
    gc.set_threshold(*gc.get_threshold()[:2], MOST)
    rule = GarbageRule(runs)

    def follow() -> None:
        while True:
            time.sleep(PERIOD_S)
            rule.look()

    threading.Thread(target=follow, name="garbage", daemon=True).start()
