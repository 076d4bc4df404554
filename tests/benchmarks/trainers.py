"""Trainers against one another: tokens a second, training only, and what they have learned.

All train on the same sentences, shuffled anew each epoch, and are scored by the same exact loss on
the same held-out sentences. They take turns, once for each seed, and the median counts. Seconds of
the processor tell more where others use the machine, too.
"""

import statistics
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from embviz.models.shared.windows import Sentences, split
from embviz.text.corpus import Corpus
from embviz.training.model import Model, Position
from embviz.training.run import Run, advance, start
from embviz.types import Float32
from embviz.util.threads import one_thread
from tests.benchmarks import ratings
from tests.benchmarks.tables import Table

ROUNDS = 5


@dataclass(frozen=True, eq=False)
class Trained:
    """What training took, and what came out: E and U, (V, d) each."""

    wall_s: float
    cpu_s: float
    E: Float32
    U: Float32


Trainer = Callable[[int], Trained]
"""Trains with a seed."""

Score = Callable[[int, Trained], float]
"""The loss on what was held out with a seed."""


def compare(
    title: str, corpus: Corpus, model: Model, trainers: Mapping[str, Trainer], score: Score
) -> Table:
    """Let trainers take turns; ratios are to the first one."""
    results: dict[str, list[Trained]] = {name: [] for name in trainers}
    for seed in range(ROUNDS):
        for name, trainer in trainers.items():
            results[name].append(trainer(seed))
    tokens = split(corpus.ids, corpus.starts, 0)[0].tokens * model.epochs
    reference = next(iter(results.values()))
    rows = []
    for name, each in results.items():
        wall_s, cpu_s = (statistics.median(getattr(r, kind) for r in each) for kind in KINDS)
        losses = [score(seed, result) for seed, result in enumerate(each)]
        ratios = [
            statistics.median(getattr(r, kind) for r in reference) / own
            for kind, own in zip(KINDS, (wall_s, cpu_s), strict=True)
        ]
        rows.append(
            (
                *(name, f"{wall_s:.2f}", f"{tokens / wall_s / 1e6:.2f}", f"{ratios[0]:.2f}"),
                *(f"{cpu_s:.2f}", f"{ratios[1]:.2f}", f"{statistics.mean(losses):.4f}"),
                *ratings.interval([ratings.correlations(corpus.words, r.E) for r in each]),
            )
        )
    headings = ("", "seconds", "M tokens/s", "ratio", "CPU seconds", "ratio", "held-out loss")
    settings = f"d={model.dimension}, {model.epochs} epochs, {ROUNDS} seeds"
    return Table(
        f"{title}: {settings}",
        (*headings, *ratings.names()),
        tuple(rows),
        _cost_of_losses(corpus, model),
    )


KINDS = ("wall_s", "cpu_s")


def ours(corpus: Corpus, model: Model, seed: int) -> Trained:
    """A model without frames."""
    trainer = model.trainer(corpus, seed, frames=120)
    weights = trainer.initial()
    wall, cpu = time.perf_counter(), time.process_time()
    with one_thread():
        for _ in trainer.steps(weights, Position()):
            pass
    wall_s, cpu_s = time.perf_counter() - wall, time.process_time() - cpu
    found, _ = trainer.keep(weights, None)
    return Trained(wall_s, cpu_s, found["E"], found["U"])


def gensims(
    corpus: Corpus, make: Callable[..., Any], settings: Mapping[str, Any], model: Any, seed: int
) -> Trained:
    """One of gensim's models on the same sentences, with the same settings unless said."""
    sentences = ShuffledSentences(corpus, split(corpus.ids, corpus.starts, seed)[0], seed)
    usual = {
        "vector_size": model.dimension,
        "window": model.window,
        "negative": model.negatives,
        "sample": model.subsampling,
        "min_alpha": 0.0001,
        "workers": 1,
        "min_count": 1,
        "seed": seed + 1,
    }
    other = make(**usual, **settings)
    other.build_vocab(sentences)
    wall, cpu = time.perf_counter(), time.process_time()
    with warnings.catch_warnings(action="ignore"):
        other.train(sentences, total_examples=other.corpus_count, epochs=model.epochs)
    wall_s, cpu_s = time.perf_counter() - wall, time.process_time() - cpu
    E, U = aligned(corpus, other.wv.key_to_index, other.wv.vectors, other.syn1neg)
    return Trained(wall_s, cpu_s, E, U)


class ShuffledSentences:
    """Sentences as lists of words for gensim, in another order each time they are read."""

    def __init__(self, corpus: Corpus, sentences: Sentences, seed: int) -> None:
        words = np.array(corpus.words, dtype=object)
        row = words[sentences.row()]
        self._lists = [list(part) for part in np.split(row, np.cumsum(sentences.lengths)[:-1])]
        self._rng = np.random.default_rng(seed)

    def __iter__(self) -> Iterator[list[str]]:
        for i in self._rng.permutation(len(self._lists)):
            yield self._lists[i]


def aligned(
    corpus: Corpus, rows: dict[str, int], E: Float32, U: Float32
) -> tuple[Float32, Float32]:
    """gensim's E and U in the order of the corpus's words; zeros for words it never saw."""
    ids = np.array([rows.get(word, -1) for word in corpus.words])
    seen = (ids >= 0)[:, None]
    return np.where(seen, E[ids], 0), np.where(seen, U[ids], 0)


def _cost_of_losses(corpus: Corpus, model: Model) -> str:
    """A run with its film against what was forecast, and its losses as a share (CPU time)."""
    run = Run(model, corpus)
    forecast = model.trainer(corpus, 0, run.frames).seconds()
    wall, cpu = time.perf_counter(), time.process_time()
    state, _ = advance(run, start(run), budget_s=np.inf)
    wall_s, cpu_s = time.perf_counter() - wall, time.process_time() - cpu
    trainer, weights = model.trainer(corpus, 0, run.frames), dict(state.weights)
    trainer.loss(weights)
    cpu = time.process_time()
    with one_thread():
        for _ in range(20):
            trainer.loss(weights)
    losses_s = (time.process_time() - cpu) / 20 * run.frames
    return (
        f"A whole run with {run.frames} frames takes {wall_s:.2f} s (forecast: {forecast:.2f}), "
        f"its losses {losses_s / (cpu_s - losses_s):.1%} of the rest."
    )
