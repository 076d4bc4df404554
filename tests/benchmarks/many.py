"""A class at once: thirty visitors train, and somebody asks whether the server is well."""

import asyncio
import contextlib
import os
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from embviz.text.corpus import Corpus
from tests.benchmarks.tables import Table
from tests.benchmarks.visitor import Visitor, all_of, until
from tests.browser import harness

VISITORS = 30
WATCHED_S = 25.0
EPOCHS = 200  # that the last of them outlasts it
BETWEEN_S = 0.1
"""Seconds between two looks at the server's health."""

DISCONNECTED_S = 1
"""Seconds for which the session of a closed tab is kept, here; the app itself keeps it longer."""

QUIET_S = 8.0
"""Seconds after which a server that rests has collected its garbage."""

STAGE = Path(__file__).with_name("many_stage.py")


@dataclass(frozen=True)
class Measured:
    """What came of one class.

    Attributes:
        health_s: Seconds that each answer took.
        updates: Of the map, each visitor.
        megabytes: Of the server: before, at most, and when all have left.
    """

    health_s: list[float]
    updates: list[int]
    megabytes: tuple[float, float, float]

    @property
    def p95_s(self) -> float:
        return statistics.quantiles(self.health_s, n=20)[-1]


def at_once(corpus: Corpus) -> Table:
    """Measure it as the app is, then with Streamlit's collection of garbage after every run."""
    ours, theirs = (asyncio.run(_measure(collects)) for collects in (False, True))
    ratio = theirs.p95_s / ours.p95_s
    rows = [
        _row(
            "health check, median",
            (f"{_ms(statistics.median(m.health_s))}" for m in (ours, theirs)),
        ),
        _row("health check, 95th percentile", (_ms(m.p95_s) for m in (ours, theirs)), "< 80 ms"),
        _row("updates of the map, fewest", (str(min(m.updates)) for m in (ours, theirs)), ">= 35"),
        _row(
            "updates of the map, median",
            (f"{statistics.median(m.updates):.0f}" for m in (ours, theirs)),
        ),
    ]
    for i, when in enumerate(("before", "at most", "when all have left")):
        goal = f"<= {1.1 * ours.megabytes[0]:.0f} MB" if i == 2 else ""
        cells = (f"{m.megabytes[i]:.0f} MB" for m in (ours, theirs))
        rows.append(_row(f"memory of the server, {when}", cells, goal))
    load = ", ".join(f"{x:.1f}" for x in os.getloadavg())
    return Table(
        f"{VISITORS} visitors train kingdom at once, {WATCHED_S:.0f} s of {EPOCHS} epochs",
        ("what", "as it is", "postScriptGC", "goal"),
        tuple(rows),
        f"95th percentile with postScriptGC / without: {ratio:.1f}; load of the machine at the "
        f"end: {load}",
    )


async def _measure(collects: bool) -> Measured:
    with _served(collects) as (address, server):
        await _train_to_the_end(address)
        before = _resident_mb(server)
        visitors = [
            Visitor(address, f"view=kingdom;skipgram;epochs:{EPOCHS};seed:{i};at:1")
            for i in range(2, VISITORS + 2)
        ]
        async with all_of(visitors):
            await until(lambda: all(each.waiting for each in visitors), 120)
            come = [each.maps for each in visitors]
            health_s, most = await asyncio.to_thread(_watch, address, server)
            updates = [each.maps - had for each, had in zip(visitors, come, strict=True)]
        await asyncio.sleep(DISCONNECTED_S)
        await _forget(address)
        return Measured(health_s, updates, (before, most, _resident_mb(server)))


@contextlib.contextmanager
def _served(collects: bool) -> Iterator[tuple[str, int]]:
    """Start the app, giving its address and the number of its process."""
    port = harness.free_port()
    options = {
        "server.port": str(port),
        "server.headless": "true",
        "server.disconnectedSessionTTL": str(DISCONNECTED_S),
        "runner.postScriptGC": str(collects).lower(),
    }
    command = [sys.executable, "-m", "streamlit", "run", str(STAGE)]
    command += [part for name, value in options.items() for part in (f"--{name}", value)]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=harness.ROOT, stdout=quiet, stderr=quiet)
    try:
        address = f"http://127.0.0.1:{port}"
        harness.wait_until_served(address, process)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(20)


async def _train_to_the_end(address: str) -> None:
    """Have a first visitor train and go: what comes after him finds a server in use."""
    async with Visitor(address, "view=kingdom;skipgram;seed:1;at:1") as first:
        await until(lambda: first.waiting, 60)
        await until(lambda: not first.waiting, 120)
    await _forget(address)


async def _forget(address: str) -> None:
    """Have all runs let go of, by two: the sessions of the gone end when others come and go."""
    for _ in range(2):
        async with Visitor(address, "forget=1") as last:
            await until(lambda visitor=last: visitor.runs > 0, 60)
        await asyncio.sleep(QUIET_S)


def _watch(address: str, server: int) -> tuple[list[float], float]:
    """Ask for the server's health again and again. Gives the seconds it took, and its most MB."""
    health_s, most, end = list[float](), 0.0, time.monotonic() + WATCHED_S
    while time.monotonic() < end:
        start = time.perf_counter()
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=60) as answer:
            answer.read()
        health_s.append(time.perf_counter() - start)
        most = max(most, _resident_mb(server))
        time.sleep(BETWEEN_S)
    return health_s, most


def _resident_mb(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    size = next(line for line in lines if line.startswith("VmRSS"))
    return int(size.split()[1]) / 1024


def _row(what: str, cells: Iterable[str], goal: str = "") -> tuple[str, ...]:
    return (what, *cells, goal)


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms"
