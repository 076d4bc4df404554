"""Two models compared: how long files of 200,000 words take, and whether a planted change is found.

The planted change: two words exchange their places in half of the sentences, and the text is
trained on again with another seed. Other seeds of the text as it was tell the noise.
"""

import subprocess
import sys

import numpy as np

import embviz as ev
from embviz.text.corpus import Corpus
from tests.benchmarks.tables import Table

WORDS, DIMENSIONS = 200_000, 300
PAIRS = (
    ("father", "palace"),
    ("man", "horse"),
    ("garden", "daughter"),
    ("king", "brother"),
    ("queen", "river"),
)
SEEDS, NOISE = 5, 9
RUNS = 3

ALONE = """
import re, sys, time
from pathlib import Path
import numpy as np
import embviz as ev
V, d = map(int, sys.argv[1:])
rng = np.random.default_rng(0)
topics, of = rng.standard_normal((400, d), np.float32), rng.integers(0, 400, V)
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
def vectors():
    matrix = 0.7 * rng.standard_normal((V, d), np.float32)
    for first in range(0, V, 10_000):
        matrix[first : first + 10_000] += topics[of[first : first + 10_000]]
    return ev.Vectors(words, matrix)
words = tuple(f"word{i}" for i in range(V))
a, b = vectors(), vectors()
before, start, processor = peak(), time.perf_counter(), time.process_time()
found = ev.compare(a, b)
print(time.perf_counter() - start, time.process_time() - processor, before, peak(), len(found))
"""
"""In a process of its own: memory at its highest is that of all it ever did."""


def how_dear(corpus: Corpus) -> Table:
    """Seconds and memory of comparing two large sources, on one thread."""
    command = [sys.executable, "-c", ALONE, str(WORDS), str(DIMENSIONS)]
    rows = []
    for run in range(RUNS):
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        seconds, processor, before, peak, compared = map(float, said.split())
        figures = f"{seconds:.1f}", f"{processor:.1f}", f"{before:.0f}", f"{peak:.0f}"
        rows.append((str(run + 1), *figures, f"{compared:,.0f}"))
    return Table(
        f"Two sources of {WORDS:,} x {DIMENSIONS} compared (goal: 20 s, 1500 MB)",
        ("run", "seconds", "processor s", "peak before, MB", "peak, MB", "words compared"),
        tuple(rows),
        f"The two matrices have {8 * WORDS * DIMENSIONS / 1e6:.0f} MB. The words compared are the "
        "most frequent ones.",
    )


def planted(corpus: Corpus) -> Table:
    """Where the two words of a planted change come, and what else is beyond the noise."""
    text = ev.sample("kingdom")
    runs = [_trained(text, seed) for seed in range(SEEDS + NOISE)]
    rows = []
    for pair in PAIRS:
        found = [_compared(runs, pair, seed) for seed in range(SEEDS)]
        first, beyond, others = np.array(found).T
        rows.append((" / ".join(pair), str(first.sum()), str(beyond.sum()), f"{others.mean():.1f}"))
    still = [_compared(runs, None, seed)[2] for seed in range(SEEDS)]
    rows.append(("nothing", "", "", f"{np.mean(still):.1f}"))
    return Table(
        f"Two words exchanged in half of the sentences of kingdom, {SEEDS} seeds",
        ("", "rank 1st and 2nd", "both beyond noise", "other words beyond noise"),
        tuple(rows),
        f"Runs of the first two columns that do; the last is a mean. Noise by {NOISE} other seeds.",
    )


def _compared(runs: list[ev.Film], pair: tuple[str, str] | None, seed: int) -> tuple[int, int, int]:
    """Whether both come first, whether both are beyond noise, and how many others are."""
    corpus, planted = ev.sample("kingdom"), set(pair or ())
    edits = [ev.edits.Exchange(*pair, share=0.5, seed=seed)] if pair else []
    changed = _trained(ev.edited(corpus, edits).corpus, 500 + seed)
    found = ev.compare(runs[seed], changed, noise=runs[SEEDS:])
    beyond = {found.words[i] for i in np.flatnonzero(found.noise.beyond)}
    first = set(found.words[:2]) == planted
    return int(first), int(beyond >= planted), len(beyond - planted)


def _trained(corpus: Corpus, seed: int) -> ev.Film:
    model = ev.SkipGram(dimension=50, epochs=20)
    return ev.train(model, corpus, seed=seed, frames=2, progress=False)
