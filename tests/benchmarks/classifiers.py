"""Classifiers on 200 labelled sentences: a run, its first frame, and what it sorts rightly."""

import time

from embviz.models.bag import Bag
from embviz.models.cnn import CNN
from embviz.models.encoder import Encoder
from embviz.models.lstm import LSTM
from embviz.text.corpus import Corpus
from embviz.training.run import Run, advance, start
from tests.benchmarks.tables import Table
from tests.measures.planted_labels import praise

LABELS, SENTENCES = 200, 400
ROUNDS = 3


def one_run(corpus: Corpus) -> Table:
    """A run of each with its default settings, as the page trains it: 120 frames, chunks."""
    labelled = praise(SENTENCES).first(LABELS)
    rows = []
    for kind in (Bag, CNN, LSTM, Encoder):
        timed = [_run(kind, labelled, seed) for seed in range(ROUNDS)]
        first, whole = (min(each[i] for each in timed) for i in (0, 1))
        accuracy = sum(each[2] for each in timed) / ROUNDS
        rows.append((kind.name, f"{1000 * first:.0f}", f"{whole:.2f}", f"{accuracy:.3f}"))
    return Table(
        f"{LABELS} labelled sentences, planted with “not”; the least of {ROUNDS} runs",
        ("network", "first frame, ms", "run, s", "mean test accuracy"),
        tuple(rows),
        "Goals: a run in 1 s, the first frame in 500 ms.",
    )


def _run(kind: type, labelled: Corpus, seed: int) -> tuple[float, float, float]:
    """Seconds to the first frame and to the end, all preparation included; test accuracy."""
    begun = time.perf_counter()
    run = Run(kind(), labelled, seed=seed)
    state, kept = advance(run, start(run), 0.0, most=1)
    first = time.perf_counter() - begun
    while not state.finished:
        state, more = advance(run, state, 0.1)
        kept += more
    whole = time.perf_counter() - begun
    return first, whole, float(run.film(tuple(kept)).scores[-1][2])
