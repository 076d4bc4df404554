"""The exact objective against gensim at its best number of epochs, on the samples.

All are scored by the same exact loss on all pairs of the same held-out sentences, and by what they
find again of what was planted. gensim's seconds are those of its best run alone.
"""

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from embviz.measures import analogy_accuracy, planted_precision
from embviz.models.exact import ExactSkipGram
from embviz.models.skipgram import SkipGram
from embviz.text.corpus import Corpus
from embviz.text.samples import Answers, answers, sample_text
from embviz.training.model import Position
from embviz.util.threads import one_thread
from embviz.vectors.vectors import Vectors
from tests.benchmarks import trainers
from tests.benchmarks.skipgram import GENSIM_RATE
from tests.benchmarks.tables import Table
from tests.benchmarks.trainers import Trained

SEEDS = 5
EPOCHS = 20, 40, 60, 80, 100, 140
"""What gensim is tried with."""

SAMPLES = "kingdom", "царство"


def against_gensim(_: Corpus) -> Table:
    """Loss, planted groups and analogies, CPU seconds; always on the samples."""
    rows = [row for sample in SAMPLES for row in _of_sample(sample)]
    return Table(
        f"Exact objective, window 5, K=5, d=50: {SEEDS} seeds, means",
        ("", "held-out loss", "precision at 3", "analogies", "CPU seconds"),
        tuple(rows),
        f"One step at V=200, d=64: {1 / _step_s():.0f} a second.",
    )


def _of_sample(sample: str) -> list[tuple[str, ...]]:
    corpus, found = Corpus.from_text(sample_text(sample), min_count=1), answers(sample)
    turns: dict[str, Callable[[int], Trained]] = {
        "exact": lambda seed: trainers.ours(corpus, ExactSkipGram(), seed),
        "SkipGram, 20 epochs": lambda seed: trainers.ours(corpus, SkipGram(), seed),
        "SkipGram, 80 epochs": lambda seed: trainers.ours(corpus, SkipGram(epochs=80), seed),
    }
    for epochs in EPOCHS:
        turns[f"gensim, {epochs} epochs"] = _gensim(corpus, replace(SkipGram(), epochs=epochs))
    rows: dict[str, list[tuple[float, ...]]] = {name: [] for name in turns}
    for seed in range(SEEDS):
        judge = ExactSkipGram().trainer(corpus, seed, 120)
        for name, train in turns.items():
            trained = train(seed)
            loss = judge.loss({"E": trained.E, "U": trained.U})
            rows[name].append((loss, *_planted(corpus, trained, found), trained.cpu_s))
    return [(f"{sample}: {name}", *_means(each)) for name, each in rows.items()]


def _gensim(corpus: Corpus, model: SkipGram) -> Callable[[int], Trained]:
    from gensim.models import Word2Vec

    settings = {"sg": 1, "alpha": GENSIM_RATE}
    return lambda seed: trainers.gensims(corpus, Word2Vec, settings, model, seed)


def _planted(corpus: Corpus, trained: Trained, found: Answers) -> tuple[float, float]:
    vectors = Vectors(corpus.words, trained.E)
    return (
        planted_precision(vectors, found.groups),
        analogy_accuracy(vectors, found.analogies),
    )


def _means(rows: list[tuple[float, ...]]) -> tuple[str, ...]:
    loss, precision, right, cpu_s = np.mean(rows, axis=0)
    return f"{loss:.4f}", f"{precision:.3f}", f"{right:.3f}", f"{cpu_s:.3f}"


def _step_s() -> float:
    """Seconds of a step at V=200, d=64, the median of five hundreds of them."""
    corpus = Corpus.from_text(sample_text("kingdom"), min_count=1, max_words=200)
    model = ExactSkipGram(dimension=64, epochs=600, patience=0)
    trainer = model.trainer(corpus, 0, 120)
    weights, times = trainer.initial(), []
    with one_thread():
        for position in trainer.steps(weights, Position()):
            if position.epoch % 100 == 0:
                times.append(time.process_time())
    return float(np.median(np.diff(times))) / 100
