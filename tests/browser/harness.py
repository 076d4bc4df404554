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

from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

SIZE = {"width": 1280, "height": 720}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def serve(command: list[str] | None = None, folder: Path = ROOT) -> Iterator[str]:
    """Start the app on a port of its own; gives its address."""
    port = free_port()
    command = command or [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
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


def wait_until_served(
    address: str, process: "subprocess.Popen[bytes]", timeout_s: float = 60
) -> None:
    end = time.monotonic() + timeout_s
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
        app = self.page.get_by_test_id("stApp")
        expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=30_000)

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
        return self.host.get_attribute(f"data-{name}", timeout=15_000) or ""

    def number(self, name: str) -> int:
        return int(float(self.fact(name) or 0))

    def wait_for_frames(self, frames: int, timeout_s: float = 30) -> None:
        self.wait_until(lambda: self.number("frames") >= frames, timeout_s, f"{frames} frames")

    def wait_for_status(self, status: str, timeout_s: float = 60) -> None:
        self.wait_until(lambda: self.fact("status") == status, timeout_s, status)

    def wait_until(self, condition, timeout_s: float, what: str) -> None:
        end = time.monotonic() + timeout_s
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"waited {timeout_s} s in vain for {what}: {self.facts()}")
            self.page.wait_for_timeout(20)

    def facts(self) -> dict[str, str]:
        names = ("run", "frame", "frames", "total", "status", "mounts", "gaps")
        return {name: self.fact(name) for name in names}

    def map_png(self) -> bytes:
        """Picture of the map alone."""
        return self.host.locator("canvas").first.screenshot()

    def map(self, expression: str):
        """Evaluate a JavaScript expression in which `map` is the word map's hook for tests."""
        return self.host.evaluate(f"(host) => {{ const map = host.embviz; return {expression}; }}")
