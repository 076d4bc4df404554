"""What recording a film costs a training: milliseconds a frame, and memory.

Each row is a process of its own, since memory at its highest is that of all it ever did.
"""

import subprocess
import sys
import tempfile

import numpy as np

from embviz.text.corpus import Corpus
from tests.benchmarks.tables import Table

WORDS, DIMENSIONS, SHOWN = 50_000, 300, 1000
FEW, MANY = 100, 400
KINDS = ("float16", "float32", "float64")

RECORD = """
import re, statistics, sys, time
from pathlib import Path
import numpy as np
import embviz as ev
V, d, shown, frames, kind, whole = sys.argv[1:]
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
E = np.random.default_rng(0).standard_normal((int(V), int(d)), np.float32).astype(kind)
recorder = ev.Recorder([f"word{i}" for i in range(int(V))], shown=int(shown), whole=whole == "True")
recorder.frame(0, E)
before, seconds, processor = peak(), [], []
for frame in range(1, int(frames)):
    E[frame % int(V)] += 1  # the training
    start, used = time.perf_counter(), time.process_time()
    recorder.frame(frame, E)
    seconds.append(time.perf_counter() - start)
    processor.append(time.process_time() - used)
mb = recorder.path.stat().st_size / 2**20
print(1e3 * statistics.median(seconds), 1e3 * statistics.median(processor), peak() - before, mb)
"""


def cost_a_frame(corpus: Corpus) -> Table:
    """Milliseconds of a frame, and what memory grows by, after a hundred frames and after more."""
    rows = []
    for kind in KINDS:
        for whole in (True, False):
            few, many = (_recorded(frames, kind, whole) for frames in (FEW, MANY))
            figures = f"{many[0]:.1f}", f"{many[1]:.1f}", f"{few[2]:.0f}", f"{many[2]:.0f}"
            rows.append(
                (f"{kind}{'' if whole else ', shown rows only'}", *figures, f"{many[3]:.0f}")
            )
    grown = f"peak grown in {FEW}, MB", f"in {MANY}, MB"
    return Table(
        f"A frame of {WORDS:,} x {DIMENSIONS} recorded, {SHOWN:,} words shown (goal: 30 ms)",
        ("numbers", "ms", "processor ms", *grown, "file, MB"),
        tuple(rows),
        "Medians. Frames are thinned to 60 here: no memory is taken beyond them.",
    )


def _recorded(frames: int, kind: str, whole: bool) -> np.ndarray:
    settings = map(str, (WORDS, DIMENSIONS, SHOWN, frames, kind, whole))
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", RECORD, *settings]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder)
    return np.array(done.stdout.split(), float)
