"""A text of 100 MB brought to the page: how long until its map, and how much memory meanwhile."""

import re
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from playwright.sync_api import Page

from embviz.text.corpus import Corpus, decode
from tests.benchmarks.opened import generation
from tests.benchmarks.tables import Table
from tests.browser import harness
from tests.browser.harness import TrainPage

BYTES = 99_900_000  # the page takes 100 MB
RARE = 300_000  # words that the text does not have
SAMPLE_S = 0.2
TIMEOUT_MS = 180_000


def in_the_page(corpus: Corpus) -> Table:
    """Bring the sentences of a text, again and again in other orders, with rare words between."""
    with tempfile.TemporaryDirectory() as name, harness.browse() as browser:
        path = Path(name) / "large.txt"
        _write(corpus, path)
        alone_s = _alone_s(path)
        with harness.serve() as address, _Watched() as watched:
            page = browser.new_page(viewport=harness.SIZE)
            facts = _run(page, address, path, watched)
            page.close()
    rows = [
        ("read without a page, one core", f"{alone_s:.1f} s", ""),
        ("brought, until reading began", f"{facts['upload']:.1f} s", ""),
        ("reading began to first map", f"{facts['map']:.1f} s", "<= 12 s"),
        ("states of the bar seen", f"{facts['shares']:.0f}", ">= 10"),
        ("pressed Cancel, until it was ended", f"{facts['cancel']:.1f} s", "<= 1 s"),
        ("all processes before", f"{facts['before']:.0f} MB", ""),
        ("all processes at their peak", f"{watched.peak:.0f} MB", "<= 800 MB"),
    ]
    return Table(
        f"A text of {BYTES:,} bytes brought to the page",
        ("what", "measured", "goal"),
        tuple(rows),
        "Memory: what all processes take together at one time, shared pages counted once (Linux).",
    )


def _write(corpus: Corpus, path: Path) -> None:
    rng = np.random.default_rng(0)
    sentences = [corpus.sentence(i) for i in range(len(corpus.spans))]
    size = 0
    with open(path, "w", encoding="utf-8") as out:
        while True:
            order = rng.permutation(len(sentences)).tolist()
            rare = rng.zipf(1.2, len(sentences)) % RARE
            for i, n in zip(order, rare.tolist(), strict=True):
                line = f"{sentences[i]} {_rare(n)}\n"
                size += len(line.encode())
                if size > BYTES:
                    return
                out.write(line)


def _rare(n: int) -> str:
    return "x" + "".join(chr(97 + n // 26**k % 26) for k in range(4))


def _alone_s(path: Path) -> float:
    start = time.perf_counter()
    Corpus.from_text(decode(path.read_bytes()))
    return time.perf_counter() - start


def _run(page: Page, address: str, path: Path, watched: "_Watched") -> dict[str, float]:
    train_page = TrainPage(page).open(address)
    page.wait_for_timeout(3000)
    before = watched.now()
    page.get_by_label("Text", exact=True).first.click()
    page.get_by_text("Upload files", exact=True).click()
    start = time.perf_counter()
    page.locator("input[type=file]").first.set_input_files(path)
    bar = page.get_by_text("Reading the text")
    bar.wait_for(timeout=TIMEOUT_MS)
    began = time.perf_counter()
    page.get_by_role("button", name="Cancel").click()
    pressed = time.perf_counter()
    again = page.get_by_role("button", name="Read it after all")
    again.wait_for()
    cancelled = time.perf_counter()
    run = train_page.fact("run")
    again.click()
    bar.wait_for()
    began_again = time.perf_counter()
    shares = set[str | None]()
    while train_page.fact("run") == run and time.perf_counter() < began_again + TIMEOUT_MS / 1000:
        bars = page.locator("[data-testid=stProgress] [role=progressbar]")
        if bars.count():
            shares.add(bars.first.get_attribute("aria-valuenow", timeout=1000))
        page.wait_for_timeout(50)
    return {
        "upload": began - start,
        "cancel": cancelled - pressed,
        "map": time.perf_counter() - began_again,
        "shares": len(shares),
        "before": before,
    }


class _Watched:
    """The memory of the server and of what it started, looked at again and again."""

    def __init__(self) -> None:
        self.peak = 0.0  # MB
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "_Watched":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._thread.join()

    def now(self) -> float:
        """What they take now, in MB."""
        return sum(_shares_mb())

    def _watch(self) -> None:
        while not self._over.wait(SAMPLE_S):
            self.peak = max(self.peak, self.now())


def _shares_mb() -> Iterator[float]:
    """The memory of each process; of pages that are shared, its share."""
    for status in Path("/proc").glob("[0-9]*"):
        try:
            if generation(int(status.name)):
                said = (status / "smaps_rollup").read_text()
                yield int(re.search(r"^Pss:\s+(\d+)", said, re.MULTILINE)[1]) * 1024 / 1e6
        except (OSError, TypeError):
            continue  # it has ended meanwhile
