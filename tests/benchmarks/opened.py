"""Files of vectors opened in the page: how long until the first map, and how much memory."""

import os
import re
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from playwright.sync_api import Page

import embviz as ev
from embviz.files.read import read_all
from embviz.text.corpus import Corpus
from tests.benchmarks.tables import Table
from tests.browser import harness
from tests.browser.harness import TrainPage

WORDS, DIMENSIONS, TOPICS = 400_000, 100, 400
RUNS = 3
ENDINGS = ("txt", "bin", "npz")


def in_the_page(corpus: Corpus) -> Table:
    """Open a file by its path, each time on a server of its own."""
    vectors = _vectors()
    with tempfile.TemporaryDirectory() as name, harness.browse() as browser:
        rows = []
        for ending in ENDINGS:
            path = Path(name) / f"vectors.{ending}"
            ev.save(vectors, path)
            runs = [_run(browser.new_page(viewport=harness.SIZE), path) for _ in range(RUNS)]
            alone = statistics.median(_seconds(path) for _ in range(RUNS))
            path.unlink()
            median = [statistics.median(column) for column in zip(*runs, strict=True)]
            map_s, server, all_ = median
            rows.append(
                (
                    f".{ending}",
                    f"{map_s:.1f}",
                    f"{alone:.1f}",
                    f"{map_s / alone:.1f}",
                    f"{server:.0f}",
                    f"{all_:.0f}",
                )
            )
    return Table(
        f"Files of {WORDS:,} x {DIMENSIONS} opened in the page (goal: map in 15 s, server 1000 MB)",
        (
            "",
            "path to map, s",
            "read_all alone, s",
            "ratio",
            "server, MB",
            "all processes, MB",
        ),
        tuple(rows),
        f"Medians of {RUNS} runs; memory at its highest, as the system counts it.",
    )


def _vectors() -> ev.Vectors:
    rng = np.random.default_rng(0)
    topics = rng.standard_normal((TOPICS, DIMENSIONS))[rng.integers(0, TOPICS, WORDS)]
    matrix = topics + 0.7 * rng.standard_normal((WORDS, DIMENSIONS))
    return ev.Vectors(tuple(f"word{i}" for i in range(WORDS)), matrix.astype(np.float32))


def _seconds(path: Path) -> float:
    start = time.perf_counter()
    read_all(path)
    return time.perf_counter() - start


def _run(page: Page, path: Path) -> tuple[float, float, float]:
    """Open a file: seconds to the map; megabytes of the server, and of all processes."""
    with harness.serve() as address:
        page.goto(f"{address}/files")
        shown = TrainPage(page)
        shown.wait_for_frames(1)
        page.get_by_text("On this computer").click()
        box = page.get_by_role("textbox", name="Path of a file or folder")
        box.fill(str(path))
        before, start = shown.fact("run"), time.perf_counter()
        box.press("Enter")
        shown.wait_until(
            lambda: shown.fact("run") != before and shown.number("frames") == 1, "a map"
        )
        map_s = time.perf_counter() - start
        peaks = dict(_peaks_mb())
    page.close()
    return map_s, peaks[True], sum(peaks.values())


def _peaks_mb() -> Iterator[tuple[bool, float]]:
    """Memory at its highest: of the server (True), and of what it started, together (Linux)."""
    others = 0.0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            said = status.read_text()
        except OSError:
            continue  # it has ended meanwhile
        peak = re.search(r"VmHWM:\s+(\d+)", said)
        level = generation(int(status.parent.name)) if peak else 0
        if peak and level == 1:
            yield True, int(peak[1]) * 1024 / 1e6
        elif peak and level > 1:
            others += int(peak[1]) * 1024 / 1e6
    yield False, others


def generation(pid: int) -> int:
    """1 for a server that this process started, 2 for what that started, and so on; 0: neither."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        parent = int(re.search(r"PPid:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1])
    except OSError:
        return 0
    if parent == os.getpid():
        return int(b"streamlit" in command)
    before = generation(parent) if parent > 1 else 0
    return before + 1 if before else 0
