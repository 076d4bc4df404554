"""What an epoch costs as texts grow: seconds and memory, on made-up ids by Zipf's law.

Each length is trained in a process of its own, whose memory is looked at again and again.
"""

import json
import math
import resource
import subprocess
import sys
import time
from dataclasses import fields
from pathlib import Path

import numpy as np

from embviz.models import MODELS
from embviz.text.corpus import Corpus, Reading, Vocabulary
from embviz.training.model import Position
from embviz.util.threads import one_thread
from tests.benchmarks.tables import Table

TOKENS = (100_000, 300_000, 1_000_000, 3_000_000, 10_000_000)
NAMES = ("skipgram", "cbow", "fasttext")
V, SENTENCE, DIMENSION = 20_000, 20, 100
GOAL = 1.05

STATM = Path("/proc/self/statm")


def cost_against_tokens(_: Corpus) -> Table:
    """One epoch at each length; the exponent of cost from a line through the logarithms."""
    rows = []
    for name in NAMES:
        found = [_measured(name, tokens) for tokens in TOKENS]
        seconds = [each["cpu_s"] for each in found]
        exponent = np.polyfit(np.log(TOKENS), np.log(seconds), 1)[0]
        rows.append((name, "CPU seconds", *(f"{s:.2f}" for s in seconds), f"{exponent:.3f}"))
        megabytes = (f"{each['bytes'] / 2**20:.0f}" for each in found)
        rows.append(("", "MB above ids and weights", *megabytes, ""))
    lengths = (f"{tokens:,}" for tokens in TOKENS)
    return Table(
        f"Cost against tokens: one epoch, d={DIMENSION}, {V:,} words by Zipf's law",
        ("", "tokens", *lengths, f"exponent (<= {GOAL})"),
        tuple(rows),
        "Sentences and their order take 20 bytes each besides.",
    )


def _measured(name: str, tokens: int) -> dict[str, float]:
    """Train in another process; what it says."""
    code = f"from tests.benchmarks.scaling import tell; tell({name!r}, {tokens})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def tell(name: str, tokens: int) -> None:
    """Train an epoch, print what it took."""
    corpus = zipf_corpus(tokens)
    trainer = MODELS[name](dimension=DIMENSION, epochs=1).trainer(corpus, 0, 120)
    next(trainer.steps(trainer.initial(), Position()))  # tables that are made once, libraries
    # Copied, so that memory for all of them has been written to before it is looked at.
    weights = {key: array.copy() for key, array in trainer.initial().items()}
    before = peak = _resident()
    cpu = time.process_time()
    with one_thread():
        for i, _ in enumerate(trainer.steps(weights, Position())):
            if i % 20 == 0:
                peak = max(peak, _resident())
    cpu_s = time.process_time() - cpu
    print(json.dumps({"cpu_s": cpu_s, "bytes": peak - before}))


def _resident() -> int:
    """Bytes of memory in use now; of Linux only, elsewhere 0."""
    if not STATM.exists():
        return 0
    return int(STATM.read_text().split()[1]) * resource.getpagesize()


def zipf_corpus(tokens: int) -> Corpus:
    """A corpus without a text: ids by Zipf's law, sentences of equal length."""
    rng = np.random.default_rng(0)
    sums = np.cumsum(1 / np.arange(1, V + 1))
    ids = np.searchsorted(sums, rng.random(tokens) * sums[-1]).astype(np.int32)
    counts = np.maximum(1, np.bincount(ids, minlength=V))
    order = np.argsort(-counts, kind="stable")
    ids = np.argsort(order).astype(np.int32)[ids]
    words = tuple(_word(i) for i in range(V))
    starts = np.append(np.arange(0, tokens, SENTENCE), tokens)
    reading = Reading(**{each.name: 0 for each in fields(Reading)})
    spans = np.zeros((len(starts) - 1, 2), dtype=np.int64)
    return Corpus(Vocabulary(words, counts[order]), ids, starts, spans, "", reading, 1, None, True)


def _word(i: int) -> str:
    """Word i in letters, those of rarer words longer: a, b, … z, aa, ba, …"""
    letters = ""
    for _ in range(1 + int(math.log(i + 1, 8))):
        letters += "abcdefghijklmnopqrstuvwxyz"[i % 26]
        i //= 26
    return letters + "'" * i
