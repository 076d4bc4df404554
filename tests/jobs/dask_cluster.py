"""A Dask cluster of this machine's processes, on loopback: a scheduler and two workers."""

import json
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]  # from where workers import what tests send


@dataclass(frozen=True)
class DaskCluster:
    """A scheduler and its workers, each a process that can be killed."""

    address: str
    scheduler: "subprocess.Popen[bytes]"
    workers: "tuple[subprocess.Popen[bytes], ...]"

    @classmethod
    def start(cls, folder: Path, workers: int = 2) -> "DaskCluster":
        """Start it, with a file in `folder` that says where it is."""
        told = folder / "scheduler.json"
        scheduler = _start("scheduler", "--port", "0", "--no-show", "--scheduler-file", str(told))
        started = tuple(
            _start("worker", "--scheduler-file", str(told), "--nthreads", "1", "--no-nanny")
            for _ in range(workers)
        )
        end = time.monotonic() + 60
        while not (told.exists() and told.read_text()):
            assert scheduler.poll() is None and time.monotonic() < end, "there is no scheduler"
            time.sleep(0.05)
        return cls(json.loads(told.read_text())["address"], scheduler, started)

    def end(self) -> None:
        """End all of it."""
        for process in (*self.workers, self.scheduler):
            process.send_signal(signal.SIGKILL)
            process.wait(10)


def _start(part: str, *options: str) -> "subprocess.Popen[bytes]":
    code = f"from distributed.cli.dask_{part} import main; main()"
    command = [sys.executable, "-c", code, "--host", "127.0.0.1", "--no-dashboard", *options]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
