"""The app in Chromium: how soon, how smooth, how many bytes."""

import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from embviz.text.corpus import Corpus
from tests.benchmarks.tables import Table
from tests.browser import harness
from tests.browser.harness import TrainPage

WATCHED_S = 10
STAGE = Path(__file__).with_name("stage.py")

FIRST_MOVE = """async (host) => {
    const map = host.embviz, button = [...document.querySelectorAll("button")]
        .find((b) => b.textContent.trim() === "Train");
    const pressed = performance.now();
    button.click();
    while (!(map.player.head > 0)) await new Promise(requestAnimationFrame);
    return performance.now() - pressed;
}"""

PICTURES = """async (host, seconds) => {
    const canvas = host.querySelector("canvas"), paper = canvas.getContext("2d");
    const { width, height } = canvas;
    const look = () => new Uint32Array(paper.getImageData(0, 0, width, height).data.buffer);
    const differ = (a, b) => a.some((pixel, i) => pixel !== b[i]);
    let before = look(), distinct = 0, blank = 0;
    const start = performance.now();
    while (performance.now() - start < 1000 * seconds) {
        await new Promise(requestAnimationFrame);
        const now = look();
        if (differ(before, now)) distinct++;
        if (now.every((pixel) => pixel === now[0])) blank++;
        before = now;
    }
    return [distinct / ((performance.now() - start) / 1000), blank];
}"""


def in_chromium(corpus: Corpus) -> Table:
    """Measure the page while the text trains in it."""
    with harness.browse() as browser:
        rows = [("import embviz", f"{_import_s():.2f} s", "< 1 s")]
        with _timed_start() as (address, served_s):
            rows.append(("command to page served", f"{served_s:.1f} s", "< 5 s"))
            opened_s = _open_s(browser.new_page(viewport=harness.SIZE), address)
            rows.append(("cold page to untrained words on screen", f"{opened_s:.1f} s", ""))
            presses = [
                _first_move(browser.new_page(viewport=harness.SIZE), address) for _ in range(5)
            ]
            rows.append(("Train to first new picture, warm", _ms(presses), "< 500 ms"))
        for words, goal in ((1000, 55), (5000, 50)):
            rows += _watched(browser.new_page(viewport=harness.SIZE), corpus, words, goal)
    return Table("The app in Chromium, 1280 x 720", ("what", "measured", "goal"), tuple(rows))


def _import_s() -> float:
    times = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import embviz"], check=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


@contextlib.contextmanager
def _timed_start() -> Iterator[tuple[str, float]]:
    start = time.perf_counter()
    with harness.serve() as address:
        yield address, time.perf_counter() - start


def _open_s(page: Page, address: str) -> float:
    start = time.perf_counter()
    TrainPage(page).open(address)
    page.close()
    return time.perf_counter() - start


def _first_move(page: Page, address: str) -> float:
    train_page = TrainPage(page).open(address)
    page.wait_for_timeout(1000)
    seconds: float = train_page.host.evaluate(FIRST_MOVE) / 1000
    page.close()
    return seconds


def _watched(page: Page, corpus: Corpus, words: int, goal: int) -> list[tuple[str, str, str]]:
    """Watch a run for some seconds, then let it end, and count what came."""
    received = _count_bytes(page)
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as text:
        text.write(corpus.text)
        text.flush()
        values = {"EMBVIZ_TEXT": text.name, "EMBVIZ_WORDS": str(words)}
        with environment(values), harness.serve(stage_command()) as address:
            train_page = TrainPage(page).open(address)
            page.wait_for_timeout(500)
            before = sum(received)
            train_page.press("Train")
            train_page.wait_for_frames(2)
            pictures, blank = train_page.host.evaluate(PICTURES, WATCHED_S)
            train_page.wait_for_status("done", 300)
            train_page.wait_for_frames(train_page.number("total"))
            facts = train_page.facts()
            per_frame = (sum(received) - before) / (int(facts["frames"]) - 1)
    page.close()
    shown = f"{words} words: "
    lost = int(facts["total"]) - int(facts["frames"])
    return [
        (shown + "pictures a second that differ", f"{pictures:.0f}", f">= {goal}"),
        (
            shown + "blank pictures, remounts, gaps, frames lost",
            f"{blank}, {int(facts['mounts']) - 1}, {facts['gaps']}, {lost}",
            "0",
        ),
        (
            shown + "bytes a frame, all that is sent",
            f"{per_frame:,.0f}",
            "<= 4,700" if words == 1000 else "",
        ),
    ]


def stage_command() -> list[str]:
    """Give the command that serves nothing but the picture."""
    return [sys.executable, "-m", "streamlit", "run", str(STAGE)]


@contextlib.contextmanager
def environment(values: dict[str, str]) -> Iterator[None]:
    """Set environment variables for a while."""
    os.environ.update(values)
    try:
        yield
    finally:
        for name in values:
            del os.environ[name]


def _count_bytes(page: Page) -> list[int]:
    """Collect the sizes of all messages that come through web sockets."""
    sizes: list[int] = []
    page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda payload: sizes.append(len(payload))),
    )
    return sizes


def _ms(seconds: list[float]) -> str:
    return f"{1000 * statistics.median(seconds):.0f} ms (longest {1000 * max(seconds):.0f})"
