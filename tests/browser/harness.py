"""A server, a Chromium, and what the word map says of itself: for tests, benchmarks, pictures."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, expect, sync_playwright

from embviz.text.corpus import Corpus

ROOT = Path(__file__).parents[2]
APP = ROOT / "app.py"

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

SIZE = {"width": 1280, "height": 720}
LONGEST_S = 120.0
"""What anything may take before it is given up: there may be other work on the machine."""

expect.set_options(timeout=1000 * LONGEST_S)

NARROW = {"width": 390, "height": 844}

IS_DARK = """(dark) => {
    const app = document.querySelector("[data-testid=stApp]");
    const [red] = getComputedStyle(app).backgroundColor.match(/[0-9]+/g);
    return (red < 128) === dark;
}"""

QUIET = """async () => {
    const main = document.querySelector("[data-testid=stMain]");
    const seen = () => `${main.scrollHeight} ${main.querySelectorAll("*").length}`;
    await document.fonts.ready;
    for (let last = "", same = 0; same < 12; ) {
        await new Promise(requestAnimationFrame);
        const now = seen();
        same = now === last ? same + 1 : 0;
        last = now;
    }
}"""

STILL = """async ({ embviz: map }) => {
    const moves = () => Boolean(map.film?.count && map.camera.ease(0, map.part));
    for (let last = -1; last !== map.pictures || moves(); ) {
        last = map.pictures;
        await new Promise((resolve) => setTimeout(resolve, 200));
        await new Promise(requestAnimationFrame);
    }
}"""


def usually_hidden(corpus: Corpus) -> list[str]:
    """The function words that the page hides unless it is told otherwise."""
    functions = corpus.function_words
    return [corpus.words[i] for i in functions.ranked[: functions.usual]]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def serve(command: list[str] | None = None, folder: Path = ROOT) -> Iterator[str]:
    """Start the app on a port of its own; gives its address."""
    port = free_port()
    command = command or [sys.executable, "-m", "streamlit", "run", str(APP)]
    options = ["--server.port", str(port), "--server.headless", "true"]
    process = subprocess.Popen(
        [*command, *options], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_served(address, process)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_served(address: str, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + LONGEST_S
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with code {process.returncode}")
        with contextlib.suppress(OSError):
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1) as answer:
                # Unknown addresses answer 200, too: only the body tells.
                if answer.read() == b"ok":
                    return
        time.sleep(0.05)
    raise TimeoutError(f"no answer from {address}")


def find_chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


def chromium_required() -> bool:
    return bool(os.environ.get("CI"))


@contextlib.contextmanager
def browse() -> Iterator[Browser]:
    executable = find_chromium()
    if executable is None:
        raise RuntimeError("there is no Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()


def settle(page: Page) -> None:
    """Wait until the page's script has run to its end."""
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning")


def rest(page: Page) -> None:
    """Wait until the script has ended and all that it sent has been drawn."""
    settle(page)
    page.evaluate(QUIET)


def wear(page: Page, scheme: Literal["light", "dark"]) -> None:
    """Let the page change to light or dark colours."""
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function(IS_DARK, arg=scheme == "dark")


ACCENT = (0x0B, 0x65, 0xA3)
"""The light theme's primary colour."""


class TrainPage:
    """The Train page in a browser."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.host = page.locator("[data-run]").first

    def open(self, address: str) -> "TrainPage":
        self.page.goto(address)
        self.settle()
        self.wait_for_frames(1)
        return self

    def settle(self) -> None:
        settle(self.page)

    def wear(self, scheme: Literal["light", "dark"]) -> None:
        """Change the colours of page and map."""
        wear(self.page, scheme)
        dark = scheme == "dark"
        self.wait_until(lambda: self.map("map.colours.dark") is dark, f"a {scheme} map")

    def press(self, name: str) -> None:
        self.button(name).click()

    def train(self) -> None:
        """Train to the end, and wait until the browser has every frame."""
        self.press("Train")
        self.wait_for_status("done")
        self.wait_for_frames(self.number("total"))

    def set_number(self, name: str, value: float) -> None:
        box = self.page.get_by_role("spinbutton", name=name, exact=True)
        box.fill(str(value))
        box.press("Enter")
        self.settle()
        self.wait_for_status("idle")

    def button(self, name: str):
        return self.page.get_by_test_id("stSidebar").get_by_role("button", name=name, exact=True)

    def fact(self, name: str) -> str:
        return self.host.get_attribute(f"data-{name}") or ""

    def number(self, name: str) -> int:
        return int(float(self.fact(name) or 0))

    def wait_for_frames(self, frames: int) -> None:
        self.wait_until(lambda: self.number("frames") >= frames, f"{frames} frames")

    def wait_for_status(self, status: str, longest_s: float = LONGEST_S) -> None:
        self.wait_until(lambda: self.fact("status") == status, status, longest_s)

    def wait_until(self, condition, what: str, longest_s: float = LONGEST_S) -> None:
        end = time.monotonic() + longest_s
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"waited in vain for {what}: {self.facts()}")
            self.page.wait_for_timeout(20)

    def wait_until_still(self) -> None:
        """Wait until nothing on the map moves or fades any more: the camera is at rest."""
        self.host.evaluate(STILL)

    def wait_for_last_frame(self, still_s: float = 1.5) -> int:
        """Wait until no frame has come for longer than the page takes between two looks."""
        end = time.monotonic() + LONGEST_S
        frames, since = self.number("frames"), time.monotonic()
        while time.monotonic() < since + still_s:
            if time.monotonic() > end:
                raise AssertionError(f"frames still come: {self.facts()}")
            self.page.wait_for_timeout(100)
            if self.number("frames") != frames:
                frames, since = self.number("frames"), time.monotonic()
        return frames

    def facts(self) -> dict[str, str]:
        names = ("run", "frame", "frames", "total", "status", "mounts", "gaps")
        return {name: self.fact(name) for name in names}

    def map_png(self) -> bytes:
        """Picture of the map alone."""
        return self.host.locator("canvas").first.screenshot()

    def map(self, expression: str):
        """Evaluate a JavaScript expression in which `map` is the word map's hook for tests."""
        return self.host.evaluate(f"(host) => {{ const map = host.embviz; return {expression}; }}")
